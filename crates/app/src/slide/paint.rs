//! SVG, written shape by shape. Its colours stand in it, so that it looks the same in a slide as on the page.

use std::fmt::Write;

/// Room around a drawing.
const MARGIN: f64 = 24.0;

/// A colour by its meaning, as in `www/styles/tokens.css`.
#[derive(Clone, Copy)]
pub enum Ink {
    Paper,
    Card,
    Text,
    Dim,
    Line,
    Client,
    Server,
    Keys,
    KeysTint,
    App,
    AppTint,
    Good,
    Bad,
}

impl Ink {
    /// In light, and in dark.
    fn colours(self) -> [&'static str; 2] {
        match self {
            Ink::Paper => ["#fbfaf7", "#14171c"],
            Ink::Card => ["#ffffff", "#1b1f26"],
            Ink::Text => ["#1d2430", "#eceae4"],
            Ink::Dim => ["#59616e", "#a3a9b3"],
            Ink::Line => ["#dcdad3", "#353b45"],
            Ink::Client => ["#0b63a8", "#7ab8f0"],
            Ink::Server => ["#b3440a", "#f09a66"],
            Ink::Keys => ["#8a5f00", "#e9bd55"],
            Ink::KeysTint => ["#fff3d1", "#33290f"],
            Ink::App | Ink::Good => ["#00694f", "#5fd0ac"],
            Ink::AppTint => ["#d9f3ea", "#12302a"],
            Ink::Bad => ["#a3123f", "#ff8fb0"],
        }
    }
}

/// How words are set.
#[derive(Clone, Copy)]
pub struct Type {
    pub size: f64,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    pub mono: bool,
    pub bold: bool,
}

/// A drawing that is being made.
pub struct Paint {
    body: String,
    dark: bool,
    width: f64,
    height: f64,
    seen: f64,
}

impl Paint {
    pub fn new(dark: bool) -> Paint {
        Paint { body: String::new(), dark, width: 0.0, height: 0.0, seen: 1.0 }
    }

    /// How large the drawing is.
    pub fn size(&mut self, width: f64, height: f64) {
        (self.width, self.height) = (width, height);
    }

    /// How plainly what follows is seen.
    pub fn seen(&mut self, seen: f64) {
        self.seen = seen;
    }

    fn colour(&self, ink: Ink) -> &'static str {
        ink.colours()[usize::from(self.dark)]
    }

    // Writing to a string cannot fail.
    fn opacity(&mut self) {
        if self.seen < 1.0 {
            let _ = write!(self.body, r#" opacity="{:.2}""#, self.seen);
        }
    }

    /// A box with round corners.
    pub fn frame(&mut self, [x, y, w, h]: [f64; 4], fill: Ink, stroke: Ink, dashed: bool) {
        let (fill, stroke) = (self.colour(fill), self.colour(stroke));
        let _ = write!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}" rx="7" fill="{fill}" stroke="{stroke}" stroke-width="1.5""#,
            w.max(0.0),
            h.max(0.0)
        );
        self.body.push_str(if dashed { r#" stroke-dasharray="4 3""# } else { "" });
        self.opacity();
        self.body.push_str("/>");
    }

    /// A line along SVG path data.
    pub fn path(&mut self, path: &str, stroke: Ink, width: f64) {
        let stroke = self.colour(stroke);
        let _ = write!(self.body, r#"<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}""#);
        self.opacity();
        self.body.push_str("/>");
    }

    /// Words.
    pub fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink, how: Type) {
        let (fill, Type { size, anchor, mono, bold }) = (self.colour(ink), how);
        let family = if mono { "DejaVu Sans Mono, Consolas, monospace" } else { "DejaVu Sans, Arial, sans-serif" };
        let weight = if bold { r#" font-weight="600""# } else { "" };
        let _ = write!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" fill="{fill}" font-family="{family}" font-size="{size}" text-anchor="{anchor}"{weight}"#
        );
        self.opacity();
        self.body.push('>');
        // What no XML may hold is left out.
        let printable: String = text.chars().filter(|ch| !ch.is_control()).collect();
        self.body.push_str(&escaped(&printable));
        self.body.push_str("</text>");
    }

    /// The whole file.
    pub fn end(self) -> String {
        let (width, height) = (self.width + 2.0 * MARGIN, self.height + 2.0 * MARGIN);
        let paper = self.colour(Ink::Paper);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.1} {height:.1}"><rect width="100%" height="100%" fill="{paper}"/><g transform="translate({MARGIN} {MARGIN})">{}</g></svg>"#,
            self.body
        )
    }
}

/// Text that stands for itself in HTML and in SVG.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
