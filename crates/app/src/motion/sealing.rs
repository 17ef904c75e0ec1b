//! A record is sealed: the nonce is made column by column, a front turns plaintext into ciphertext, and the tag forms. Opening
//! is the same backwards, once two tags have been compared.

use super::ease::{between, count, mix, smooth};
use super::picture::{Anchor, Curve, Handle, Picture, Place, ShapeKind, Tone, fit_bytes};

const MARGIN: f64 = 8.0;
const GAP: f64 = 3.0;
const CELL: f64 = 22.0;
/// From one row to the next.
const ROW: f64 = 48.0;

/// How a record was sealed, or how it is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    /// True if it is opened.
    pub opening: bool,
    /// False if it does not open.
    pub holds: bool,
    /// What stands beside the front: who works.
    pub works: String,
    /// What is sealed, its real type included; with CBC the MAC and the padding, too.
    pub plain: Vec<u8>,
    /// The name of that.
    pub plain_name: &'static str,
    /// What comes of it.
    pub ciphertext: Vec<u8>,
    /// The name of that.
    pub ciphertext_name: &'static str,
    /// With an AEAD: the rows of which the nonce is made, and how.
    pub nonce: Option<Nonce>,
    /// Counted in without being hidden; empty with CBC.
    pub additional: (&'static str, Vec<u8>),
    /// With CBC.
    pub blocks: Option<Blocks>,
    /// What proves it: the tag or the MAC.
    pub tag: (&'static str, Vec<u8>),
    /// What is compared on opening.
    pub compared: Option<Compared>,
    /// The record's parts on the wire, from its header on.
    pub wire: Vec<Header>,
    /// The name of that row.
    pub wire_name: &'static str,
    /// Whose keys, by colour.
    pub tone: Tone,
}

/// A part of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// What it is.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How a nonce comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct Nonce {
    /// The first row.
    pub iv: (&'static str, Vec<u8>),
    /// The second row: the record's number as long as the iv, or what is sent along.
    pub number: (&'static str, Vec<u8>),
    /// What stands between them: `⊕`, or `‖` if the second follows the first.
    pub sign: &'static str,
    /// What comes of it.
    pub nonce: (&'static str, Vec<u8>),
}

/// How a CBC suite chains its blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks {
    /// The cipher's name.
    pub cipher: String,
    /// What the first block is mixed with.
    pub iv: Vec<u8>,
    /// Length of a block.
    pub len: usize,
    /// True if the MAC is made of what was encrypted, and comes last.
    pub mac_last: bool,
    /// For example `HMAC-SHA-1`.
    pub mac_name: String,
    /// What goes into the MAC before the content: number, type, version, length.
    pub head: Vec<u8>,
}

/// Two tags.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// That which came.
    pub received: (&'static str, Vec<u8>),
    /// That which was computed.
    pub computed: (&'static str, Vec<u8>),
}

/// What happens when, as shares of the whole: nonce, additional data, front, tag, wire.
struct Times {
    nonce: (f64, f64),
    additional: (f64, f64),
    front: (f64, f64),
    tag: (f64, f64),
    wire: (f64, f64),
}

const SEALING: Times =
    Times { nonce: (0.06, 0.3), additional: (0.26, 0.34), front: (0.38, 0.7), tag: (0.7, 0.88), wire: (0.88, 1.0) };
/// Encrypt-then-MAC goes in the same order; the MAC of the older form comes before the front.
const MAC_FIRST: Times =
    Times { nonce: (0.0, 0.0), additional: (0.0, 0.0), front: (0.38, 0.86), tag: (0.06, 0.34), wire: (0.88, 1.0) };
const OPENING: Times =
    Times { nonce: (0.1, 0.28), additional: (0.06, 0.12), front: (0.58, 0.94), tag: (0.3, 0.52), wire: (0.0, 0.0) };
const OPENING_MAC_LAST: Times =
    Times { nonce: (0.0, 0.0), additional: (0.0, 0.0), front: (0.06, 0.58), tag: (0.62, 0.9), wire: (0.0, 0.0) };

impl Sealed {
    /// How long it takes at the usual pace.
    pub(super) fn millis(&self) -> u32 {
        if self.blocks.is_some() { 3200 } else { 2800 }
    }

    fn times(&self) -> Times {
        let mac_inside = self.blocks.as_ref().is_some_and(|blocks| !blocks.mac_last);
        match (self.opening, mac_inside) {
            (false, false) => SEALING,
            (false, true) => MAC_FIRST,
            (true, false) => OPENING,
            (true, true) => OPENING_MAC_LAST,
        }
    }

    /// How much of it is ciphertext.
    fn front(&self, at: f64) -> f64 {
        let (from, to) = self.times().front;
        match (self.opening, self.starts()) {
            (false, _) => between(at, from, to),
            (true, true) => 1.0 - between(at, from, to),
            (true, false) => 1.0,
        }
    }

    /// False if the front never starts, because the tags differ.
    fn starts(&self) -> bool {
        self.holds || self.blocks.as_ref().is_some_and(|blocks| !blocks.mac_last)
    }

    pub(super) fn draw(&self, at: f64, width: f64) -> Picture {
        let grid = Grid::new(width);
        let mut picture = Picture::new(width, 0.0);
        let mut y = 14.0;
        match &self.blocks {
            Some(blocks) => y = self.chain(blocks, at, y, &mut picture),
            None => y = self.stream(&grid, at, y, &mut picture),
        }
        y = self.proof(&grid, at, y, &mut picture);
        y = self.wire_row(at, y, &mut picture);
        picture.height = y;
        picture
    }

    /// An AEAD: the row that the front goes through, the nonce and what is counted in.
    fn stream(&self, grid: &Grid, at: f64, y: f64, picture: &mut Picture) -> f64 {
        let times = self.times();
        let front = self.front(at);
        let names = if front >= 1.0 { self.ciphertext_name } else { self.plain_name };
        picture.text((MARGIN, y), names, Anchor::Start, Tone::Dim, 1.0);
        let shown = grid.fit(self.plain.len().max(self.ciphertext.len()));
        let long = grid.x(shown.len()) - GAP - MARGIN;
        let stands = MARGIN + long * front;
        for (column, index) in shown.iter().enumerate() {
            let x = grid.x(column);
            let done = x + grid.cell / 2.0 <= stands && front > 0.0;
            let (bytes, tone) = if done { (&self.ciphertext, self.tone) } else { (&self.plain, Tone::Plain) };
            let text = index.map_or_else(|| "…".to_owned(), |index| cell(bytes, index));
            picture.put(ShapeKind::Cell { x, y: y + 8.0, w: grid.cell, text }, tone, 1.0);
        }
        if self.starts() {
            picture.put(ShapeKind::Front { x: stands, y: y + 2.0, h: CELL + 12.0 }, self.tone, 1.0);
            let anchor = if front > 0.5 { Anchor::End } else { Anchor::Start };
            let x = if front > 0.5 { stands.max(90.0) } else { stands };
            let seen = if front > 0.0 && front < 1.0 { 1.0 } else { 0.0 };
            picture.text((x, y + CELL + 28.0), &self.works, anchor, self.tone, seen);
            let (from, to) = times.front;
            let at = if self.opening { [to, from] } else { [from, to] };
            picture.handle = Some(Handle { x: [MARGIN, MARGIN + long], y: [y, y + CELL + 16.0], at });
        }
        let mut y = y + ROW + 20.0;
        if let Some(nonce) = &self.nonce {
            y = nonce.draw(grid, between(at, times.nonce.0, times.nonce.1), self.tone, y, picture);
        }
        let seen = smooth(between(at, times.additional.0, times.additional.1));
        let (name, bytes) = &self.additional;
        let slide = 12.0 * (1.0 - seen);
        picture.text((MARGIN, y + slide), name, Anchor::Start, Tone::Dim, seen);
        row(grid, bytes, bytes.len(), Tone::Plain, seen, y + 8.0 + slide, picture);
        y + ROW
    }

    /// CBC: each block is mixed with the one before it, then encrypted.
    fn chain(&self, blocks: &Blocks, at: f64, y: f64, picture: &mut Picture) -> f64 {
        let columns = Columns::new(picture.width, y);
        let all = self.plain.len().div_ceil(blocks.len.max(1));
        let room = columns.count.saturating_sub(1);
        let shown: Vec<Option<usize>> = match all <= room {
            true => (0..all).map(Some).collect(),
            false => (0..room.saturating_sub(2)).map(Some).chain([None, all.checked_sub(1)]).collect(),
        };
        let front = self.front(at);
        let stands = columns.left(1) + columns.each * shown.len() as f64 * front;
        picture.text((MARGIN, y), self.plain_name, Anchor::Start, Tone::Dim, 1.0);
        let (middle, out) = (columns.middle(0), columns.out());
        picture.put(columns.frame(0, out, 30.0, true), Tone::Plain, 1.0);
        let iv = fit_bytes(&blocks.iv, columns.each - 20.0);
        picture.mono((middle, out + 19.0), &iv, Anchor::Middle, Tone::Plain, 1.0);
        picture.text((middle, out - 6.0), "IV", Anchor::Middle, Tone::Dim, 1.0);
        for (column, block) in shown.iter().enumerate() {
            let done = between(stands, columns.left(column + 1), columns.left(column + 2));
            match block {
                Some(block) => self.block(blocks, *block, (column + 1, done), &columns, picture),
                None => picture.title((columns.middle(column + 1), y + 100.0), "…", Tone::Dim, 1.0),
            }
        }
        if self.starts() {
            picture.put(ShapeKind::Front { x: stands, y, h: out + 36.0 - y }, self.tone, 1.0);
            let (from, to) = self.times().front;
            let at = if self.opening { [to, from] } else { [from, to] };
            let x = [columns.left(1), columns.left(shown.len() + 1)];
            picture.handle = Some(Handle { x, y: [y, out + 30.0], at });
        }
        out + 58.0
    }

    /// One block: what goes in above, the cipher, and what comes out below, which goes into the next one.
    fn block(
        &self,
        blocks: &Blocks,
        block: usize,
        (column, done): (usize, f64),
        columns: &Columns,
        picture: &mut Picture,
    ) {
        let y = columns.top;
        let (plain, mixed, cipher, out) = (y + 8.0, y + 62.0, y + 84.0, columns.out());
        let (left, middle, tone) = (columns.left(column), columns.middle(column), self.tone);
        let range = block * blocks.len..((block + 1) * blocks.len).min(self.plain.len());
        let bytes = |all: &[u8]| fit_bytes(all.get(range.clone()).unwrap_or_default(), columns.each - 20.0);
        let is_plain = !self.opening || done <= 0.0;
        picture.put(columns.frame(column, plain, 30.0, is_plain), Tone::Plain, 1.0);
        if is_plain || done < 0.5 {
            picture.mono((middle, plain + 19.0), &bytes(&self.plain), Anchor::Middle, Tone::Plain, 1.0);
        }
        let line = |from: f64, to: f64| Curve { from: (middle, from), to: (middle, to) }.path();
        let seen = done.max(0.25);
        picture.line(line(plain + 30.0, mixed - 9.0), tone, seen);
        // From the block before it.
        let before = columns.left(column - 1) + columns.each - 10.0;
        let (down, bend, end) = (out + 15.0, left - 5.0, middle - 9.0);
        picture.line(format!("M{before:.1} {down:.1}H{bend:.1}V{mixed:.1}H{end:.1}"), tone, seen);
        picture.title((middle, mixed + 5.0), "⊕", tone, done.max(0.4));
        picture.line(line(mixed + 9.0, cipher), tone, seen);
        picture.put(columns.frame(column, cipher, 24.0, true), tone, done.max(0.5));
        picture.text((middle, cipher + 16.0), &blocks.cipher, Anchor::Middle, tone, done.max(0.5));
        picture.line(line(cipher + 24.0, out), tone, seen);
        // What came over the wire is there from the beginning.
        let is_out = done >= 0.8 || self.opening;
        picture.put(columns.frame(column, out, 30.0, is_out), tone, 1.0);
        if is_out {
            picture.mono((middle, out + 19.0), &bytes(&self.ciphertext), Anchor::Middle, tone, 1.0);
        }
    }

    /// The tag or the MAC; on opening the one that came and the one that was computed.
    fn proof(&self, grid: &Grid, at: f64, y: f64, picture: &mut Picture) -> f64 {
        let (from, to) = self.times().tag;
        let made = between(at, from, to);
        let mut y = y;
        if let Some(blocks) = &self.blocks {
            let seen = if made > 0.0 { 1.0 } else { 0.4 };
            let name = format!("{} · {}", blocks.mac_name, fit_bytes(&blocks.head, 90.0));
            picture.mono((MARGIN, y), &name, Anchor::Start, Tone::Dim, seen);
            y += 20.0;
        }
        let Some(compared) = &self.compared else {
            let (name, bytes) = &self.tag;
            let done = count(bytes.len(), made);
            picture.text((MARGIN, y), name, Anchor::Start, Tone::Dim, if made > 0.0 { 1.0 } else { 0.4 });
            row(grid, bytes, done, self.tone, 1.0, y + 8.0, picture);
            if self.blocks.is_none() {
                self.flows(grid, between(made, 0.0, 0.4), y + 8.0, picture);
            }
            return y + ROW;
        };
        let (name, bytes) = &compared.received;
        picture.text((MARGIN, y), name, Anchor::Start, Tone::Dim, 1.0);
        row(grid, bytes, bytes.len(), Tone::Plain, 1.0, y + 8.0, picture);
        let (name, bytes) = &compared.computed;
        let done = count(bytes.len(), between(made, 0.0, 0.85));
        picture.text((MARGIN, y + ROW), name, Anchor::Start, Tone::Dim, if done > 0 { 1.0 } else { 0.4 });
        let same = compared.received.1 == compared.computed.1;
        let known = made >= 0.9;
        let tone = match (known, same) {
            (false, _) => self.tone,
            (true, true) => Tone::Good,
            (true, false) => Tone::Bad,
        };
        row(grid, bytes, done, tone, 1.0, y + ROW + 8.0, picture);
        let sign = if same { "=" } else { "≠" };
        let x = grid.x(grid.fit(bytes.len()).len()) + 4.0;
        let kind = ShapeKind::Pill { x: (x + 10.0).min(picture.width - 14.0), y: y + ROW - 4.0, text: sign.to_owned() };
        picture.put(kind, tone, if known { 1.0 } else { 0.0 });
        y + 2.0 * ROW
    }

    /// Everything that was sealed and everything that was counted in flows into the tag.
    fn flows(&self, grid: &Grid, way: f64, y: f64, picture: &mut Picture) {
        let right = picture.width - 6.0;
        let end = grid.x(grid.fit(self.tag.1.len()).len()) - GAP;
        let top = 14.0 + 8.0 + CELL / 2.0;
        let row_end = grid.x(grid.fit(self.plain.len()).len()) - GAP;
        let path = format!("M{row_end:.1} {top:.1}H{right:.1}V{:.1}H{end:.1}", y + CELL / 2.0);
        picture.line(path, self.tone, way);
        let above = y - ROW + CELL;
        let (_, additional) = &self.additional;
        let x = grid.x(grid.fit(additional.len()).len()) / 2.0;
        picture.line(Curve { from: (x, above), to: (x, y) }.path(), self.tone, way);
    }

    /// The parts close up into the record.
    fn wire_row(&self, at: f64, y: f64, picture: &mut Picture) -> f64 {
        let (from, to) = self.times().wire;
        let closed = smooth(between(at, from, to));
        let width = picture.width - 2.0 * MARGIN;
        picture.text((MARGIN, y), self.wire_name, Anchor::Start, Tone::Dim, closed);
        let fixed = (width * 0.2).min(112.0);
        let parts = self.wire.len().max(1);
        let longest =
            self.wire.iter().enumerate().max_by_key(|(_, part)| part.bytes.len()).map_or(0, |(index, _)| index);
        let rest = width - fixed * (parts - 1) as f64;
        let gap = mix(14.0, 2.0, closed);
        let mut x = MARGIN;
        for (index, part) in self.wire.iter().enumerate() {
            let w = if index == longest { rest } else { fixed };
            let tone = if index == 0 { Tone::Plain } else { self.tone };
            let place = Place { x: x + gap / 2.0, y: y + 8.0, w: w - gap, h: 40.0 };
            let look = super::picture::Look { lit: index > 0, dashed: false, seen: closed };
            picture.named(place, &part.name, &fit_bytes(&part.bytes, w - 18.0), tone, look);
            x += w;
        }
        y + 56.0
    }
}

impl Nonce {
    /// Both rows, and below them what comes of each column.
    fn draw(&self, grid: &Grid, at: f64, tone: Tone, y: f64, picture: &mut Picture) -> f64 {
        let follows = self.sign != "⊕";
        let (iv, number, nonce) = (&self.iv, &self.number, &self.nonce);
        picture.text((MARGIN, y), iv.0, Anchor::Start, Tone::Dim, 1.0);
        row(grid, &iv.1, iv.1.len(), tone, 1.0, y + 8.0, picture);
        let second = y + ROW;
        picture.text((MARGIN, second), number.0, Anchor::Start, Tone::Dim, 1.0);
        row(grid, &number.1, number.1.len(), Tone::Plain, 1.0, second + 8.0, picture);
        // Between the rows if they are mixed; behind the first one if the second follows it.
        let (beside, columns) = if follows { (y, iv.1.len()) } else { (second, number.1.len()) };
        let end = grid.x(grid.fit(columns).len());
        picture.title(((end + 8.0).min(picture.width - 9.0), beside + 24.0), self.sign, tone, 1.0);
        let third = y + 2.0 * ROW;
        let done = count(nonce.1.len(), at);
        picture.text((MARGIN, third), nonce.0, Anchor::Start, Tone::Dim, if at > 0.0 { 1.0 } else { 0.4 });
        row(grid, &nonce.1, done, tone, 1.0, third + 8.0, picture);
        // The column that is being worked on.
        if at > 0.0 && at < 1.0 && done < grid.fit(nonce.1.len()).len() {
            let x = grid.x(done) - GAP / 2.0;
            let front = ShapeKind::Front {
                x,
                y: if follows { third + 4.0 } else { y + 4.0 },
                h: third + 34.0 - if follows { third + 4.0 } else { y + 4.0 },
            };
            picture.put(front, tone, 0.6);
        }
        y + 3.0 * ROW
    }
}

/// A row of bytes, of which so many are there already.
fn row(grid: &Grid, bytes: &[u8], done: usize, tone: Tone, seen: f64, y: f64, picture: &mut Picture) {
    for (column, index) in grid.fit(bytes.len()).iter().enumerate() {
        let x = grid.x(column);
        let there = index.map_or(done >= bytes.len(), |index| index < done);
        let text = match (there, index) {
            (false, _) => String::new(),
            (true, Some(index)) => cell(bytes, *index),
            (true, None) => "…".to_owned(),
        };
        let tone = if there { tone } else { Tone::Dim };
        picture.put(ShapeKind::Cell { x, y, w: grid.cell, text }, tone, if there { seen } else { 0.35 * seen });
    }
}

fn cell(bytes: &[u8], index: usize) -> String {
    bytes.get(index).map(|byte| format!("{byte:02x}")).unwrap_or_default()
}

/// Columns of blocks.
struct Columns {
    each: f64,
    count: usize,
    top: f64,
}

impl Columns {
    fn new(width: f64, top: f64) -> Columns {
        let room = width - 2.0 * MARGIN;
        let count = (room / 104.0).floor().clamp(3.0, 7.0);
        Columns { each: room / count, count: count as usize, top }
    }

    fn left(&self, column: usize) -> f64 {
        MARGIN + self.each * column as f64
    }

    fn middle(&self, column: usize) -> f64 {
        self.left(column) + (self.each - 10.0) / 2.0
    }

    /// Where what was encrypted stands.
    fn out(&self) -> f64 {
        self.top + 138.0
    }

    fn frame(&self, column: usize, y: f64, h: f64, there: bool) -> ShapeKind {
        ShapeKind::Frame { x: self.left(column), y, w: self.each - 10.0, h, lit: there && h > 24.0, dashed: !there }
    }
}

/// Columns of bytes.
struct Grid {
    cell: f64,
    columns: usize,
}

impl Grid {
    /// Twelve fit at least: a nonce.
    fn new(width: f64) -> Grid {
        let room = width - 2.0 * MARGIN - 14.0;
        let cell = (room / 12.0 - GAP).clamp(16.0, 24.0);
        Grid { cell, columns: ((room + GAP) / (cell + GAP)).floor().max(12.0) as usize }
    }

    fn x(&self, column: usize) -> f64 {
        MARGIN + (self.cell + GAP) * column as f64
    }

    /// Which bytes of so many are shown: all, or the first ones, a gap, and the last one.
    fn fit(&self, len: usize) -> Vec<Option<usize>> {
        match len <= self.columns {
            true => (0..len).map(Some).collect(),
            false => (0..self.columns - 2).map(Some).chain([None, len.checked_sub(1)]).collect(),
        }
    }
}
