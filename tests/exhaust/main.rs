//! Every bit of every byte of every scenario, and every record: `cargo xtask exhaust`.
#![forbid(unsafe_code)]

use handshake_tests::exhaustive::{Findings, known, subjects, try_all};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let threads = std::thread::available_parallelism().map_or(1, Into::into);
    let start = Instant::now();
    let mut all = Findings::default();
    let subjects = subjects();
    let chosen = subjects.iter().filter(|one| wanted.is_empty() || wanted.iter().any(|name| name == one.scenario));
    for subject in chosen {
        let edits = [subject.flips(), subject.deeds()].concat();
        let found = try_all(subject, &edits, threads);
        let unnoticed: usize = found.unnoticed.values().sum();
        println!(
            "{:24} {:7} changes: {:7} noticed, {unnoticed:5} without effect, {} wrong  ({:.0} s)",
            subject.scenario,
            found.tried,
            found.noticed,
            found.wrong.len(),
            start.elapsed().as_secs_f32()
        );
        all.join(found);
    }
    if all.tried == 0 {
        eprintln!(
            "there is no such scenario; there are: {}",
            subjects.iter().map(|one| one.scenario).collect::<Vec<_>>().join(", ")
        );
        return ExitCode::from(2);
    }
    println!("\nWithout effect on either side:");
    for (what, count) in &all.unnoticed {
        let (section, reason) = known().get(what.as_str()).copied().unwrap_or(("NOT KNOWN", ""));
        println!("{count:7}  {what}  ({section}: {reason})");
    }
    for what in all.wrong.iter().take(50) {
        println!("WRONG: {what}");
    }
    let unknown = all.unknown();
    println!(
        "\n{} changes, one at a time, in {} scenarios: {} wrong, {} without effect for no known reason",
        all.tried,
        subjects.len(),
        all.wrong.len(),
        unknown.len()
    );
    ExitCode::from(u8::from(!all.wrong.is_empty() || !unknown.is_empty()))
}
