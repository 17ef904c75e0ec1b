//! One at a time: two runs that build the same thing would tread on each other's files.

use crate::Outcome;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Takes a lock; says so if it has to wait. Dropping the file, or the program's end however it comes, gives it back.
///
/// # Errors
/// If the file can't be made or locked.
pub fn exclusive(path: &Path) -> Outcome<File> {
    let problem = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(problem)?;
    }
    let file = File::create(path).map_err(problem)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::Error(error)) => Err(problem(error)),
        Err(TryLockError::WouldBlock) => {
            println!("• Waiting for another run of xtask to finish ({})", path.display());
            file.lock().map_err(problem)?;
            Ok(file)
        }
    }
}

/// Takes a lock only if nobody has it.
pub fn if_free(path: &Path) -> Option<File> {
    let file = File::create(path).ok()?;
    file.try_lock().ok()?;
    Some(file)
}
