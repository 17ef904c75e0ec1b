//! Which module uses which: every path in a module's code, led to the module that defines what it names.
//!
//! What this can't see: methods called on a value (their type would have to be known), and names that a macro puts together.

use crate::modules::{Tree, defined, for_tests, is_public, leaves, plain};
use crate::names::Target;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};

/// One module names an item that another defines.
pub struct Use {
    pub from: usize,
    pub to: usize,
    pub line: usize,
    /// As it is written.
    pub item: String,
}

/// All uses of modules by each other in a crate, but for unit tests.
pub fn uses(tree: &Tree) -> Vec<Use> {
    let mut found = Vec::new();
    for (module, read) in tree.modules.iter().enumerate().filter(|(_, module)| !module.is_test) {
        let mut reader = Reader { tree, module, locals: Vec::new(), blocks: Vec::new(), found: &mut found };
        read.items.iter().for_each(|item| reader.visit_item(item));
    }
    found
}

/// What the items of a block call things.
#[derive(Default)]
struct Block {
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    items: BTreeSet<String>,
}

struct Reader<'a> {
    tree: &'a Tree,
    module: usize,
    /// Variables of the functions around, which hide functions of the same name.
    locals: Vec<BTreeSet<String>>,
    blocks: Vec<Block>,
    found: &'a mut Vec<Use>,
}

impl Reader<'_> {
    /// A path in code.
    fn path(&mut self, path: &[String], line: usize) {
        match path {
            [] => return,
            [first, ..] if first == "Self" => return,
            [one] if one.starts_with(char::is_lowercase) && self.locals.iter().any(|names| names.contains(one)) => {
                return;
            }
            _ => {}
        }
        for target in self.resolve(path) {
            // A module alone is nothing in code: the name is also something else's.
            if let Target::Item(to) = target {
                self.note(to, path.join("::"), line);
            }
        }
    }

    fn resolve(&self, path: &[String]) -> Vec<Target> {
        for block in self.blocks.iter().rev() {
            if block.items.contains(&path[0]) {
                return Vec::new();
            }
            if let Some(import) = block.imports.get(&path[0]) {
                let whole: Vec<String> = import.iter().chain(&path[1..]).cloned().collect();
                return self.tree.resolve(self.module, &whole);
            }
            for glob in &block.globs {
                let whole: Vec<String> = glob.iter().chain(path).cloned().collect();
                let below = self.tree.resolve(self.module, glob);
                if below.iter().any(|target| matches!(target, Target::Module(at) if self.tree.calls(*at, &path[0]))) {
                    return self.tree.resolve(self.module, &whole);
                }
            }
        }
        self.tree.resolve(self.module, path)
    }

    fn note(&mut self, to: usize, item: String, line: usize) {
        if to != self.module {
            self.found.push(Use { from: self.module, to, line, item });
        }
    }

    /// The names of a `use`. What a module hands on from below itself is an address, not a use.
    fn import(&mut self, item: &syn::ItemUse) {
        let hands_on = is_public(&item.vis);
        for leaf in leaves(&item.tree, item.leading_colon.is_some()) {
            for target in self.tree.resolve(self.module, &leaf.path) {
                let (to, traits) = match target {
                    Target::Item(to) => (Some(to), Vec::new()),
                    // A module's name alone says nothing yet; what is named through it will.
                    Target::Module(_) if !leaf.glob => (None, Vec::new()),
                    Target::Module(to) => {
                        (Some(to).filter(|to| self.tree.defines(*to)), self.tree.traits_handed_on(to))
                    }
                };
                let traits = traits.into_iter().map(|(name, at)| (at, name));
                let named = leaf.path.join("::") + if leaf.glob { "::*" } else { "" };
                for (to, item) in to.map(|to| (to, named)).into_iter().chain(traits) {
                    if !(hands_on && self.tree.is_below(to, self.module)) {
                        self.note(to, item, leaf.line);
                    }
                }
            }
        }
    }

    /// Paths in what a macro or an attribute is given: those of several names, names of types, and calls.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is =
            |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == sign);
        let colons = |at: usize| is(at, ':') && is(at + 1, ':');
        let mut at = 0;
        while at < tokens.len() {
            let begin = at;
            at += 1;
            match &tokens[begin] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let mut path = vec![plain(first)];
                    while colons(at)
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 2)
                    {
                        path.push(plain(next));
                        at += 3;
                    }
                    let is_part = begin > 0 && is(begin - 1, '.') || begin > 1 && colons(begin - 2);
                    let is_key = path.len() == 1 && (is(at, ':') && !colons(at) || is(at, '=') && !is(at + 1, '='));
                    let is_call = matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                    let line = first.span().start().line;
                    if is(at, '!') && path.len() == 1 && matches!(tokens.get(at + 1), Some(TokenTree::Group(_))) {
                        self.macro_name(&path, line);
                    } else if !is_part
                        && !is_key
                        && (path.len() > 1 || is_call || path[0].starts_with(char::is_uppercase))
                    {
                        self.path(&path, line);
                    }
                }
                _ => {}
            }
        }
    }

    fn macro_name(&mut self, path: &[String], line: usize) {
        let known = path.len() > 1 || self.resolve(path).iter().any(|target| matches!(target, Target::Item(_)));
        if known {
            self.path(path, line);
        } else if let Some(to) = self.tree.textual_macro(self.module, &path[0]) {
            self.note(to, format!("{}!", path[0]), line);
        }
    }

    fn within(&mut self, locals: BTreeSet<String>, visit: impl FnOnce(&mut Self)) {
        self.locals.push(locals);
        visit(self);
        self.locals.pop();
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes: &[syn::Attribute] = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            _ => &[],
        };
        if !for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(Variables::of(|variables| variables.visit_item_fn(item)), |reader| {
            visit::visit_item_fn(reader, item)
        });
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let variables = Variables::of(|variables| variables.visit_impl_item_fn(item));
        self.within(variables, |reader| visit::visit_impl_item_fn(reader, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        let variables = Variables::of(|variables| variables.visit_trait_item_fn(item));
        self.within(variables, |reader| visit::visit_trait_item_fn(reader, item));
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        let variables = Variables::of(|variables| variables.visit_expr_closure(closure));
        self.within(variables, |reader| visit::visit_expr_closure(reader, closure));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let mut names = Block::default();
        for statement in &block.stmts {
            match statement {
                syn::Stmt::Item(syn::Item::Use(item)) => {
                    for leaf in leaves(&item.tree, item.leading_colon.is_some()) {
                        match leaf.name {
                            Some(name) => drop(names.imports.insert(name, leaf.path)),
                            None if leaf.glob => names.globs.push(leaf.path),
                            None => {}
                        }
                    }
                }
                syn::Stmt::Item(item) => names.items.extend(defined(item)),
                _ => {}
            }
        }
        self.blocks.push(names);
        visit::visit_block(self, block);
        self.blocks.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // `::a` leads out of the crate.
        if path.leading_colon.is_none() {
            let names: Vec<String> = path.segments.iter().map(|segment| plain(&segment.ident)).collect();
            let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
            self.path(&names, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        match &path.qself {
            // `<T>::Part`: the path is a part's.
            Some(of) if of.position == 0 => self.visit_qself(of),
            _ => visit::visit_type_path(self, path),
        }
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        match &path.qself {
            Some(of) if of.position == 0 => self.visit_qself(of),
            _ => visit::visit_expr_path(self, path),
        }
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        // A constant or a unit, or else a variable.
        if pattern.subpat.is_none() && pattern.ident.to_string().starts_with(char::is_uppercase) {
            self.path(&[plain(&pattern.ident)], pattern.ident.span().start().line);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let names: Vec<String> = call.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        if call.path.leading_colon.is_none() && !call.path.is_ident("macro_rules") {
            self.macro_name(&names, call.path.segments[0].ident.span().start().line);
        }
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta
            && !attribute.path().is_ident("cfg")
        {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

/// The names of all variables that a piece of code binds.
struct Variables(BTreeSet<String>);

impl Variables {
    fn of(visit: impl FnOnce(&mut Self)) -> BTreeSet<String> {
        let mut variables = Self(BTreeSet::new());
        visit(&mut variables);
        variables.0
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.insert(plain(&pattern.ident));
        visit::visit_pat_ident(self, pattern);
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Union(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
