//! A chain of certificates is checked, link by link: the hash of what was signed and the signature meet the issuer's key.

use super::ease::{between, count, landing, smooth};
use super::picture::{Anchor, Curve, Look, Picture, Place, ShapeKind, Tone, fit_bytes, fit_words, spaced};

const MARGIN: f64 = 8.0;
const BOX: f64 = 46.0;
/// From one certificate to the next.
const LINK: f64 = 132.0;
/// What the sign beside an algorithm takes of its width, so that both stand free.
const SIGN: f64 = 62.0;
/// How long one link takes, and the end, in milliseconds at the usual pace.
const EACH: u32 = 1900;
const END: u32 = 500;

/// A chain from its owner's certificate on.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// In order.
    pub links: Vec<Certified>,
    /// Who should come next and is not there, if the chain ends without an anchor.
    pub missing: Option<String>,
    /// What is written at an anchor.
    pub trusted: &'static str,
}

/// One certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct Certified {
    /// Whom it names.
    pub title: String,
    /// True if the store of trust anchors holds it.
    pub anchor: bool,
    /// What of it was signed, hashed: the hash's name and value; `None` if the signature takes all of it unhashed.
    pub hash: Option<(String, Vec<u8>)>,
    /// How it was signed, for example `ecdsa-with-SHA256`.
    pub algorithm: String,
    /// Its signature.
    pub signature: Vec<u8>,
    /// Its owner's public key.
    pub key: Vec<u8>,
    /// Whether the next one's key made its signature; `None` if nobody checked that.
    pub signed: Option<bool>,
}

impl Chain {
    fn checked(&self) -> usize {
        self.links.iter().take_while(|link| link.signed.is_some() && !link.anchor).count()
    }

    /// How long it takes at the usual pace.
    pub(super) fn millis(&self) -> u32 {
        EACH * u32::try_from(self.checked()).unwrap_or_default() + END
    }

    pub(super) fn draw(&self, at: f64, width: f64) -> Picture {
        let all = f64::from(self.millis());
        let now = at * all;
        let rows = self.links.len() + usize::from(self.missing.is_some());
        let mut picture = Picture::new(width, 10.0 + LINK * rows.saturating_sub(1) as f64 + BOX + 24.0);
        let wide = (width * 0.46).min(260.0);
        let place = |index: usize| Place { x: MARGIN, y: 10.0 + LINK * index as f64, w: wide, h: BOX };
        for (index, link) in self.links.iter().enumerate() {
            let from = f64::from(EACH) * index as f64;
            let own = if at >= 1.0 { 1.0 } else { between(now, from, from + f64::from(EACH)) };
            if index < self.checked() && index + 1 < rows {
                let issuer = self.links.get(index + 1);
                link.verified(own, place(index), (place(index + 1), issuer), &mut picture);
            }
            let lit = own > 0.0 && (own < 1.0 || link.anchor);
            let tone = if link.anchor { Tone::Good } else { Tone::Plain };
            let key = fit_bytes(&link.key, wide - 16.0);
            picture.named(place(index), &link.title, &key, tone, Look { lit, dashed: false, seen: 1.0 });
            if link.anchor {
                let seen = between(now, all - f64::from(END), all);
                let (x, y) = (MARGIN, place(index).y + BOX + 16.0);
                picture.text((x, y), self.trusted, Anchor::Start, Tone::Good, seen);
            }
        }
        if let Some(missing) = &self.missing {
            let look = Look { lit: false, dashed: true, seen: 1.0 };
            picture.named(place(self.links.len()), missing, "", Tone::Bad, look);
        }
        picture
    }
}

impl Certified {
    /// What is checked between a certificate and its issuer's: beside them, the hash above, the signature, and the key from below.
    fn verified(&self, at: f64, own: Place, (below, issuer): (Place, Option<&Certified>), picture: &mut Picture) {
        let x = own.x + own.w + 22.0;
        let w = picture.width - MARGIN - x;
        let tone = Tone::Keys;
        let hashed = between(at, 0.05, 0.36);
        let (name, value) = match &self.hash {
            Some((name, value)) => (name.as_str(), value.as_slice()),
            None => ("tbsCertificate", [].as_slice()),
        };
        let place = Place { x, y: own.y, w, h: BOX };
        let line = format!("M{:.1} {:.1}H{x:.1}", own.x + own.w, own.y + BOX / 2.0);
        picture.line(line, tone, hashed.max(0.25));
        let fits = (((w - 14.0) / 6.4).floor() as usize + 1) / 3;
        let done = count(fits.min(value.len()), hashed);
        let bytes = match hashed >= 1.0 {
            true => fit_bytes(value, w - 14.0),
            false => spaced(value.get(..done).unwrap_or_default()),
        };
        picture.named(place, name, &bytes, tone, Look { lit: hashed > 0.0, dashed: hashed <= 0.0, seen: 1.0 });
        // The box in which the three meet.
        let top = own.y + 70.0;
        let works = between(at, 0.66, 0.84);
        let meets = Place { x, y: top, w, h: BOX };
        let down = Curve { from: (x + w * 0.5, own.y + BOX), to: (x + w * 0.5, top) };
        picture.line(down.path(), tone, between(at, 0.36, 0.5).max(0.25));
        let up = Curve { from: (below.x + below.w * 0.5, below.y), to: (x, top + BOX / 2.0) };
        let way = smooth(between(at, 0.4, 0.64));
        picture.line(up.path(), tone, if way > 0.0 { 1.0 } else { 0.25 });
        let signature = fit_bytes(&self.signature, w - 14.0);
        let look = Look { lit: works > 0.0, dashed: false, seen: between(at, 0.3, 0.4).max(0.4) };
        picture.named(meets, &fit_words(&self.algorithm, w - SIGN, 6.6), &signature, tone, look);
        if let (true, Some(issuer)) = (way > 0.0 && way < 1.0, issuer) {
            let (px, py) = up.at(way);
            picture.put(ShapeKind::Pill { x: px, y: py, text: fit_bytes(&issuer.key, 78.0) }, tone, 1.0);
        }
        let (sign, tone) = if self.signed == Some(true) { ("✓", Tone::Good) } else { ("≠", Tone::Bad) };
        let kind = ShapeKind::Pill { x: x + w - 16.0, y: top, text: sign.to_owned() };
        picture.put(kind, tone, landing(between(at, 0.86, 0.96)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_judged_only_after_the_key_has_come() {
        let certified = |signed| Certified {
            title: "server".to_owned(),
            anchor: false,
            hash: Some(("SHA-256".to_owned(), vec![1; 32])),
            algorithm: "ecdsa-with-SHA256".to_owned(),
            signature: vec![2; 70],
            key: vec![3; 65],
            signed,
        };
        let anchor = Certified { anchor: true, ..certified(None) };
        let chain = Chain { links: vec![certified(Some(false)), anchor], missing: None, trusted: "trusted" };
        let judged = |at: f64| {
            let shapes = chain.draw(at, 520.0).shapes;
            shapes.iter().any(|shape| matches!(&shape.kind, ShapeKind::Pill { text, .. } if text == "≠"))
        };
        assert!(!judged(0.5) && judged(1.0));
    }
}
