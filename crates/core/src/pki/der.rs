//! DER (ITU-T X.690), read value by value. Bounded: what is too deep or too long for a certificate is refused.

use crate::statement::Statement;

/// Longest input that is read.
pub const MAX_LEN: usize = 1 << 20;
/// Deepest nesting that is read.
pub const MAX_DEPTH: usize = 24;

/// Tags that are met in certificates.
pub mod tag {
    /// BOOLEAN.
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING.
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING.
    pub const OCTET_STRING: u8 = 0x04;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// ENUMERATED.
    pub const ENUMERATED: u8 = 0x0a;
    /// UTF8String.
    pub const UTF8_STRING: u8 = 0x0c;
    /// PrintableString.
    pub const PRINTABLE_STRING: u8 = 0x13;
    /// TeletexString.
    pub const TELETEX_STRING: u8 = 0x14;
    /// IA5String.
    pub const IA5_STRING: u8 = 0x16;
    /// UTCTime.
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// BMPString.
    pub const BMP_STRING: u8 = 0x1e;
    /// SEQUENCE.
    pub const SEQUENCE: u8 = 0x30;
    /// SET.
    pub const SET: u8 = 0x31;

    /// `[number]`, holding other values.
    pub const fn context(number: u8) -> u8 {
        0xa0 | number
    }

    /// `[number]` IMPLICIT, holding no other values.
    pub const fn implicit(number: u8) -> u8 {
        0x80 | number
    }
}

/// Where and why DER can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerError {
    /// Offset of the byte.
    pub at: usize,
    /// What is wrong there.
    pub problem: Statement,
}

impl DerError {
    /// What is wrong, and where.
    pub fn statement(self) -> Statement {
        Statement::Unreadable { byte: format!("{} (0x{:x})", self.at, self.at), problem: Box::new(self.problem) }
    }
}

impl std::fmt::Display for DerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.clone().statement().fmt(f)
    }
}

/// One value: tag, length, content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// Its tag.
    pub tag: u8,
    /// Offset of the tag in the whole input.
    pub start: usize,
    /// Offset of the content in the whole input.
    pub content_at: usize,
    /// The content.
    pub content: &'a [u8],
    /// Tag, length and content.
    pub der: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// Offset after the last byte.
    pub fn end(&self) -> usize {
        self.content_at + self.content.len()
    }

    /// The values inside.
    pub fn inside(&self) -> Reader<'a> {
        Reader { input: self.content, at: 0, base: self.content_at }
    }

    /// True for a value that holds others.
    pub fn is_constructed(&self) -> bool {
        self.tag & 0x20 != 0
    }

    /// What is wrong with it.
    pub fn error(&self, problem: Statement) -> DerError {
        DerError { at: self.start, problem }
    }

    /// The octets of a BIT STRING that has no odd bits.
    pub fn octets(&self) -> Result<&'a [u8], DerError> {
        match self.content.split_first() {
            Some((0, octets)) => Ok(octets),
            _ => Err(self.error(Statement::DerOddBits)),
        }
    }

    /// A small number of an INTEGER or ENUMERATED.
    pub fn number(&self) -> Option<u64> {
        let content = self.content;
        (content.len() <= 8 && content.first().is_some_and(|first| first & 0x80 == 0))
            .then(|| content.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
    }

    /// Seconds since 1970 of a UTCTime or GeneralizedTime in the form that RFC 5280 §4.1.2.5 asks for.
    pub fn time(&self) -> Result<i64, DerError> {
        time(self).ok_or_else(|| self.error(Statement::DerNoTime))
    }
}

/// Reads one value after the other.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    input: &'a [u8],
    at: usize,
    base: usize,
}

impl<'a> Reader<'a> {
    /// Reads this input.
    pub fn new(input: &'a [u8]) -> Self {
        Reader { input, at: 0, base: 0 }
    }

    /// Reads what stands at an offset of a larger input.
    pub fn at(input: &'a [u8], base: usize) -> Self {
        Reader { input, at: 0, base }
    }

    /// True if something is left.
    pub fn more(&self) -> bool {
        self.at < self.input.len()
    }

    /// The tag of the next value.
    pub fn peek(&self) -> Option<u8> {
        self.input.get(self.at).copied()
    }

    fn error(&self, problem: Statement) -> DerError {
        DerError { at: self.base + self.at, problem }
    }

    /// The next value.
    ///
    /// # Errors
    /// If there is none, or it is not DER.
    pub fn next_value(&mut self) -> Result<Tlv<'a>, DerError> {
        let rest = self.input.get(self.at..).unwrap_or_default();
        let Some(&tag) = rest.first() else {
            return Err(self.error(Statement::DerNothingLeft));
        };
        if tag & 0x1f == 0x1f {
            return Err(self.error(Statement::DerLongTag { tag: format!("0x{tag:02x}") }));
        }
        let (header, len) = match rest.get(1) {
            Some(&len @ 0..0x80) => (2, usize::from(len)),
            Some(&count @ 0x81..=0x84) => {
                let digits = rest.get(2..2 + usize::from(count & 0x7f));
                let Some(digits) = digits else {
                    return Err(self.error(Statement::DerCutLength));
                };
                let len = digits.iter().fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
                if digits.first() == Some(&0) || len < 0x80 {
                    return Err(self.error(Statement::DerPaddedLength));
                }
                (2 + digits.len(), len)
            }
            Some(&0x80) => return Err(self.error(Statement::DerOpenLength)),
            Some(&byte) => return Err(self.error(Statement::DerNoLength { byte: format!("0x{byte:02x}") })),
            None => return Err(self.error(Statement::DerMissingLength)),
        };
        let whole = header.checked_add(len).and_then(|end| rest.get(..end));
        let (Some(der), Some(content)) = (whole, whole.and_then(|der| der.get(header..))) else {
            let left = rest.len().saturating_sub(header);
            return Err(self.error(Statement::DerCutOff { n: len as u64, left: left as u64 }));
        };
        let start = self.base + self.at;
        self.at += der.len();
        Ok(Tlv { tag, start, content_at: start + header, content, der })
    }

    /// The next value, which must have this tag.
    ///
    /// # Errors
    /// If it has not; `what` names it.
    pub fn wanted(&mut self, tag: u8, what: &str) -> Result<Tlv<'a>, DerError> {
        match self.peek() {
            Some(found) if found == tag => self.next_value(),
            Some(found) => {
                let (wanted, found) = (format!("0x{tag:02x}"), format!("0x{found:02x}"));
                Err(self.error(Statement::DerOtherTag { what: what.to_owned(), wanted, found }))
            }
            None => Err(self.error(Statement::DerMissing { what: what.to_owned() })),
        }
    }

    /// The next value, if it has this tag.
    ///
    /// # Errors
    /// If it has, and is not DER.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, DerError> {
        (self.peek() == Some(tag)).then(|| self.next_value()).transpose()
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// If something is.
    pub fn finish(&self) -> Result<(), DerError> {
        let left = self.input.len().saturating_sub(self.at);
        if left == 0 { Ok(()) } else { Err(self.error(Statement::DerTrailing { n: left as u64 })) }
    }
}

fn time(value: &Tlv) -> Option<i64> {
    let text = std::str::from_utf8(value.content).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match (value.tag, text.len()) {
        (tag::UTC_TIME, 12) => {
            let year: i64 = text.get(..2)?.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, text.get(2..)?)
        }
        (tag::GENERALIZED_TIME, 14) => (text.get(..4)?.parse().ok()?, text.get(4..)?),
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i64>().ok();
    let (month, day, hour, minute, second) = (part(0)?, part(2)?, part(4)?, part(6)?, part(8)?);
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 60;
    fits.then(|| days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Days from 1970-01-01 to this day of the Gregorian calendar.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day, hour, minute and second (UTC) of seconds since 1970.
pub fn civil(seconds: i64) -> [i64; 6] {
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    [year, month, date, second / 3600, second / 60 % 60, second % 60]
}

/// An object identifier with dots, for example `2.5.29.17`.
pub fn dotted(oid: &[u8]) -> String {
    let mut numbers: Vec<u64> = Vec::new();
    let mut number: u64 = 0;
    for &byte in oid {
        number = number.saturating_mul(128).saturating_add(u64::from(byte & 0x7f));
        if byte & 0x80 == 0 {
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.extend([first, number - first * 40]);
            } else {
                numbers.push(number);
            }
            number = 0;
        }
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for seconds in [0, 951_782_400, 1_780_315_200, 4_102_444_799, -1] {
            let [year, month, day, hour, minute, second] = civil(seconds);
            assert_eq!(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second, seconds);
        }
        assert_eq!(civil(1_780_315_200), [2026, 6, 1, 12, 0, 0]);
    }

    #[test]
    fn identifiers_are_written_with_dots() {
        assert_eq!(dotted(&[0x55, 0x1d, 0x11]), "2.5.29.17");
        assert_eq!(dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), "1.2.840.113549.1.1.11");
    }
}
