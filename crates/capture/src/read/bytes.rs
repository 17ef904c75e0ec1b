//! Bytes that somebody pastes: hex in any of its usual forms, or base64.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};
use handshake_lessons::Problem;

/// Characters that are read at most.
const LONGEST: usize = 4 << 20;

/// The bytes that a text stands for.
///
/// # Errors
/// Where it is neither hex nor base64, by line and column.
pub fn bytes(text: &str) -> Result<Vec<u8>, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > LONGEST {
        return Err(Problem::of("bytes.too-long", &[("most", &(LONGEST >> 20))]));
    }
    if text.trim().is_empty() {
        return Err(Problem::of("kind.empty", &[]));
    }
    match dump(text) {
        Some(bytes) => Ok(bytes),
        None => hex(text).or_else(|place| base64(text).ok_or_else(|| place.problem(text))),
    }
}

/// A place in a text that fits neither form.
struct Place {
    line: usize,
    column: usize,
    found: Option<char>,
}

impl Place {
    /// Of hex what does not fit is named; if the text is not even made of base64's characters, the first that is not.
    fn problem(&self, text: &str) -> Problem {
        let foreign = |(_, ch): &(usize, char)| !(ch.is_ascii_alphanumeric() || "+/-_=:., \t\r".contains(*ch));
        let first = text.lines().enumerate().find_map(|(line, all)| {
            let (column, found) = all.chars().enumerate().find(foreign)?;
            Some(Place { line: line + 1, column: column + 1, found: Some(found) })
        });
        let place = first.as_ref().unwrap_or(self);
        let (line, column) = (place.line, place.column);
        match place.found {
            Some(found) => Problem::of("bytes.neither", &[("found", &found), ("line", &line), ("column", &column)]),
            None => Problem::of("bytes.odd", &[("line", &line)]),
        }
    }
}

/// Digits with whatever people and programs put between them: blanks, colons, commas, `0x`, `\x`.
fn hex(text: &str) -> Result<Vec<u8>, Place> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut half = None;
    let mut last = 1;
    for (line, all) in text.lines().enumerate() {
        last = line + 1;
        let mut chars = all.chars().enumerate().peekable();
        while let Some((column, ch)) = chars.next() {
            let begins = ch == '0' || ch == '\\';
            if half.is_none() && begins && chars.peek().is_some_and(|(_, next)| matches!(next, 'x' | 'X')) {
                chars.next();
                continue;
            }
            match (ch.to_digit(16), half) {
                (Some(digit), None) => half = Some(digit as u8),
                (Some(digit), Some(high)) => {
                    bytes.push(high << 4 | digit as u8);
                    half = None;
                }
                (None, _) if ch.is_whitespace() || ":,;-.\"'{}[]".contains(ch) => {}
                (None, _) => return Err(Place { line: line + 1, column: column + 1, found: Some(ch) }),
            }
        }
    }
    match half {
        None => Ok(bytes),
        Some(_) => Err(Place { line: last, column: 1, found: None }),
    }
}

/// A dump: each line has its offset first, and what the bytes are as text last.
fn dump(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let end = line.find(|ch: char| !ch.is_ascii_hexdigit())?;
        let offset = usize::from_str_radix(line.get(..end)?, 16).ok()?;
        if end < 4 || offset != bytes.len() {
            return None;
        }
        let rest = line.get(end..)?;
        // After a colon (xxd) the text is set off by two blanks, otherwise (Wireshark, hexdump) by three or a bar.
        let (rest, gap) = match rest.strip_prefix(':') {
            Some(rest) => (rest, "  "),
            None => (rest, "   "),
        };
        let rest = rest.trim_start().split('|').next()?;
        let digits: String = rest.split(gap).next()?.chars().filter(|ch| !ch.is_whitespace()).collect();
        let of_line = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
        if of_line.len() > 32 {
            return None;
        }
        bytes.extend(of_line);
    }
    Some(bytes).filter(|bytes| !bytes.is_empty())
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let packed: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
    [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD].iter().find_map(|form| form.decode(packed.as_bytes()).ok())
}
