//! A language's texts, read from their file when they are first asked for. A program has the files of all languages in it; the
//! page, built without them, is handed one.

use crate::language::{Language, language};
use crate::tables::Tables;
use std::sync::OnceLock;

/// Those of each language, in the order of [`Language::ALL`].
static READ: [OnceLock<Tables>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

/// That a file is not one of texts, or not one of this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What the file of a language's texts is called. It ends so that hosts compress it, as they do what is text for the most part.
pub fn file_name(language: Language) -> &'static str {
    match language {
        Language::English => "texts-en.txt",
        Language::Spanish => "texts-es.txt",
    }
}

/// The file of a language's texts.
#[cfg(feature = "texts")]
pub fn texts(language: Language) -> &'static [u8] {
    match language {
        Language::English => include_bytes!(concat!(env!("OUT_DIR"), "/texts-en.txt")),
        Language::Spanish => include_bytes!(concat!(env!("OUT_DIR"), "/texts-es.txt")),
    }
}

/// Reads the file of a language's texts, for as long as the program runs.
///
/// # Errors
/// If it is not one that this build wrote.
pub fn read_texts(language: Language, file: Vec<u8>) -> Result<(), Unreadable> {
    read(language, Box::leak(file.into_boxed_slice()))
}

fn read(language: Language, file: &'static [u8]) -> Result<(), Unreadable> {
    let tables: Tables = postcard::from_bytes(file).map_err(|_| Unreadable)?;
    // They are the same ones, if somebody was quicker.
    let _ = of(language).set(tables);
    Ok(())
}

fn of(language: Language) -> &'static OnceLock<Tables> {
    match language {
        Language::English => &READ[0],
        Language::Spanish => &READ[1],
    }
}

/// The texts in the language in force. Those that nobody has read yet are empty.
pub(crate) fn tables() -> &'static Tables {
    static NONE: OnceLock<Tables> = OnceLock::new();
    #[cfg(feature = "texts")]
    if of(language()).get().is_none() {
        let _ = read(language(), texts(language()));
    }
    of(language()).get().unwrap_or_else(|| NONE.get_or_init(Tables::default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_another_build_are_refused() {
        assert_eq!(read_texts(Language::English, b"<!doctype html>".to_vec()), Err(Unreadable));
        let mut cut = texts(Language::English).to_vec();
        cut.truncate(cut.len() / 2);
        assert_eq!(read_texts(Language::English, cut), Err(Unreadable));
        assert!(!crate::lessons().is_empty());
    }
}
