//! Colours and sizes come from tokens, and from those that there are.

use crate::{root, sources};
use std::collections::BTreeSet;

/// The custom properties that follow `before` in a text.
fn properties<'a>(text: &'a str, before: &str, is_one: impl Fn(&str) -> bool) -> BTreeSet<&'a str> {
    let end = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
    let parts = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]);
    parts.map(|rest| rest.split_at(end(rest))).filter(|(_, after)| is_one(after)).map(|(name, _)| name).collect()
}

#[test]
fn every_token_that_is_used_is_there() {
    let folder = root().join("www/styles");
    let mut styles: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the styles") {
        let path = entry.expect("an entry").path();
        styles.push((path.display().to_string(), std::fs::read_to_string(&path).expect("a text")));
    }
    // Some are set by the page, element by element.
    let page: String = sources("crates/ui/src").into_iter().map(|source| source.text).collect();
    let is_set = |after: &str| after.trim_start().starts_with(':');
    let mut there = properties(&page, "--", is_set);
    for (_, text) in &styles {
        there.extend(properties(text, "--", is_set));
    }
    let mut used = 0;
    for (path, text) in &styles {
        for name in properties(text, "var(--", |_| true) {
            used += 1;
            assert!(there.contains(name), "{path}: there is no --{name}");
        }
    }
    assert!(used > 100, "{used} uses");
}
