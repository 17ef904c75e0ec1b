//! Turns content/*.toml into one file a language, which is read in a moment when the page starts. A mistake in a file of
//! content/ is reported with its name and line, when the project is built.

mod catalogue;
mod cite;
mod definitions;
mod typeset;

// Placeholders are found as the page finds them.
#[allow(dead_code)]
#[path = "src/fill.rs"]
mod fill;

// The one definition of a lesson; how it is used does not matter here.
#[allow(dead_code)]
#[path = "src/lesson.rs"]
mod lesson;

// What is written here is read by these.
#[path = "src/tables.rs"]
mod tables;

use catalogue::Reader;
use lesson::{Case, Lesson, Plan, Slice};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tables::Tables;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    text: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Node {
    /// Of the form for an older version: that of the other form, if it says none.
    #[serde(default)]
    title: String,
    #[serde(default)]
    short: String,
    text: String,
    #[serde(default)]
    used_for: String,
    /// Where it is specified, if not where the key schedule says.
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Titled {
    /// Of the form for an older version: that of the other form, if it says none.
    #[serde(default)]
    title: String,
    text: String,
    /// Where it is specified, if not where the engine says.
    #[serde(default)]
    source: String,
}

/// What the table of RFC 8446's sections looks like.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Renumbered {
    sections: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Moment {
    key: String,
    /// Said only if all of these hold, for example `rule=chain-in-time, middle=yes`.
    #[serde(default)]
    when: String,
    #[serde(default)]
    label: String,
    heading: String,
    body: String,
    #[serde(default)]
    aside: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phase {
    name: String,
    first: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    id: String,
    /// Under which heading of Home it stands.
    group: String,
    title: String,
    summary: String,
    /// A scenario whose texts stand in for those that this one does not have.
    base: Option<String>,
    /// Settings that differ from the usual ones.
    #[serde(default)]
    preset: BTreeMap<String, String>,
    phase: Vec<Phase>,
    #[serde(default)]
    moment: Vec<Moment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    id: String,
    title: String,
    year: u16,
    source: String,
    until: Option<u16>,
    #[serde(default)]
    retired: String,
    text: String,
    broken: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Versions {
    version: Vec<Version>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuitePart {
    title: String,
    text: String,
    #[serde(default)]
    weak: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuiteList {
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suites {
    exchange: BTreeMap<String, SuitePart>,
    auth: BTreeMap<String, SuitePart>,
    cipher: BTreeMap<String, SuitePart>,
    hash: BTreeMap<String, SuitePart>,
    list: SuiteList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    title: String,
    summary: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plans {
    plan: Vec<Plan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct General {
    moment: Vec<Moment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    title: String,
    #[serde(default)]
    also: Vec<String>,
    text: String,
    source: String,
    #[serde(default)]
    picture: String,
}

/// The languages that there are catalogues of.
const TRANSLATIONS: &[&str] = &["es"];

fn main() {
    println!("cargo:rerun-if-changed=content");
    let (content, out) = (Path::new("content"), PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")));
    let Renumbered { sections } = Reader::new(content, None, &BTreeMap::new()).read(&content.join("rfc9846.toml"));
    let english = Reader::new(content, None, &sections);
    let mut english_tables = tables(&english, content, &sections);
    english.write_templates(&out.join("templates")).expect("OUT_DIR can be written to");
    let statements: Vec<_> =
        english_tables.words.iter().copied().filter(|(key, _)| key.starts_with("finding.")).collect();
    english_tables.english_titles = slice(english_tables.terms.iter().map(|term| (term.key, term.title)));
    write(&out, "en", &english_tables);
    for language in TRANSLATIONS {
        let mut tables = tables(&Reader::new(content, Some(language), &sections), content, &sections);
        tables.english_statements = slice(statements.iter().copied());
        tables.english_titles = english_tables.english_titles;
        write(&out, language, &tables);
    }
}

fn write(out: &Path, language: &str, tables: &Tables) {
    let file = out.join(format!("texts-{language}.txt"));
    let bytes = postcard::to_stdvec(tables).expect("tables are plain data");
    std::fs::write(&file, bytes).expect("OUT_DIR can be written to");
}

/// A text that stays for good: a build makes each once.
fn text(text: &str) -> &'static str {
    Box::leak(text.trim().to_owned().into_boxed_str())
}

/// Several that stay for good.
fn slice<T>(all: impl IntoIterator<Item = T>) -> Slice<T> {
    Slice(Box::leak(all.into_iter().collect::<Vec<_>>().into_boxed_slice()))
}

/// All tables of a language.
fn tables(reader: &Reader<'_>, content: &Path, sections: &BTreeMap<String, String>) -> Tables {
    let fields: BTreeMap<String, Field> = merged(reader, &content.join("fields"));
    let field = |(key, field): (&String, &Field)| tables::Field {
        key: text(key),
        text: text(&field.text),
        source: text(&field.source),
    };
    let definition = |(key, (lines, source)): (&String, &(String, String))| tables::Definition {
        key: text(key),
        text: Box::leak(lines.clone().into_boxed_str()),
        source: text(&cite::cite(source, &|section| sections.get(section).cloned())),
    };
    let groups: Groups = reader.read(&content.join("groups.toml"));
    let group =
        |group: &Group| tables::Group { id: text(&group.id), title: text(&group.title), summary: text(&group.summary) };
    let general: General = reader.read(&content.join("general.toml"));
    let versions: Versions = reader.read(&content.join("versions.toml"));
    let suites: Suites = reader.read(&content.join("suites.toml"));
    let cases: Cases = reader.read(&content.join("cases.toml"));
    let plans: Plans = reader.read(&content.join("plans.toml"));
    let words: BTreeMap<String, String> = merged(reader, &content.join("words"));
    let word = |(key, word): (&String, &String)| (text(key), &*Box::leak(word.clone().into_boxed_str()));
    let titled = |file: &str| titled(reader, &content.join(file));
    Tables {
        aspects: titled("aspects.toml"),
        cases: slice(cases.case),
        choices: titled("choices.toml"),
        definitions: slice(definitions::definitions().iter().map(definition)),
        english_statements: Slice::default(),
        english_titles: Slice::default(),
        fields: slice(fields.iter().map(field)),
        general: slice(general.moment.iter().map(moment)),
        groups: slice(groups.group.iter().map(group)),
        lessons: slice(files(&content.join("lessons")).iter().map(|file| reader.read::<Lesson>(file))),
        nodes: nodes(reader, content),
        pictures: pictures(reader, content),
        plans: slice(plans.plan),
        rules: titled("rules.toml"),
        scenarios: scenarios(reader, content, &groups),
        sections: slice(sections.iter().map(|(old, new)| (text(old), text(new)))),
        suite_names: slice(suites.list.names.iter().map(|name| text(name))),
        suite_parts: suite_parts(&suites),
        tamper: titled("tamper.toml"),
        terms: terms(reader, content),
        versions: slice(versions.version.iter().map(version)),
        whys: titled("whys.toml"),
        words: slice(words.iter().map(word)),
        // When all else has been read.
        untranslated: slice(reader.problems().iter().map(|problem| text(problem))),
    }
}

/// A file of texts with titles.
fn titled(reader: &Reader<'_>, file: &Path) -> Slice<tables::Titled> {
    let mut entries: BTreeMap<String, Titled> = reader.read(file);
    let titles: BTreeMap<String, String> =
        entries.iter().map(|(key, entry)| (key.clone(), entry.title.clone())).collect();
    for (key, entry) in &mut entries {
        or_of(&mut entry.title, &titles, key, &file.display().to_string());
    }
    slice(entries.iter().map(|(key, entry)| tables::Titled {
        key: text(key),
        title: text(&entry.title),
        text: text(&entry.text),
        source: text(&entry.source),
    }))
}

/// The values of the key schedule.
fn nodes(reader: &Reader<'_>, content: &Path) -> Slice<tables::Node> {
    let mut nodes: BTreeMap<String, Node> = reader.read(&content.join("nodes.toml"));
    let of = |pick: fn(&Node) -> &String| -> BTreeMap<String, String> {
        nodes.iter().map(|(key, node)| (key.clone(), pick(node).clone())).collect()
    };
    let (titles, shorts, uses) = (of(|node| &node.title), of(|node| &node.short), of(|node| &node.used_for));
    for (key, node) in &mut nodes {
        or_of(&mut node.title, &titles, key, "nodes.toml");
        or_of(&mut node.short, &shorts, key, "nodes.toml");
        or_of(&mut node.used_for, &uses, key, "nodes.toml");
    }
    slice(nodes.iter().map(|(key, node)| tables::Node {
        key: text(key),
        title: text(&node.title),
        short: text(&node.short),
        text: text(&node.text),
        used_for: text(&node.used_for),
        source: text(&node.source),
    }))
}

/// Where the form for an older version says nothing of its own, what the other form says.
fn or_of(text: &mut String, others: &BTreeMap<String, String>, key: &str, file: &str) {
    if text.is_empty() {
        let other = key.strip_prefix("1.2/").and_then(|key| others.get(key)).filter(|text| !text.is_empty());
        *text = other.unwrap_or_else(|| panic!("{file}: {key} lacks a title, or what it is used for")).clone();
    }
}

fn scenarios(reader: &Reader<'_>, content: &Path, groups: &Groups) -> Slice<tables::Scenario> {
    slice(files(&content.join("scenarios")).into_iter().map(|file| {
        let scenario: Scenario = reader.read(&file);
        if groups.group.iter().all(|one| one.id != scenario.group) {
            panic!("{}: there is no group {} in groups.toml", file.display(), scenario.group);
        }
        let phase = |phase: &Phase| tables::Phase { name: text(&phase.name), first: text(&phase.first) };
        tables::Scenario {
            id: text(&scenario.id),
            group: text(&scenario.group),
            title: text(&scenario.title),
            summary: text(&scenario.summary),
            base: scenario.base.as_deref().map(text),
            preset: slice(scenario.preset.iter().map(|(name, value)| (text(name), text(value)))),
            phases: slice(scenario.phase.iter().map(phase)),
            moments: slice(scenario.moment.iter().map(moment)),
        }
    }))
}

fn terms(reader: &Reader<'_>, content: &Path) -> Slice<tables::Term> {
    let terms: BTreeMap<String, Term> = reader.read(&content.join("glossary.toml"));
    slice(terms.iter().map(|(key, term)| tables::Term {
        key: text(key),
        title: text(&term.title),
        also: slice(term.also.iter().map(|form| text(form))),
        text: text(&term.text),
        source: text(&term.source),
        picture: text(&term.picture),
    }))
}

fn pictures(reader: &Reader<'_>, content: &Path) -> Slice<(&'static str, &'static str)> {
    let files = with_extension(&content.join("pictures"), "svg");
    slice(files.iter().map(|file| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        (text(&name), text(&reader.picture(file)))
    }))
}

fn version(version: &Version) -> tables::Version {
    tables::Version {
        id: text(&version.id),
        title: text(&version.title),
        year: version.year,
        source: text(&version.source),
        until: version.until,
        retired: text(&version.retired),
        text: text(&version.text),
        broken: text(&version.broken),
    }
}

fn suite_parts(suites: &Suites) -> Slice<tables::SuitePart> {
    let kinds =
        [("exchange", &suites.exchange), ("auth", &suites.auth), ("cipher", &suites.cipher), ("hash", &suites.hash)];
    slice(kinds.into_iter().flat_map(|(kind, parts)| {
        parts.iter().map(move |(key, part)| tables::SuitePart {
            kind: text(kind),
            key: text(key),
            title: text(&part.title),
            text: text(&part.text),
            weak: text(&part.weak),
        })
    }))
}

fn moment(moment: &Moment) -> tables::Moment {
    tables::Moment {
        key: text(&moment.key),
        when: slice(moment.when.split(',').filter(|one| !one.trim().is_empty()).map(condition)),
        label: text(&moment.label),
        heading: text(&moment.heading),
        body: text(&moment.body),
        aside: text(&moment.aside),
    }
}

/// `name=value`, as a pair.
fn condition(written: &str) -> (&'static str, &'static str) {
    let (name, value) =
        written.split_once('=').unwrap_or_else(|| panic!("when = \"…{written}…\" is not of the form name=value"));
    (text(name), text(value))
}

/// All entries of a folder's files; a key must not come twice.
fn merged<T: DeserializeOwned>(reader: &Reader<'_>, folder: &Path) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for file in files(folder) {
        let entries: BTreeMap<String, T> = reader.read(&file);
        for (key, entry) in entries {
            if all.insert(key.clone(), entry).is_some() {
                panic!("{}: the key {key} stands in another file, too", file.display());
            }
        }
    }
    all
}

fn files(folder: &Path) -> Vec<PathBuf> {
    with_extension(folder, "toml")
}

fn with_extension(folder: &Path, wanted: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == wanted));
    files.sort();
    files
}
