//! The whole page in one file, which opens by a double click: no server, no network. Its addresses stand behind the `#`.

use crate::page::{Page, before};
use crate::{Outcome, asked_for, pack, policy};
use data_encoding::BASE64;

/// Starts the program. Runs in the scope of the module that it stands in.
const BOOT: &str = include_str!("../../../www/boot-single.js");

/// The file. The same page gives the same bytes.
///
/// # Errors
/// What is not as trunk builds it.
pub fn html(page: &Page) -> Outcome<String> {
    let begin = script(&page.begin);
    let program = script(&format!("{}\n{BOOT}", page.program.1));
    let engine = compressed("engine", &page.engine.1)?;
    let mut asked_for = String::new();
    for (name, bytes) in asked_for::files() {
        asked_for.push_str(&compressed(name, &bytes)?);
    }
    let icon = BASE64.encode(page.icon.as_bytes());
    let html = page.html.replacen("<html", "<html data-start=\"/\"", 1);
    let start = html.find("<base").ok_or("the page has no <base>")?;
    let length = html[start..].find('>').ok_or("the page's <base> has no end")?;
    let policy = policy::single(&[&begin, &program]);
    let html = format!("{}{policy}{}", &html[..start], &html[start + length + 1..]);
    let head = format!(
        "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\" />\n<style>\n{}</style>\n<script>{begin}</script>\n",
        page.styles
    );
    let html = before(&html, "</head>", &head)?;
    // The program takes the place of the body, and asks for these later.
    let html = before(&html, "</head>", &asked_for)?;
    before(&html, "</body>", &format!("{engine}<script type=\"module\">{program}</script>\n"))
}

/// Bytes that stand in the page under a name, for `handshakeUnpacked` (www/begin.js).
fn compressed(name: &str, bytes: &[u8]) -> Outcome<String> {
    let packed = pack::gzip(bytes).map_err(|error| format!("{name} can't be compressed: {error}"))?;
    Ok(format!("<script type=\"text/plain\" id=\"file-{name}\">{}</script>\n", BASE64.encode(&packed)))
}

/// A text that ends no script too soon.
fn script(text: &str) -> String {
    text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::built;

    #[test]
    fn one_file_names_no_other() {
        let folder = built("single");
        let html = html(&Page::read(&folder).unwrap()).unwrap();
        assert!(html.contains("<html data-start=\"/\" lang=\"en\">"), "{html}");
        assert!(!html.contains("<base") && !html.contains(" src=") && !html.contains("href=\"/"), "{html}");
        assert_eq!(html.matches("</script>").count(), 3 + asked_for::files().len(), "{html}");
        assert_eq!(html.matches("'sha256-").count(), 2, "{html}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
