//! The language that texts are given in. It is set once, when a page or a program starts: every text of this crate is then
//! in that language, and nobody has to hand it on.

use std::cell::Cell;

/// A language that all texts are there in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, which the content is written in.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// The language in force, of this thread.
pub fn language() -> Language {
    SPOKEN.get()
}

/// Puts another language in force, for this thread.
pub fn set_language(language: Language) {
    SPOKEN.set(language);
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::English, Language::Spanish];

    /// Its tag (RFC 5646), as in `lang="es"`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Spanish => "es",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Spanish => "Español",
        }
    }

    /// `ltr` or `rtl`, as in `dir="ltr"`.
    pub fn direction(self) -> &'static str {
        match self {
            Language::English | Language::Spanish => "ltr",
        }
    }

    /// The language of a tag, whatever region it names: `es-MX` is Spanish.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next()?;
        Language::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_region_names_the_language() {
        assert_eq!(Language::of_tag("es-MX"), Some(Language::Spanish));
        assert_eq!(Language::of_tag("EN"), Some(Language::English));
        assert_eq!(Language::of_tag("est"), None);
        assert_eq!(Language::of_tag(""), None);
    }
}
