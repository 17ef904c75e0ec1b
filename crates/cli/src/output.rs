//! What the peer says goes to standard output; the account and the key log to files, as it goes: a reader can follow, and a
//! program that is killed has lost nothing.

use crate::args::Format;
use crate::failure::{FILE, Failure};
use crate::problem;
use crate::side::Live;
use handshake_capture::key_log::KeyLog;
use handshake_trace_json::export;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// While much happens the account is written no more often than this: each time it is written whole.
const SELDOM: Duration = Duration::from_secs(1);

/// Whose account a file holds, if several connections share it: that of the one which began to speak last.
#[derive(Clone, Default)]
pub struct Latest(Arc<Mutex<u64>>);

/// Where everything goes.
pub struct Output {
    file: Option<PathBuf>,
    key_log: Option<(PathBuf, File)>,
    format: Format,
    keys: KeyLog,
    /// Steps that the files know of.
    seen: usize,
    stale: bool,
    written: Option<Instant>,
    latest: Latest,
    number: Option<u64>,
}

impl Output {
    /// Opens the key log; the account's file is made when there is something to write.
    ///
    /// # Errors
    /// If the key log can't be opened.
    pub fn new(
        file: Option<PathBuf>,
        key_log: Option<&Path>,
        format: Format,
        latest: &Latest,
    ) -> Result<Self, Failure> {
        let open = |path: &Path| {
            let opened = OpenOptions::new().create(true).append(true).open(path);
            opened.map(|file| (path.to_owned(), file)).map_err(|error| failed(path, &error))
        };
        let key_log = key_log.map(open).transpose()?;
        Ok(Output {
            file,
            key_log,
            format,
            keys: KeyLog::default(),
            seen: 0,
            stale: false,
            written: None,
            latest: latest.clone(),
            number: None,
        })
    }

    /// What the peer said.
    ///
    /// # Errors
    /// If standard output can't be written. A reader that has gone away is no error.
    pub fn data(&mut self, data: &[u8]) -> Result<(), Failure> {
        let mut out = std::io::stdout();
        match out.write_all(data).and_then(|()| out.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Failure(FILE, format!("standard output: {}", problem::words(&error))))
            }
            _ => Ok(()),
        }
    }

    /// Writes down what has happened since the last call: secrets at once, the account unless it was written a moment ago.
    ///
    /// # Errors
    /// If a file can't be written.
    pub fn follow(&mut self, own: &dyn Live) -> Result<(), Failure> {
        let new = own.steps().get(self.seen..).unwrap_or_default();
        if new.is_empty() {
            return Ok(());
        }
        let lines = self.keys.lines(new);
        self.seen = own.steps().len();
        self.stale = true;
        if let (Some((path, file)), false) = (&mut self.key_log, lines.is_empty()) {
            file.write_all(lines.as_bytes()).map_err(|error| failed(path, &error))?;
        }
        match self.written.is_none_or(|written| written.elapsed() > SELDOM) {
            true => self.write(own),
            false => Ok(()),
        }
    }

    /// True if something has happened that the account's file does not hold.
    pub fn is_stale(&self) -> bool {
        self.stale && self.file.is_some()
    }

    /// Writes the account as it is now.
    ///
    /// # Errors
    /// If its file can't be written.
    pub fn write(&mut self, own: &dyn Live) -> Result<(), Failure> {
        let Some(path) = &self.file else { return Ok(()) };
        let mut latest = self.latest.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = *self.number.get_or_insert_with(|| {
            *latest += 1;
            *latest
        });
        if number == *latest {
            replace(path, export::live(&own.trace()).as_bytes()).map_err(|error| failed(path, &error))?;
        }
        (self.stale, self.written) = (false, Some(Instant::now()));
        Ok(())
    }

    /// The connection is over, however it ended: writes the account, or prints it if that was asked for.
    ///
    /// # Errors
    /// If its file can't be written.
    pub fn finish(&mut self, own: &dyn Live) -> Result<(), Failure> {
        self.follow(own)?;
        if self.stale {
            self.write(own)?;
        }
        if let (None, Format::Json) = (&self.file, self.format) {
            anstream::eprintln!("{}", export::live(&own.trace()));
        }
        Ok(())
    }

    /// Another connection, whose account takes the place of this one's.
    pub fn next(&mut self) {
        (self.keys, self.seen, self.stale, self.written) = (KeyLog::default(), 0, false, None);
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure(FILE, format!("{}: {}", path.display(), problem::words(error)))
}

/// Puts another content into a file at once, so that nobody reads half of it. What is no plain file (a pipe, a terminal) is
/// written as it is.
fn replace(path: &Path, content: &[u8]) -> std::io::Result<()> {
    if path.exists() && !path.is_file() {
        return std::fs::write(path, content);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let done = std::fs::write(&part, content).and_then(|()| std::fs::rename(&part, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}
