//! The program `handshake-site`, as it is run.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handshake-site")).args(arguments).output().expect("the program")
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("handshake-program-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The smallest page that trunk could have built.
fn built() -> PathBuf {
    let folder = folder("built");
    let html = "<!doctype html><html lang=\"en\"><head><base href=\"/\" /><link rel=\"icon\" href=\"/i.svg\"/>\
        <script src=\"/begin.js\"></script><script type=\"module\">import '/ui.js'; init('/ui.wasm');</script>\
        <link rel=\"stylesheet\" href=\"/a.css\"/></head><body></body></html>";
    for (name, text) in [
        ("index.html", html),
        ("i.svg", "<svg/>"),
        ("begin.js", "a()"),
        ("ui.js", "b()"),
        ("ui.wasm", "c"),
        ("a.css", "d {}"),
    ] {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    folder
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("the site").flatten();
    let file =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
    entries.map(|entry| file(entry.path())).collect()
}

#[test]
fn two_packs_of_a_page_are_the_same_to_the_byte() {
    let (from, out) = (built(), folder("out"));
    let [from, site, single] =
        [from.clone(), out.join("site"), out.join("one.html")].map(|path| path.display().to_string());
    let pack = || {
        let done =
            run(&["pack", "--from", &from, "--site", &site, "--single", &single, "--url", "https://a.example/lab/"]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        (files(Path::new(&site)), std::fs::read(&single).unwrap())
    };
    let first = pack();
    assert_eq!(first, pack());
    for name in ["index.html", "index.html.br", "index.html.gz", "404.html", "robots.txt", "sitemap.xml", "sw.js"] {
        assert!(first.0.contains_key(name), "{name}: {:?}", first.0.keys());
    }
}

#[test]
fn what_can_not_be_done_is_said_in_words() {
    for (arguments, words) in [
        (["serve", "/no/such/folder", "--port", "0"], "there is no page in /no/such/folder"),
        (["pack", "--from", "/no/such/folder", "--fresh"], "build the page with: cargo xtask build"),
        (["pack", "--base", "/a b/", "--fresh"], "--base takes one as /lab/"),
    ] {
        let done = run(&arguments);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(words), "{arguments:?}: {said}");
    }
}
