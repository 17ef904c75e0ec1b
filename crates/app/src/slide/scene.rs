//! What a tab draws of a step: its shapes, at their places.

use super::paint::{Ink, Paint, Type};
use crate::motion::{Anchor, Picture, ShapeKind, Tone};

pub fn draw(paint: &mut Paint, picture: &Picture) {
    paint.size(picture.width, picture.height);
    for shape in &picture.shapes {
        paint.seen(shape.seen);
        let (ink, tint) = inks(shape.tone);
        match &shape.kind {
            ShapeKind::Frame { x, y, w, h, lit, dashed } => {
                paint.frame([*x, *y, *w, *h], if *lit { tint } else { Ink::Card }, ink, *dashed);
            }
            ShapeKind::Cell { x, y, w, text } => {
                paint.frame([*x, *y, *w, 22.0], tint, ink, false);
                let how = Type { size: 11.5, anchor: "middle", mono: true, bold: false };
                paint.text(x + w / 2.0, y + 15.0, text, Ink::Text, how);
            }
            ShapeKind::Text { x, y, text, anchor, mono, bold } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                paint.text(*x, *y, text, ink, Type { size: 12.0, anchor, mono: *mono, bold: *bold });
            }
            ShapeKind::Line { path } => paint.path(path, ink, 1.5),
            ShapeKind::Pill { x, y, text } => {
                let wide = text.chars().count() as f64 * 6.8 + 16.0;
                paint.frame([x - wide / 2.0, y - 11.0, wide, 22.0], tint, ink, false);
                let how = Type { size: 11.0, anchor: "middle", mono: true, bold: false };
                paint.text(*x, y + 4.0, text, Ink::Text, how);
            }
            // Only where it is dragged.
            ShapeKind::Front { .. } => {}
        }
    }
}

/// Of lines and words, and of what is behind them.
fn inks(tone: Tone) -> (Ink, Ink) {
    match tone {
        Tone::Plain => (Ink::Text, Ink::Card),
        Tone::Dim => (Ink::Dim, Ink::Card),
        Tone::Keys => (Ink::Keys, Ink::KeysTint),
        Tone::App => (Ink::App, Ink::AppTint),
        Tone::Client => (Ink::Client, Ink::Card),
        Tone::Server => (Ink::Server, Ink::Card),
        Tone::Good => (Ink::Good, Ink::AppTint),
        Tone::Bad => (Ink::Bad, Ink::Card),
    }
}
