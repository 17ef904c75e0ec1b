//! The attack lab: what is told of each attack, and what is to be seen while it runs.

use crate::route::{Route, asked, split};
use form_urlencoded::Serializer;
use handshake_attacks::{Attack, Lab, Mending, Tally, Verdict};
use handshake_lessons::{OneOf, Problem, cite, say, word, word_of};

/// An attack in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its screen.
    pub href: String,
    /// Its name.
    pub title: &'static str,
    /// The year in which it became known.
    pub year: u16,
    /// What it is, in a sentence.
    pub about: &'static str,
}

/// All attacks, the oldest first.
pub fn cards() -> Vec<Card> {
    let mut all: Vec<Attack> = Attack::ALL.to_vec();
    all.sort_by_key(|attack| attack.year());
    let card = |attack: Attack| Card {
        href: Chosen::new(attack).address(),
        title: attack.label(),
        year: attack.year(),
        about: about(attack),
    };
    all.into_iter().map(card).collect()
}

fn about(attack: Attack) -> &'static str {
    word_of("attack-about", attack.id()).unwrap_or_default()
}

/// An attack that is chosen, on which victim, and by which chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which.
    pub attack: Attack,
    /// What is mended.
    pub mending: Option<Mending>,
    /// Where all chance comes from.
    pub seed: u64,
}

impl Chosen {
    /// An attack on a victim as it was then.
    pub fn new(attack: Attack) -> Chosen {
        Chosen { attack, mending: None, seed: 1 }
    }

    /// What these names stand for; a mending without a name is the attack's usual one.
    ///
    /// # Errors
    /// The name that is unknown, and those that are known.
    pub fn of(name: &str, mending: Option<&str>, seed: Option<&str>) -> Result<Chosen, Problem> {
        let unknown = || Problem::of("attacks.unknown", &[("name", &name), ("names", &Attack::ids())]);
        let attack = Attack::of_id(name).ok_or_else(unknown)?;
        let mends = attack.mendings();
        let mending = match mending {
            None => None,
            Some("") => mends.first().copied(),
            Some(named) => {
                let names = mends.iter().map(|mending| mending.id()).collect::<Vec<_>>().join(", ");
                let unknown = || Problem::of("attacks.no-mending", &[("name", &named), ("names", &names)]);
                Some(Mending::of_id(named).filter(|mending| mends.contains(mending)).ok_or_else(unknown)?)
            }
        };
        let seed = match seed {
            None => 1,
            Some(seed) => seed.parse().map_err(|_| Problem::of("attacks.no-seed", &[("seed", &seed)]))?,
        };
        Ok(Chosen { attack, mending, seed })
    }

    /// What an address of the lab asks for; `None` for its list.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(address: &str) -> Option<Result<Chosen, Problem>> {
        let Route::Attacks { name: Some(name) } = Route::of(address)? else { return None };
        let (_, query) = split(address);
        Some(Chosen::of(&name, asked(query, "mended").as_deref(), asked(query, "seed").as_deref()))
    }

    /// Its address.
    pub fn address(self) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(mending) = self.mending {
            query.append_pair("mended", mending.id());
        }
        if self.seed != 1 {
            query.append_pair("seed", &self.seed.to_string());
        }
        Route::Attacks { name: Some(self.attack.id().to_owned()) }.with(&query.finish())
    }

    /// What is told of it.
    pub fn told(self) -> Told {
        let victim = |mending: Option<Mending>| Victim {
            href: Chosen { mending, ..self }.address(),
            label: mending.map_or_else(
                || word("attacks.as-it-was").to_owned(),
                |mending| say("attacks.mended", &[("how", &mending.label())]),
            ),
            section: mending.map(|mending| cite(mending.section())),
            chosen: mending == self.mending,
        };
        let id = self.attack.id();
        let mended = self.attack.mendings().iter().map(|mending| victim(Some(*mending)));
        Told {
            title: self.attack.label(),
            known: say(
                "attacks.known-since",
                &[("year", &self.attack.year()), ("section", &cite(self.attack.section()))],
            ),
            about: about(self.attack),
            parts: [
                (word("attacks.fault"), word_of("attack-fault", id)),
                (word("attacks.reach"), word_of("attack-reach", id)),
                (word("attacks.how"), word_of("attack-how", id)),
                (word("attacks.hit"), word_of("attack-hit", id)),
            ]
            .map(|(title, text)| (title, text.unwrap_or_default()))
            .to_vec(),
            victims: [victim(None)].into_iter().chain(mended).collect(),
            again: Chosen { seed: self.seed.wrapping_add(1), ..self }.address(),
        }
    }

    /// The attack, not begun.
    ///
    /// # Errors
    /// If the victim can't be set up.
    pub fn begin(self) -> Result<Lab, String> {
        Lab::new(self.attack, self.mending, self.seed)
    }
}

/// What is told of an attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub title: &'static str,
    /// Since when, and where it is told.
    pub known: String,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// Headings and texts.
    pub parts: Vec<(&'static str, &'static str)>,
    /// The victims that can be chosen.
    pub victims: Vec<Victim>,
    /// The same by another chance.
    pub again: String,
}

/// A victim that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Victim {
    /// The attack on it.
    pub href: String,
    /// What it is.
    pub label: String,
    /// Where the mending is written.
    pub section: Option<String>,
    /// It is this one.
    pub chosen: bool,
}

/// What is to be seen of an attack at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What has been read: a letter a place.
    pub letters: Vec<Letter>,
    /// Counters: what of, and how many.
    pub counters: Vec<(&'static str, u64)>,
    /// From 0 to 1.
    pub progress: f64,
    /// What was sent in another's name and believed.
    pub forged: Option<String>,
    /// Bars from 0 to 1, one a byte, and what they say.
    pub histogram: Option<(Vec<f64>, String)>,
    /// How it ended, if it has.
    pub ending: Option<Ending>,
}

/// A place of what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// Read.
    Known(char),
    /// The one that is tried now.
    Tried(char),
    /// Not yet.
    Unknown,
}

impl Letter {
    /// What stands in its place.
    pub fn shown(self) -> char {
        match self {
            Letter::Known(letter) | Letter::Tried(letter) => letter,
            Letter::Unknown => '·',
        }
    }
}

/// How an attack ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The attacker has what it wanted.
    pub won: bool,
    /// In words, with the check that stopped it and its section.
    pub words: String,
}

/// What is to be seen of an attack now.
pub fn seen(lab: &Lab) -> Seen {
    let tally = lab.tally();
    Seen {
        letters: letters(tally),
        counters: vec![
            (word("attacks.connections"), tally.connections),
            (word("attacks.tries"), tally.tries),
            (word("attacks.bytes"), tally.bytes),
        ],
        progress: tally.progress(),
        forged: tally.forged.as_ref().map(|bytes| bytes.iter().map(|byte| letter(*byte)).collect()),
        histogram: histogram(tally),
        ending: lab.verdict().map(ending),
    }
}

fn letters(tally: &Tally) -> Vec<Letter> {
    let mut all: Vec<Letter> =
        tally.recovered.iter().map(|byte| byte.map_or(Letter::Unknown, |byte| Letter::Known(letter(byte)))).collect();
    if let Some((at, guess)) = tally.guess
        && let Some(place) = all.get_mut(at)
    {
        *place = Letter::Tried(letter(guess));
    }
    all
}

/// A byte as a sign of its own: ␍ and ␊ for the ends of lines.
fn letter(byte: u8) -> char {
    match byte {
        b' '..=b'~' => char::from(byte),
        0..=0x1f => char::from_u32(0x2400 + u32::from(byte)).unwrap_or('·'),
        _ => '·',
    }
}

fn histogram(tally: &Tally) -> Option<(Vec<f64>, String)> {
    let total: u32 = tally.histogram.iter().sum();
    let most = *tally.histogram.iter().max()?;
    let others = f64::from(total - most) / (tally.histogram.len() as f64 - 1.0);
    let times = format!("{:.1}", f64::from(most) / others.max(1.0));
    let bars = tally.histogram.iter().map(|count| f64::from(*count) / f64::from(most.max(1))).collect();
    Some((bars, say("attacks.histogram", &[("times", &times)])))
}

fn ending(verdict: Verdict) -> Ending {
    let words = match verdict {
        Verdict::Won => word("attacks.won").to_owned(),
        Verdict::Failed => word("attacks.failed").to_owned(),
        Verdict::Stopped(mending) => {
            let why = word_of("mending-why", mending.id()).unwrap_or_default();
            let why = say("attacks.checked-by", &[("why", &why), ("section", &cite(mending.section()))]);
            say("attacks.stopped", &[("why", &why)])
        }
    };
    Ending { won: verdict == Verdict::Won, words }
}
