//! A message crosses the wire: it is gathered from its fields, sealed, carried across past the eavesdropper, and taken.

use super::ease::{between, landing, mix, smooth};

/// How long each part takes, in milliseconds at the usual pace.
const GATHER: u32 = 480;
const SEAL: u32 = 420;
const CROSS: u32 = 560;
const TAKE: u32 = 260;
/// Each further record leaves so much later.
const NEXT_RECORD: u32 = 90;
/// Where on the way the eavesdropper stands.
const MIDDLE: f64 = 0.5;

/// A message on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// What it is made of: names of its fields, as far as the party in view can read them.
    pub fields: Vec<String>,
    /// True if it is sealed.
    pub sealed: bool,
    /// The lengths of the records that carry it.
    pub records: Vec<usize>,
    /// What the eavesdropper takes down, if that is to be seen.
    pub copied: Option<Copied>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What the eavesdropper takes down.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    /// What it is, and how long.
    pub title: String,
    /// The fields that can be read, in the order in which they are taken down.
    pub fields: Vec<String>,
}

/// What becomes of a message on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives as it was sent.
    Arrives,
    /// It is changed on the way, and arrives.
    Changed,
    /// It arrives twice.
    Doubled,
    /// It is taken off the wire.
    Lost,
    /// It is kept on the way until others have passed.
    Held,
    /// It comes to the other end, and is not read there.
    Unread,
}

/// What is seen of a flight at a moment. Each number goes from 0 to 1 unless it says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct FlightFrame {
    /// How far each field has come from the lifeline into the message.
    pub fields: Vec<f64>,
    /// How whole the message is.
    pub gathered: f64,
    /// How far the key has come from the lifeline to the message.
    pub key: f64,
    /// How much of the message the hatch covers.
    pub hatch: f64,
    /// How closed the lock is.
    pub lock: f64,
    /// Where it is: 0 at the sender, 0.5 half way, where it rests, 1 at the receiver.
    pub place: f64,
    /// Where each record is, if they cross one by one; 0 and 1 are the ends.
    pub records: Vec<f64>,
    /// How much of the message itself is seen while its records cross.
    pub body: f64,
    /// How long the arrow is.
    pub arrow: f64,
    /// How plainly the eavesdropper is seen.
    pub eye: f64,
    /// How far the copy has come from the wire to the eavesdropper.
    pub copy: f64,
    /// How many fields are taken down.
    pub copied: usize,
    /// True once what is done on the way is done.
    pub meddled: bool,
    /// How far the ring around the place of arrival has spread; `None` if there is none.
    pub ring: Option<f64>,
    /// True once the sender has sent it.
    pub sent: bool,
    /// True once the receiver has it.
    pub taken: bool,
    /// How filled the sender's and the receiver's head is.
    pub glow: [f64; 2],
}

impl Flight {
    fn gather(&self) -> u32 {
        if self.fields.len() > 1 { GATHER } else { 0 }
    }

    fn seal(&self) -> u32 {
        if self.sealed { SEAL } else { 0 }
    }

    fn cross(&self) -> u32 {
        CROSS + NEXT_RECORD * u32::try_from(self.cars().saturating_sub(1)).unwrap_or_default()
    }

    /// How many records are seen to cross: those of a message in one piece are the message.
    fn cars(&self) -> usize {
        if self.records.len() > 1 { self.records.len().min(12) } else { 0 }
    }

    /// How long it takes at the usual pace.
    pub fn millis(&self) -> u32 {
        self.gather() + self.seal() + self.cross() + TAKE
    }

    /// How far it comes.
    fn reach(&self) -> f64 {
        match self.fate {
            Fate::Lost | Fate::Held => MIDDLE,
            _ => 1.0,
        }
    }

    /// What is seen at a moment.
    pub fn at(&self, at: f64) -> FlightFrame {
        let now = at * f64::from(self.millis());
        let gathered = f64::from(self.gather());
        let sealed = gathered + f64::from(self.seal());
        let crossed = sealed + f64::from(self.cross());
        let all = f64::from(self.millis());
        let way = between(now, sealed, crossed);
        let gone = if self.cars() > 0 { way } else { smooth(way) * self.reach() };
        let back = smooth(between(now, crossed, all));
        let place = match self.cars() {
            0 => mix(gone, MIDDLE, back),
            // It stays behind while its records cross, and is drawn in the middle once they are over.
            _ if way < 1.0 => 0.0,
            _ => MIDDLE,
        };
        let arrives = self.reach() > MIDDLE;
        // The middle is passed at half of the way, whatever the pace.
        let passed = between(way, 0.42, 0.55);
        let copy = if at < 1.0 { between(way, 0.4, 0.9) } else { 1.0 };
        FlightFrame {
            fields: self.gathering(now),
            gathered: if gathered > 0.0 { between(now, 0.0, gathered) } else { 1.0 },
            key: if self.sealed { between(now, gathered, gathered + 0.55 * f64::from(self.seal())) } else { 1.0 },
            hatch: if self.sealed { between(now, gathered + 0.5 * f64::from(self.seal()), sealed) } else { 1.0 },
            lock: if self.sealed { landing(between(now, sealed - 90.0, sealed + 90.0)) } else { 1.0 },
            place,
            records: self.cars_at(way),
            body: if self.cars() > 0 { if way <= 0.0 { 1.0 } else { mix(0.25, 1.0, back) } } else { 1.0 },
            arrow: if arrives || at >= 1.0 { gone.max(back) } else { gone },
            eye: between(way, 0.0, 0.2) * (1.0 - back),
            copy: smooth(copy),
            copied: self
                .copied
                .as_ref()
                .map_or(0, |copied| super::ease::count(copied.fields.len(), between(way, 0.45, 0.95))),
            meddled: self.fate != Fate::Changed || passed >= 0.5,
            ring: (arrives && way > 0.9).then(|| landing(between(now, crossed - 0.1 * f64::from(self.cross()), all))),
            sent: now >= gathered,
            taken: at >= 1.0 || (arrives && way >= 0.96),
            glow: [
                between(now, gathered - 40.0, gathered) * (1.0 - between(now, gathered + 120.0, gathered + 420.0)),
                if arrives && self.fate != Fate::Unread { between(way, 0.9, 1.0) * (1.0 - back) } else { 0.0 },
            ],
        }
    }

    /// One after the other, each faster than the whole.
    fn gathering(&self, now: f64) -> Vec<f64> {
        let all = f64::from(self.gather());
        let each = 0.55 * all;
        let step = (all - each) / (self.fields.len().saturating_sub(1)).max(1) as f64;
        let one = |index: usize| {
            let from = index as f64 * step;
            if all > 0.0 { smooth(between(now, from, from + each)) } else { 1.0 }
        };
        (0..self.fields.len()).map(one).collect()
    }

    fn cars_at(&self, way: f64) -> Vec<f64> {
        let all = f64::from(self.cross());
        let car = |index: usize| {
            let from = f64::from(NEXT_RECORD) * index as f64;
            smooth(between(way * all, from, from + f64::from(CROSS))) * self.reach()
        };
        (0..self.cars()).map(car).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flights() -> Vec<Flight> {
        let fates = [Fate::Arrives, Fate::Changed, Fate::Doubled, Fate::Lost, Fate::Held, Fate::Unread];
        let flight = |(fate, sealed, records): (Fate, bool, usize)| Flight {
            fields: ["random", "cipher_suites", "key_share"].map(str::to_owned).to_vec(),
            sealed,
            records: vec![100; records],
            copied: Some(Copied { title: "copy: 100 B".to_owned(), fields: vec!["random".to_owned(); 3] }),
            fate,
        };
        let kinds = fates.into_iter().flat_map(|fate| [(fate, false, 1), (fate, true, 1), (fate, true, 3)]);
        kinds.map(flight).collect()
    }

    #[test]
    fn it_rests_as_the_still_page_shows_it() {
        for flight in flights() {
            let end = flight.at(1.0);
            assert_eq!((end.place, end.arrow, end.gathered, end.body), (0.5, 1.0, 1.0, 1.0), "{flight:?}");
            assert_eq!((end.hatch, end.lock, end.key, end.eye), (1.0, 1.0, 1.0, 0.0), "{flight:?}");
            assert_eq!((end.sent, end.taken, end.meddled, end.glow), (true, true, true, [0.0, 0.0]), "{flight:?}");
            assert_eq!(end.ring.unwrap_or(1.0), 1.0, "{flight:?}");
            assert!(end.fields.iter().all(|field| *field == 1.0));
        }
    }

    #[test]
    fn it_is_sealed_before_it_leaves_and_gathered_before_it_is_sealed() {
        for flight in flights() {
            for at in (0..=100).map(|at| f64::from(at) / 100.0) {
                let frame = flight.at(at);
                assert!(frame.place == 0.0 || frame.hatch == 1.0, "{at}: {flight:?}");
                assert!(frame.hatch == 0.0 || frame.gathered == 1.0 || !flight.sealed, "{at}: {flight:?}");
                assert!(!frame.taken || frame.sent, "{at}: {flight:?}");
            }
        }
    }

    #[test]
    fn nothing_goes_back_but_the_message_to_its_place_of_rest() {
        for flight in flights() {
            let frames: Vec<FlightFrame> = (0..=200).map(|at| flight.at(f64::from(at) / 200.0)).collect();
            for pair in frames.windows(2) {
                let [before, after] = pair else { continue };
                assert!(before.gathered <= after.gathered && before.hatch <= after.hatch && before.lock <= after.lock);
                assert!(before.arrow <= after.arrow && before.copy <= after.copy && before.copied <= after.copied);
                assert!(before.sent <= after.sent && before.taken <= after.taken && before.meddled <= after.meddled);
                assert!(before.fields.iter().zip(&after.fields).all(|(before, after)| before <= after));
                assert!(before.records.iter().zip(&after.records).all(|(before, after)| before <= after));
            }
        }
    }

    #[test]
    fn what_is_taken_off_the_wire_does_not_arrive() {
        for flight in flights().into_iter().filter(|flight| matches!(flight.fate, Fate::Lost | Fate::Held)) {
            for at in (0..100).map(|at| f64::from(at) / 100.0) {
                let frame = flight.at(at);
                assert!(frame.place <= 0.5 && !frame.taken && frame.ring.is_none() && frame.glow[1] == 0.0, "{at}");
                assert!(frame.records.iter().all(|place| *place <= 0.5));
            }
        }
    }
}
