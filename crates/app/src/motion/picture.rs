//! What is drawn: boxes, bytes, words and lines at their places.

/// A drawing at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its size in CSS pixels.
    pub width: f64,
    /// See `width`.
    pub height: f64,
    /// From the back to the front.
    pub shapes: Vec<Shape>,
    /// What can be dragged.
    pub handle: Option<Handle>,
}

/// A part of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What it looks like.
    pub kind: ShapeKind,
    /// Its colour, by meaning.
    pub tone: Tone,
    /// How plainly it is seen, from 0 to 1.
    pub seen: f64,
}

/// What a part of a drawing looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeKind {
    /// A box, with room for words.
    Frame {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Lit: it is in use now.
        lit: bool,
        /// Not there yet.
        dashed: bool,
    },
    /// A byte in a box.
    Cell {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// In hex.
        text: String,
    },
    /// Words.
    Text {
        /// Where they begin, are centred, or end.
        x: f64,
        /// Their line.
        y: f64,
        /// They themselves.
        text: String,
        /// Which of the three.
        anchor: Anchor,
        /// True for bytes and names of code.
        mono: bool,
        /// True for what a box is called.
        bold: bool,
    },
    /// A line from one place to another, curved.
    Line {
        /// SVG path data.
        path: String,
    },
    /// Something on a line: bytes on their way.
    Pill {
        /// Its middle.
        x: f64,
        /// Its middle.
        y: f64,
        /// What it carries.
        text: String,
    },
    /// The front behind which plaintext is ciphertext.
    Front {
        /// Where it stands.
        x: f64,
        /// Its top.
        y: f64,
        /// Its height.
        h: f64,
    },
}

/// Colours, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// What anybody may see.
    Plain,
    /// Words beside the drawing.
    Dim,
    /// Keys, and what handshake keys seal.
    Keys,
    /// What application keys seal.
    App,
    /// What the client has.
    Client,
    /// What the server has.
    Server,
    /// It fits.
    Good,
    /// It does not.
    Bad,
}

/// Where words stand to their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They are centred there.
    Middle,
    /// They end there.
    End,
}

/// What can be dragged sideways, and where that leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    /// Its places at both ends.
    pub x: [f64; 2],
    /// Top and bottom of where it can be taken.
    pub y: [f64; 2],
    /// How far the scene has come when it stands at either end.
    pub at: [f64; 2],
}

impl Handle {
    /// How far the scene has come with the handle at a place.
    pub fn moment(&self, x: f64) -> f64 {
        let [from, to] = self.x;
        let along = if to == from { 1.0 } else { ((x - from) / (to - from)).clamp(0.0, 1.0) };
        super::ease::mix(self.at[0], self.at[1], along)
    }
}

impl Picture {
    /// Empty paper.
    pub(super) fn new(width: f64, height: f64) -> Picture {
        Picture { width, height, shapes: Vec::new(), handle: None }
    }

    pub(super) fn put(&mut self, kind: ShapeKind, tone: Tone, seen: f64) {
        // What is not seen is not there.
        if seen > 0.004 {
            self.shapes.push(Shape { kind, tone, seen });
        }
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), text: &str, anchor: Anchor, tone: Tone, seen: f64) {
        let kind = ShapeKind::Text { x, y, text: text.to_owned(), anchor, mono: false, bold: false };
        self.put(kind, tone, seen);
    }

    pub(super) fn title(&mut self, (x, y): (f64, f64), text: &str, tone: Tone, seen: f64) {
        let kind = ShapeKind::Text { x, y, text: text.to_owned(), anchor: Anchor::Middle, mono: false, bold: true };
        self.put(kind, tone, seen);
    }

    pub(super) fn mono(&mut self, (x, y): (f64, f64), text: &str, anchor: Anchor, tone: Tone, seen: f64) {
        let kind = ShapeKind::Text { x, y, text: text.to_owned(), anchor, mono: true, bold: false };
        self.put(kind, tone, seen);
    }

    pub(super) fn line(&mut self, path: String, tone: Tone, seen: f64) {
        self.put(ShapeKind::Line { path }, tone, seen);
    }

    /// A box with its name, and its bytes below that.
    pub(super) fn named(&mut self, place: Place, title: &str, bytes: &str, tone: Tone, look: Look) {
        let Place { x, y, w, h } = place;
        self.put(ShapeKind::Frame { x, y, w, h, lit: look.lit, dashed: look.dashed }, tone, look.seen);
        let middle = x + w / 2.0;
        let (first, second) =
            if bytes.is_empty() && !look.dashed { (y + h / 2.0 + 4.0, 0.0) } else { (y + 16.0, y + h - 9.0) };
        self.title((middle, first), &fit_words(title, w - 12.0, LETTER), tone, look.seen);
        if !bytes.is_empty() {
            self.mono((middle, second), bytes, Anchor::Middle, tone, look.seen);
        }
    }
}

/// How wide a letter of a title is at most on average, in the widest of the fonts that are likely.
const LETTER: f64 = 7.6;

/// Left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

/// How a box looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub lit: bool,
    pub dashed: bool,
    pub seen: f64,
}

/// Width of a character of bytes.
const MONO: f64 = 6.4;

/// As many bytes in hex as fit into a width, and a sign that there are more.
pub(super) fn fit_bytes(bytes: &[u8], width: f64) -> String {
    let room = ((width / MONO).floor().max(4.0)) as usize;
    // "ab cd": three characters a byte, but the last.
    let whole = (room + 1) / 3;
    if bytes.len() <= whole {
        return spaced(bytes);
    }
    let some = room.saturating_sub(1) / 3;
    format!("{}…", spaced(bytes.get(..some.max(1)).unwrap_or(bytes)))
}

/// Bytes in hex, apart.
pub(super) fn spaced(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// As much of some words as fits.
pub(super) fn fit_words(text: &str, width: f64, each: f64) -> String {
    let room = (width / each).floor().max(3.0) as usize;
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

/// A curve down from one place to another, and where on it something is that has come so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Curve {
    pub from: (f64, f64),
    pub to: (f64, f64),
}

impl Curve {
    pub fn path(&self) -> String {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        let bend = (y2 - y1) / 2.0;
        format!("M{x1:.1} {y1:.1}C{x1:.1} {:.1} {x2:.1} {:.1} {x2:.1} {y2:.1}", y1 + bend, y2 - bend)
    }

    pub fn at(&self, way: f64) -> (f64, f64) {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        let bend = (y2 - y1) / 2.0;
        let (a, b) = (1.0 - way, way);
        let point = |p0: f64, p1: f64, p2: f64, p3: f64| {
            a * a * a * p0 + 3.0 * a * a * b * p1 + 3.0 * a * b * b * p2 + b * b * b * p3
        };
        (point(x1, x1, x2, x2), point(y1, y1 + bend, y2 - bend, y2))
    }
}
