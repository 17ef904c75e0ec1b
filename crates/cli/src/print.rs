//! Where a command's own output goes.

use crate::problem;
use std::io::Write;
use std::path::Path;

/// Writes a text to a file, or to standard output. A reader that has gone away (`| head`) is no error.
///
/// # Errors
/// What can't be written, and why.
pub fn print(text: &str, file: Option<&Path>) -> Result<(), String> {
    write(text.as_bytes(), file)
}

/// Writes bytes to a file, or to standard output.
///
/// # Errors
/// What can't be written, and why.
pub fn write(content: &[u8], file: Option<&Path>) -> Result<(), String> {
    match file {
        Some(file) => {
            std::fs::write(file, content).map_err(|error| format!("{}: {}", file.display(), problem::words(&error)))
        }
        None => match std::io::stdout().write_all(content) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(format!("standard output: {}", problem::words(&error)))
            }
            _ => Ok(()),
        },
    }
}
