//! One class, one meaning: what a style gives to a class by itself falls on everything that bears it, in every part of the page.

use crate::{root, sources};
use std::collections::{BTreeMap, BTreeSet};

/// A selector with the file that it stands in and what it declares.
struct Rule {
    file: String,
    selector: String,
    body: String,
}

/// All rules of the styles, those within `@media` too; a list of selectors gives one rule each.
fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for entry in std::fs::read_dir(root().join("www/styles")).expect("the styles") {
        let path = entry.expect("an entry").path();
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a text");
        for (head, body) in blocks(&without_comments(&text)) {
            let selectors = split_outside_brackets(&head, |c| c == ',');
            let rule = |selector: String| Rule { file: file.clone(), selector, body: body.clone() };
            rules.extend(selectors.into_iter().map(rule));
        }
    }
    rules
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("*/").map_or("", |(_, after)| after))
}

/// The innermost blocks: what stands before the brace, and within.
fn blocks(text: &str) -> Vec<(String, String)> {
    let inner = |part: &str| {
        let (before, body) = part.rsplit_once('{')?;
        let head = before.rsplit(['{', ';']).next()?.trim();
        (!head.is_empty() && !head.starts_with('@')).then(|| (head.to_owned(), body.trim().to_owned()))
    };
    text.split('}').filter_map(inner).collect()
}

fn split_outside_brackets(text: &str, at: impl Fn(char) -> bool) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 && at(c) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The classes of each compound of a selector, without those in `:not(…)` and the like.
fn compounds(selector: &str) -> Vec<Vec<String>> {
    let classes = |compound: String| {
        let bare = compound.split('(').next().unwrap_or_default().to_owned();
        bare.split('.')
            .skip(1)
            .map(|class| class.split([':', '[', '#']).next().unwrap_or_default().to_owned())
            .collect()
    };
    split_outside_brackets(selector, |c| c.is_whitespace() || "+>~".contains(c)).into_iter().map(classes).collect()
}

/// Classes that one file styles by themselves, and another one uses to say in which state something else is.
fn with_two_meanings(rules: &[Rule]) -> Vec<String> {
    let alone = |rule: &&Rule| {
        let name = rule.selector.strip_prefix('.').unwrap_or_default();
        let only = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        // A colour handed on lets the same word mean the same thing everywhere: "client", say.
        only && !rule.body.split(';').all(|one| one.trim().is_empty() || one.trim().starts_with("--"))
    };
    let mut found: Vec<String> = Vec::new();
    for own in rules.iter().filter(alone) {
        let class = own.selector.trim_start_matches('.');
        let state = |rule: &&Rule| {
            rule.file != own.file
                && compounds(&rule.selector).iter().any(|one| one.iter().skip(1).any(|name| name == class))
        };
        found.extend(
            rules
                .iter()
                .filter(state)
                .map(|rule| format!(".{class}: {} and {} {}", own.file, rule.file, rule.selector)),
        );
    }
    found
}

#[test]
fn no_class_means_two_things() {
    let rules = rules();
    assert!(rules.len() > 500, "{} rules", rules.len());
    // The same element, told apart by what it is.
    let one_thing = ".button: base.css and home.css select.language.button";
    let found = with_two_meanings(&rules).into_iter().filter(|found| !found.ends_with("select.language.button"));
    assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new(), "not counted: {one_thing}");
}

/// What several parts bear, and is the same thing in each of them.
const SHARED: &str = "about beside-tree bits brand-name button bytes cell cells cells-more choices code context drop eight hint layers \
    links look-up no-print notice option problem save-run setting told-off top value-hex visually-hidden where where-from";

/// The classes that are written down in a source.
fn borne(source: &str) -> BTreeSet<String> {
    let literals = ["class=\"", "classes!(\""].into_iter().flat_map(|before| source.split(before).skip(1));
    let names = literals.filter_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace);
    names.map(str::to_owned).collect()
}

/// The style of one part must not fall on another one that was given the same name.
#[test]
fn a_class_that_is_styled_by_itself_belongs_to_one_part() {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources("crates/ui/src") {
        for class in borne(&source.text) {
            parts.entry(class).or_default().push(source.path.clone());
        }
    }
    assert!(parts.len() > 300, "{} classes", parts.len());
    let shared: BTreeSet<&str> = SHARED.split_whitespace().collect();
    let styled: BTreeSet<String> =
        rules().into_iter().filter_map(|rule| rule.selector.strip_prefix('.').map(str::to_owned)).collect();
    let several = parts.iter().filter(|(class, parts)| styled.contains(*class) && parts.len() > 1);
    let wrong: Vec<_> = several.filter(|(class, _)| !shared.contains(class.as_str())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let gone = shared.iter().filter(|class| parts.get(**class).is_none_or(|parts| parts.len() < 2));
    assert_eq!(gone.collect::<Vec<_>>(), Vec::<&&str>::new(), "not shared any more");
}

#[test]
fn a_class_with_two_meanings_is_found() {
    let rule = |file: &str, selector: &str, body: &str| Rule {
        file: file.to_owned(),
        selector: selector.to_owned(),
        body: body.to_owned(),
    };
    let found = |body: &str, other: &str| {
        with_two_meanings(&[rule("bytes.css", ".right", body), rule("lesson.css", other, "color: red")]).len()
    };
    assert_eq!(found("display: flex; min-block-size: 0", ".question.right .verdict"), 1);
    assert_eq!(found("--side: blue", ".question.right"), 0);
    assert_eq!(found("display: flex", ".question .right"), 0);
    assert_eq!(found("display: flex", ".question:not(.right)"), 0);
    let text = "/* .a.b { } */ @media (x) { .a,\n .b:is(.c, .d) > .e { color: red; } }";
    let read = blocks(&without_comments(text));
    assert_eq!(read, [(".a,\n .b:is(.c, .d) > .e".to_owned(), "color: red;".to_owned())]);
    assert_eq!(split_outside_brackets(&read[0].0, |c| c == ','), [".a", ".b:is(.c, .d) > .e"]);
    assert_eq!(compounds(".b:is(.c, .d) > .e.f"), [vec!["b".to_owned()], vec!["e".to_owned(), "f".to_owned()]]);
}
