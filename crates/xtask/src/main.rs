//! `cargo xtask`.
#![forbid(unsafe_code)]

use std::process::ExitCode;
use xtask::args::{self, HELP, Task};
use xtask::{i18n, lint, proc, tasks};

fn main() -> ExitCode {
    let asked = match args::parse(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            return ExitCode::from(2);
        }
    };
    if asked.verbose {
        proc::be_verbose();
    }
    let result = match asked.task {
        Task::Help => {
            print!("{HELP}");
            Ok(())
        }
        Task::Setup => tasks::setup(),
        Task::Build { dev } => tasks::build(dev).map(|_| ()),
        Task::Serve { port, open, dev, lan } => tasks::serve(port, open, dev, lan),
        Task::Test { rest } => tasks::test(&rest),
        Task::Dist(dist) => tasks::dist(&dist),
        Task::Exhaust { rest } => tasks::exhaust(&rest),
        Task::Lesson { rest } => tasks::lesson(&rest),
        Task::I18n { lang } => i18n::i18n(lang.as_deref()),
        Task::Lint => lint::lint(),
        Task::Ci => tasks::ci(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
