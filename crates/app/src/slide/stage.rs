//! Both lifelines, and what passed between them.

use super::paint::{Ink, Paint, Type};
use crate::view::{Epoch, RowKind, Side, Stage, Time};

/// Width of the drawing, where the lifelines stand, and the heights of its parts.
const WIDTH: f64 = 880.0;
const LINES: [f64; 2] = [150.0, 730.0];
const HEAD: f64 = 52.0;
const ROW: f64 = 44.0;

const WORDS: Type = Type { size: 13.0, anchor: "middle", mono: false, bold: false };
const SMALL: Type = Type { size: 11.0, ..WORDS };

pub fn draw(paint: &mut Paint, stage: &Stage) {
    let height = HEAD + ROW * stage.rows.len() as f64 + 12.0;
    paint.size(WIDTH, height);
    for (party, x, ink) in [(&stage.client, LINES[0], Ink::Client), (&stage.server, LINES[1], Ink::Server)] {
        paint.path(&format!("M{x} {HEAD}V{height}"), ink, 2.0);
        paint.frame([x - 90.0, 0.0, 180.0, HEAD - 6.0], Ink::Card, ink, false);
        paint.text(x, 19.0, &party.name, ink, Type { bold: true, size: 14.0, ..WORDS });
        paint.text(x, 36.0, &party.state, Ink::Dim, Type { mono: true, ..SMALL });
    }
    for (index, row) in stage.rows.iter().enumerate() {
        let y = HEAD + ROW * index as f64 + ROW / 2.0;
        let time = stage.time(row);
        if time == Time::Now {
            paint.frame([4.0, y - ROW / 2.0 + 3.0, WIDTH - 8.0, ROW - 6.0], Ink::Card, Ink::Keys, false);
        }
        paint.seen(if time == Time::Future { 0.3 } else { 1.0 });
        paint.text(28.0, y + 4.0, &row.step.to_string(), Ink::Dim, SMALL);
        what(paint, &row.what, y);
        paint.seen(1.0);
    }
}

fn what(paint: &mut Paint, what: &RowKind, y: f64) {
    match what {
        RowKind::Message { from, name, detail, sealed, fatal, .. } => {
            let (begin, end, back) = match from {
                Side::Client => (LINES[0] + 8.0, LINES[1] - 8.0, -8.0),
                Side::Server => (LINES[1] - 8.0, LINES[0] + 8.0, 8.0),
            };
            let ink = if *fatal { Ink::Bad } else { of(*sealed) };
            let (tip, up, down) = (end + back, y + 5.0, y + 15.0);
            let middle = y + 10.0;
            paint.path(&format!("M{begin} {middle}H{end}M{tip} {up}L{end} {middle}L{tip} {down}"), ink, 2.0);
            let x = (LINES[0] + LINES[1]) / 2.0;
            paint.text(x, y + 1.0, &format!("{name}  ·  {detail}"), ink, WORDS);
        }
        RowKind::Moment { side, text, failed, .. } => {
            let ink = if *failed { Ink::Bad } else { Ink::Text };
            match side {
                Side::Client => paint.text(LINES[0] + 14.0, y + 4.0, text, ink, Type { anchor: "start", ..WORDS }),
                Side::Server => paint.text(LINES[1] - 14.0, y + 4.0, text, ink, Type { anchor: "end", ..WORDS }),
            }
        }
        RowKind::Attack { text, failed, .. } => {
            paint.text(WIDTH / 2.0, y + 4.0, text, if *failed { Ink::Dim } else { Ink::Bad }, WORDS);
        }
    }
}

fn of(sealed: Epoch) -> Ink {
    match sealed {
        Epoch::Plain => Ink::Text,
        Epoch::EarlyData | Epoch::Handshake => Ink::Keys,
        Epoch::Application | Epoch::Updated | Epoch::Session => Ink::App,
    }
}
