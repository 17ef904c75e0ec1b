//! Runs other programs: says what and how long it will take, shows life, shows the end of the output on failure.

use crate::Outcome;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Runs a program quietly.
///
/// # Errors
/// With the last lines of its output, if it can't be started or fails.
pub fn quiet(what: &str, expected: &str, command: &mut Command) -> Outcome {
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
                tail.push(line);
                if tail.len() > 40 {
                    tail.remove(0);
                }
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
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
