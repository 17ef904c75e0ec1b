//! What is to be seen of an attack while it runs.

/// What an attack has cost and brought so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Connections that the victim made or took.
    pub connections: u64,
    /// Bytes that crossed the wire.
    pub bytes: u64,
    /// What the attacker tried.
    pub tries: u64,
    /// What has been read, byte by byte; those that are not known yet are `None`.
    pub recovered: Vec<Option<u8>>,
    /// What was sent in another's name and believed.
    pub forged: Option<Vec<u8>>,
    /// How often each byte was seen, where that is what is looked at.
    pub histogram: Vec<u32>,
    /// The place that is tried, and what is thought to stand there.
    pub guess: Option<(usize, u8)>,
    /// After so many tries it is decided, where that is known.
    pub most: Option<u64>,
}

/// What an attacker says after a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It goes on.
    Goes,
    /// All is read.
    Done,
    /// Nothing comes of it.
    GivesUp,
}

/// What crossed the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections.
    pub connections: u64,
    /// Bytes, both ways.
    pub bytes: u64,
}

impl Tally {
    /// Notes a byte that has been read.
    pub fn reads(&mut self, at: usize, byte: u8) {
        if self.recovered.len() <= at {
            self.recovered.resize(at + 1, None);
        }
        if let Some(place) = self.recovered.get_mut(at) {
            *place = Some(byte);
        }
        self.guess = None;
    }

    /// What has been read, if that is all of it.
    pub fn text(&self) -> Option<Vec<u8>> {
        self.recovered.iter().copied().collect()
    }

    /// From 0 to 1: how much of it has been read, or how far it is to the decision.
    pub fn progress(&self) -> f64 {
        let known = self.recovered.iter().flatten().count();
        match (self.most, known) {
            (Some(most), 0) => (self.tries as f64 / most.max(1) as f64).min(1.0),
            _ => known as f64 / self.recovered.len().max(1) as f64,
        }
    }
}
