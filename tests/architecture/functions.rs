//! How long a function may be.

use crate::sources;
use std::collections::BTreeMap;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Lines from the first of a signature to the last brace: what a person can see at once.
const LONGEST: usize = 60;

/// Those that are longer still, by module and name. One that is short or gone is to be taken off; none is to be put on.
const LONGER: &[&str] = &[];

#[test]
fn no_function_is_too_long() {
    let mut long = BTreeMap::new();
    for source in sources("crates") {
        let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        for function in functions(&file).into_iter().filter(|function| function.lines > LONGEST) {
            let place = format!("{}:{}: {} has {} lines", source.path, function.line, function.name, function.lines);
            long.entry(format!("{}::{}", module(&source.path), function.name)).or_insert_with(Vec::new).push(place);
        }
    }
    let wrong = complaints(&long, LONGER);
    assert!(wrong.is_empty(), "at most {LONGEST} lines:\n{}", wrong.join("\n"));
}

fn complaints(long: &BTreeMap<String, Vec<String>>, known: &[&str]) -> Vec<String> {
    let unknown = long.iter().flat_map(|(key, places)| {
        let excused = known.iter().filter(|name| *name == key).count();
        places.iter().skip(excused).cloned()
    });
    let gone = known.iter().filter(|key| !long.contains_key(**key));
    unknown.chain(gone.map(|key| format!("{key} is not too long any more: take it off the list"))).collect()
}

/// The name of a file's module, whatever it stands in.
fn module(path: &str) -> &str {
    let path = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
}

fn functions(file: &syn::File) -> Vec<Function> {
    let mut found = Functions(Vec::new());
    found.visit_file(file);
    found.0
}

struct Functions(Vec<Function>);

impl Functions {
    fn note(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.span().start().line;
        let lines = block.span().end().line + 1 - line;
        self.0.push(Function { name: signature.ident.to_string(), line, lines });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.note(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.note(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.note(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[test]
fn lines_are_counted_from_the_signature_to_the_last_brace() {
    let text = "/// Docs\n/// of two lines.\n#[inline]\npub fn a(\n    n: u8,\n) -> u8 {\n    n\n}\n\
                impl A {\n    fn b() {\n        fn c() {}\n    }\n}\ntrait T {\n    fn d();\n    fn e() {}\n}\nconst F: &str = \"fn f() {\n}\";";
    let file = syn::parse_file(text).expect("a source");
    let found: Vec<(String, usize, usize)> =
        functions(&file).into_iter().map(|function| (function.name, function.line, function.lines)).collect();
    let is = |name: &str, line, lines| (name.to_owned(), line, lines);
    assert_eq!(found, [is("a", 4, 5), is("b", 10, 3), is("c", 11, 1), is("e", 16, 1)]);
}

#[test]
fn the_list_can_only_become_shorter() {
    let long = |key: &str, places: &[&str]| (key.to_owned(), places.iter().map(|place| (*place).to_owned()).collect());
    let found = BTreeMap::from([long("a::a", &["a.rs:1"]), long("b::b", &["b.rs:1", "c/b.rs:1"])]);
    assert_eq!(complaints(&found, &["a::a", "b::b"]), ["c/b.rs:1"], "a name excuses one function");
    assert_eq!(complaints(&found, &["b::b"]), ["a.rs:1", "c/b.rs:1"]);
    let gone = "c::c is not too long any more: take it off the list";
    assert_eq!(complaints(&found, &["a::a", "b::b", "c::c"]), ["c/b.rs:1", gone]);
    assert_eq!(module("crates/ui/src/pages/live.rs"), "live");
    assert_eq!(module("crates/core/src/pki/teaching/mod.rs"), "teaching");
}
