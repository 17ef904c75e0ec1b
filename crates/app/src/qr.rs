//! An address as a QR code, to be drawn.

use qrcode::{Color, EcLevel, QrCode};

/// The dark squares of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Squares on a side, the quiet zone of four on each side included.
    pub size: usize,
    /// The dark squares, as the path of an SVG whose unit is a square.
    pub path: String,
}

/// Squares around the code that stay light. ISO/IEC 18004 §6.3.8.
const QUIET: usize = 4;

/// The code of a text; `None` if it is too long for one.
pub fn qr(text: &str) -> Option<Qr> {
    // The more a code can lose, the larger it is: a long address gets less of that.
    let level = if text.len() <= 300 { EcLevel::M } else { EcLevel::L };
    let code = QrCode::with_error_correction_level(text, level).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
        }
    }
    Some(Qr { size: width + 2 * QUIET, path })
}
