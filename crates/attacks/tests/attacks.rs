//! Each attack succeeds on a victim that has its fault, and the same attacker fails once it is mended.

use handshake_attacks::{Attack, Lab, Mending, Tally, Verdict};
use handshake_lessons::OneOf;

/// More tries than any attack needs.
const MOST: u64 = 200_000;

fn played(attack: Attack, mending: Option<Mending>, seed: u64) -> (Option<Verdict>, Tally) {
    let mut lab = Lab::new(attack, mending, seed).expect("a victim");
    for _ in 0..MOST {
        if lab.verdict().is_some() {
            break;
        }
        lab.advance();
    }
    (lab.verdict(), lab.tally().clone())
}

#[test]
fn every_attack_succeeds() {
    for attack in Attack::ALL {
        for seed in 1..=3 {
            let begun = std::time::Instant::now();
            let (verdict, tally) = played(*attack, None, seed);
            assert_eq!(verdict, Some(Verdict::Won), "{} {seed}: {tally:?}", attack.id());
            println!(
                "{} {seed}: {:?} connections {} tries {} bytes {} in {:?}",
                attack.id(),
                String::from_utf8_lossy(&tally.text().unwrap_or_default()),
                tally.connections,
                tally.tries,
                tally.bytes,
                begun.elapsed()
            );
        }
    }
}

#[test]
fn every_mending_stops_the_same_attacker() {
    for attack in Attack::ALL {
        for mending in attack.mendings() {
            for seed in 1..=3 {
                let (verdict, tally) = played(*attack, Some(*mending), seed);
                let what = format!("{} {} {seed}: {tally:?}", attack.id(), mending.id());
                assert_eq!(verdict, Some(Verdict::Stopped(*mending)), "{what}");
                // Two letters may be guessed by chance, the whole is not.
                assert!(tally.recovered.iter().flatten().count() <= 2, "{what}");
                assert!(tally.forged.is_none(), "{what}");
            }
        }
    }
}

#[test]
fn an_attack_is_a_function_of_its_seed() {
    for attack in Attack::ALL {
        let (one, other) = (played(*attack, None, 7), played(*attack, None, 7));
        assert_eq!(one, other, "{}", attack.id());
        assert_ne!(one.1.text(), played(*attack, None, 8).1.text(), "{}", attack.id());
    }
}

#[test]
fn a_mending_belongs_to_an_attack() {
    for mending in Mending::ALL {
        assert!(Attack::ALL.iter().any(|attack| attack.mendings().contains(mending)), "{}", mending.id());
    }
    assert!(Lab::new(Attack::Beast, Some(Mending::NoRc4), 1).is_err());
}
