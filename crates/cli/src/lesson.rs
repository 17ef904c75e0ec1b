//! `handshake lesson`.

use crate::args::Lesson;
use crate::{problem, scorm};
use handshake_player::lesson::check::check_file;
use std::path::Path;

/// Does what was asked for.
///
/// # Errors
/// What is wrong, a line each, with the file and the line.
pub fn run(lesson: &Lesson) -> Result<(), String> {
    match lesson {
        Lesson::Check { file } => check(file),
        Lesson::Pack { site, out, lang } => scorm::pack(site, out, lang.languages()),
    }
}

fn check(file: &Path) -> Result<(), String> {
    let name = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("{name}: {}", problem::words(&error)))?;
    match check_file(&text) {
        Ok(report) => {
            println!("{report}");
            Ok(())
        }
        Err(faults) => {
            let lines: Vec<String> =
                faults.iter().map(|fault| format!("{name}:{}: {}", fault.line, fault.what)).collect();
            Err(lines.join("\n"))
        }
    }
}
