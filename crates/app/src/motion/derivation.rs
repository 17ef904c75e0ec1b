//! Values are derived: what goes in travels to the function, which works as it does, and what comes out is written byte by byte.

use super::ease::{between, count, landing, mix, smooth};
use super::picture::{Anchor, Curve, Look, Picture, Place, ShapeKind, Tone, fit_bytes, fit_words, spaced};

/// How long one derivation takes, and each after the third, in milliseconds at the usual pace.
const EACH: u32 = 1400;
const FURTHER: u32 = 750;
const AT_FULL_LENGTH: usize = 3;
const LONGEST: u32 = 15_000;

/// Tops and heights of the three rows, and the line of the call.
const INPUTS: f64 = 10.0;
const BOX: f64 = 44.0;
const FUNCTION: f64 = 124.0;
const FUNCTION_HEIGHT: f64 = 72.0;
const FOLDED: f64 = 26.0;
const RESULT: f64 = 246.0;
const CALL: f64 = 312.0;
const DONE: f64 = 326.0;
const DONE_LINE: f64 = 26.0;
const MARGIN: f64 = 8.0;

/// One value, and how it is computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The function's name, for example `HKDF-Expand-Label`.
    pub function: String,
    /// What goes in.
    pub inputs: Vec<Input>,
    /// The label that goes in, in quotes.
    pub label: Option<String>,
    /// What the function does inside, piece by piece, for example `A(1)`.
    pub inside: Vec<String>,
    /// What comes out.
    pub title: String,
    /// Its bytes.
    pub value: Vec<u8>,
    /// The call in one line.
    pub call: String,
    /// What the other side came to, if it has computed the same thing by now.
    pub other: Option<Other>,
    /// Colour of what comes out.
    pub tone: Tone,
}

/// What goes into a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What it is.
    pub title: String,
    /// Its bytes.
    pub value: Vec<u8>,
    /// Whose it is, by colour.
    pub tone: Tone,
}

/// What the other side came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Whose value it is.
    pub title: String,
    /// Its bytes.
    pub value: Vec<u8>,
}

/// How long so many derivations take, one after the other.
pub(super) fn millis(count: usize) -> u32 {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX / EACH);
    let (first, more) = (count.min(AT_FULL_LENGTH), count.saturating_sub(AT_FULL_LENGTH));
    (EACH * number(first) + FURTHER.saturating_mul(number(more))).min(LONGEST)
}

/// What is seen at a moment.
pub(super) fn draw(all: &[Derivation], at: f64, width: f64) -> Picture {
    // The first ones take their time, those that follow are quicker.
    let now = at * f64::from(millis(all.len()));
    let ends: Vec<f64> = (1..=all.len()).map(|done| f64::from(millis(done))).collect();
    let index = ends.iter().position(|end| now < *end).unwrap_or(all.len().saturating_sub(1));
    let from = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let own = between(now, from, ends.get(index).copied().unwrap_or(from));
    let own = if at >= 1.0 { 1.0 } else { own };
    let pills = pills(all, width);
    let lines = if all.len() > 1 { pills.last().map_or(0.0, |pill| pill.y - DONE + DONE_LINE) } else { 0.0 };
    let mut picture = Picture::new(width, CALL + 10.0 + lines + 4.0);
    let Some(derivation) = all.get(index) else { return picture };
    derivation.draw(own, &mut picture);
    if all.len() > 1 {
        for (at, (pill, derivation)) in pills.into_iter().zip(all).enumerate() {
            let done = at < index || (at == index && own >= 0.92);
            let Place { x, y, w, h } = pill;
            let look = if done || at == index { 1.0 } else { 0.55 };
            picture.put(ShapeKind::Frame { x, y, w, h, lit: at == index, dashed: !done }, derivation.tone, look);
            let title = fit_words(&derivation.title, w - 10.0, 6.2);
            picture.text((x + w / 2.0, y + h / 2.0 + 4.0), &title, Anchor::Middle, derivation.tone, look);
        }
    }
    picture
}

/// A row of what the step derives, in order.
fn pills(all: &[Derivation], width: f64) -> Vec<Place> {
    let (mut x, mut y) = (MARGIN, DONE);
    let mut places = Vec::new();
    for derivation in all {
        let w = (derivation.title.chars().count() as f64 * 6.3 + 16.0).min(width - 2.0 * MARGIN);
        if x + w > width - MARGIN && x > MARGIN {
            (x, y) = (MARGIN, y + DONE_LINE);
        }
        places.push(Place { x, y, w, h: 20.0 });
        x += w + 6.0;
    }
    places
}

/// What is at the top, from left to right: boxes, and between them the label, which is in no box.
enum Source<'a> {
    Input(&'a Input),
    Label(&'a str),
}

impl Derivation {
    fn sources(&self) -> Vec<Source<'_>> {
        let mut all: Vec<Source> = self.inputs.iter().map(Source::Input).collect();
        if let Some(label) = &self.label {
            all.insert(all.len().min(1), Source::Label(label));
        }
        all
    }

    fn draw(&self, at: f64, picture: &mut Picture) {
        let (middle, width) = (picture.width / 2.0, picture.width);
        let sources = self.sources();
        let slot = (width - 2.0 * MARGIN) / sources.len().max(1) as f64;
        let wide = (slot - 10.0).min(190.0);
        let travel = between(at, 0.16, 0.46);
        let work = between(at, 0.46, 0.68);
        let fold = smooth(between(at, 0.93, 1.0));
        let height = mix(FUNCTION_HEIGHT, FOLDED, fold);
        let top = FUNCTION + (FUNCTION_HEIGHT - height) / 2.0;
        let function = Place { x: middle - 100.0, y: top, w: 200.0, h: height };
        for (index, source) in sources.iter().enumerate() {
            let x = MARGIN + slot * (index as f64 + 0.5);
            let target = middle + (index as f64 + 0.5 - sources.len() as f64 / 2.0) * (150.0 / sources.len() as f64);
            let curve = Curve { from: (x, INPUTS + BOX), to: (target, top) };
            // What goes in leaves one after the other.
            let late = 0.12 * index as f64;
            let way = smooth(between(travel, late, late + 0.64));
            self.source(source, (x, wide), curve, way, picture);
        }
        self.function(function, work, 1.0 - fold, at, picture);
        self.result(at, function, picture);
        if at >= 1.0 || fold > 0.0 {
            let call = fit_words(&self.call, width - 2.0 * MARGIN, 6.4);
            picture.mono((middle, CALL), &call, Anchor::Middle, Tone::Dim, fold);
        }
    }

    fn source(&self, source: &Source, (x, wide): (f64, f64), curve: Curve, way: f64, picture: &mut Picture) {
        let moving = way > 0.0 && way < 1.0;
        let (px, py) = curve.at(way);
        match source {
            Source::Input(input) => {
                picture.line(curve.path(), input.tone, if way > 0.0 { 1.0 } else { 0.3 });
                let place = Place { x: x - wide / 2.0, y: INPUTS, w: wide, h: BOX };
                let look = Look { lit: way < 1.0, dashed: false, seen: 1.0 };
                picture.named(place, &input.title, &fit_bytes(&input.value, wide - 14.0), input.tone, look);
                if moving {
                    let text = fit_bytes(&input.value, 78.0);
                    picture.put(ShapeKind::Pill { x: px, y: py, text }, input.tone, 1.0);
                }
            }
            Source::Label(label) => {
                picture.line(curve.path(), Tone::Plain, if way > 0.0 { 1.0 } else { 0.3 });
                let text = fit_words(label, (wide + 6.0).max(80.0), 6.4);
                let (x, y) = if way > 0.0 { (px, py) } else { (x, INPUTS + BOX / 2.0) };
                // Once it is in, it stands above the line again: what went in stays to be read.
                let (x, y) = if way >= 1.0 { (curve.from.0, INPUTS + BOX / 2.0) } else { (x, y) };
                picture.put(ShapeKind::Pill { x, y, text }, Tone::Plain, 1.0);
            }
        }
    }

    /// The box in the middle: its name, and what it does inside, piece by piece.
    fn function(&self, place: Place, work: f64, open: f64, at: f64, picture: &mut Picture) {
        let Place { x, y, w, h } = place;
        let lit = work > 0.0 && open > 0.99;
        let tone = Tone::Keys;
        picture.put(ShapeKind::Frame { x, y, w, h, lit, dashed: false }, tone, between(at, 0.0, 0.08).max(0.4));
        picture.title((x + w / 2.0, mix(y + h / 2.0 + 4.0, y + 20.0, open)), &self.function, tone, 1.0);
        let pieces = self.inside.len().clamp(1, 8);
        let each = (w - 24.0) / pieces as f64;
        let done = count(pieces, work);
        for (index, name) in self.inside.iter().take(8).enumerate() {
            let (left, top) = (x + 12.0 + each * index as f64, y + 36.0);
            let kind = ShapeKind::Frame {
                x: left + 2.0,
                y: top,
                w: each - 4.0,
                h: 24.0,
                lit: index < done,
                dashed: index >= done,
            };
            picture.put(kind, tone, open);
            let name = fit_words(name, each - 6.0, 6.4);
            picture.mono((left + each / 2.0, top + 16.0), &name, Anchor::Middle, tone, open);
        }
    }

    fn result(&self, at: f64, function: Place, picture: &mut Picture) {
        let (middle, width) = (picture.width / 2.0, picture.width);
        let comes = self.other.is_some();
        let wide = if comes { ((width - 60.0) / 2.0).min(210.0) } else { 230.0 };
        let x = if comes { middle - wide / 2.0 - 16.0 } else { middle };
        let curve = Curve { from: (middle, function.y + function.h), to: (x, RESULT) };
        let way = smooth(between(at, 0.68, 0.76));
        picture.line(curve.path(), self.tone, if way > 0.0 { 1.0 } else { 0.3 });
        let written = between(at, 0.75, 0.9);
        let place = Place { x: x - wide / 2.0, y: RESULT, w: wide, h: BOX };
        let look = Look { lit: written > 0.0, dashed: written <= 0.0, seen: 1.0 };
        picture.named(place, &self.title, &self.written(written, wide - 14.0), self.tone, look);
        if way > 0.0 && written < 1.0 {
            let (x, y) = curve.at(way.min(0.8));
            picture.put(ShapeKind::Pill { x, y, text: fit_bytes(&self.value, 96.0) }, self.tone, 1.0 - written);
        }
        if let Some(other) = &self.other {
            let seen = landing(between(at, 0.88, 0.95));
            let place = Place { x: middle + 16.0, y: RESULT, w: wide, h: BOX };
            let same = other.value == self.value;
            let tone = if same { self.tone } else { Tone::Bad };
            let bytes = fit_bytes(&other.value, wide - 14.0);
            picture.named(place, &other.title, &bytes, tone, Look { lit: false, dashed: false, seen });
            let (sign, tone) = if same { ("=", Tone::Good) } else { ("≠", Tone::Bad) };
            picture.title((middle, RESULT + BOX / 2.0 + 6.0), sign, tone, seen);
        }
    }

    /// What is written of the result so far, from left to right.
    fn written(&self, at: f64, width: f64) -> String {
        if at >= 1.0 {
            return fit_bytes(&self.value, width);
        }
        let fits = (((width / 6.4).floor() as usize + 1) / 3).min(self.value.len());
        let done = count(fits, at);
        if done == 0 { String::new() } else { format!("{}_", spaced(self.value.get(..done).unwrap_or_default())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derivation(title: &str) -> Derivation {
        let input = |title: &str, byte: u8| Input { title: title.to_owned(), value: vec![byte; 32], tone: Tone::Keys };
        Derivation {
            function: "HKDF-Expand-Label".to_owned(),
            inputs: vec![input("handshake secret", 0x1e), input("transcript", 0x6a)],
            label: Some("“c hs traffic”".to_owned()),
            inside: vec!["T(1)".to_owned()],
            title: title.to_owned(),
            value: (0..32).collect(),
            call: "HKDF-Expand-Label(secret, \"c hs traffic\", hash, 32)".to_owned(),
            other: Some(Other { title: "the server's".to_owned(), value: (0..32).collect() }),
            tone: Tone::Keys,
        }
    }

    /// All words and bytes of a picture, one a line.
    fn read(picture: &Picture) -> String {
        let text = |shape: &super::super::picture::Shape| match &shape.kind {
            ShapeKind::Text { text, .. } | ShapeKind::Pill { text, .. } | ShapeKind::Cell { text, .. } => {
                Some(text.clone())
            }
            _ => None,
        };
        picture.shapes.iter().filter_map(text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_result_is_not_there_before_it_is_computed_and_is_written_from_the_left() {
        let all = [derivation("client hs traffic")];
        assert!(!read(&draw(&all, 0.6, 520.0)).contains("00 01"));
        let written = |at: f64| {
            let picture = draw(&all, at, 520.0);
            let line = read(&picture).lines().find(|line| line.ends_with('_')).map(str::len);
            line.unwrap_or(if at < 0.8 { 0 } else { usize::MAX })
        };
        let lengths: Vec<usize> = (0..=100).map(|at| written(f64::from(at) / 100.0)).collect();
        assert!(lengths.is_sorted(), "{lengths:?}");
        assert!(lengths.iter().collect::<std::collections::BTreeSet<_>>().len() > 5, "{lengths:?}");
    }

    #[test]
    fn at_the_end_the_call_and_the_equals_sign_stand_there() {
        let end = read(&draw(&[derivation("a"), derivation("b")], 1.0, 520.0));
        for words in ["HKDF-Expand-Label(secret", "=", "00 01 02", "the server's", "“c hs traffic”"] {
            assert!(end.contains(words), "{words} in\n{end}");
        }
    }

    #[test]
    fn values_that_differ_are_not_called_equal() {
        let mut apart = derivation("a");
        apart.other = Some(Other { title: "the server's".to_owned(), value: vec![0xff; 32] });
        let end = read(&draw(&[apart], 1.0, 520.0));
        assert!(end.contains('≠') && !end.lines().any(|line| line == "="), "{end}");
    }

    #[test]
    fn one_comes_after_the_other_in_order() {
        let all: Vec<Derivation> = ["a", "b", "c", "d", "e"].map(derivation).to_vec();
        let shown = |at: f64| {
            let mut now = all.clone();
            now.iter_mut().enumerate().for_each(|(index, one)| one.function = index.to_string());
            let picture = draw(&now, at, 520.0);
            let name = read(&picture).lines().find_map(|line| line.parse::<usize>().ok());
            name.expect("a function")
        };
        let order: Vec<usize> = (0..=100).map(|at| shown(f64::from(at) / 100.0)).collect();
        assert!(order.is_sorted(), "{order:?}");
        assert_eq!((order.first(), order.last()), (Some(&0), Some(&4)));
    }
}
