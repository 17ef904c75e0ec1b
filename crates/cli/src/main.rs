//! `handshake`: the engine from a shell.
#![forbid(unsafe_code)]

mod args;
mod attack;
mod bridge;
mod connect;
mod connection_slots;
mod export;
mod failure;
mod fields;
mod files;
mod inspect;
mod ladder;
mod lesson;
mod live;
mod names;
mod output;
mod print;
mod problem;
mod scorm;
mod serve;
mod side;
mod starttls;
mod steps;

use args::{Args, Command};
use clap::Parser;
use handshake_app::Story;
use handshake_app::suites::{Summary, search, summary};
use handshake_lessons as lessons;
use print::print;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return args::refuse(&error),
    };
    let result = match args.command {
        Command::Connect(connect) => return end(connect::run(&connect)),
        Command::Serve(serve) => return end(serve::run(&serve)),
        Command::Bridge(bridge) => return end(bridge::run(&bridge)),
        Command::Lesson(lesson) => lesson::run(&lesson),
        Command::Export(file) => export::file(&file),
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Schema { output } => print(&handshake_trace_json::json_schema(), output.as_deref()),
        Command::Attack(attack) => return end(attack::run(&attack)),
        Command::Scenarios => print(&scenarios(), None),
        Command::Suites { words } => match suites(&words.join(" ")) {
            Some(text) => print(&text, None),
            None => Err(format!("no cipher suite has '{}' in a name or as its number", words.join(" "))),
        },
        Command::Trace(trace) => match args::address(&trace) {
            Ok(address) => export::run(&Story::open(&address), trace.format, trace.drawn, trace.output.as_deref()),
            Err(problem) => {
                eprintln!("handshake: {problem}");
                return ExitCode::from(2);
            }
        },
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("handshake: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn end(result: Result<(), failure::Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure::Failure(code, problem)) => {
            eprintln!("handshake: {problem}");
            ExitCode::from(code)
        }
    }
}

fn scenarios() -> String {
    lessons::scenarios().iter().map(|one| format!("{:<16}{} · {}\n", one.id, one.title, one.summary)).collect()
}

/// The registered suites with these words in a name; a single one with why it is good or not, and what to use in its place.
fn suites(words: &str) -> Option<String> {
    let found: Vec<_> = search(words).iter().map(summary).collect();
    let line = |one: &Summary| {
        let names: String = one.names.iter().map(|(whose, name)| format!("  {whose}: {name}")).collect();
        format!("{}  {:<46}{:<18}{}", one.number, one.link.label, one.grade, names.trim_start()).trim_end().to_owned()
    };
    let mut lines: Vec<String> = found.iter().map(line).collect();
    if let [one] = found.as_slice() {
        lines.push(one.reason.to_owned());
        let instead: Vec<&str> = one.instead.iter().map(|link| link.label.as_str()).collect();
        lines.extend((!instead.is_empty()).then(|| format!("In its place: {}", instead.join(" or "))));
    }
    (!lines.is_empty()).then(|| lines.join("\n") + "\n")
}
