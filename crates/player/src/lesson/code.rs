//! Class codes: a lesson and a seed in a few letters that can be typed from a blackboard.

use handshake_lessons::{self as lessons, lesson::Lesson, say};

/// Digits that can't be taken for one another (Crockford's base 32).
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code: the lesson's number, the seed, and a digit that finds slips.
pub fn write(lesson: &Lesson, seed: u64) -> String {
    let mut digits = Vec::new();
    let mut rest = seed;
    while rest > 0 || digits.len() < 3 {
        digits.push((rest % 32) as u8);
        rest /= 32;
    }
    digits.push(lesson.number % 32);
    digits.reverse();
    digits.push(slip(&digits));
    let text: String = digits.iter().map(|digit| char::from(DIGITS[usize::from(*digit)])).collect();
    let (head, tail) = text.split_at(text.len() - 2);
    format!("{head}-{tail}")
}

/// What a code stands for.
///
/// # Errors
/// In a sentence: what is wrong with it.
pub fn read(code: &str) -> Result<(&'static Lesson, u64), String> {
    let shown = handshake_scenario::text::shorten(code);
    let mut digits = Vec::new();
    for ch in code.chars().filter(|ch| !matches!(ch, '-' | ' ' | '_')) {
        let ch = match ch.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        };
        let digit = DIGITS.iter().position(|digit| char::from(*digit) == ch);
        digits.push(digit.ok_or_else(|| say("class-code.letter", &[("code", &shown), ("ch", &ch)]))? as u8);
    }
    let length = digits.len();
    if !(5..=15).contains(&length) {
        return Err(say("class-code.length", &[("code", &shown)]));
    }
    let check = digits.pop().unwrap_or_default();
    if slip(&digits) != check {
        return Err(say("class-code.slip", &[("code", &shown)]));
    }
    let (number, seed) = digits.split_first().ok_or_else(|| say("class-code.length", &[("code", &shown)]))?;
    let lesson = lessons::lessons().iter().find(|lesson| lesson.number % 32 == *number);
    let lesson = lesson.ok_or_else(|| say("class-code.no-lesson", &[("code", &shown)]))?;
    let grow = |seed: u64, digit: &u8| seed.checked_mul(32)?.checked_add(u64::from(*digit));
    let seed = seed.iter().try_fold(0, grow).ok_or_else(|| say("class-code.long", &[("code", &shown)]))?;
    Ok((lesson, seed))
}

/// Differs if one digit is another or two neighbours change places; but 0 and Z count as the same.
fn slip(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().enumerate().map(|(at, digit)| (at as u32 + 1) * (u32::from(*digit) + 1)).sum();
    (sum % 31) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_and_slips_are_found() {
        for lesson in lessons::lessons() {
            for seed in [0, 1, 31, 4711, 1 << 20, u64::MAX] {
                let code = write(lesson, seed);
                let (found, again) = read(&code.to_lowercase()).unwrap();
                assert_eq!((found.id, again), (lesson.id, seed), "{code}");
                let mut wrong: Vec<char> = code.chars().collect();
                wrong[1] = if wrong[1] == '7' { '8' } else { '7' };
                assert!(read(&wrong.iter().collect::<String>()).is_err(), "{wrong:?}");
            }
        }
        for (code, part) in [("", "5 to 15"), ("12!45", "“!”"), ("ZZZZZ", "slip"), ("11111111111111111", "5 to 15")]
        {
            let problem = read(code).unwrap_err();
            assert!(problem.contains(part), "{code}: {problem}");
        }
    }
}
