//! The modules of a crate, as its sources declare them, and what each of them calls by which name.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Attribute, Item, ItemMacro, ItemMod, Meta, Token, UseTree, Visibility};

/// A module: a file, or one written within another.
pub struct Module {
    /// Its path from the root of the crate, which itself is `crate`.
    pub path: String,
    /// The module that declares it; `None` for the root.
    pub parent: Option<usize>,
    /// Where it is written.
    pub file: String,
    /// Compiled for unit tests only.
    pub is_test: bool,
    /// Its items, but for modules that stand in it.
    pub items: Vec<Item>,
    /// What can be called by one name here.
    pub names: BTreeMap<String, Vec<Binding>>,
    /// `use …::*`.
    pub globs: Vec<Vec<String>>,
    /// Macros and traits: both can be used by whom names neither.
    pub macros: BTreeSet<String>,
    pub traits: BTreeSet<String>,
    /// Its macros hold after it in its parent, too.
    pub macro_use: bool,
}

/// What a name of a module stands for.
pub enum Binding {
    Module(usize),
    /// Defined here.
    Item(usize),
    /// Imported from there.
    Import(Vec<String>),
}

/// One name of a `use`.
pub struct Leaf {
    /// Without `self` at its end.
    pub path: Vec<String>,
    /// As what it is known here; `None` for `_` and for a glob.
    pub name: Option<String>,
    pub glob: bool,
    pub line: usize,
}

/// A crate's modules; the first one is the root.
pub struct Tree {
    pub modules: Vec<Module>,
}

/// Reads a file by its path.
pub type Read<'a> = dyn Fn(&str) -> Option<String> + 'a;

impl Tree {
    /// The modules that a root file declares, and those that they declare.
    pub fn read(root: &str, read: &Read) -> Self {
        let mut tree = Self { modules: Vec::new() };
        let text = read(root).unwrap_or_else(|| panic!("there is no {root}"));
        let directory = directory(root).to_owned();
        tree.add("crate".to_owned(), None, root, false, false);
        tree.fill(0, parsed(root, &text), &directory, read);
        tree
    }

    /// The modules of a crate of these files; the first one is the root.
    pub fn of_texts(files: &[(&str, &str)]) -> Self {
        let text = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned());
        Self::read(files[0].0, &text)
    }

    fn add(&mut self, path: String, parent: Option<usize>, file: &str, is_test: bool, macro_use: bool) -> usize {
        self.modules.push(Module {
            path,
            parent,
            file: file.to_owned(),
            is_test,
            items: Vec::new(),
            names: BTreeMap::new(),
            globs: Vec::new(),
            macros: BTreeSet::new(),
            traits: BTreeSet::new(),
            macro_use,
        });
        self.modules.len() - 1
    }

    /// Puts the items into a module, whose children's files are in `directory`.
    fn fill(&mut self, at: usize, items: Vec<Item>, directory: &str, read: &Read) {
        for item in items {
            match item {
                Item::Mod(module) => self.declare(at, module, directory, read),
                item => {
                    self.define(at, &item);
                    self.modules[at].items.push(item);
                }
            }
        }
    }

    fn declare(&mut self, parent: usize, module: ItemMod, directory: &str, read: &Read) {
        let name = plain(&module.ident);
        let above = &self.modules[parent];
        let path = if above.parent.is_some() { format!("{}::{name}", above.path) } else { name.clone() };
        let macro_use = module.attrs.iter().any(|attribute| attribute.path().is_ident("macro_use"));
        let mut is_test = above.is_test || for_tests(&module.attrs);
        let (file, below, items) = if let Some((_, items)) = module.content {
            (above.file.clone(), join(directory, &name), items)
        } else {
            let (file, below) = match path_of(&module.attrs) {
                Some(path) => {
                    let file = join(self::directory(&above.file), &path);
                    (file.clone(), self::directory(&file).to_owned())
                }
                None if read(&join(directory, &format!("{name}.rs"))).is_some() => {
                    (join(directory, &format!("{name}.rs")), join(directory, &name))
                }
                None => (join(directory, &format!("{name}/mod.rs")), join(directory, &name)),
            };
            is_test |= file.ends_with("/tests.rs");
            let text = read(&file).unwrap_or_else(|| panic!("{}: mod {name} has no file", above.file));
            let items = parsed(&file, &text);
            (file, below, items)
        };
        let at = self.add(path, Some(parent), &file, is_test, macro_use);
        self.modules[parent].names.entry(name).or_default().push(Binding::Module(at));
        self.fill(at, items, &below, read);
    }

    /// Notes what an item defines.
    fn define(&mut self, at: usize, item: &Item) {
        let module = &mut self.modules[at];
        if let Item::Use(item) = item {
            for leaf in leaves(&item.tree, item.leading_colon.is_some()) {
                match leaf.name {
                    Some(name) => module.names.entry(name).or_default().push(Binding::Import(leaf.path)),
                    None if leaf.glob => module.globs.push(leaf.path),
                    None => {}
                }
            }
            return;
        }
        if let Item::Trait(item) = item {
            module.traits.insert(plain(&item.ident));
        }
        let mut exported = None;
        if let Item::Macro(item @ ItemMacro { ident: Some(ident), .. }) = item {
            module.macros.insert(plain(ident));
            if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                exported = Some(plain(ident));
            }
        }
        for name in defined(item) {
            module.names.entry(name).or_default().push(Binding::Item(at));
        }
        if let Some(name) = exported {
            self.modules[0].names.entry(name).or_default().push(Binding::Item(at));
        }
    }
}

fn parsed(file: &str, text: &str) -> Vec<Item> {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{file}:{}: {error}", error.span().start().line)).items
}

fn directory(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(directory, _)| directory)
}

fn join(directory: &str, name: &str) -> String {
    if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") }
}

/// A name without `r#`.
pub fn plain(ident: &proc_macro2::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// All names of a `use`. One that begins with `::` leads out of the crate.
pub fn leaves(tree: &UseTree, outside: bool) -> Vec<Leaf> {
    let mut found = Vec::new();
    gather(tree, &[], &mut found);
    if outside { Vec::new() } else { found }
}

fn gather(tree: &UseTree, before: &[String], found: &mut Vec<Leaf>) {
    let with = |ident: &proc_macro2::Ident| {
        let mut path = before.to_vec();
        // `a::{self}` is `a`.
        if before.is_empty() || ident != "self" {
            path.push(plain(ident));
        }
        path
    };
    let leaf = |ident: &proc_macro2::Ident, name: Option<String>| Leaf {
        path: with(ident),
        name,
        glob: false,
        line: ident.span().start().line,
    };
    match tree {
        UseTree::Path(path) => gather(&path.tree, &with(&path.ident), found),
        UseTree::Name(name) => found.push(leaf(&name.ident, with(&name.ident).pop())),
        UseTree::Rename(rename) => {
            let name = Some(plain(&rename.rename)).filter(|name| name != "_");
            found.push(leaf(&rename.ident, name));
        }
        UseTree::Glob(glob) => found.push(Leaf {
            path: before.to_vec(),
            name: None,
            glob: true,
            line: glob.star_token.spans[0].start().line,
        }),
        UseTree::Group(group) => group.items.iter().for_each(|tree| gather(tree, before, found)),
    }
}

/// The names that an item defines.
pub fn defined(item: &Item) -> Vec<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Macro(ItemMacro { ident: Some(ident), .. }) => ident,
        // What a macro is given often holds what it defines.
        Item::Macro(item) => return defined_in(item.mac.tokens.clone()),
        _ => return Vec::new(),
    };
    vec![plain(ident)]
}

fn defined_in(tokens: TokenStream) -> Vec<String> {
    let kinds = ["const", "enum", "fn", "static", "struct", "trait", "type", "union"];
    let mut names = Vec::new();
    let mut after_kind = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if after_kind => {
                names.push(plain(&ident));
                after_kind = false;
            }
            TokenTree::Ident(ident) => after_kind = kinds.iter().any(|kind| ident == kind),
            _ => after_kind = false,
        }
    }
    names
}

/// Whether an item is only compiled for unit tests.
pub fn for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<Meta>().is_ok_and(|condition| !holds_without_tests(&condition))
    })
}

fn holds_without_tests(condition: &Meta) -> bool {
    let parts = || match condition {
        Meta::List(list) => {
            let parts = list.parse_args_with(syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated);
            parts.map(|parts| parts.into_iter().collect()).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let name = condition.path();
    if name.is_ident("any") {
        parts().iter().any(holds_without_tests)
    } else if name.is_ident("all") {
        parts().iter().all(holds_without_tests)
    } else {
        !name.is_ident("test")
    }
}

fn path_of(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find(|attribute| attribute.path().is_ident("path")).and_then(|attribute| match &attribute.meta {
        Meta::NameValue(syn::MetaNameValue {
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }),
            ..
        }) => Some(text.value()),
        _ => None,
    })
}

/// Whether a `use` hands on what it names.
pub fn is_public(visibility: &Visibility) -> bool {
    !matches!(visibility, Visibility::Inherited)
}

#[test]
fn modules_are_found_where_they_are_declared() {
    let tree = Tree::of_texts(&[
        ("lib.rs", "mod a; mod b { mod c; } #[path = \"odd/name.rs\"] mod d; #[cfg(test)] mod tests;"),
        ("a.rs", "mod below;"),
        ("a/below.rs", ""),
        ("b/c/mod.rs", "mod e;"),
        ("b/c/e.rs", "#[cfg(all(unix, test))] mod f { mod g {} }"),
        ("odd/name.rs", "mod h;"),
        ("odd/h.rs", ""),
        ("tests.rs", "mod i;"),
        ("tests/i.rs", ""),
    ]);
    let names = |is_test: bool| {
        tree.modules.iter().filter(|module| module.is_test == is_test).map(|module| &*module.path).collect::<Vec<_>>()
    };
    assert_eq!(names(false), ["crate", "a", "a::below", "b", "b::c", "b::c::e", "d", "d::h"]);
    assert_eq!(names(true), ["b::c::e::f", "b::c::e::f::g", "tests", "tests::i"]);
}
