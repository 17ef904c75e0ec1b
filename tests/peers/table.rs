//! What was run with whom, and how often it went well: a table, which the README shows.

use handshake_core::Side;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// A line of the table: what our side is, and who the peer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub version: Version,
    pub peer: Who,
    pub ours: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    Tls13,
    Tls12,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Rustls,
    OpenSsl,
    GnuTls,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Full,
    Retry,
    Resumed,
    EarlyData,
    ResumedById,
    ResumedByTicket,
    ClientCertificate,
    KeyUpdate,
    WithoutExtendedMasterSecret,
    WithoutEncryptThenMac,
}

impl Column {
    fn title(self) -> &'static str {
        match self {
            Column::Full => "full",
            Column::Retry => "HelloRetryRequest",
            Column::Resumed => "resumed",
            Column::EarlyData => "early data",
            Column::ResumedById => "resumed by id",
            Column::ResumedByTicket => "resumed by ticket",
            Column::ClientCertificate => "client certificate",
            Column::KeyUpdate => "KeyUpdate",
            Column::WithoutExtendedMasterSecret => "without extended_master_secret",
            Column::WithoutEncryptThenMac => "without encrypt_then_mac",
        }
    }
}

impl Version {
    fn columns(self) -> &'static [Column] {
        use Column::*;
        match self {
            Version::Tls13 => &[Full, Retry, Resumed, EarlyData, ClientCertificate, KeyUpdate],
            Version::Tls12 => &[
                Full,
                ResumedById,
                ResumedByTicket,
                ClientCertificate,
                WithoutExtendedMasterSecret,
                WithoutEncryptThenMac,
            ],
        }
    }
}

/// What can't be done with a peer, and why. (Nothing is left out silently.)
const NOT_DONE: &[(Version, Who, Column, &str)] = &[(
    Version::Tls12,
    Who::Rustls,
    Column::WithoutEncryptThenMac,
    "rustls has no CBC suites, to which alone encrypt_then_mac applies",
)];

/// What no cell counts, and why.
const LEFT_OUT: &[&str] = &[
    "X25519MLKEM768 with OpenSSL 3.0 and GnuTLS 3.7, which do not have it; with rustls (on AWS-LC) it is a quarter of TLS 1.3",
    "CBC and RSA key transport with rustls, which has neither: 6 of the 20 suites of TLS 1.2 are run with it",
];

#[derive(Default)]
pub struct Table {
    cells: Mutex<BTreeMap<(Row, Column), Cell>>,
    /// Peers that are not here.
    missing: Mutex<Vec<Who>>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    good: usize,
    all: usize,
}

impl Table {
    /// Runs a case, and counts it; `None` if it fails. What a case needs of one before it may be missing: then it fails.
    pub fn case<T>(&self, row: Row, column: Column, what: &str, case: impl FnOnce() -> T) -> Option<T> {
        let result = catch_unwind(AssertUnwindSafe(case));
        if result.is_err() {
            println!("failed: {row:?} {column:?} {what}");
        }
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = cells.entry((row, column)).or_default();
        cell.all += 1;
        cell.good += usize::from(result.is_ok());
        result.ok()
    }

    /// A peer is not here: it is said aloud, and in CI it is an error.
    pub fn missing(&self, who: Who, why: &str) {
        use std::io::Write as _;
        // Past the test harness, which shows what is printed only if a test fails.
        let _ = writeln!(std::io::stderr(), "skipped: {who:?}: {why}");
        assert!(std::env::var_os("CI").is_none(), "{who:?}: {why}");
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).push(who);
    }

    /// True if everything was there to be run.
    pub fn is_whole(&self) -> bool {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Cases that failed, and cells that are empty for no reason that is written down.
    pub fn wrong(&self) -> Vec<String> {
        let cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = cells.iter().filter(|(_, cell)| cell.good < cell.all);
        let mut wrong: Vec<String> =
            failed.map(|((row, column), cell)| format!("{row:?} {column:?}: {}", cell.text())).collect();
        for row in rows() {
            for &column in row.version.columns() {
                let reason = not_done(row, column).is_some();
                if cells.contains_key(&(row, column)) == reason && self.is_whole() {
                    wrong.push(format!("{row:?} {column:?}: either it is run, or it is written down why not"));
                }
            }
        }
        wrong
    }

    /// As Markdown.
    pub fn text(&self) -> String {
        let cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        let mut notes: Vec<&str> = Vec::new();
        for (version, title) in [(Version::Tls13, "TLS 1.3"), (Version::Tls12, "TLS 1.2")] {
            let columns = version.columns();
            let titles: Vec<&str> = columns.iter().map(|column| column.title()).collect();
            let _ = writeln!(text, "| {title}: ours, with | {} |", titles.join(" | "));
            let _ = writeln!(text, "|---|{}", "---|".repeat(columns.len()));
            for row in rows().into_iter().filter(|row| row.version == version) {
                let cell = |column: &Column| match (cells.get(&(row, *column)), not_done(row, *column)) {
                    (Some(cell), _) => cell.text(),
                    (None, Some(note)) => {
                        if !notes.contains(&note) {
                            notes.push(note);
                        }
                        "—".to_owned()
                    }
                    (None, None) => "not run".to_owned(),
                };
                let line: Vec<String> = columns.iter().map(cell).collect();
                let _ = writeln!(text, "| {}, {} | {} |", row.ours.name(), row.peer.name(), line.join(" | "));
            }
            text.push('\n');
        }
        for note in notes {
            let _ = writeln!(text, "—: {note}.");
        }
        for left_out in LEFT_OUT {
            let _ = writeln!(text, "Not in it: {left_out}.");
        }
        text
    }
}

impl Cell {
    fn text(self) -> String {
        format!("{} of {}", self.good, self.all)
    }
}

impl Who {
    fn name(self) -> &'static str {
        match self {
            Who::Rustls => "rustls",
            Who::OpenSsl => "OpenSSL",
            Who::GnuTls => "GnuTLS",
        }
    }
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for version in [Version::Tls13, Version::Tls12] {
        for peer in [Who::Rustls, Who::OpenSsl, Who::GnuTls] {
            rows.extend([Side::Client, Side::Server].map(|ours| Row { version, peer, ours }));
        }
    }
    rows
}

fn not_done(row: Row, column: Column) -> Option<&'static str> {
    let same = |(version, who, of, _): &&(Version, Who, Column, &str)| {
        (*version, *who, *of) == (row.version, row.peer, column)
    };
    NOT_DONE.iter().find(same).map(|(_, _, _, reason)| *reason)
}

#[test]
fn what_fails_is_seen() {
    let table = Table::default();
    let row = rows()[0];
    assert_eq!(table.case(row, Column::Full, "a good one", || 1), Some(1));
    let failed: Option<()> = table.case(row, Column::Full, "a bad one", || panic!("on purpose"));
    assert_eq!(failed, None);
    assert!(table.text().contains("| client, rustls | 1 of 2 | not run |"), "{}", table.text());
    let wrong = table.wrong();
    assert!(wrong[0].contains("1 of 2") && wrong.len() > 50, "{wrong:?}");
}
