//! `handshake attack`.

use crate::args::AttackArgs;
use crate::failure::{FILE, Failure, USAGE};
use crate::print::print;
use handshake_app::attacks::{Chosen, Letter, Seen, cards, seen};
use handshake_app::route::split;
use handshake_lessons::say;

/// Lists the attacks, or runs one and tells each byte that it reads.
///
/// # Errors
/// An attack or a mending that is unknown, or output that can't be written.
pub fn run(args: &AttackArgs) -> Result<(), Failure> {
    let Some(name) = &args.name else { return say_line(&list()) };
    let chosen = Chosen::of(name, args.mended.as_deref(), args.seed.as_deref())
        .map_err(|problem| Failure(USAGE, problem.to_string()))?;
    let told = chosen.told();
    let victim =
        told.victims.iter().find(|victim| victim.chosen).map(|victim| victim.label.as_str()).unwrap_or_default();
    say_line(&format!("{}: {}\n{}\n", told.title, told.about, victim))?;
    let mut lab = chosen.begin().map_err(|problem| Failure(FILE, problem))?;
    let mut told_of = String::new();
    loop {
        let seen = seen(&lab);
        let read = read(&seen);
        // A line for each byte, and the last one.
        if read != told_of && read.contains(|letter| letter != '·') || seen.ending.is_some() {
            say_line(&line(&read, &seen))?;
            told_of = read;
        }
        if let Some(ending) = seen.ending {
            let forged = seen.forged.map(|text| format!("{}: {text}\n", handshake_lessons::word("attacks.forged")));
            return say_line(&format!("{}{}\n", forged.unwrap_or_default(), ending.words));
        }
        lab.advance();
    }
}

fn list() -> String {
    cards().into_iter().map(|card| format!("{:<16}{} · {}\n", name(&card.href), card.year, card.about)).collect()
}

/// The last part of an address.
fn name(href: &str) -> &str {
    split(href).0.rsplit('/').next().unwrap_or_default()
}

/// What has been read, with a dot for what has not.
fn read(seen: &Seen) -> String {
    let shown = |letter: &Letter| match letter {
        Letter::Known(_) => letter.shown(),
        _ => Letter::Unknown.shown(),
    };
    seen.letters.iter().map(shown).collect()
}

fn line(read: &str, seen: &Seen) -> String {
    let counters: Vec<String> =
        seen.counters.iter().map(|(what, n)| say("attacks.counter", &[("what", what), ("n", n)])).collect();
    format!("{read}  {}\n", counters.join(" · "))
}

fn say_line(text: &str) -> Result<(), Failure> {
    print(text, None).map_err(|problem| Failure(FILE, problem))
}
