//! The service worker: keeps the page for when there is no network, each version whole and apart from others.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const WORKER: &str = include_str!("../../../www/sw.js");

/// The worker of a site: it names all that a page needs, and the version that these files are.
pub fn script(files: &BTreeMap<String, Vec<u8>>) -> String {
    let needed = |name: &&String| {
        let of_a_host = matches!(name.as_str(), "index.html" | "robots.txt" | "sitemap.xml");
        !name.contains('/') && !of_a_host && !name.starts_with("social-")
    };
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    let version = &HEXLOWER.encode(&hash.finalize())[..16];
    let names: Vec<String> = files.keys().filter(needed).map(|name| format!("\"{name}\"")).collect();
    WORKER.replace("\"VERSION\"", &format!("\"{version}\"")).replace("\"FILES\"", &names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_file_is_another_version() {
        let files =
            |text: &str| BTreeMap::from([("404.html".to_owned(), text.into()), ("s/a/1.html".to_owned(), Vec::new())]);
        let one = script(&files("a"));
        assert_eq!(one, script(&files("a")));
        assert_ne!(one, script(&files("b")));
        assert!(one.contains("[\"404.html\"]"), "{one}");
    }
}
