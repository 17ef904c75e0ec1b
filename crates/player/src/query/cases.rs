//! Cases: runs that a seed draws.

use handshake_lessons::lesson::Case;
use handshake_lessons::{self as lessons, Problem};

/// What a run is called that a seed draws: `case/` and the pool that it is drawn from.
const DRAWN: &str = "case/";

/// The run that is meant, whether it is named or drawn.
///
/// # Errors
/// If there are no such cases.
pub fn run(name: &str, seed: Option<u64>) -> Result<&str, Problem> {
    match name.strip_prefix(DRAWN) {
        Some(pool) => drawn(pool, seed).map(|case| case.run.0),
        None => Ok(name),
    }
}

/// The case that a seed draws: of a lesson (`integrity`), or by its number of all there are (`exam.3`), no two the same.
///
/// # Errors
/// If there are no such cases.
pub fn drawn(pool: &str, seed: Option<u64>) -> Result<&'static Case, Problem> {
    let (of, number) = pool.split_once('.').unwrap_or((pool, ""));
    let seed = seed.unwrap_or(1);
    let cases: Vec<&'static Case> = match number.is_empty() {
        true => lessons::cases().iter().filter(|case| case.lessons.iter().any(|lesson| **lesson == *of)).collect(),
        // A case of which nothing more can be asked is no case for an exam.
        false => lessons::cases().iter().filter(|case| !case.prevented.is_empty()).collect(),
    };
    let at = match number.is_empty() {
        true => mixed(seed) as usize % cases.len().max(1),
        false => {
            *order(cases.len(), seed).get(number.parse::<usize>().unwrap_or(0).wrapping_sub(1)).unwrap_or(&usize::MAX)
        }
    };
    cases.get(at).copied().ok_or_else(|| Problem::of("player.no-cases", &[("pool", &pool)]))
}

/// All other cases.
pub fn others(case: &'static Case) -> impl Iterator<Item = &'static Case> {
    lessons::cases().iter().filter(|other| other.id != case.id)
}

/// True if two cases are drawn in the same lesson.
pub fn alike(one: &Case, other: &Case) -> bool {
    one.lessons.iter().any(|lesson| other.lessons.iter().any(|theirs| theirs == lesson))
}

/// A number that a small change of the seed changes wholly.
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) >> 1
}

/// Numbers below `len`, in an order that hangs on the seed.
fn order(len: usize, seed: u64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..len).collect();
    all.sort_by_key(|at| mixed(seed ^ (*at as u64 + 1) << 32));
    all
}
