//! Of each scenario some bits, and all that can be done to whole records: what `cargo xtask exhaust` does with every bit.

use handshake_core::Side;
use handshake_scenario::tamper::{Edit, What};
use handshake_tests::Dice;
use handshake_tests::exhaustive::{Finding, Findings, known, subjects, try_all};

/// Bits of each scenario.
const BITS: usize = 60;

#[test]
fn what_is_changed_is_noticed_or_means_nothing() {
    let mut all = Findings::default();
    let mut dice = Dice::new(22);
    for subject in subjects() {
        let flips = subject.flips();
        let some: Vec<Edit> = (0..BITS).map(|_| flips[dice.below(flips.len())].clone()).collect();
        all.join(try_all(&subject, &[some, subject.deeds()].concat(), 2));
    }
    assert!(all.wrong.is_empty(), "{:#?}", all.wrong);
    assert_eq!(all.unknown(), Vec::<&str>::new());
    assert!(all.tried > 3000 && all.noticed > all.tried / 2, "{} of {}", all.noticed, all.tried);
}

/// The judge itself: what is known to be noticed, and what is known to have no effect.
#[test]
fn the_judge_tells_them_apart() {
    let all = subjects();
    let full = all.iter().find(|subject| subject.scenario == "tls13-full").expect("a scenario");
    let judged = |from, record, what| full.judge(&Edit { from, record, what });
    assert_eq!(judged(Side::Server, 0, What::Flip { at: 30, bit: 0 }), Finding::Noticed);
    let version = judged(Side::Client, 0, What::Flip { at: 2, bit: 0 });
    let Finding::Unnoticed(what) = version else { panic!("{version:?}") };
    assert!(known().contains_key(what.as_str()), "{what}");
}
