//! Runs other programs: says what and how long it will take, shows life, shows the end of the output on failure.

use crate::Outcome;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Shows what quiet programs print.
static VERBOSE: AtomicBool = AtomicBool::new(false);

/// Lets quiet programs be loud.
pub fn be_verbose() {
    VERBOSE.store(true, Ordering::Relaxed);
}

/// Runs a program quietly.
///
/// # Errors
/// With the last lines of its output, if it can't be started or fails.
pub fn quiet(what: &str, expected: &str, command: &mut Command) -> Outcome {
    quiet_within(what, expected, Duration::MAX, command)
}

/// Runs a program quietly, but no longer than this.
///
/// # Errors
/// As [`quiet`], or when its time is up.
pub fn quiet_within(what: &str, expected: &str, limit: Duration, command: &mut Command) -> Outcome {
    let start = Instant::now();
    println!("• {what} ({expected})");
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{what}: {program} could not be started: {error}"))?;
    let (sender, lines) = mpsc::channel();
    let readers: [Option<Box<dyn Read + Send>>; 2] =
        [child.stdout.take().map(|out| Box::new(out) as _), child.stderr.take().map(|out| Box::new(out) as _)];
    for reader in readers.into_iter().flatten() {
        let sender = sender.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    let mut tail: Vec<String> = Vec::new();
    let mut shown = Instant::now();
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => {
                if VERBOSE.load(Ordering::Relaxed) {
                    println!("  | {line}");
                }
                tail.push(line);
                if tail.len() > 30 {
                    tail.remove(0);
                }
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
        if start.elapsed() > limit {
            // It may have children that hold the pipes open; they are not waited for.
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{what} took longer than {} s. Its last lines:\n{}", limit.as_secs(), tail.join("\n")));
        }
        if shown.elapsed() > Duration::from_secs(20) {
            shown = Instant::now();
            let last = tail.last().map(|line| line.trim()).unwrap_or_default();
            println!("  … {} s: {}", start.elapsed().as_secs(), last.chars().take(90).collect::<String>());
        }
    }
    let status = child.wait().map_err(|error| format!("{what}: {error}"))?;
    if status.success() {
        println!("  done in {:.1} s", start.elapsed().as_secs_f32());
        return Ok(());
    }
    Err(format!("{what} failed ({status}). Its last lines:\n{}", tail.join("\n")))
}

/// Runs a program that writes to the terminal itself.
///
/// # Errors
/// If it can't be started or fails.
pub fn loud(what: &str, expected: &str, command: &mut Command) -> Outcome {
    let start = Instant::now();
    println!("• {what} ({expected})");
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("{what}: {error}"))?;
    println!("  {} in {:.1} s", if status.success() { "done" } else { "failed" }, start.elapsed().as_secs_f32());
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})")) }
}

/// What a program prints, if it can be run and succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program's path, if it is installed.
pub fn which(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A cargo of the toolchain that the folder's owner chose, free of what the running cargo put into the environment.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    clean(&mut command);
    command
}

/// Takes out of a command's environment what the cargo that runs this program put in.
pub fn clean(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG") || text.starts_with("CARGO_MANIFEST") || text == "RUST_RECURSION_COUNT" {
            command.env_remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_shows_the_last_lines() {
        let error = quiet("Trying", "no time", &mut shell("echo out; echo err >&2; exit 3")).unwrap_err();
        assert!(error.contains("Trying failed"), "{error}");
        assert!(error.contains("out") && error.contains("err"), "{error}");
        assert!(quiet("Trying", "no time", &mut shell("true")).is_ok());
    }

    #[test]
    fn time_is_up() {
        let limit = Duration::from_millis(10);
        let error = quiet_within("Sleeping", "no time", limit, &mut shell("sleep 20")).unwrap_err();
        assert!(error.contains("took longer"), "{error}");
    }

    #[test]
    fn a_program_that_is_missing_is_named() {
        let error = quiet("Trying", "no time", &mut Command::new("no-such-program")).unwrap_err();
        assert!(error.contains("no-such-program could not be started"), "{error}");
    }
}
