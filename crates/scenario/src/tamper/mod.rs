//! What an attacker on the way does to the records: a part of the settings, of the run and of the address.

mod attacker;
mod change;
mod fields;

pub use attacker::{Attacker, Carried};
pub use fields::{names, typed};

use crate::text::{shorten, unhex};
use handshake_core::Side;
use handshake_lessons::Problem;

/// Most edits of one run.
pub const MAX_EDITS: usize = 16;
/// Most bytes that one edit puts in.
pub const MAX_BYTES: usize = 512;
/// No record is longer, and no run has more records.
const MAX_NUMBER: u64 = 20_000;

/// All edits of a run, in the order in which the person made them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tampering(Vec<Edit>);

/// One thing that the attacker does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Who sent the record.
    pub from: Side,
    /// Its number among the records of that side, from 0.
    pub record: u64,
    /// What is done to it.
    pub what: What,
}

/// What is done to a record. Offsets count from the record's first byte, header included, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// One bit is turned over; bit 7 is the highest.
    Flip {
        /// Offset of the byte.
        at: usize,
        /// Which bit, 0 to 7.
        bit: u8,
    },
    /// So many bytes make room for others. All lengths stay as they are, whether they fit or not.
    Put {
        /// Offset.
        at: usize,
        /// Bytes taken out.
        len: usize,
        /// Bytes put in.
        bytes: Vec<u8>,
    },
    /// As `Put`, and every length around is set right.
    Fit {
        /// Offset.
        at: usize,
        /// Bytes taken out.
        len: usize,
        /// Bytes put in.
        bytes: Vec<u8>,
    },
    /// Only so many bytes arrive.
    Cut {
        /// How many.
        keep: usize,
    },
    /// It does not arrive.
    Drop,
    /// It arrives twice.
    Repeat,
    /// It arrives after the record that follows it.
    Swap,
    /// It and what follows it arrive only when both sides wait.
    Delay,
    /// It is recorded, and sent once more when both sides wait.
    Replay,
    /// The public halves in it make room for the attacker's.
    Share,
    /// The offer (or choice) of TLS 1.3 is taken out.
    Strip,
}

impl What {
    /// Its name in the address and in content.
    pub fn id(&self) -> &'static str {
        match self {
            What::Flip { .. } => "flip",
            What::Put { .. } => "put",
            What::Fit { .. } => "fit",
            What::Cut { .. } => "cut",
            What::Drop => "drop",
            What::Repeat => "repeat",
            What::Swap => "swap",
            What::Delay => "delay",
            What::Replay => "replay",
            What::Share => "share",
            What::Strip => "strip",
        }
    }

    /// Every kind, by name.
    pub const IDS: [&'static str; 11] =
        ["flip", "put", "fit", "cut", "drop", "repeat", "swap", "delay", "replay", "share", "strip"];

    /// True if it changes bytes in place.
    pub fn is_change(&self) -> bool {
        matches!(self, What::Flip { .. } | What::Put { .. } | What::Fit { .. })
    }
}

impl std::fmt::Display for Edit {
    /// As it stands in an address, for example `s0.flip.0x34.0`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let side = if self.from == Side::Client { 'c' } else { 's' };
        write!(f, "{side}{}.{}", self.record, self.what.id())?;
        match &self.what {
            What::Flip { at, bit } => write!(f, ".0x{at:02x}.{bit}"),
            What::Put { at, len, bytes } | What::Fit { at, len, bytes } if bytes.is_empty() => {
                write!(f, ".0x{at:02x}.{len}.-")
            }
            What::Put { at, len, bytes } | What::Fit { at, len, bytes } => {
                write!(f, ".0x{at:02x}.{len}.{}", crate::text::hex(bytes))
            }
            What::Cut { keep } => write!(f, ".{keep}"),
            _ => Ok(()),
        }
    }
}

impl std::fmt::Display for Tampering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, edit) in self.0.iter().enumerate() {
            write!(f, "{}{edit}", if i == 0 { "" } else { "_" })?;
        }
        Ok(())
    }
}

impl Tampering {
    /// Reads what stands in an address: edits separated by `_`. What can't be read is left out, and is told.
    pub fn read(text: &str) -> (Tampering, Vec<Problem>) {
        let (mut tampering, mut problems) = (Tampering::default(), Vec::new());
        for part in text.split('_').filter(|part| !part.is_empty()) {
            if let Err(problem) = part.parse().and_then(|edit| tampering.add(edit)) {
                problems.push(problem);
                // One sentence about a long list of nonsense is enough.
                if problems.len() == 3 {
                    break;
                }
            }
        }
        (tampering, problems)
    }

    /// Adds an edit. Flipping the same bit again takes it back.
    ///
    /// # Errors
    /// If there are too many.
    pub fn add(&mut self, edit: Edit) -> Result<(), Problem> {
        let flip = matches!(edit.what, What::Flip { .. });
        match self.0.iter().position(|other| *other == edit) {
            Some(at) if flip => drop(self.0.remove(at)),
            Some(_) => {}
            None if self.0.len() >= MAX_EDITS => {
                return Err(Problem::of("edit.too-many", &[("max", &MAX_EDITS)]));
            }
            None => self.0.push(edit),
        }
        Ok(())
    }

    /// Takes one back, by its place in the list.
    pub fn remove(&mut self, at: usize) {
        if at < self.0.len() {
            self.0.remove(at);
        }
    }

    /// The edits.
    pub fn edits(&self) -> &[Edit] {
        &self.0
    }

    /// True if nothing is done.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::str::FromStr for Edit {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Edit, Problem> {
        let edit = shorten(text);
        let wrong = |key: &'static str| Problem::of(key, &[("edit", &edit)]);
        let mut parts = text.split('.');
        let whose = parts.next().unwrap_or_default();
        let from = match whose.get(..1) {
            Some("c") => Side::Client,
            Some("s") => Side::Server,
            _ => return Err(wrong("bad-edit.sender")),
        };
        let record = whose.get(1..).and_then(number).ok_or_else(|| wrong("bad-edit.record"))?;
        let kind = parts.next().unwrap_or_default();
        let mut next = |missing: &'static str| parts.next().ok_or_else(|| wrong(missing));
        let mut count = |missing: &'static str, no_number: &'static str| -> Result<usize, Problem> {
            let value = number(next(missing)?).and_then(|value| usize::try_from(value).ok());
            value.ok_or_else(|| wrong(no_number))
        };
        let what = match kind {
            "flip" => {
                let at = count("bad-edit.byte-missing", "bad-edit.byte")?;
                let bit = count("bad-edit.bit-missing", "bad-edit.bit")?;
                let bit = u8::try_from(bit).ok().filter(|bit| *bit < 8);
                What::Flip { at, bit: bit.ok_or_else(|| wrong("bad-edit.no-such-bit"))? }
            }
            "put" | "fit" => {
                let at = count("bad-edit.byte-missing", "bad-edit.byte")?;
                let len = count("bad-edit.length-missing", "bad-edit.length")?;
                let hex = next("bad-edit.bytes-missing")?;
                let bytes = if hex == "-" { Some(Vec::new()) } else { unhex(hex) };
                let bytes = bytes.ok_or_else(|| wrong("bad-edit.bytes"))?;
                if bytes.len() > MAX_BYTES {
                    return Err(Problem::of("bad-edit.too-many-bytes", &[("edit", &edit), ("max", &MAX_BYTES)]));
                }
                if kind == "put" { What::Put { at, len, bytes } } else { What::Fit { at, len, bytes } }
            }
            "cut" => What::Cut { keep: count("bad-edit.keep-missing", "bad-edit.keep")? },
            "drop" => What::Drop,
            "repeat" => What::Repeat,
            "swap" => What::Swap,
            "delay" => What::Delay,
            "replay" => What::Replay,
            "share" => What::Share,
            "strip" => What::Strip,
            _ => return Err(Problem::of("bad-edit.kind", &[("edit", &edit), ("all", &What::IDS.join(", "))])),
        };
        match parts.next() {
            Some(_) => Err(wrong("bad-edit.more")),
            None => Ok(Edit { from, record, what }),
        }
    }
}

/// A number in decimal, or in hex after `0x`; none that is too large for any record.
fn number(text: &str) -> Option<u64> {
    let value = match text.strip_prefix("0x") {
        Some(hex) if hex.len() <= 8 && hex.bytes().all(|b| b.is_ascii_hexdigit()) => u64::from_str_radix(hex, 16).ok(),
        Some(_) => None,
        None if !text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        None => None,
    };
    value.filter(|value| *value <= MAX_NUMBER)
}
