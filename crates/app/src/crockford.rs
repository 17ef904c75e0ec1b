//! Crockford's base 32: digits that can't be taken for one another, since there is no I, L, O or U.
//! <https://www.crockford.com/base32.html>

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The digit for a value below 32; of a larger one its lowest five bits count.
pub fn digit(value: usize) -> char {
    char::from(DIGITS[value % DIGITS.len()])
}

/// The value of a digit, large or small; O is 0, I and L are 1.
pub fn value(digit: char) -> Option<usize> {
    let digit = match digit.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    DIGITS.iter().position(|known| char::from(*known) == digit)
}
