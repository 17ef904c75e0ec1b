//! Small numbers to work with by hand, drawn from the seed of the run, so that each class gets its own.

use handshake_core::random::{Randomness, Seeded};

/// The largest modulus: two such numbers can be multiplied.
const MOST: i64 = 1 << 31;

/// A number from 2 to `most`, for somebody's private half: from the seed and the name alone.
pub fn drawn(seed: u64, name: &str, most: i64) -> Result<i64, String> {
    if !(2..=MOST).contains(&most) {
        return Err(format!("drawn needs a most from 2 to {MOST}; this is {most}"));
    }
    let mut bytes = [0; 4];
    Seeded::new(seed, &format!("toy {name}")).fill("toy number", &mut bytes);
    Ok(2 + i64::from(u32::from_be_bytes(bytes)) % (most - 1))
}

/// `base` to the power of `exponent`, modulo `modulus`.
pub fn power(base: i64, exponent: i64, modulus: i64) -> Result<i64, String> {
    if !(2..=MOST).contains(&modulus) || exponent < 0 {
        return Err(format!("power needs a modulus from 2 to {MOST}, and no exponent below 0"));
    }
    let (mut result, mut square, mut rest) = (1, base.rem_euclid(modulus), exponent);
    while rest > 0 {
        if rest % 2 == 1 {
            result = result * square % modulus;
        }
        square = square * square % modulus;
        rest /= 2;
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_go_round_the_clock() {
        assert_eq!(power(5, 6, 23), Ok(8));
        assert_eq!(power(5, 15, 23), Ok(19));
        assert_eq!(power(8, 15, 23), power(19, 6, 23));
        assert_eq!(power(5, 0, 23), Ok(1));
        assert!(power(5, 1, 1).is_err() && power(5, -1, 23).is_err() && power(5, 1, i64::MAX).is_err());
    }

    #[test]
    fn a_drawn_number_lies_where_it_should_and_follows_the_seed() {
        let of = |seed| drawn(seed, "client", 20).expect("a number");
        assert!((0..500).map(of).all(|number| (2..=20).contains(&number)));
        assert!((0..500).map(of).any(|number| number == 2) && (0..500).map(of).any(|number| number == 20));
        assert_eq!(of(1), of(1));
        assert_ne!((0..9).map(of).collect::<Vec<_>>(), vec![of(0); 9]);
        assert!(drawn(1, "client", 1).is_err());
    }
}
