//! Runs the tests, and tells at the end what each part took and what was not tested.

use crate::proc::cargo;
use crate::{Outcome, page};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What was run, one after the other, and how long each took; and what was left out.
#[derive(Debug, Default)]
pub struct Parts {
    took: Vec<(String, Duration)>,
    skipped: Vec<String>,
}

impl Parts {
    /// Does a part.
    pub fn time<T>(&mut self, name: &str, part: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = part();
        self.took.push((name.to_owned(), start.elapsed()));
        done
    }

    /// Runs `cargo test`; each of its programs is a part.
    ///
    /// # Errors
    /// If it can't be started, or a test fails.
    pub fn run(&mut self, command: &mut Command) -> Outcome {
        println!("• Running the tests (most of the time in browsers; what each part took is said at the end)");
        let problem = |error: std::io::Error| format!("The tests could not be run: {error}");
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(problem)?;
        let mut running: Option<(String, Instant)> = None;
        if let Some(said) = child.stderr.take() {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                eprintln!("{line}");
                if let Some(why) = line.strip_prefix("skipped: ") {
                    self.skipped.push(why.to_owned());
                }
                if let Some(name) = begins(&line) {
                    self.end(running.replace((name, Instant::now())));
                }
            }
        }
        let status = child.wait().map_err(problem)?;
        self.end(running);
        if status.success() { Ok(()) } else { Err(format!("Some tests failed ({status})")) }
    }

    fn end(&mut self, running: Option<(String, Instant)>) {
        self.took.extend(running.map(|(name, since)| (name, since.elapsed())));
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nWhat took how long, in seconds:")?;
        for (name, took) in &self.took {
            writeln!(f, "{:8.1}  {name}", took.as_secs_f32())?;
        }
        let all: Duration = self.took.iter().map(|(_, took)| *took).sum();
        writeln!(f, "{:8.1}  all", all.as_secs_f32())?;
        for why in &self.skipped {
            writeln!(f, "skipped: {why}")?;
        }
        Ok(())
    }
}

/// What cargo says when it begins with another program: `Running tests/engine/main.rs (target/…)`.
fn begins(line: &str) -> Option<String> {
    let line = line.trim_start();
    match line.strip_prefix("Doc-tests ") {
        Some(name) => Some(format!("examples of {name}")),
        None => {
            let (name, program) = line.strip_prefix("Running ")?.split_once(" (")?;
            let program = program.trim_end_matches(')').rsplit(['/', '\\']).next()?;
            let program = program.rsplit_once('-').map_or(program, |(program, _)| program);
            Some(if name.starts_with("unittests") { format!("units of {program}") } else { program.to_owned() })
        }
    }
}

/// `cargo test` of all there is, always with the same features: for others everything would be built a second time.
pub fn command(rest: &[String]) -> Command {
    let mut command = cargo();
    command.args(["test", "--workspace", "--locked"]).current_dir(page::root());
    // All of them, and then the failures, unless something else is asked for.
    if rest.iter().all(|arg| arg != "--no-fail-fast" && arg != "--no-run") {
        command.arg("--no-fail-fast");
    }
    command.args(rest);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_begins_where_cargo_says_so() {
        let check = |line: &str, expect: Option<&str>| assert_eq!(begins(line).as_deref(), expect, "{line}");
        check("     Running engine/main.rs (target/debug/deps/engine-c32fbd2f9a0ce62d)", Some("engine"));
        check(
            "     Running unittests src/lib.rs (target/debug/deps/handshake_core-0a)",
            Some("units of handshake_core"),
        );
        check("   Doc-tests handshake_wire", Some("examples of handshake_wire"));
        check("   Compiling engine v0.1.0 (x)", None);
        check("skipped: nothing", None);
    }

    #[test]
    fn what_is_said_at_the_end() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo 'Running a/main.rs (x/a-1)' >&2; echo 'skipped: no b' >&2; exit 1"]);
        let mut parts = Parts::default();
        assert!(parts.run(&mut command).is_err());
        parts.took.iter_mut().for_each(|(_, took)| *took = Duration::from_millis(1500));
        assert_eq!(parts.to_string(), "\nWhat took how long, in seconds:\n     1.5  a\n     1.5  all\nskipped: no b\n");
    }
}
