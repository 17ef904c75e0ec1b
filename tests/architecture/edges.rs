//! Which crate may use which, and within a crate which module may use which: as ARCHITECTURE.md draws it, no more and no less.

use crate::crates::{crates, dependencies, metadata, trees};
use crate::drawing::{architecture, block, list, names};
use crate::modules::{Tree, leaves};
use crate::root;
use crate::uses::uses;
use cargo_metadata::{Metadata, Package, TargetKind};
use std::collections::BTreeSet;

/// What the engine must do without: a browser, a format of its own, a clock, the system's randomness, I/O.
const NOT_IN_CORE: &[&str] =
    &["serde", "serde_json", "web-sys", "js-sys", "wasm-bindgen", "yew", "rand", "getrandom", "tokio", "mio", "chrono"];

/// Crates that hand on another one still. One that does not is to be taken off; none is to be put on.
const HAND_ON: &[&str] = &[];

#[test]
fn the_crates_are_as_drawn() {
    let metadata = metadata();
    let text = architecture();
    let drawn = block(&text, "crates").expect("a drawing of the crates in ARCHITECTURE.md");
    let crates: BTreeSet<String> = crates(&metadata).into_keys().collect();
    let wrong = crates_against(&drawn, &crates, &dependencies(&metadata));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What differs between the drawing of the crates and the crates.
fn crates_against(drawn: &[&str], crates: &BTreeSet<String>, edges: &BTreeSet<(String, String)>) -> Vec<String> {
    let lines: Vec<(&str, Vec<&str>)> = drawn
        .iter()
        .map(|line| line.split_once('→').map_or((line.trim(), Vec::new()), |(from, to)| (from.trim(), list(to))))
        .collect();
    let layer = |name: &str| lines.iter().position(|(drawn, _)| *drawn == name);
    let mut wrong = Vec::new();
    for (at, (from, to)) in lines.iter().enumerate() {
        if !crates.contains(*from) {
            wrong.push(format!("{from} is drawn, and there is no such crate"));
        }
        if layer(from) != Some(at) {
            wrong.push(format!("{from} is drawn twice"));
        }
        for to in to {
            if !edges.contains(&((*from).to_owned(), (*to).to_owned())) {
                wrong.push(format!("{from} → {to} is drawn, and {from} does not depend on {to}"));
            }
        }
    }
    for name in crates.iter().filter(|name| layer(name).is_none()) {
        wrong.push(format!("{name} is not drawn"));
    }
    for (from, to) in edges {
        let (Some(above), Some(below)) = (layer(from), layer(to)) else {
            continue;
        };
        if !lines[above].1.contains(&to.as_str()) {
            wrong.push(format!("{from} → {to} is not drawn"));
        }
        if below >= above {
            wrong.push(format!("{from} → {to} runs upward: {from} is drawn below {to}"));
        }
    }
    wrong
}

#[test]
fn the_modules_are_as_drawn() {
    let metadata = metadata();
    let crates = crates(&metadata);
    let text = architecture();
    let drawings = names(&text, "modules");
    let mut wrong = Vec::new();
    for drawing in &drawings {
        let name = drawing.trim_start_matches("modules ");
        let package = crates.get(name).unwrap_or_else(|| panic!("{drawing} are drawn, and there is no such crate"));
        let drawn = block(&text, drawing).unwrap_or_default();
        let tree = main_tree(package);
        wrong.extend(modules_against(&drawn, &tree).into_iter().map(|complaint| format!("{name}: {complaint}")));
    }
    assert!(!drawings.is_empty(), "no crate's modules are drawn");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The modules of a crate's library, or of its program if it has none.
fn main_tree(package: &Package) -> Tree {
    let roots = ["/src/lib.rs", "/src/main.rs"];
    let mut trees = trees(package);
    trees.retain(|tree| roots.iter().any(|root| tree.modules[0].file.ends_with(root)));
    trees.into_iter().next().expect("a library or a program")
}

/// What differs between the drawing of a crate's layers and the uses of its topmost modules by each other. Those in a line
/// don't know each other; what stands in lib.rs itself is drawn by the name of that file.
fn modules_against(drawn: &[&str], tree: &Tree) -> Vec<String> {
    let layers: Vec<Vec<&str>> = drawn.iter().map(|line| list(line)).collect();
    let layer = |name: &str| layers.iter().position(|names| names.contains(&name));
    let name = |module: usize| match tree.top(module) {
        0 => tree.modules[0].file.rsplit('/').next().unwrap_or_default(),
        top => tree.name(top),
    };
    let tops: BTreeSet<&str> = (0..tree.modules.len()).filter(|at| !tree.modules[*at].is_test).map(name).collect();
    let uses = uses(tree);
    let across = || uses.iter().filter(|one| tree.top(one.from) != tree.top(one.to));
    let is_used = |of: &str| across().any(|one| name(one.from) == of || name(one.to) == of);
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for drawn in layers.iter().flatten() {
        if !tops.contains(drawn) {
            wrong.push(format!("{drawn} is drawn, and there is no such module"));
        }
        if !seen.insert(drawn) {
            wrong.push(format!("{drawn} is drawn twice"));
        }
    }
    for top in tops.iter().filter(|top| layer(top).is_none()) {
        // The root of many crates has nothing but declarations.
        if !top.ends_with(".rs") || is_used(top) {
            wrong.push(format!("{top} is not drawn"));
        }
    }
    for one in across() {
        let (from, to) = (name(one.from), name(one.to));
        if let (Some(above), Some(below)) = (layer(from), layer(to))
            && below >= above
        {
            let place = format!("{}:{}", tree.modules[one.from].file, one.line);
            let way = if below == above { "sideways" } else { "upward" };
            wrong.push(format!("{place}: {from} → {to} runs {way}: {}", one.item));
        }
    }
    wrong
}

#[test]
fn no_crate_hands_on_another() {
    let metadata = metadata();
    let crates = crates(&metadata);
    let libraries: BTreeSet<String> = crates.values().map(|package| package.name.replace('-', "_")).collect();
    let mut wrong = Vec::new();
    for (name, package) in &crates {
        let found: Vec<String> = trees(package).iter().flat_map(|tree| handed_on(tree, &libraries)).collect();
        match (HAND_ON.contains(&name.as_str()), found.is_empty()) {
            (true, true) => wrong.push(format!("{name} hands on no other crate any more: take it off the list")),
            (false, false) => wrong.extend(found),
            _ => {}
        }
    }
    wrong.extend(HAND_ON.iter().filter(|name| !crates.contains_key(**name)).map(|name| format!("there is no {name}")));
    assert!(wrong.is_empty(), "an edge would look like another:\n{}", wrong.join("\n"));
}

/// Each `pub use` of one of the libraries, or of what it has.
fn handed_on(tree: &Tree, libraries: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for (at, module) in tree.modules.iter().enumerate().filter(|(_, module)| !module.is_test) {
        for item in &module.items {
            let (is_public, names) = match item {
                syn::Item::Use(item) => {
                    let out = |path: &[String]| match item.leading_colon {
                        Some(_) => path.first().cloned(),
                        None => tree.outside(at, path),
                    };
                    let leaves = leaves(&item.tree, false).into_iter();
                    (&item.vis, leaves.filter_map(|leaf| Some((out(&leaf.path)?, leaf.line))).collect())
                }
                syn::Item::ExternCrate(item) => {
                    (&item.vis, vec![(item.ident.to_string(), item.ident.span().start().line)])
                }
                _ => continue,
            };
            let names: Vec<(String, usize)> = names;
            let wrong = names.into_iter().filter(|(name, _)| libraries.contains(name));
            if matches!(is_public, syn::Visibility::Public(_)) {
                found.extend(wrong.map(|(name, line)| format!("{}:{line}: hands on {name}", module.file)));
            }
        }
    }
    found
}

#[test]
fn the_engine_depends_on_no_browser_format_or_system() {
    let metadata = metadata();
    for name in ["handshake-wire", "handshake-core"] {
        let dependencies = package(&metadata, name).dependencies.iter().map(|dependency| dependency.name.as_str());
        let unwanted: Vec<&str> = dependencies.filter(|name| NOT_IN_CORE.contains(name)).collect();
        assert_eq!(unwanted, Vec::<&str>::new(), "{name}");
    }
    assert!(package(&metadata, "handshake-wire").dependencies.is_empty(), "wire needs nobody");
    assert!(package(&metadata, "xtask").dependencies.is_empty(), "xtask is built in seconds");
}

#[test]
fn no_crate_has_unsafe_code() {
    let metadata = metadata();
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the workspace's manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""), "the workspace forbids it");
    for package in metadata.workspace_packages() {
        let manifest = std::fs::read_to_string(&package.manifest_path).expect("a manifest");
        let by_workspace = manifest.contains("[lints]\nworkspace = true");
        let roots = package.targets.iter().filter(|target| !target.kind.contains(&TargetKind::CustomBuild));
        for target in roots {
            let text = std::fs::read_to_string(&target.src_path).expect("a source");
            assert!(by_workspace || text.contains("#![forbid(unsafe_code)]"), "{} does not forbid it", target.src_path);
        }
    }
}

fn package<'a>(metadata: &'a Metadata, name: &str) -> &'a Package {
    let found = metadata.packages.iter().find(|package| package.name.as_str() == name);
    found.unwrap_or_else(|| panic!("there is no {name}"))
}

#[test]
fn a_drawing_of_crates_that_differs_is_found() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    let edges = |edges: &[(&str, &str)]| {
        edges.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect::<BTreeSet<_>>()
    };
    let text = "# Crates\n\n```crates\nlow\nmid  → low\nhigh → low, mid\n```\n\n```\nother → low\n```\n";
    let drawn = block(text, "crates").expect("a drawing");
    let all = names(&["low", "mid", "high"]);
    let true_edges = [("mid", "low"), ("high", "low"), ("high", "mid")];
    let check = |crates: &BTreeSet<String>, changed: &[(&str, &str)]| crates_against(&drawn, crates, &edges(changed));
    assert_eq!(check(&all, &true_edges), Vec::<String>::new());
    assert_eq!(check(&all, &true_edges[..2]), ["high → mid is drawn, and high does not depend on mid"]);
    assert_eq!(
        check(&all, &[&true_edges[..], &[("low", "high")]].concat()),
        ["low → high is not drawn", "low → high runs upward: low is drawn below high"]
    );
    assert_eq!(check(&names(&["low", "mid", "high", "attic"]), &true_edges), ["attic is not drawn"]);
    assert_eq!(check(&names(&["low", "high"]), &true_edges), ["mid is drawn, and there is no such crate"]);
    let upward = ["low → high", "high → low", "low"];
    assert_eq!(
        crates_against(&upward, &names(&["low", "high"]), &edges(&[("low", "high"), ("high", "low")])),
        ["low is drawn twice", "low → high runs upward: low is drawn below high"]
    );
    assert_eq!(block(text, "modules core"), None);
}

#[test]
fn a_drawing_of_modules_that_differs_is_found() {
    let files = [
        ("lib.rs", "mod low; mod mid; mod side; mod high; pub use high::Top; pub fn root() {}"),
        ("low.rs", "pub struct Base;"),
        ("mid.rs", "mod inner;"),
        ("mid/inner.rs", "use crate::low::Base; pub fn f(_: Base) { crate::root() }"),
        ("side.rs", "pub fn f() { /* crate::mid::inner::f */ let _ = \"crate::mid::inner::f\"; }"),
        ("high.rs", "pub struct Top; fn f() { crate::mid::inner::f(super::low::Base); crate::side::f() }"),
    ];
    let tree = Tree::of_texts(&files);
    let check = |drawn: &[&str]| modules_against(drawn, &tree);
    assert_eq!(check(&["lib.rs, low", "mid, side", "high"]), Vec::<String>::new());
    assert_eq!(check(&["low", "mid, side", "high"]), ["lib.rs is not drawn"]);
    assert_eq!(check(&["lib.rs, low", "mid", "high"]), ["side is not drawn"]);
    assert_eq!(check(&["lib.rs, low", "mid, side, attic", "high"]), ["attic is drawn, and there is no such module"]);
    assert_eq!(check(&["lib.rs, low", "mid, side", "high, mid"]), ["mid is drawn twice"]);
    assert_eq!(
        check(&["lib.rs", "mid, low", "side", "high"]),
        ["mid/inner.rs:1: mid → low runs sideways: crate::low::Base", "mid/inner.rs:1: mid → low runs sideways: Base"]
    );
    let upward = check(&["lib.rs, low", "side", "high", "mid"]);
    assert_eq!(upward, ["high.rs:1: high → mid runs upward: crate::mid::inner::f"]);
}

#[test]
fn a_crate_that_hands_on_another_is_found() {
    let libraries = BTreeSet::from(["house_core".to_owned()]);
    let check = |text: &str| handed_on(&Tree::of_texts(&[("lib.rs", text)]), &libraries).len();
    assert_eq!(check("pub use house_core as engine;"), 1);
    assert_eq!(check("pub use ::house_core::Trace;"), 1);
    assert_eq!(check("pub use house_core::{Trace, pair::*};"), 2);
    assert_eq!(check("use house_core as engine; pub use engine::Trace;"), 1, "by another name");
    assert_eq!(check("mod a { pub(crate) use house_core as b; } pub use a::b::Trace;"), 1, "by way of a module");
    assert_eq!(check("pub mod engine { pub use house_core::*; }"), 1);
    assert_eq!(check("pub extern crate house_core;"), 1);
    assert_eq!(check("use house_core::Trace; pub fn run() -> Trace { house_core::run() }"), 0);
    assert_eq!(check("// pub use house_core as engine;\nconst S: &str = \"pub use house_core;\";"), 0);
    assert_eq!(check("pub mod house_core { pub struct Own; } pub use house_core::Own;"), 0, "a module of that name");
    assert_eq!(check("#[cfg(test)] mod tests { pub use house_core as engine; }"), 0);
}
