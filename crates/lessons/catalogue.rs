//! Other languages: English is what content/ is written in, and a gettext catalogue beside it (`content/es/….po`, one for
//! each file) gives every text again. A text is found by its English, so one that was changed is missed at once.

use crate::cite::cite;
use crate::fill::placeholders;
use crate::typeset::typeset;
use polib::catalog::Catalog;
use polib::message::Message;
use polib::metadata::CatalogMetadata;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml::Value;

/// What holds a text, in all files of content/; every other string is a name, a query or a source.
const TEXTS: &[&str] = &[
    "answer",
    "aside",
    "ask",
    "body",
    "broken",
    "discuss",
    "goals",
    "happened",
    "heading",
    "hints",
    "label",
    "note",
    "prevented",
    "retired",
    "right",
    "short",
    "summary",
    "text",
    "timing",
    "title",
    "used_for",
    "weak",
    "why",
    "wrong",
];

/// Patterns of what the engine and the bridge say in their own English: they have to stay as they are.
const PATTERNS: &[&str] = &["finding.", "bridge."];

/// Reads files of content/ in one language.
pub struct Reader<'a> {
    content: &'a Path,
    /// `None`: in English, in which they are written.
    language: Option<&'a str>,
    /// Where RFC 9846 has the sections of RFC 8446.
    sections: &'a BTreeMap<String, String>,
    /// What its catalogues lack, or have in a wrong form.
    problems: RefCell<Vec<String>>,
    /// The texts of each file, in their order.
    texts: RefCell<BTreeMap<PathBuf, Vec<String>>>,
}

impl<'a> Reader<'a> {
    pub fn new(content: &'a Path, language: Option<&'a str>, sections: &'a BTreeMap<String, String>) -> Reader<'a> {
        Reader { content, language, sections, problems: RefCell::default(), texts: RefCell::default() }
    }

    /// Texts without a translation, translations of nothing, and such with other placeholders than the English text.
    pub fn problems(&self) -> Vec<String> {
        self.problems.take()
    }

    /// Reads a file, or says where it is wrong.
    pub fn read<T: DeserializeOwned>(&self, file: &Path) -> T {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let fault = |error: toml::de::Error| -> ! {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
            panic!("{}:{line}: {}", file.display(), error.message())
        };
        // In its own words first: then a fault has a line.
        let _: T = toml::from_str(&text).unwrap_or_else(|error| fault(error));
        let catalogue = self.catalogue(file);
        let mut tree: Value = toml::from_str(&text).unwrap_or_else(|error| fault(error));
        catalogue.tree(&mut tree, self.path(file).starts_with("words"));
        self.read_through(file, catalogue);
        self.renumber(&mut tree);
        tree.try_into().unwrap_or_else(|error| panic!("{} with its texts put in: {error}", file.display()))
    }

    /// A picture, with its words.
    pub fn picture(&self, file: &Path) -> String {
        let svg = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let catalogue = self.catalogue(file);
        let (mut out, mut rest) = (String::new(), svg.as_str());
        while let Some((before, text, after)) = words_of(rest) {
            out.push_str(before);
            out.push_str(&catalogue.text(text));
            rest = after;
        }
        out.push_str(rest);
        self.read_through(file, catalogue);
        out
    }

    /// Keeps what is to be told of a file that was read.
    fn read_through(&self, file: &Path, catalogue: Catalogue) {
        if self.language.is_none() {
            self.texts.borrow_mut().insert(self.path(file).to_owned(), catalogue.asked.take());
        }
        self.problems.borrow_mut().extend(catalogue.problems());
    }

    /// Writes a gettext template for each file that was read, with the line of each text: what translators begin with.
    pub fn write_templates(&self, to: &Path) -> std::io::Result<()> {
        for (file, texts) in self.texts.borrow().iter() {
            let english = std::fs::read_to_string(self.content.join(file))?;
            let mut head = CatalogMetadata::new();
            head.project_id_version = "Handshake Lab".to_owned();
            head.mime_version = "1.0".to_owned();
            head.content_type = "text/plain; charset=UTF-8".to_owned();
            head.content_transfer_encoding = "8bit".to_owned();
            let mut template = Catalog::new(head);
            for text in texts {
                let place = format!("{}:{}", file.display(), line_of(&english, text));
                template.append_or_update(Message::build_singular().with_msgid(text.clone()).with_source(place).done());
            }
            let path = to.join(file).with_extension("pot");
            std::fs::create_dir_all(path.parent().unwrap_or(to))?;
            polib::po_file::write_to_file(&template, &path)?;
        }
        Ok(())
    }

    /// Cites RFC 9846 wherever a file cites RFC 8446.
    fn renumber(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = cite(text, &|section| self.sections.get(section).cloned()),
            Value::Array(values) => values.iter_mut().for_each(|value| self.renumber(value)),
            Value::Table(table) => table.iter_mut().for_each(|(_, value)| self.renumber(value)),
            _ => {}
        }
    }

    fn path<'f>(&self, file: &'f Path) -> &'f Path {
        file.strip_prefix(self.content).unwrap_or(file)
    }

    fn catalogue(&self, file: &Path) -> Catalogue {
        let path = self.path(file).with_extension("po");
        match self.language {
            Some(language) => {
                let folder = self.content.join(language);
                Catalogue { citing: messages(&folder.join("sources.po")), ..Catalogue::read(folder.join(path)) }
            }
            None => Catalogue::english(path),
        }
    }
}

/// The next words of a picture: what stands before, the words, what stands after.
fn words_of(svg: &str) -> Option<(&str, &str, &str)> {
    let begins = ["aria-label=\"", "<title>"].into_iter().filter_map(|mark| Some(svg.find(mark)? + mark.len()));
    let shown = svg.find("<text").and_then(|at| Some(at + svg.get(at..)?.find('>')? + 1));
    let start = begins.chain(shown).min()?;
    let (before, rest) = svg.split_at(start);
    let (text, after) = rest.split_at(rest.find(['"', '<'])?);
    Some((before, text, after))
}

/// The line on which a text begins.
fn line_of(file: &str, text: &str) -> usize {
    // Up to what a file may write in another way, or break.
    let begins = text.split(['\n', '"', '\\']).next().unwrap_or(text);
    file.find(begins).map_or(1, |at| file.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1)
}

/// The messages of a catalogue, by their English. One that is marked as fuzzy is a guess about a text that has changed: it is none.
fn messages(file: &Path) -> BTreeMap<String, String> {
    if !file.exists() {
        return BTreeMap::new();
    }
    let read = polib::po_file::parse(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let certain = read.messages().filter(|one| !one.is_fuzzy());
    certain.map(|one| (one.msgid().to_owned(), one.msgstr().unwrap_or_default().to_owned())).collect()
}

struct Catalogue {
    /// Of English itself: its texts are printed as they stand.
    english: bool,
    file: PathBuf,
    /// Words in sources, such as “appendix”.
    citing: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    used: RefCell<BTreeSet<String>>,
    /// The texts that were asked for in English, each once.
    asked: RefCell<Vec<String>>,
    problems: RefCell<Vec<String>>,
}

impl Catalogue {
    fn english(file: PathBuf) -> Catalogue {
        let (citing, texts, used, asked, problems) = Default::default();
        Catalogue { english: true, file, citing, texts, used, asked, problems }
    }

    fn read(file: PathBuf) -> Catalogue {
        Catalogue { english: false, texts: messages(&file), ..Catalogue::english(file) }
    }

    /// Puts the texts of a file into the other language; in a file of words, all of its strings are texts.
    fn tree(&self, value: &mut Value, words: bool) {
        let Value::Table(table) = value else { return };
        for (key, value) in table.iter_mut() {
            match value {
                Value::String(_) if self.english && PATTERNS.iter().any(|kind| key.starts_with(kind)) => {}
                Value::String(source) if key == "source" => *source = self.source(source),
                Value::String(text) if words || TEXTS.contains(&key.as_str()) => *text = self.text(text),
                // The name of a phase; elsewhere names are no texts.
                Value::Array(phases) if key == "phase" => phases.iter_mut().for_each(|phase| self.name(phase)),
                Value::Array(also) if key == "also" => *also = self.also(also),
                Value::Array(values) => {
                    for value in values {
                        match value {
                            Value::String(text) if TEXTS.contains(&key.as_str()) => *text = self.text(text),
                            other => self.tree(other, words),
                        }
                    }
                }
                Value::Table(_) => self.tree(value, words),
                _ => {}
            }
        }
    }

    /// Where something is specified: names and numbers, but for a word or two.
    fn source(&self, source: &str) -> String {
        let words = source.split(' ').map(|word| self.citing.get(word).map_or(word, String::as_str));
        words.collect::<Vec<_>>().join(" ")
    }

    fn name(&self, phase: &mut Value) {
        if let Some(Value::String(name)) = phase.get_mut("name") {
            *name = self.text(name);
        }
    }

    /// The other forms of a term: as many as the language has.
    fn also(&self, forms: &[Value]) -> Vec<Value> {
        let forms: Vec<&str> = forms.iter().filter_map(Value::as_str).collect();
        let list = self.text(&format!("also: {}", forms.join(" | ")));
        let list = list.strip_prefix("also:").unwrap_or(&list);
        let forms = list.split('|').map(str::trim).filter(|form| !form.is_empty());
        forms.map(|form| Value::String(form.to_owned())).collect()
    }

    fn text(&self, english: &str) -> String {
        let key = english.trim();
        if self.english {
            let mut asked = self.asked.borrow_mut();
            if !neutral(key) && !asked.iter().any(|text| text == key) {
                asked.push(key.to_owned());
            }
            return typeset(english);
        }
        let Some(text) = self.texts.get(key).filter(|text| !text.is_empty()) else {
            if !neutral(key) {
                self.problem(&format!("no translation of “{key}”"));
            }
            return english.to_owned();
        };
        self.used.borrow_mut().insert(key.to_owned());
        if sorted(placeholders(key)) != sorted(placeholders(text)) {
            self.problem(&format!("other placeholders than in “{key}”"));
        }
        // Spaces at the edges are the code's matter.
        let spaces = |edge: &str| edge.chars().filter(|ch| ch.is_whitespace()).collect::<String>();
        let (before, after) = english.split_once(key).unwrap_or_default();
        format!("{}{text}{}", spaces(before), spaces(after))
    }

    fn problem(&self, problem: &str) {
        self.problems.borrow_mut().push(format!("{}: {problem}", self.file.display()));
    }

    fn problems(self) -> Vec<String> {
        let used = self.used.borrow().clone();
        for key in self.texts.keys().filter(|key| !used.contains(*key)) {
            self.problem(&format!("nothing says “{key}” any more"));
        }
        self.problems.into_inner()
    }
}

/// True if a text is the same in all languages: numbers, sources, code and placeholders.
fn neutral(text: &str) -> bool {
    let mut bare = String::new();
    let (mut code, mut braces) = (false, false);
    for ch in text.chars() {
        match ch {
            '`' => code = !code,
            '{' => braces = true,
            '}' => braces = false,
            _ if code || braces => {}
            _ => bare.push(ch),
        }
    }
    let names = ["RFC", "NIST", "FIPS", "SP", "BCP", "CVE"];
    let mut words = bare.split(|ch: char| !ch.is_alphanumeric() && ch != '_');
    words.all(|word| {
        let letters = word.chars().filter(|ch| ch.is_alphabetic()).count();
        letters < 2 || names.contains(&word) || word.starts_with("TLS_")
    })
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}
