//! Pages that were drawn ahead (by `draw-ahead`, of `handshake-ui`): read before the program is there, or without it.

use crate::Outcome;
use crate::page::before;
use std::fs;
use std::path::Path;

/// A page, as it was drawn.
#[derive(Debug)]
pub struct Drawn {
    /// The name of its file in the site: `s/tls13-full/4.html`, `es/s/tls13-full/4.html`.
    pub name: String,
    title: String,
    /// The pages before it and after it.
    around: [String; 2],
    language: String,
    address: String,
    body: String,
}

/// All pages of a folder.
///
/// # Errors
/// A file that can't be read, or is none of these.
pub fn read(folder: &Path) -> Outcome<Vec<Drawn>> {
    let (mut all, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(one) = folders.pop() {
        let entries = fs::read_dir(&one).map_err(|error| format!("{}: {error}", one.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let within = path.strip_prefix(folder).unwrap_or(&path);
            let name = within.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            all.push(drawn(name, &text).ok_or_else(|| format!("{} is no page that was drawn ahead", path.display()))?);
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn drawn(name: String, text: &str) -> Option<Drawn> {
    let mut parts = text.splitn(6, '\n').map(str::to_owned);
    let (title, around) = (parts.next()?, [parts.next()?, parts.next()?]);
    Some(Drawn { name, title, around, language: parts.next()?, address: parts.next()?, body: parts.next()? })
}

impl Drawn {
    /// The document: the page that opens every address, with this one's words in it.
    ///
    /// # Errors
    /// What that page lacks.
    pub fn document(&self, shell: &str, base: &str) -> Outcome<String> {
        let tag = &self.language;
        let asked = if tag == "en" { String::new() } else { format!(" data-asked=\"{tag}\"") };
        let html = shell.replacen("<html lang=\"en\"", &format!("<html lang=\"{tag}\" data-ahead=\"{tag}\"{asked}"), 1);
        let title = self.title.replace('&', "&amp;").replace('<', "&lt;");
        let html = html.replacen("<title>Handshake Lab</title>", &format!("<title>{title}</title>"), 1);
        let mut head = String::new();
        for (kind, link) in ["prev", "next"].iter().zip(&self.around).filter(|(_, link)| !link.is_empty()) {
            head.push_str(&format!("<link rel=\"{kind}\" href=\"{link}\" />\n"));
        }
        let address = self.address.trim_start_matches('/');
        for (tag, place) in [("en", ""), ("es", "es/")] {
            head.push_str(&format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{base}{place}{address}\" />\n"));
        }
        let html = before(&html, "</head>", &head)?;
        // Words for readers without JavaScript stand in the page itself.
        let (start, end) = (html.find("<noscript>"), html.find("</noscript>"));
        let (Some(start), Some(end)) = (start, end.map(|end| end + "</noscript>".len())) else {
            return Err("the page has no <noscript>".to_owned());
        };
        let html = format!("{}{}", &html[..start], &html[end..]);
        let at = html.find("<body>").ok_or("the page has no <body>")? + "<body>".len();
        Ok(format!("{}\n{}{}", &html[..at], self.body, &html[at..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_words_and_the_ways_on() {
        let shell =
            "<html lang=\"en\"><head><title>Handshake Lab</title></head><body><noscript>No</noscript></body></html>";
        let page = drawn("es/s/a/2.html".to_owned(), "2/3 A<B\n/es/s/a/1\n/es/s/a/3\nes\n/s/a/2\n<main>\nHola</main>");
        let html = page.expect("a page").document(shell, "/lab/").unwrap();
        for part in [
            "<html lang=\"es\" data-ahead=\"es\" data-asked=\"es\">",
            "<title>2/3 A&lt;B</title>",
            "<link rel=\"next\" href=\"/es/s/a/3\" />",
            "hreflang=\"en\" href=\"/lab/s/a/2\"",
            "<body>\n<main>\nHola</main></body>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(drawn("a".to_owned(), "a\nb").is_none());
        assert!(drawn("a".to_owned(), "a\nb\nc\nd\ne\nf").is_some_and(|one| one.document("", "/").is_err()));
    }
}
