//! What the peer says goes to standard output; the account and the key log to files.

use crate::args::Format;
use crate::live::{FILE, Failure, key_log};
use handshake_core::trace::Trace;
use handshake_trace_json::export;
use std::io::Write;
use std::path::PathBuf;

/// Where everything goes.
pub struct Output {
    trace: Option<PathBuf>,
    key_log: Option<PathBuf>,
    format: Format,
    account: Option<String>,
}

impl Output {
    pub fn new(trace: Option<PathBuf>, key_log: Option<PathBuf>, format: Format) -> Self {
        Output { trace, key_log, format, account: None }
    }

    /// What the peer said.
    pub fn data(&mut self, data: &[u8]) -> Result<(), Failure> {
        let mut out = std::io::stdout();
        match out.write_all(data).and_then(|()| out.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Failure(FILE, format!("standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// The account of a connection; of two, the last is written. Its secrets go to the key log at once.
    pub fn keep(&mut self, trace: &Trace) -> Result<(), Failure> {
        if let Some(file) = &self.key_log {
            let problem = |error: std::io::Error| Failure(FILE, format!("{}: {error}", file.display()));
            let mut log = std::fs::OpenOptions::new().create(true).append(true).open(file).map_err(problem)?;
            log.write_all(key_log(trace).as_bytes()).map_err(problem)?;
        }
        self.account = Some(export::live(trace));
        Ok(())
    }

    /// Writes the account.
    pub fn finish(self) -> Result<(), Failure> {
        let Some(account) = self.account else { return Ok(()) };
        match (self.trace, self.format) {
            (Some(file), _) => {
                std::fs::write(&file, account).map_err(|error| Failure(FILE, format!("{}: {error}", file.display())))
            }
            (None, Format::Json) => {
                anstream::eprintln!("{account}");
                Ok(())
            }
            (None, Format::Text) => Ok(()),
        }
    }
}
