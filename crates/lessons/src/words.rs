//! What a page says that belongs to no run: words and short sentences, by key.

use crate::language::{Language, language};
use crate::{fill, tables};
use icu_locale_core::locale;
use icu_plurals::{PluralCategory, PluralRules};
use std::fmt::Display;

/// The words for a key. A key without words is shown itself, and a test finds it.
pub fn word(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

/// The words for a key that is put together from a name, such as a setting's.
pub fn word_of(kind: &'static str, name: &str) -> Option<&'static str> {
    find(&format!("{kind}.{name}"))
}

/// What the engine states, in the language in force or in English, whichever is asked for. Where the words differ with a
/// number, those for `n`.
pub fn statement_in(language: Language, name: &str, n: Option<u64>) -> Option<&'static str> {
    let in_force = language == crate::language();
    let words = if in_force { tables().words.0 } else { tables().english_statements.0 };
    let key = format!("finding.{name}");
    let form = |n: u64| name_of(form_in(language, usize::try_from(n).unwrap_or(usize::MAX)));
    let forms = n.iter().flat_map(|n| [form(*n), "other"]);
    find_in(words, &key).or_else(|| forms.map(|form| format!("{key}.{form}")).find_map(|key| find_in(words, &key)))
}

/// All of them.
pub fn words() -> &'static [(&'static str, &'static str)] {
    tables().words.0
}

/// The words for a key, with values in the places of their `{names}`.
pub fn say(key: &'static str, values: &[(&str, &dyn Display)]) -> String {
    put(word(key), values)
}

/// The words for so many: for the key and the form that the language has for the number (Unicode's plural rules), as
/// `key.one` and `key.other`. The number stands in the place of `{n}`.
pub fn say_n(key: &'static str, n: usize, values: &[(&str, &dyn Display)]) -> String {
    let form = name_of(form_for(n));
    // A form that differs for no word (Spanish has one for millions) need not be there.
    let words = find(&format!("{key}.{form}")).or_else(|| find(&format!("{key}.other"))).unwrap_or(key);
    let mut all: Vec<(&str, &dyn Display)> = vec![("n", &n)];
    all.extend_from_slice(values);
    put(words, &all)
}

fn name_of(form: PluralCategory) -> &'static str {
    match form {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn form_for(n: usize) -> PluralCategory {
    form_in(language(), n)
}

fn form_in(language: Language, n: usize) -> PluralCategory {
    let locale = match language {
        Language::English => locale!("en"),
        Language::Spanish => locale!("es"),
    };
    PluralRules::try_new_cardinal(locale.into()).map_or(PluralCategory::Other, |rules| rules.category_for(n))
}

fn find(key: &str) -> Option<&'static str> {
    find_in(tables().words.0, key)
}

fn find_in(words: &'static [(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    words.binary_search_by(|(name, _)| (*name).cmp(key)).ok().and_then(|at| words.get(at)).map(|(_, word)| *word)
}

pub(crate) fn put(text: &str, values: &[(&str, &dyn Display)]) -> String {
    fill(text, &|name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set_language;

    #[test]
    fn a_number_takes_the_form_of_the_language() {
        assert_eq!(
            (form_for(0), form_for(1), form_for(2)),
            (PluralCategory::Other, PluralCategory::One, PluralCategory::Other)
        );
        set_language(Language::Spanish);
        assert_eq!(form_for(1), PluralCategory::One);
        assert_eq!(form_for(1_000_000), PluralCategory::Many);
        set_language(Language::English);
    }
}
