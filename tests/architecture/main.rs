//! The house: which crate and which module may use which, what may not be said where, and how long a function may be.
#![forbid(unsafe_code)]

mod circles;
mod crates;
mod drawing;
mod edges;
mod functions;
mod modules;
mod names;
mod styles;
mod tokens;
mod uses;
mod words;

use std::path::{Path, PathBuf};

/// The workspace's directory.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's directory")
}

/// A source file: its path from the workspace's directory, and its text.
struct Source {
    path: String,
    text: String,
}

/// All Rust sources in a directory, below the workspace's.
fn sources(directory: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut directories = vec![root().join(directory)];
    while let Some(directory) = directories.pop() {
        let entries = std::fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(source(path));
            }
        }
    }
    assert!(!sources.is_empty(), "no sources in {directory}");
    sources
}

fn source(path: PathBuf) -> Source {
    let text = std::fs::read_to_string(&path).expect("a text");
    let path = path.strip_prefix(root()).expect("a path below the workspace's directory");
    Source { path: path.display().to_string().replace('\\', "/"), text }
}
