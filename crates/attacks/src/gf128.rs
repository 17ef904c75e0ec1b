//! The field of GHASH (NIST SP 800-38D §6.3), and polynomials over it: what takes the tag's key out of two tags that were made
//! with one nonce.

/// The product of two elements, each a block with its first bit as the lowest coefficient.
pub fn mul(left: u128, right: u128) -> u128 {
    let (mut product, mut shifted) = (0, right);
    for bit in (0..128).rev() {
        if left >> bit & 1 == 1 {
            product ^= shifted;
        }
        let carry = shifted & 1;
        shifted >>= 1;
        if carry == 1 {
            shifted ^= 0xe1 << 120;
        }
    }
    product
}

/// One, in this order of bits.
const ONE: u128 = 1 << 127;

/// The inverse: the power 2^128 - 2.
fn inverse(element: u128) -> u128 {
    let (mut power, mut result) = (element, ONE);
    for _ in 1..128 {
        power = mul(power, power);
        result = mul(result, power);
    }
    result
}

/// A polynomial, its highest coefficient first.
pub type Polynomial = Vec<u128>;

fn trim(mut polynomial: Polynomial) -> Polynomial {
    let zeros = polynomial.iter().take_while(|coefficient| **coefficient == 0).count();
    polynomial.drain(..zeros);
    polynomial
}

/// What is left when `left` is divided by `right`.
fn remainder(left: Polynomial, right: &[u128]) -> Polynomial {
    let mut left = trim(left);
    let Some(lead) = right.first().map(|lead| inverse(*lead)) else { return left };
    while left.len() >= right.len() {
        let factor = mul(left.first().copied().unwrap_or_default(), lead);
        for (coefficient, other) in left.iter_mut().zip(right) {
            *coefficient ^= mul(factor, *other);
        }
        left = trim(left);
    }
    left
}

/// The root that two polynomials have in common, if there is just one.
pub fn common_root(left: Polynomial, right: Polynomial) -> Option<u128> {
    let (mut left, mut right) = (trim(left), trim(right));
    while !right.is_empty() {
        let rest = remainder(left, &right);
        (left, right) = (right, rest);
    }
    match left.as_slice() {
        [lead, last] => Some(mul(*last, inverse(*lead))),
        _ => None,
    }
}

/// The blocks that a tag is computed over: what is only protected, what is encrypted, both lengths in bits.
pub fn blocks(aad: &[u8], ciphertext: &[u8]) -> Vec<u128> {
    let of = |bytes: &[u8]| -> Vec<u128> {
        let block = |chunk: &[u8]| {
            let mut block = [0; 16];
            block.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            u128::from_be_bytes(block)
        };
        bytes.chunks(16).map(block).collect()
    };
    let lengths = ((aad.len() as u128 * 8) << 64) | (ciphertext.len() as u128 * 8);
    [of(aad), of(ciphertext), vec![lengths]].concat()
}

/// GHASH of blocks, with this key.
pub fn ghash(key: u128, blocks: &[u128]) -> u128 {
    blocks.iter().fold(0, |sum, block| mul(sum ^ block, key))
}

/// The polynomial that has the tag's key as a root: what two tags made with one nonce, and what they are over, differ by.
pub fn difference(one: (&[u128], u128), other: (&[u128], u128)) -> Polynomial {
    let len = one.0.len().max(other.0.len());
    let at = |blocks: &[u128], place: usize| {
        place.checked_sub(len - blocks.len()).and_then(|at| blocks.get(at)).copied().unwrap_or_default()
    };
    let mut all: Polynomial = (0..len).map(|place| at(one.0, place) ^ at(other.0, place)).collect();
    all.push(one.1 ^ other.1);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST's test case 2 of AES-GCM: the key of the tag, one block, and what GHASH makes of it.
    #[test]
    fn ghash_is_nists() {
        let key = 0x66e9_4bd4_ef8a_2c3b_884c_fa59_ca34_2b2e;
        let ciphertext = 0x0388_dace_60b6_a392_f328_c2b9_71b2_fe78_u128.to_be_bytes();
        assert_eq!(ghash(key, &blocks(&[], &ciphertext)), 0xf38c_bb1a_d692_23dc_c345_7ae5_b6b0_f885);
    }

    #[test]
    fn an_inverse_is_one() {
        for element in [1, 2, 0xdead_beef, u128::MAX] {
            assert_eq!(mul(element, inverse(element)), ONE);
        }
    }

    #[test]
    fn the_common_root_is_found() {
        let (root, one, other) = (0x1234_u128 << 90, 77, 99);
        // (x + root)(x + a) = x² + (root + a)x + root·a
        let product = |a: u128| vec![ONE, root ^ a, mul(root, a)];
        assert_eq!(common_root(product(one), product(other)), Some(root));
        assert_eq!(common_root(product(one), product(one)), None);
    }
}
