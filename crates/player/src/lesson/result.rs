//! Result codes: what came of a lesson, in a few letters that a student reads out or hands in. No name is in it, and no server
//! takes part. A digit finds slips; cheating is as possible as on paper.

use super::progress::Standing;
use handshake_app::crockford;
use handshake_lessons::{self as lessons, Problem, lesson::Lesson};

/// What came of a lesson.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResultCode {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// Points of a hundred.
    pub score: usize,
    /// Questions answered rightly.
    pub right: usize,
    /// Every step seen, and every question right.
    pub done: bool,
}

/// How many digits a code has.
const DIGITS: usize = 6;
/// Modulo which the digits are added up.
const SLIP: usize = 31;

/// The code: the lesson's number, the points, the right answers, and a digit that finds slips.
pub fn write(lesson: &Lesson, standing: &Standing) -> String {
    let (score, right) = (standing.score.min(100), standing.right.0.min(31));
    let done = usize::from(standing.done);
    let mut digits = vec![usize::from(lesson.number % 32), done << 3 | score >> 5, score & 31, right];
    let mark = digits.iter().zip([7, 3, 11, 5]).map(|(digit, by)| digit * by).sum::<usize>() % 32;
    digits.push(mark);
    digits.push(slip(&digits));
    let text: String = digits.into_iter().map(crockford::digit).collect();
    let (head, tail) = text.split_at(DIGITS / 2);
    format!("{head}-{tail}")
}

/// What a code stands for.
///
/// # Errors
/// What is wrong with it.
pub fn read(code: &str) -> Result<ResultCode, Problem> {
    let shown = handshake_scenario::text::shorten(code);
    let wrong = || Problem::of("result-code.wrong", &[("code", &shown)]);
    let typed = code.chars().filter(|ch| !matches!(ch, '-' | ' ' | '_'));
    // U is no digit, and looks like V.
    let digits: Option<Vec<usize>> =
        typed.take(DIGITS + 1).map(|ch| crockford::value(if matches!(ch, 'u' | 'U') { 'V' } else { ch })).collect();
    let digits = digits.filter(|digits| digits.len() == DIGITS).ok_or_else(wrong)?;
    let [number, high, low, right, mark, check] = digits[..] else { return Err(wrong()) };
    let expected =
        [number, high, low, right].iter().zip([7, 3, 11, 5]).map(|(digit, by)| digit * by).sum::<usize>() % 32;
    let score = (high & 7) << 5 | low;
    let lesson = lessons::lessons().iter().find(|lesson| usize::from(lesson.number % 32) == number);
    match lesson {
        Some(lesson) if mark == expected && check == slip(&digits[..DIGITS - 1]) && score <= 100 => {
            Ok(ResultCode { lesson, score, right, done: high >> 3 == 1 })
        }
        _ => Err(wrong()),
    }
}

/// Differs if one digit is another, or two neighbours change places.
fn slip(digits: &[usize]) -> usize {
    digits.iter().enumerate().map(|(at, digit)| (at + 1) * (digit + 1)).sum::<usize>() % SLIP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_and_slips_are_found() {
        for lesson in lessons::lessons() {
            for (score, right, done) in [(0, 0, false), (70, 5, true), (100, 12, true), (37, 3, false)] {
                let standing = Standing { seen: (9, 9), right: (right, 12), score, done, passed: false };
                let code = write(lesson, &standing);
                let found = read(&code.to_lowercase()).unwrap();
                assert_eq!(
                    (found.lesson.id, found.score, found.right, found.done),
                    (lesson.id, score, right, done),
                    "{code}"
                );
                for at in (0..code.len()).filter(|at| *at != DIGITS / 2) {
                    let mut wrong: Vec<char> = code.chars().collect();
                    wrong[at] = if wrong[at] == '7' { '8' } else { '7' };
                    let wrong: String = wrong.into_iter().collect();
                    assert!(read(&wrong).is_err(), "{code} as {wrong}");
                }
            }
        }
        for wrong in ["", "hello", "123456789012345", "!!!-!!!"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
