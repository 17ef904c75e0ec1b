//! Citations of TLS 1.3: texts and rules name the sections of RFC 8446, and a reader sees those of RFC 9846, which took its
//! place in 2026, with the old number beside them. content/rfc9846.toml is the one table.

/// What a section of RFC 8446 is called in RFC 9846: `4.1.2` → `4.2.2`.
pub type Lookup<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The RFC that texts are written by.
const OLD: &str = "RFC 8446 ";

/// Words that stand before an appendix, in the languages of the page.
const APPENDIX: &[&str] = &["appendix ", "apéndice "];

/// A text in which each citation of a section of RFC 8446 reads as one of RFC 9846, with the old number beside it:
/// `RFC 8446 §4.1.2` becomes `RFC 9846 §4.2.2 (8446 §4.1.2)`. Within brackets a semicolon parts the two. What the table
/// does not hold is left as it is.
pub fn cite(text: &str, lookup: &Lookup<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OLD) {
        out.push_str(before);
        let cited = sections(after);
        let new: Option<Vec<String>> = cited.iter().map(|one| one.renumbered(lookup)).collect();
        match new.filter(|new| !new.is_empty()) {
            Some(new) => {
                let length = cited.last().map_or(0, |last| last.end);
                let inside = out.matches('(').count() > out.matches(')').count();
                let (open, close) = if inside { ("; ", "") } else { (" (", ")") };
                let old: Vec<String> = cited.iter().map(Section::short).collect();
                out.push_str(&format!("RFC 9846 {}{open}8446 {}{close}", new.join(", "), old.join(", ")));
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                out.push_str(OLD);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The sections of RFC 8446 that a text cites, by number.
#[allow(dead_code)] // The build only cites; a test asks for this.
pub fn cited(text: &str) -> Vec<String> {
    let after = text.split(OLD).skip(1);
    after.flat_map(sections).map(|section| section.number.to_owned()).collect()
}

/// One section, as it is cited.
struct Section<'a> {
    /// `§`, or the word for an appendix with its space.
    mark: &'a str,
    number: &'a str,
    /// Where it ends, from the beginning of the citation.
    end: usize,
}

impl Section<'_> {
    fn renumbered(&self, lookup: &Lookup<'_>) -> Option<String> {
        Some(format!("{}{}", self.mark, lookup(self.number)?))
    }

    /// As it is put beside the new number: an appendix by its letter alone.
    fn short(&self) -> String {
        let mark = if self.mark == "§" { "§" } else { "" };
        format!("{mark}{}", self.number)
    }
}

/// The sections that a citation begins with: `§4.1.2, appendix D.4 and the rest` has two.
fn sections(text: &str) -> Vec<Section<'_>> {
    let mut found: Vec<Section<'_>> = Vec::new();
    loop {
        let from = found.last().map_or(0, |last| last.end);
        let rest = text.get(from..).unwrap_or_default();
        let skipped = if found.is_empty() { 0 } else { rest.len() - rest.trim_start_matches([',', ' ']).len() };
        let rest = rest.get(skipped..).unwrap_or_default();
        let marks = APPENDIX.iter().chain(&["§"]);
        let Some(mark) = marks.copied().find(|mark| rest.starts_with(mark)) else { return found };
        let number = rest.get(mark.len()..).unwrap_or_default();
        let length = number.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '.').unwrap_or(number.len());
        let number = number.get(..length).unwrap_or_default().trim_end_matches('.');
        if number.is_empty() {
            return found;
        }
        let mark = rest.get(..mark.len()).unwrap_or_default();
        found.push(Section { mark, number, end: from + skipped + mark.len() + number.len() });
    }
}
