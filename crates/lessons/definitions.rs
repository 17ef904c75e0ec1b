//! The RFCs' presentation language, as the engine's types quote it: one source for readers of the code and of the page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the engine's wire types stand.
pub const FOLDERS: [&str; 2] = ["../core/src/msgs", "../core/src/record"];

/// Definitions by name: their text, and where they are from.
pub fn definitions() -> BTreeMap<String, (String, String)> {
    let mut out = BTreeMap::new();
    for folder in FOLDERS {
        println!("cargo:rerun-if-changed={folder}");
        for file in sources(Path::new(folder)) {
            let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            for (name, text, source) in quoted(&text) {
                out.entry(name).or_insert((text, source));
            }
        }
    }
    assert!(out.contains_key("ClientHello"), "the engine's types quote no definitions any more");
    out
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true => files.extend(sources(&path)),
            false => files.push(path),
        }
    }
    files.sort();
    files
}

/// Every definition of a file: blocks of `text` in doc comments, each with the first words about an RFC after it.
fn quoted(source: &str) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    let mut lines = source.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line != "/// ```text" {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "/// ```").collect();
        let block: Vec<&str> =
            block.iter().map(|line| line.strip_prefix("/// ").unwrap_or(line.trim_start_matches('/'))).collect();
        let after: Vec<&str> = lines.clone().take_while(|line| line.starts_with("///")).collect();
        let after = after.iter().map(|line| line.trim_start_matches('/').trim()).collect::<Vec<_>>().join(" ");
        out.extend(split(&block).into_iter().map(|(name, text)| (name, text, rfc(&after))));
    }
    out
}

/// `RFC 8446 §4.1.3` out of the words after a block.
fn rfc(words: &str) -> String {
    let Some(start) = words.find("RFC ") else { return String::new() };
    let mut parts = words[start..].split(' ');
    let cite: Vec<&str> = parts.by_ref().take(3).map(|word| word.trim_end_matches(['.', ',', ';', ':'])).collect();
    cite.join(" ")
}

/// The definitions of a block: each ends in a line that names it.
fn split(block: &[&str]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut from = 0;
    for (index, line) in block.iter().enumerate() {
        let end = line.rsplit_once('}').filter(|_| line.ends_with(';') && !line.starts_with(' '));
        let Some(name) = end.map(|(_, name)| name.trim().trim_end_matches(';')) else { continue };
        if name.is_empty() || !name.chars().all(|ch| ch.is_alphanumeric()) {
            continue;
        }
        let text = block[from..=index].join("\n");
        out.push((name.to_owned(), text.trim().to_owned()));
        from = index + 1;
    }
    out
}
