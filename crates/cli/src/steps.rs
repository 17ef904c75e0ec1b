//! The steps of a connection as they happen, as lines of a ladder.

use anstream::eprintln;
use handshake_core::msgs::codes::{AlertDescription, ContentType};
use handshake_core::trace::{Dir, Event, Message, Step};
use std::fmt::Write as _;

/// Prints a step; the label stands before each line.
pub fn print(step: &Step, label: &str) {
    let mut keys = 0;
    let mut checks = 0;
    for event in &step.events {
        match event {
            Event::Message(message) => eprintln!("{label}{}", arrow(step, message)),
            Event::Check(check) if !check.passed => {
                eprintln!("{label}    \x1b[31m✗ {} ({})\x1b[0m", check.rule.id(), check.rule.section());
            }
            Event::Check(_) => checks += 1,
            Event::Key(_) => keys += 1,
            Event::Choice(choice) => {
                let picked = choice.picked.as_deref().unwrap_or("nothing");
                eprintln!("{label}    \x1b[36m{}: {picked}\x1b[0m", choice.what);
            }
            _ => {}
        }
    }
    let mut line = String::new();
    if checks > 0 {
        let _ = write!(line, "{checks} check{} passed  ", if checks == 1 { "" } else { "s" });
    }
    if keys > 0 {
        let _ = write!(line, "{keys} value{} of the key schedule  ", if keys == 1 { "" } else { "s" });
    }
    if step.from != step.to {
        let _ = write!(line, "{} → {}", step.from, step.to);
    }
    if !line.is_empty() {
        eprintln!("{label}    \x1b[2m{}\x1b[0m", line.trim_end());
    }
}

fn arrow(step: &Step, message: &Message) -> String {
    let writer = if message.dir == Dir::Sent { step.side } else { step.side.peer() };
    let arrow = match writer.name() {
        "client" => "C ──▶ S",
        _ => "C ◀── S",
    };
    let detail = match message.content_type {
        ContentType::ALERT => {
            let code = message.bytes.get(1).copied().unwrap_or_default();
            format!(" {}", AlertDescription(code).text())
        }
        _ => String::new(),
    };
    format!("\x1b[1m{arrow}  {}{detail}\x1b[0m ({} B)", message.name, message.bytes.len())
}
