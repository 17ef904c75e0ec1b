//! tshark, and what it says of a capture.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What tshark says of one packet.
#[derive(Debug, Default)]
pub struct Dissected {
    pub source: String,
    /// Types of handshake messages, alerts' descriptions, protocols in the clear and under a record's seal, in order.
    pub handshake: Vec<u8>,
    pub alerts: Vec<u8>,
    pub malformed: bool,
    pub checksums: Vec<String>,
    pub comment: String,
    /// Whatever tshark warns of: a gap, bytes that can't be.
    pub warnings: String,
    pub source_port: u16,
    pub ja3: String,
}

/// A capture as tshark reads it: its packets, and what was said under the seal, first by who began.
#[derive(Debug)]
pub struct Reading {
    pub packets: Vec<Dissected>,
    pub said: [Vec<u8>; 2],
}

/// The fields that are asked for, in the order of [`Dissected`].
const FIELDS: [&str; 10] = [
    "ip.src",
    "tls.handshake.type",
    "tls.alert_message.desc",
    "_ws.malformed",
    "tcp.checksum.status",
    "ip.checksum.status",
    "frame.comment",
    "tcp.analysis.flags",
    "tcp.srcport",
    "tls.handshake.ja3_full",
];

/// Whether there is a tshark. A missing one is said, and in CI it is an error.
pub fn is_here() -> bool {
    let found = Command::new("tshark").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_ok() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "there is no tshark, and in CI nothing may be skipped");
    let _ = writeln!(std::io::stderr(), "skipped: there is no tshark");
    false
}

/// A file that is gone when this is dropped.
pub struct Temporary(pub PathBuf);

impl Temporary {
    pub fn new(content: &[u8]) -> Temporary {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("handshake-capture-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, content).expect("a file");
        Temporary(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Lets tshark read a capture whose server has port 443, with more settings if need be.
pub fn read(capture: &[u8], more: &[&str]) -> Reading {
    read_of(capture, more, 443, "0")
}

/// The number that tshark gives to the TCP stream of a client's port.
pub fn stream(capture: &[u8], port: u16) -> String {
    let file = Temporary::new(capture);
    let mut command = Command::new("tshark");
    command.arg("-r").arg(&file.0).args(["-Y", &format!("tcp.srcport=={port}"), "-T", "fields", "-e", "tcp.stream"]);
    let output = command.output().expect("tshark");
    String::from_utf8_lossy(&output.stdout).lines().next().expect("a packet of this port").to_owned()
}

/// Lets tshark read one TCP stream of a capture, whose server has this port.
pub fn read_of(capture: &[u8], more: &[&str], port: u16, stream: &str) -> Reading {
    let file = Temporary::new(capture);
    let mut command = Command::new("tshark");
    command.arg("-r").arg(&file.0).args(["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]);
    command.args(more).args([
        "-Y",
        &format!("tcp.stream=={stream}"),
        "-T",
        "fields",
        "-E",
        "separator=/t",
        "-E",
        "occurrence=a",
        "-E",
        "aggregator=,",
    ]);
    for field in FIELDS {
        command.args(["-e", field]);
    }
    let output = command.args(["-z", &format!("follow,tls,raw,{stream}")]).output().expect("tshark");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("tshark writes UTF-8");
    let (packets, followed) = text.split_once("\n\n=====").expect("packets, and what was followed");
    Reading { packets: packets.lines().map(packet).collect(), said: said(followed, port) }
}

fn packet(line: &str) -> Dissected {
    let cells: Vec<&str> = line.split('\t').collect();
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    let numbers = |index: usize| cell(index).split(',').filter_map(|number| number.parse().ok()).collect();
    let words = |index: usize| cell(index).split(',').map(str::to_owned).collect::<Vec<_>>();
    Dissected {
        source: cell(0).to_owned(),
        handshake: numbers(1),
        alerts: numbers(2),
        malformed: !cell(3).is_empty(),
        checksums: [words(4), words(5)].concat(),
        comment: cell(6).to_owned(),
        warnings: cell(7).to_owned(),
        source_port: cell(8).parse().unwrap_or_default(),
        ja3: cell(9).to_owned(),
    }
}

/// Lines of hex; what the other one said is moved in by a tab.
fn said(followed: &str, port: u16) -> [Vec<u8>; 2] {
    let node = |number: &str| {
        let line = followed.lines().find_map(|line| line.strip_prefix(&format!("Node {number}: ")));
        line.unwrap_or_default().to_owned()
    };
    let mut said = [Vec::new(), Vec::new()];
    for line in followed.lines().filter(|line| !line.contains([':', '='])) {
        let who = usize::from(line.starts_with('\t'));
        let bytes = data_encoding::HEXLOWER.decode(line.trim().as_bytes()).expect("hex");
        said[who].extend(bytes);
    }
    // The first node is the one who spoke first under the seal.
    if node("0").ends_with(&format!(":{port}")) {
        said.reverse()
    };
    said
}
