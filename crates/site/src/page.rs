//! The page as trunk built it, taken to pieces.

use crate::Outcome;
use std::fs;
use std::path::Path;

/// What a built page is made of.
#[derive(Debug)]
pub struct Page {
    /// The document, without what loads the pieces.
    pub html: String,
    /// Its styles, in their order.
    pub styles: String,
    /// What runs before the first painting.
    pub begin: String,
    /// The program's name and text: what binds the engine to the browser.
    pub program: (String, String),
    /// The engine's name, and the engine: WebAssembly.
    pub engine: (String, Vec<u8>),
    /// The icon.
    pub icon: String,
}

impl Page {
    /// Reads what trunk has built into a folder.
    ///
    /// # Errors
    /// What is not as trunk builds it.
    pub fn read(folder: &Path) -> Outcome<Page> {
        let text = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))
        };
        let mut html =
            text("index.html").map_err(|error| format!("{error}; build the page with: cargo xtask build"))?;
        let mut styles = String::new();
        for sheet in named_in(&take(&mut html, "<link rel=\"stylesheet\"", ">")) {
            styles.push_str(&text(&sheet)?);
        }
        let begin = named_in(&take(&mut html, "<script src=", "</script>"));
        let icon = named_in(&take(&mut html, "<link rel=\"icon\"", ">"));
        let loader = take(&mut html, "<script type=\"module\">", "</script>");
        take(&mut html, "<link rel=\"modulepreload\"", ">");
        take(&mut html, "<link rel=\"preload\"", ">");
        let [begin, icon] = [&begin, &icon].map(|names| names.first().cloned());
        let [Some(begin), Some(icon), Some(loader)] = [begin, icon, loader.into_iter().next()] else {
            return Err(not_trunks(folder));
        };
        let named =
            |end: &str| loader.split('\'').find(|part| part.ends_with(end)).map(|name| base_name(name).to_owned());
        let [Some(program), Some(engine)] = [named(".js"), named(".wasm")] else { return Err(not_trunks(folder)) };
        let wasm = folder.join(&engine);
        let wasm = fs::read(&wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
        if html.contains("<script") || styles.is_empty() {
            return Err(not_trunks(folder));
        }
        Ok(Page {
            html: html
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| format!("{}\n", line.trim()))
                .collect(),
            styles,
            begin: text(&begin)?,
            program: (program.clone(), text(&program)?),
            engine: (engine, wasm),
            icon: text(&icon)?,
        })
    }
}

fn not_trunks(folder: &Path) -> String {
    format!("{}/index.html is not as trunk builds it; build it anew with: cargo xtask build", folder.display())
}

/// Takes all parts out that begin and end so; returns them.
fn take(html: &mut String, from: &str, to: &str) -> Vec<String> {
    let mut taken = Vec::new();
    while let Some(start) = html.find(from) {
        let Some(length) = html[start..].find(to) else { break };
        let end = start + length + to.len();
        taken.push(html[start..end].to_owned());
        html.replace_range(start..end, "");
    }
    taken
}

/// The files that tags name, without a path.
fn named_in(tags: &[String]) -> Vec<String> {
    let named = |tag: &String| {
        let value = ["href=\"", "src=\""].iter().find_map(|name| tag.split(name).nth(1))?;
        Some(base_name(value.split('"').next()?).to_owned())
    };
    tags.iter().filter_map(named).collect()
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Puts text before a part of the document.
///
/// # Errors
/// If there is no such part.
pub fn before(html: &str, part: &str, text: &str) -> Outcome<String> {
    match html.find(part) {
        Some(at) => Ok(format!("{}{text}{}", &html[..at], &html[at..])),
        None => Err(format!("the page has no {part}")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::path::PathBuf;

    /// A folder with a page in it as trunk would write it.
    pub fn built(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("handshake-built-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let html = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <base href="/" />
    <title>Handshake Lab</title>
    <link rel="icon" href="/icon-1.svg"/>
    <script src="/begin-1.js" integrity="sha384-x"></script>
<script type="module">
import init, * as bindings from '/ui-1.js';
const wasm = await init({ module_or_path: '/ui-1_bg.wasm' });
</script>
    <link rel="stylesheet" href="/b-1.css" integrity="sha384-x"/>
    <link rel="stylesheet" href="/a-1.css" integrity="sha384-x"/>
    <link rel="modulepreload" href="/ui-1.js" crossorigin="anonymous">
    <link rel="preload" href="/ui-1_bg.wasm" as="fetch">
  </head>
  <body><p>Coming</p></body>
</html>"#;
        for (name, text) in [
            ("index.html", html),
            ("icon-1.svg", "<svg/>"),
            ("begin-1.js", "begin();"),
            ("ui-1.js", "export { init as default }; // </script>"),
            ("ui-1_bg.wasm", "\0asm"),
            ("a-1.css", "a {}\n"),
            ("b-1.css", "b {}\n"),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn a_page_is_taken_to_pieces() {
        let folder = built("pieces");
        let page = Page::read(&folder).unwrap();
        assert_eq!(
            (page.styles.as_str(), page.begin.as_str(), page.icon.as_str()),
            ("b {}\na {}\n", "begin();", "<svg/>")
        );
        assert_eq!((page.program.0.as_str(), page.engine.0.as_str()), ("ui-1.js", "ui-1_bg.wasm"));
        assert!(!page.html.contains("script") && !page.html.contains("<link") && page.html.contains("<p>Coming</p>"));
        fs::write(folder.join("index.html"), "<html></html>").unwrap();
        assert!(Page::read(&folder).unwrap_err().contains("not as trunk builds it"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
