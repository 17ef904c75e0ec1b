//! Where a path leads to: the module that defines what it names, through all that hands it on.

use crate::modules::{Binding, Tree};

/// What a path leads to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Target {
    /// A module.
    Module(usize),
    /// An item, which this module defines.
    Item(usize),
}

impl Tree {
    /// A module as a person would write it.
    pub fn name(&self, module: usize) -> &str {
        &self.modules[module].path
    }

    /// Whether a module stands in another, or in one that does.
    pub fn is_below(&self, module: usize, other: usize) -> bool {
        let mut above = self.modules[module].parent;
        while let Some(at) = above {
            if at == other {
                return true;
            }
            above = self.modules[at].parent;
        }
        false
    }

    /// The module below the root that a module stands in; the root for the root.
    pub fn top(&self, module: usize) -> usize {
        let mut at = module;
        while let Some(parent) = self.modules[at].parent.filter(|parent| *parent != 0) {
            at = parent;
        }
        at
    }

    /// Whether a module defines anything but modules.
    pub fn defines(&self, module: usize) -> bool {
        self.modules[module]
            .names
            .values()
            .flatten()
            .any(|binding| matches!(binding, Binding::Item(at) if *at == module))
    }

    /// The traits that a module hands on, by the modules that define them.
    pub fn traits_handed_on(&self, module: usize) -> Vec<(String, usize)> {
        let mut traits = Vec::new();
        for (name, bindings) in &self.modules[module].names {
            let imports = bindings.iter().filter_map(|binding| match binding {
                Binding::Import(path) => path.last(),
                _ => None,
            });
            for last in imports {
                for target in self.resolve(module, std::slice::from_ref(name)) {
                    if let Target::Item(at) = target
                        && self.modules[at].traits.contains(last)
                    {
                        traits.push((last.clone(), at));
                    }
                }
            }
        }
        traits
    }

    /// Where a macro is defined that is used here by its bare name: textual scope goes from a module to those in it.
    pub fn textual_macro(&self, module: usize, name: &str) -> Option<usize> {
        let mut at = Some(module);
        while let Some(here) = at {
            if let Some(found) = self.leaves_macro(here, name) {
                return Some(found);
            }
            at = self.modules[here].parent;
        }
        None
    }

    fn leaves_macro(&self, module: usize, name: &str) -> Option<usize> {
        if self.modules[module].macros.contains(name) {
            return Some(module);
        }
        let bindings = self.modules[module].names.values().flatten();
        let children = bindings.filter_map(|binding| match binding {
            Binding::Module(child) if self.modules[*child].macro_use => Some(*child),
            _ => None,
        });
        children.filter_map(|child| self.leaves_macro(child, name)).next()
    }

    /// The crate that a path leads out to; `None` if it stays in this one.
    pub fn outside(&self, module: usize, path: &[String]) -> Option<String> {
        self.way_out(module, path, &mut Vec::new())
    }

    fn way_out<'a>(&'a self, module: usize, path: &[String], asked: &mut Vec<&'a [String]>) -> Option<String> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => return self.way_out(0, rest, asked),
            "self" => return self.way_out(module, rest, asked),
            "super" => return self.way_out(self.modules[module].parent.unwrap_or(0), rest, asked),
            _ => {}
        }
        let Some(bindings) = self.modules[module].names.get(first) else {
            return Some(first.clone());
        };
        bindings.iter().find_map(|binding| match binding {
            Binding::Module(at) => self.way_in(*at, rest, asked),
            Binding::Item(_) => None,
            Binding::Import(import) if asked.iter().any(|other| std::ptr::eq(*other, import.as_slice())) => None,
            Binding::Import(import) => {
                asked.push(import);
                let whole: Vec<String> = import.iter().chain(rest).cloned().collect();
                self.way_out(module, &whole, asked)
            }
        })
    }

    /// Of a path that goes on in another module: what that does not call anything leads nowhere.
    fn way_in<'a>(&'a self, module: usize, path: &[String], asked: &mut Vec<&'a [String]>) -> Option<String> {
        let first = path.first()?;
        self.modules[module].names.contains_key(first).then(|| self.way_out(module, path, asked))?
    }

    /// Whether a module calls anything by that name.
    pub fn calls(&self, module: usize, name: &str) -> bool {
        !self.look_up(module, name, &mut Vec::new()).is_empty()
    }

    /// What a path leads to from a module; nothing if it leads out of the crate.
    pub fn resolve(&self, module: usize, path: &[String]) -> Vec<Target> {
        self.walk(module, path, &mut Vec::new())
    }

    fn walk<'a>(&'a self, module: usize, path: &'a [String], asked: &mut Vec<Asked<'a>>) -> Vec<Target> {
        let mut at = module;
        let mut rest = path;
        // Where the path begins, if that is not a name.
        let mut anchored = false;
        while let [first, after @ ..] = rest {
            at = match first.as_str() {
                "crate" => 0,
                "self" => at,
                "super" => self.modules[at].parent.unwrap_or(0),
                _ => break,
            };
            anchored = true;
            rest = after;
        }
        let [first, after @ ..] = rest else {
            return vec![Target::Module(at)];
        };
        let mut found = self.look_up(at, first, asked);
        if found.is_empty() && anchored {
            // What no item declares, a macro made.
            return vec![Target::Item(at)];
        }
        for name in after {
            found = self.step(&found, name, asked);
        }
        found.sort();
        found.dedup();
        found
    }

    /// One name further: in a module what it calls so; of an item it is a part.
    fn step<'a>(&'a self, from: &[Target], name: &'a str, asked: &mut Vec<Asked<'a>>) -> Vec<Target> {
        let modules: Vec<usize> = from
            .iter()
            .filter_map(|target| match target {
                Target::Module(at) => Some(*at),
                Target::Item(_) => None,
            })
            .collect();
        if modules.is_empty() {
            return from.to_vec();
        }
        let mut found = Vec::new();
        for at in modules {
            let here = self.look_up(at, name, asked);
            found.extend(if here.is_empty() { vec![Target::Item(at)] } else { here });
        }
        found
    }

    /// What a module calls by a name.
    fn look_up<'a>(&'a self, module: usize, name: &'a str, asked: &mut Vec<Asked<'a>>) -> Vec<Target> {
        let here = &self.modules[module];
        let mut found = Vec::new();
        for binding in here.names.get(name).into_iter().flatten() {
            match binding {
                Binding::Module(at) => found.push(Target::Module(*at)),
                Binding::Item(at) => found.push(Target::Item(*at)),
                Binding::Import(path) => found.extend(self.follow(module, path, name, asked)),
            }
        }
        if found.is_empty() {
            for glob in &here.globs {
                for target in self.follow(module, glob, name, asked) {
                    if let Target::Module(at) = target {
                        found.extend(self.look_up(at, name, asked));
                    }
                }
            }
        }
        found
    }

    /// Where an import leads to, unless that is what is being asked.
    fn follow<'a>(
        &'a self,
        module: usize,
        import: &'a [String],
        name: &'a str,
        asked: &mut Vec<Asked<'a>>,
    ) -> Vec<Target> {
        if asked.iter().any(|(other, of)| std::ptr::eq(*other, import) && *of == name) {
            return Vec::new();
        }
        asked.push((import, name));
        let found = self.walk(module, import, asked);
        asked.pop();
        found
    }
}

/// An import that is being followed, and for which name.
type Asked<'a> = (&'a [String], &'a str);

#[test]
fn a_path_leads_to_who_defines_the_item() {
    let tree = Tree::of_texts(&[
        ("lib.rs", "mod a; mod b; mod c; pub use a::*; use b::thing as other;"),
        ("a.rs", "mod deep; pub use deep::{Item, deep}; pub use crate::b::Kind;"),
        ("a/deep.rs", "pub struct Item; pub fn deep() {} made! { pub struct Made; }"),
        ("b.rs", "pub enum Kind { One } pub fn thing() {} pub use self::thing as again;"),
        ("c.rs", "use super::Item; use super::a::{self as aa, *};"),
    ]);
    let lead = |path: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        let at = tree.modules.iter().position(|module| module.path == "c").expect("a module");
        let names = tree.resolve(at, &path).into_iter().map(|target| match target {
            Target::Module(at) => format!("mod {}", tree.name(at)),
            Target::Item(at) => tree.name(at).to_owned(),
        });
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(lead("Item"), "a::deep");
    assert_eq!(lead("aa::Item"), "a::deep");
    assert_eq!(lead("Item::new"), "a::deep", "a part of it");
    assert_eq!(lead("crate::Item"), "a::deep", "through a glob");
    assert_eq!(lead("crate::Kind::One"), "b", "handed on twice");
    assert_eq!(lead("crate::other"), "b", "by another name");
    assert_eq!(lead("super::b::again"), "b");
    assert_eq!(lead("Kind"), "b", "by its own glob");
    assert_eq!(lead("crate::a::deep"), "mod a::deep a::deep", "a module and a function of one name");
    assert_eq!(lead("crate::a::deep::Made"), "a::deep", "what a macro is given");
    assert_eq!(lead("crate::b::Unseen"), "b", "what a macro makes");
    assert_eq!(lead("std::fmt"), "", "another crate");
    assert_eq!(lead("crate::a"), "mod a");
}
