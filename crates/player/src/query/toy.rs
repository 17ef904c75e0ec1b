//! Small numbers to work with by hand, drawn from the seed of the run, so that each class gets its own.

use handshake_core::random::{Randomness, Seeded};
use handshake_lessons::Problem;
use std::collections::BTreeSet;

/// The largest modulus: two such numbers can be multiplied.
const MOST: i64 = 1 << 31;

/// The clock of the lesson on Diffie–Hellman: its base, and how many hours it has.
const BASE: i64 = 5;
const HOURS: i64 = 23;

/// A number from 2 to `most`, for somebody's private half: from the seed and the name alone. For the client and the server
/// the two are drawn together, until no two of their private halves, public halves and secret are the same on the lesson's
/// clock, and none is 1, the base, or one less than the clock has hours: those would give the secret away.
pub fn drawn(seed: u64, name: &str, most: i64) -> Result<i64, Problem> {
    if !(2..=MOST).contains(&most) {
        return Err(Problem::of("query.drawn-most", &[("most", &MOST), ("found", &most)]));
    }
    let source = |name: &str| Seeded::new(seed, &format!("toy {name}"));
    let draw = |random: &mut Seeded| {
        let mut bytes = [0; 4];
        random.fill("toy number", &mut bytes);
        2 + i64::from(u32::from_be_bytes(bytes)) % (most - 1)
    };
    if !matches!(name, "client" | "server") {
        return Ok(draw(&mut source(name)));
    }
    let (mut client, mut server) = (source("client"), source("server"));
    let mut pair = (draw(&mut client), draw(&mut server));
    // With a small most there may be no such pair; then the last one has to do.
    for _ in 0..1000 {
        if teaches(pair.0, pair.1)? {
            break;
        }
        pair = (draw(&mut client), draw(&mut server));
    }
    Ok(if name == "client" { pair.0 } else { pair.1 })
}

/// True if nothing of the exchange can be mistaken for something else of it.
fn teaches(client: i64, server: i64) -> Result<bool, Problem> {
    let public = power(BASE, client, HOURS)?;
    let values = [client, server, public, power(BASE, server, HOURS)?, power(public, server, HOURS)?];
    let mut known = BTreeSet::from([1, BASE, HOURS - 1]);
    Ok(values.into_iter().all(|value| known.insert(value)))
}

/// `base` to the power of `exponent`, modulo `modulus`.
pub fn power(base: i64, exponent: i64, modulus: i64) -> Result<i64, Problem> {
    if !(2..=MOST).contains(&modulus) || exponent < 0 {
        return Err(Problem::of("query.power-limits", &[("most", &MOST)]));
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
        assert!((0..500).map(of).collect::<BTreeSet<_>>().len() > 9);
        assert_eq!(of(1), of(1));
        assert_ne!((0..9).map(of).collect::<Vec<_>>(), vec![of(0); 9]);
        assert!(drawn(1, "client", 1).is_err());
    }

    #[test]
    fn no_seed_gives_the_secret_away() {
        for seed in 0..500 {
            let (client, server) = (drawn(seed, "client", 20), drawn(seed, "server", 20));
            assert_eq!(teaches(client.expect("a number"), server.expect("a number")), Ok(true), "{seed}");
        }
        assert_eq!(teaches(11, 3), Ok(false), "on this clock 5 to the power of 11 is 22");
    }
}
