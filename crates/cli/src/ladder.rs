//! A run as text: who does what, in the page's own words.

use handshake_app::view::{Page, RowKind, Side};
use handshake_app::{Action, Story};
use std::fmt::Write;

/// Every step with its heading, and what was checked or made at it.
pub fn text(story: &Story) -> String {
    let (_, count) = story.position();
    let mut out = String::new();
    let title = story.page().title;
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{title}\n");
    let mut story = story.act(Action::First);
    for step in 1..=count {
        story = story.act(Action::GoTo(step));
        line(&mut out, step, &story.page());
    }
    let fingerprint = story.fingerprint();
    let command = fingerprint.command.unwrap_or_default();
    let _ = writeln!(out, "\nJSON trace: {command}\nits SHA-256: {}", fingerprint.sha256);
    out
}

fn line(out: &mut String, step: usize, page: &Page) {
    let Some(row) = page.stage.rows.get(step - 1) else { return };
    if let Some(phase) = &row.phase {
        let _ = writeln!(out, "── {phase}");
    }
    let picture = match &row.what {
        RowKind::Message { from: Side::Client, name, detail, .. } => format!("C ──▶ S  {name} ({detail})"),
        RowKind::Message { from: Side::Server, name, detail, .. } => format!("C ◀── S  {name} ({detail})"),
        RowKind::Moment { side: Side::Client, text, failed, .. } => format!("C        {text}{}", mark(*failed)),
        RowKind::Moment { side: Side::Server, text, failed, .. } => format!("      S  {text}{}", mark(*failed)),
        RowKind::Attack { text, failed, .. } => format!("   ···   {text}{}", mark(*failed)),
    };
    let _ = writeln!(out, "{step:>3}  {picture}\n       {:<9}{}", "", page.narration.heading);
}

fn mark(failed: bool) -> &'static str {
    if failed { "  ✗" } else { "" }
}
