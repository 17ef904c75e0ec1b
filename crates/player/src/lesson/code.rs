//! Class codes: a lesson and a seed in a few letters that can be typed from a blackboard.

use handshake_app::crockford;
use handshake_lessons::{self as lessons, Problem, lesson::Lesson};

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
    let text: String = digits.iter().map(|digit| crockford::digit(usize::from(*digit))).collect();
    let (head, tail) = text.split_at(text.len() - 2);
    format!("{head}-{tail}")
}

/// What a code stands for.
///
/// # Errors
/// What is wrong with it.
pub fn read(code: &str) -> Result<(&'static Lesson, u64), Problem> {
    let shown = handshake_scenario::text::shorten(code);
    let mut digits = Vec::new();
    for ch in code.chars().filter(|ch| !matches!(ch, '-' | ' ' | '_')) {
        // U is no digit, and looks like V.
        let digit = crockford::value(if matches!(ch, 'u' | 'U') { 'V' } else { ch });
        let no_digit = || Problem::of("class-code.letter", &[("code", &shown), ("ch", &ch.to_ascii_uppercase())]);
        digits.push(digit.ok_or_else(no_digit)? as u8);
    }
    let length = digits.len();
    if !(5..=15).contains(&length) {
        return Err(Problem::of("class-code.length", &[("code", &shown)]));
    }
    let check = digits.pop().unwrap_or_default();
    if slip(&digits) != check {
        return Err(Problem::of("class-code.slip", &[("code", &shown)]));
    }
    let (number, seed) = digits.split_first().ok_or_else(|| Problem::of("class-code.length", &[("code", &shown)]))?;
    let lesson = lessons::lessons().iter().find(|lesson| lesson.number % 32 == *number);
    let lesson = lesson.ok_or_else(|| Problem::of("class-code.no-lesson", &[("code", &shown)]))?;
    let grow = |seed: u64, digit: &u8| seed.checked_mul(32)?.checked_add(u64::from(*digit));
    let seed = seed.iter().try_fold(0, grow).ok_or_else(|| Problem::of("class-code.long", &[("code", &shown)]))?;
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
            let problem = read(code).unwrap_err().to_string();
            assert!(problem.contains(part), "{code}: {problem}");
        }
    }
}
