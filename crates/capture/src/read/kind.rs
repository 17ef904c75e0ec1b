//! What a file is, by its first bytes: so that nobody is told what is wrong with a capture who has brought a web page.

use handshake_lessons::word;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// pcapng or pcap.
    Capture,
    /// A run's JSON.
    Trace,
    /// A key log.
    KeyLog,
    /// Records as they are, not written as text.
    Records,
    /// Certificates or keys as PEM.
    Pem,
    /// What a browser saves of its requests.
    Har,
    /// A web page.
    Html,
    /// A PDF.
    Pdf,
    /// Packed, by gzip or as a zip.
    Packed,
    /// Some other JSON.
    Json,
    /// Nothing in it.
    Empty,
    /// None of these.
    Other,
}

/// First bytes of captures: pcapng; pcap in microseconds and nanoseconds, in both byte orders, and one with longer packet headers.
const CAPTURES: [&[u8]; 6] = [
    &[0x0a, 0x0d, 0x0d, 0x0a],
    &[0xd4, 0xc3, 0xb2, 0xa1],
    &[0xa1, 0xb2, 0xc3, 0xd4],
    &[0x4d, 0x3c, 0xb2, 0xa1],
    &[0xa1, 0xb2, 0x3c, 0x4d],
    &[0x34, 0xcd, 0xb2, 0xa1],
];

/// How much of a file is looked at.
const BEGINNING: usize = 4096;

impl FileKind {
    /// Looks at a file.
    pub fn of(file: &[u8]) -> FileKind {
        let beginning = file.get(..BEGINNING).unwrap_or(file);
        if CAPTURES.iter().any(|magic| beginning.starts_with(magic)) {
            return FileKind::Capture;
        }
        if matches!(beginning, [20..=23, 3, 0..=4, _, _, ..]) {
            return FileKind::Records;
        }
        let text = String::from_utf8_lossy(beginning);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let lower = text.to_ascii_lowercase();
        match text {
            "" => FileKind::Empty,
            _ if beginning.starts_with(&[0x1f, 0x8b]) || beginning.starts_with(b"PK\x03\x04") => FileKind::Packed,
            _ if beginning.starts_with(b"%PDF-") => FileKind::Pdf,
            _ if lower.starts_with("<!doctype html") || lower.starts_with("<html") => FileKind::Html,
            _ if text.contains("-----BEGIN ") => FileKind::Pem,
            _ if text.starts_with('{') && text.contains("handshake-lab-trace") => FileKind::Trace,
            _ if text.starts_with('{') && text.contains("\"log\"") && text.contains("\"creator\"") => FileKind::Har,
            _ if text.starts_with(['{', '[']) => FileKind::Json,
            _ if is_key_log(text) => FileKind::KeyLog,
            _ => FileKind::Other,
        }
    }

    /// What to do with a file that can't be opened as a capture or a run.
    pub fn advice(self) -> &'static str {
        word(match self {
            FileKind::Capture => "kind.capture",
            FileKind::Trace => "kind.trace",
            FileKind::KeyLog => "kind.key-log",
            FileKind::Records => "kind.records",
            FileKind::Pem => "kind.pem",
            FileKind::Har => "kind.har",
            FileKind::Html => "kind.html",
            FileKind::Pdf => "kind.pdf",
            FileKind::Packed => "kind.packed",
            FileKind::Json => "kind.json",
            FileKind::Empty => "kind.empty",
            FileKind::Other => "kind.other",
        })
    }
}

fn is_key_log(text: &str) -> bool {
    let first = text.lines().find(|line| !line.starts_with('#') && !line.is_empty()).unwrap_or_default();
    let label = first.split(' ').next().unwrap_or_default();
    label.ends_with("_SECRET") || label.ends_with("_SECRET_0") || label == "CLIENT_RANDOM"
}
