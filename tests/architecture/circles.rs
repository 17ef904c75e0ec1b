//! No modules of a crate use each other in a circle.

use crate::crates::{crates, metadata, trees};
use crate::modules::Tree;
use crate::sources;
use crate::uses::{Use, uses};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Crates that have circles still. A crate that has none any more is to be taken off; none is to be put on.
const NOT_YET: &[&str] = &[];

/// How many of the items that one module uses of another are told.
const MOST_TOLD: usize = 8;

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let metadata = metadata();
    let crates = crates(&metadata);
    let mut wrong = Vec::new();
    for (name, package) in &crates {
        let circles: Vec<String> = trees(package).iter().flat_map(circles).collect();
        println!("{name}: {} circles", circles.len());
        circles.iter().for_each(|circle| println!("{circle}"));
        match (NOT_YET.contains(&name.as_str()), circles.is_empty()) {
            (true, true) => wrong.push(format!("{name} has no circle any more: take it off the list in circles.rs")),
            (false, false) => wrong.extend(circles.iter().map(|circle| format!("in {name}, {circle}"))),
            _ => {}
        }
    }
    wrong.extend(NOT_YET.iter().filter(|name| !crates.contains_key(**name)).map(|name| format!("there is no {name}")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_source_is_read() {
    let metadata = metadata();
    let trees: Vec<Tree> = crates(&metadata).values().flat_map(|package| trees(package)).collect();
    let read: BTreeSet<&str> = trees.iter().flat_map(|tree| &tree.modules).map(|module| module.file.as_str()).collect();
    let sources = sources("crates");
    let unread: Vec<&str> = sources.iter().map(|source| &*source.path).filter(|path| !read.contains(path)).collect();
    assert_eq!(unread, Vec::<&str>::new(), "no module declares them");
}

/// Which modules a module uses, and where.
type Graph<'a> = BTreeMap<usize, BTreeMap<usize, Vec<&'a Use>>>;

/// All groups of modules in which each uses each, be it through others; of each group the shortest circle, in words.
fn circles(tree: &Tree) -> Vec<String> {
    let uses = uses(tree);
    let mut graph = Graph::new();
    for one in &uses {
        graph.entry(one.from).or_default().entry(one.to).or_default().push(one);
    }
    let reached: BTreeMap<usize, BTreeSet<usize>> = graph.keys().map(|at| (*at, reachable(&graph, *at))).collect();
    let reaches = |from: usize, to: usize| reached.get(&from).is_some_and(|reached| reached.contains(&to));
    let mut told = BTreeSet::<usize>::new();
    let mut found = Vec::new();
    for at in graph.keys().copied().filter(|at| reaches(*at, *at)) {
        if told.contains(&at) {
            continue;
        }
        let group: Vec<usize> = graph.keys().copied().filter(|to| reaches(at, *to) && reaches(*to, at)).collect();
        told.extend(group.iter().copied());
        let shortest = group.iter().map(|at| way_back(&graph, *at)).min_by_key(Vec::len).unwrap_or_default();
        found.push(words(tree, &graph, &group, &shortest));
    }
    found
}

/// All modules that can be reached; itself only if a way leads back.
fn reachable(graph: &Graph, from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        next.extend(graph.get(&at).into_iter().flat_map(BTreeMap::keys).copied().filter(|to| reached.insert(*to)));
    }
    reached
}

/// A shortest way from a module back to itself, with both ends.
fn way_back(graph: &Graph, start: usize) -> Vec<usize> {
    let mut before: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(at) = next.pop_front() {
        for to in graph.get(&at).into_iter().flat_map(BTreeMap::keys).copied() {
            before.entry(to).or_insert_with(|| {
                next.push_back(to);
                at
            });
        }
        if before.contains_key(&start) {
            break;
        }
    }
    let mut way = vec![start];
    while let Some(at) = before.get(&way[way.len() - 1]) {
        way.push(*at);
        if *at == start {
            break;
        }
    }
    way.reverse();
    way
}

fn words(tree: &Tree, graph: &Graph, group: &[usize], way: &[usize]) -> String {
    let names: Vec<&str> = group.iter().map(|at| tree.name(*at)).collect();
    let mut text = format!("{} modules use each other: {}. The shortest circle:", names.len(), names.join(", "));
    for pair in way.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        text += &format!("\n  {} uses {}:", tree.name(from), tree.name(to));
        let mut items = BTreeSet::new();
        let uses: Vec<&&Use> = graph[&from][&to].iter().filter(|one| items.insert(&one.item)).collect();
        for one in uses.iter().take(MOST_TOLD) {
            text += &format!("\n    {}:{}: {}", tree.modules[from].file, one.line, one.item);
        }
        if let Some(more) = uses.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            text += &format!("\n    and {more} more");
        }
    }
    text
}

/// The circles of a crate of these files, each from its first line on.
fn of(files: &[(&str, &str)]) -> Vec<String> {
    circles(&Tree::of_texts(files))
}

/// How many circles there are between two modules, of which the first one has this text, and the second one uses it.
fn between(text: &str) -> usize {
    of(&[
        ("lib.rs", "mod a; mod b; pub use b::Item as Handed;"),
        ("a.rs", text),
        ("b.rs", "mod c; pub use c::Deep; pub struct Item; pub const ITEM: u8 = 1; pub trait Act {} pub enum Kind { One } use crate::a::Own;"),
        ("b/c.rs", "pub struct Deep; pub fn run() {}"),
    ])
    .len()
}

#[test]
fn a_circle_is_told_with_every_place() {
    let found = of(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B;\nuse crate::c::C;\npub struct A;"),
        ("b.rs", "use crate::c::C;\npub struct B;"),
        ("c.rs", "pub struct C;\n\nfn f(_: crate::a::A) {}\nfn g(_: super::a::A) {}"),
        ("d.rs", "use crate::a::A;"),
    ]);
    let told = "3 modules use each other: a, b, c. The shortest circle:\n  a uses c:\n    a.rs:2: crate::c::C\n  \
                c uses a:\n    c.rs:3: crate::a::A\n    c.rs:4: super::a::A";
    assert_eq!(found, [told]);
}

#[test]
fn two_circles_are_told_apart() {
    let found = of(&[
        (
            "lib.rs",
            "mod a; mod b; mod c { use crate::d::D; pub struct C; } mod d { use crate::c::C; use crate::a::A; pub struct D; }",
        ),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::a::A; pub struct B;"),
    ]);
    let first = |text: &String| text.lines().next().unwrap_or_default().to_owned();
    let told: Vec<String> = found.iter().map(first).collect();
    let words = |names: &str| format!("2 modules use each other: {names}. The shortest circle:");
    assert_eq!(told, [words("a, b"), words("c, d")]);
}

#[test]
fn a_use_is_found_in_whatever_form() {
    let forms = [
        "use crate::b::Item; pub struct Own;",
        "use crate::{b::{Kind, Item as Other}}; pub struct Own;",
        "use super::b::*; pub struct Own;",
        "use crate::b as other; pub struct Own(other::Item);",
        "use crate::b::{self}; pub struct Own(b::Item);",
        "pub use crate::b::Item; pub struct Own;",
        "use crate::b::Act as _; pub struct Own;",
        "use crate::Handed; pub struct Own;",
        "pub struct Own; impl crate::b::Act for Own {}",
        "pub struct Own; fn f() { let _ = super::b::ITEM; }",
        "pub struct Own; fn f(n: u8) -> bool { match n { crate::b::ITEM => true, _ => false } }",
        "pub struct Own; fn f() { use crate::b; let _ = b::ITEM; }",
        "pub struct Own; fn f() { println!(\"{}\", crate::b::ITEM); }",
        "pub struct Own; fn f() { assert!([1].iter().all(|n| *n == self::super::b::ITEM)); }",
        "pub struct Own; macro_rules! m { () => { $crate::b::ITEM } }",
        "#[arg(parser = crate::b::parse)] pub struct Own;",
        "pub struct Own; fn f<T: crate::b::Act>(_: Vec<Option<T>>) {}",
        "pub struct Own; fn f() { let _ = <Own as crate::b::Act>::run(); }",
        "pub struct Own; const N: [u8; crate::b::ITEM as usize] = [0];",
    ];
    for form in forms {
        assert_eq!(between(form), 1, "{form}");
    }
}

#[test]
fn what_is_no_use_is_not_found() {
    let forms = [
        "pub struct Own; // use crate::b::Item;",
        "/// [`crate::b::Item`]\npub struct Own;",
        "pub struct Own; const TEXT: &str = \"crate::b::Item\";",
        "pub struct Own; fn f() { println!(\"crate::b::Item {}\", 1); }",
        "pub struct Own; #[cfg(test)] mod tests { use crate::b::Item; }",
        "pub struct Own; #[cfg(test)] fn f(_: crate::b::Item) {}",
        "pub struct Own; #[cfg(all(test, unix))] use crate::b::Item;",
        "use ::b::Item; pub struct Own;",
        "use crate::b::Deep; pub struct Own;",
        "pub struct Own; pub struct Item; fn f(_: Item) {}",
        "pub struct Own { b: u8 } fn f(own: Own) -> u8 { own.b }",
        "pub(in crate::b) struct Own;",
    ];
    for form in forms {
        assert_eq!(between(form), 0, "{form}");
    }
    assert_eq!(between("use crate::b::Item; #[cfg(not(test))] pub struct Own;"), 1, "only tests are left out");
}

#[test]
fn a_parent_and_its_child_are_a_pair_like_any() {
    let found =
        |parent: &str| of(&[("lib.rs", "mod a;"), ("a.rs", parent), ("a/b.rs", "use super::A; pub fn b() {}")]).len();
    assert_eq!(found("mod b; pub struct A; fn f() { b::b() }"), 1);
    assert_eq!(found("mod b; use b::b; pub struct A; fn f() { b() }"), 1);
    assert_eq!(found("mod b; pub use b::b; pub struct A;"), 0, "an address, not a use");
    assert_eq!(found("mod b; pub use b::b; pub struct A; fn f() { b() }"), 1, "an address that is used, too");
    assert_eq!(found("mod b; pub use b::b; pub struct A; fn f(b: fn()) { b() }"), 0, "a variable of that name");
    assert_eq!(found("mod b; pub use b::*; pub struct A;"), 0);
}

#[test]
fn a_macro_is_a_use_of_who_wrote_it() {
    let found = |child: &str| {
        of(&[
            ("lib.rs", "#[macro_use] mod m; mod a;"),
            ("m.rs", "macro_rules! far { () => {} } use crate::a::b::B;"),
            ("a.rs", "macro_rules! near { () => {} } mod b; use b::B;"),
            ("a/b.rs", child),
        ])
        .len()
    };
    assert_eq!(found("pub struct B; near! {}"), 1);
    assert_eq!(found("pub struct B; fn f() { far!() }"), 1);
    assert_eq!(found("pub struct B; fn f() { vec![near!()]; }"), 1, "within another");
    assert_eq!(found("pub struct B; fn f() { println!() }"), 0);
}
