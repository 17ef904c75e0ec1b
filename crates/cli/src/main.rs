//! `handshake`: the engine from a shell.
#![forbid(unsafe_code)]

mod args;
mod bridge;
mod connect;
mod files;
mod ladder;
mod lesson;
mod live;
mod names;
mod output;
mod scorm;
mod serve;

use args::{Args, Command, Format};
use clap::Parser;
use handshake_app::Story;
use handshake_lessons as lessons;
use std::io::Write;
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
        Command::Scenarios => print(&scenarios(), None),
        Command::Trace(trace) => match args::address(&trace) {
            Ok(address) => {
                let story = Story::open(&address);
                let text = match trace.format {
                    Format::Text => ladder::text(&story),
                    Format::Json => story.json(),
                };
                print(&text, trace.output.as_deref())
            }
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

fn end(result: Result<(), live::Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(live::Failure(code, problem)) => {
            eprintln!("handshake: {problem}");
            ExitCode::from(code)
        }
    }
}

fn scenarios() -> String {
    lessons::scenarios().iter().map(|one| format!("{:<16}{} · {}\n", one.id, one.title, one.summary)).collect()
}

/// Writes to a file, or to standard output. A reader that has gone away (`| head`) is no error.
fn print(text: &str, file: Option<&std::path::Path>) -> Result<(), String> {
    match file {
        Some(file) => std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display())),
        None => match std::io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
            _ => Ok(()),
        },
    }
}
