//! The screens, and what their addresses begin with. All paths are read and written here; what stands behind the `?` is each
//! screen's own.

use crate::short_code;
use form_urlencoded::parse;
use handshake_analysis::run::Source;
use handshake_lessons::Problem;
use std::fmt;

macro_rules! routes {
    ($($(#[doc = $doc:literal])* $route:ident { $($part:ident),* } = $first:literal;)*) => {
        /// A screen, and what the path names of it. A part may be anything: the screen tells what is wrong with it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Route {
            $($(#[doc = $doc])* $route {
                $(#[doc = concat!("The ", stringify!($part), ", as it stands in the path.")] $part: Option<String>),*
            }),*
        }

        impl Route {
            fn read<'a>(first: &str, mut _rest: impl Iterator<Item = &'a str>) -> Option<Route> {
                match first {
                    $($first => Some(Route::$route { $($part: _rest.next().map(str::to_owned)),* }),)*
                    _ => None,
                }
            }

            fn parts(&self) -> (&'static str, Vec<&str>) {
                match self {
                    $(Route::$route { $($part),* } => ($first, [$($part.as_deref()),*].into_iter().map_while(|part: Option<&str>| part).collect()),)*
                }
            }
        }
    };
}

routes! {
    /// The way in.
    Home {} = "";
    /// The step view of a run that settings make.
    Scenario { scenario, step } = "s";
    /// The same of a trace from a file; without a step, the screen that opens one.
    Recording { step } = "open";
    /// The same of a connection to a real server; without a step, the screen that begins one.
    Live { step } = "live";
    /// Two runs side by side.
    Compare { scenario, row } = "compare";
    /// A whole run as text.
    Transcript { scenario, step } = "text";
    /// A teacher's notes on a run.
    Notes { scenario, step } = "notes";
    /// A lesson.
    Lesson { lesson, step } = "l";
    /// All words that are explained, or one.
    Glossary { term } = "glossary";
    /// Notes, worksheets and keys for teachers.
    Teach { lesson } = "teach";
    /// What a class types in.
    Class { code } = "class";
    /// An address as a code that can be typed.
    ShortCode { code } = "c";
    /// What was done in the lessons.
    Progress {} = "progress";
    /// The same on one sheet, to print.
    Certificate {} = "certificate";
    /// A chain that somebody brings.
    ChainChecker {} = "certificates";
    /// What became of each version.
    Versions {} = "versions";
    /// What each operation takes on this device.
    Cost {} = "cost";
    /// The attack lab, or one attack.
    Attacks { name } = "attacks";
    /// Cipher suites, or one taken apart.
    Suite { name } = "suite";
}

impl Route {
    /// The screen that an address opens; `None` if there is none of that name. What stands before its name is the folder in
    /// which the page is served.
    pub fn of(address: &str) -> Option<Route> {
        let (path, _) = split(address);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != "index.html").collect();
        let named = |at: usize| Route::read(parts.get(at)?, parts.iter().skip(at + 1).copied());
        if parts.is_empty() { Some(Route::Home {}) } else { (0..parts.len()).find_map(named) }
    }

    /// A step of a scenario's run, from 1.
    pub fn scenario(scenario: &str, step: usize) -> Route {
        Route::Scenario { scenario: Some(scenario.to_owned()), step: Some(step.to_string()) }
    }

    /// A step of a run, from 1, wherever that comes from; the scenario matters for one that settings make.
    pub fn step(source: Source, scenario: &str, step: usize) -> Route {
        match source {
            Source::Settings => Route::scenario(scenario, step),
            Source::File => Route::Recording { step: Some(step.to_string()) },
            Source::Live => Route::Live { step: Some(step.to_string()) },
        }
    }

    /// A step of a lesson, from 1.
    pub fn lesson(lesson: &str, step: usize) -> Route {
        Route::Lesson { lesson: Some(lesson.to_owned()), step: Some(step.to_string()) }
    }

    /// A word of the glossary.
    pub fn term(term: &str) -> Route {
        Route::Glossary { term: Some(term.to_owned()) }
    }

    /// A cipher suite, by any of its names.
    pub fn suite(name: &str) -> Route {
        Route::Suite { name: Some(name.to_owned()) }
    }

    /// Where the run comes from that the screen steps through; `None` of any other screen.
    pub fn source(&self) -> Option<Source> {
        match self {
            Route::Scenario { .. } => Some(Source::Settings),
            Route::Recording { .. } => Some(Source::File),
            Route::Live { .. } => Some(Source::Live),
            _ => None,
        }
    }

    /// The address with a query; an empty one is left out.
    pub fn with(&self, query: &str) -> String {
        if query.is_empty() { self.to_string() } else { format!("{self}?{query}") }
    }

    /// True if both open the same screen, at whichever step or row of it.
    pub fn is_same_screen(&self, other: &Route) -> bool {
        self.without_step() == other.without_step()
    }

    fn without_step(&self) -> Route {
        let is_there = |step: &Option<String>| step.as_ref().map(|_| String::new());
        match self.clone() {
            Route::Scenario { scenario, .. } => Route::Scenario { scenario, step: None },
            Route::Compare { scenario, .. } => Route::Compare { scenario, row: None },
            Route::Transcript { scenario, .. } => Route::Transcript { scenario, step: None },
            Route::Notes { scenario, .. } => Route::Notes { scenario, step: None },
            Route::Lesson { lesson, .. } => Route::Lesson { lesson, step: None },
            Route::Recording { step } => Route::Recording { step: is_there(&step) },
            Route::Live { step } => Route::Live { step: is_there(&step) },
            other => other,
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, parts) = self.parts();
        write!(f, "/{first}")?;
        parts.into_iter().try_for_each(|part| write!(f, "/{part}"))
    }
}

/// True if an address is of another screen than one before it: another scenario or lesson, another page of words; not another
/// step.
pub fn is_other_screen(address: &str, before: &str) -> bool {
    match (Route::of(address), Route::of(before)) {
        (Some(route), Some(before)) => !route.is_same_screen(&before),
        (route, before) => route != before,
    }
}

/// The path and the query of an address; what stands behind a `#` is a place on a screen.
pub fn split(address: &str) -> (&str, &str) {
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').unwrap_or((address, ""))
}

/// The address that a typed code stands for: `/c/CODE` is one for it.
///
/// # Errors
/// What is wrong with the code.
pub fn decoded(address: &str) -> Option<Result<String, Problem>> {
    match Route::of(address)? {
        Route::ShortCode { code: Some(code) } => Some(short_code::address(&code)),
        _ => None,
    }
}

/// A value of an address's query, by its name.
pub fn asked(query: &str, name: &str) -> Option<String> {
    let mut pairs = parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for path in [
            "/",
            "/s",
            "/s/tls13-full",
            "/s/tls13-full/4",
            "/open",
            "/open/2",
            "/live/1",
            "/compare/a/1",
            "/l/why-tls/3",
            "/glossary/aead",
            "/suite",
            "/certificates",
            "/certificate",
            "/attacks",
            "/attacks/beast",
            "/c/ABC",
            "/text/tls13-full/1",
        ] {
            assert_eq!(Route::of(path).map(|route| route.to_string()).as_deref(), Some(path));
        }
        assert_eq!(Route::of("//s//tls13-full/4/?view=client#x"), Some(Route::scenario("tls13-full", 4)));
        assert_eq!(Route::of("/index.html?lang=es"), Some(Route::Home {}));
        assert_eq!(Route::of("/some/folder/s/a/4"), Some(Route::scenario("a", 4)));
        assert_eq!(Route::of("/nowhere"), None);
        assert_eq!(Route::Versions {}.with(""), "/versions");
        assert_eq!(Route::scenario("a", 1).with("seed=2"), "/s/a/1?seed=2");
        assert_eq!(split("/compare#top"), ("/compare", ""));
    }

    #[test]
    fn a_step_is_no_other_screen() {
        let same = |one: &str, other: &str| {
            let (one, other) = (Route::of(one).expect("a screen"), Route::of(other).expect("a screen"));
            one.is_same_screen(&other)
        };
        assert!(same("/s/a/1", "/s/a/2?seed=3") && same("/open/1", "/open/2") && same("/l/a/1", "/l/a"));
        assert!(!same("/s/a/1", "/s/b/1") && !same("/open", "/open/1") && !same("/l/a/1", "/teach/a"));
    }
}
