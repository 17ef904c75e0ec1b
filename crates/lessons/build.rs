//! Turns content/*.toml into Rust tables, so that nothing is parsed when the page starts. A mistake in a file is
//! reported with its name and line, when the project is built.

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

use catalogue::Reader;
use lesson::{Case, Lesson, Plan};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

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

/// What the tables of a language are called, and of what they are.
const TABLES: &[(&str, &str)] = &[
    ("aspects", "Titled"),
    ("cases", "Case"),
    ("choices", "Titled"),
    ("fields", "Field"),
    ("general", "Moment"),
    ("groups", "Group"),
    ("lessons", "Lesson"),
    ("nodes", "Node"),
    ("pictures", "(&str, &str)"),
    ("plans", "Plan"),
    ("rules", "Titled"),
    ("scenarios", "Scenario"),
    ("suite_names", "&str"),
    ("suite_parts", "SuitePart"),
    ("tamper", "Titled"),
    ("terms", "Term"),
    ("untranslated", "&str"),
    ("versions", "Version"),
    ("whys", "Titled"),
    ("words", "(&str, &str)"),
];

fn main() {
    println!("cargo:rerun-if-changed=content");
    let content = Path::new("content");
    let mut out = String::new();
    writeln!(out, "/// All texts, in one language.\nstruct Tables {{").expect("a string takes all");
    for (name, of) in TABLES {
        writeln!(out, "{name}: &'static [{}],", of.replace("&str", "&'static str")).expect("a string takes all");
    }
    writeln!(out, "}}").expect("a string takes all");
    let Renumbered { sections } = Reader::new(content, None, &BTreeMap::new()).read(&content.join("rfc9846.toml"));
    writeln!(out, "static SECTIONS: &[(&str, &str)] = &{:?};", sections.iter().collect::<Vec<_>>())
        .expect("a string takes all");
    for (module, language) in [("en", None), ("es", Some("es"))] {
        writeln!(out, "mod {module} {{\nuse super::*;").expect("a string takes all");
        let reader = Reader::new(content, language, &sections);
        tables(&mut out, &reader, content);
        if language.is_none() {
            let templates = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("templates");
            reader.write_templates(&templates).expect("OUT_DIR can be written to");
        }
        let all: String = TABLES.iter().map(|(name, _)| format!("{name}: {}, ", name.to_uppercase())).collect();
        writeln!(out, "pub(super) static TABLES: Tables = Tables {{ {all} }};\n}}").expect("a string takes all");
    }
    table(&mut out, "DEFINITIONS", "Definition", &definitions::definitions(), |(text, source)| {
        let source = cite::cite(source, &|section| sections.get(section).cloned());
        format!("text: {text:?}, source: {source:?}")
    });
    let file = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("content.rs");
    std::fs::write(&file, out).expect("OUT_DIR can be written to");
}

/// All tables of a language.
fn tables(out: &mut String, reader: &Reader<'_>, content: &Path) {
    let fields: BTreeMap<String, Field> = merged(reader, &content.join("fields"));
    table(out, "FIELDS", "Field", &fields, |field| {
        format!("text: {:?}, source: {:?}", field.text.trim(), field.source)
    });
    nodes(out, reader, content);
    for (name, file) in [
        ("RULES", "rules.toml"),
        ("CHOICES", "choices.toml"),
        ("WHYS", "whys.toml"),
        ("TAMPER", "tamper.toml"),
        ("ASPECTS", "aspects.toml"),
    ] {
        let mut entries: BTreeMap<String, Titled> = reader.read(&content.join(file));
        let titles: BTreeMap<String, String> =
            entries.iter().map(|(key, entry)| (key.clone(), entry.title.clone())).collect();
        for (key, entry) in &mut entries {
            or_of(&mut entry.title, &titles, key, file);
        }
        table(out, name, "Titled", &entries, |entry| {
            let Titled { title, text, source } = entry;
            format!("title: {title:?}, text: {:?}, source: {source:?}", text.trim())
        });
    }
    let general: General = reader.read(&content.join("general.toml"));
    writeln!(out, "static GENERAL: &[Moment] = &[{}];", moments(&general.moment)).expect("a string takes all");
    versions(out, &reader.read(&content.join("versions.toml")));
    suites(out, &reader.read(&content.join("suites.toml")));
    let groups: Groups = reader.read(&content.join("groups.toml"));
    let entry = |group: &Group| {
        let Group { id, title, summary } = group;
        format!("Group {{ id: {id:?}, title: {title:?}, summary: {summary:?} }}, ")
    };
    let entries: String = groups.group.iter().map(entry).collect();
    writeln!(out, "static GROUPS: &[Group] = &[{entries}];").expect("a string takes all");
    scenarios(out, reader, content, &groups);
    lessons(out, reader, content);
    let words: BTreeMap<String, String> = merged(reader, &content.join("words"));
    writeln!(out, "static WORDS: &[(&str, &str)] = &{:?};", words.iter().collect::<Vec<_>>())
        .expect("a string takes all");
    writeln!(out, "static UNTRANSLATED: &[&str] = &{:?};", reader.problems()).expect("a string takes all");
}

/// The values of the key schedule.
fn nodes(out: &mut String, reader: &Reader<'_>, content: &Path) {
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
    table(out, "NODES", "Node", &nodes, |node| {
        let Node { title, short, text, used_for, source } = node;
        format!(
            "title: {title:?}, short: {short:?}, text: {:?}, used_for: {:?}, source: {source:?}",
            text.trim(),
            used_for.trim()
        )
    });
}

/// Where the form for an older version says nothing of its own, what the other form says.
fn or_of(text: &mut String, others: &BTreeMap<String, String>, key: &str, file: &str) {
    if text.is_empty() {
        let other = key.strip_prefix("1.2/").and_then(|key| others.get(key)).filter(|text| !text.is_empty());
        *text = other.unwrap_or_else(|| panic!("{file}: {key} lacks a title, or what it is used for")).clone();
    }
}

fn scenarios(out: &mut String, reader: &Reader<'_>, content: &Path, groups: &Groups) {
    out.push_str("static SCENARIOS: &[Scenario] = &[\n");
    for file in files(&content.join("scenarios")) {
        let scenario: Scenario = reader.read(&file);
        let Scenario { id, group, title, summary, base, preset, phase, moment } = scenario;
        if groups.group.iter().all(|one| one.id != group) {
            panic!("{}: there is no group {group} in groups.toml", file.display());
        }
        let preset: String = preset.iter().map(|(key, value)| format!("({key:?}, {value:?}), ")).collect();
        let phases: String = phase
            .iter()
            .map(|phase| format!("Phase {{ name: {:?}, first: {:?} }}, ", phase.name, phase.first))
            .collect();
        let (summary, moments) = (summary.trim(), moments(&moment));
        writeln!(
            out,
            "Scenario {{ id: {id:?}, group: {group:?}, title: {title:?}, summary: {summary:?}, base: {base:?}, preset: &[{preset}], phases: &[{phases}], moments: &[{moments}] }},"
        )
        .expect("a string takes all");
    }
    out.push_str("];\n");
}

/// Lessons, glossary and pictures.
fn lessons(out: &mut String, reader: &Reader<'_>, content: &Path) {
    let lessons: Vec<Lesson> = files(&content.join("lessons")).iter().map(|file| reader.read(file)).collect();
    writeln!(out, "static LESSONS: &[Lesson] = &{lessons:?};").expect("a string takes all");
    let cases: Cases = reader.read(&content.join("cases.toml"));
    let plans: Plans = reader.read(&content.join("plans.toml"));
    writeln!(out, "static PLANS: &[Plan] = &{:?};", plans.plan).expect("a string takes all");
    writeln!(out, "static CASES: &[Case] = &{:?};", cases.case).expect("a string takes all");
    let terms: BTreeMap<String, Term> = reader.read(&content.join("glossary.toml"));
    table(out, "TERMS", "Term", &terms, |term| {
        let Term { title, also, text, source, picture } = term;
        format!("title: {title:?}, also: &{also:?}, text: {:?}, source: {source:?}, picture: {picture:?}", text.trim())
    });
    let pictures: Vec<(String, String)> = with_extension(&content.join("pictures"), "svg")
        .into_iter()
        .map(|file| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            (name, reader.picture(&file))
        })
        .collect();
    writeln!(out, "static PICTURES: &[(&str, &str)] = &{pictures:?};").expect("a string takes all");
}

fn versions(out: &mut String, versions: &Versions) {
    let entry = |version: &Version| {
        let Version { id, title, year, source, until, retired, text, broken } = version;
        format!(
            "Version {{ id: {id:?}, title: {title:?}, year: {year}, source: {source:?}, until: {until:?}, retired: {retired:?}, text: {text:?}, broken: {broken:?} }}, "
        )
    };
    let entries: String = versions.version.iter().map(entry).collect();
    writeln!(out, "static VERSIONS: &[Version] = &[{entries}];").expect("a string takes all");
}

fn suites(out: &mut String, suites: &Suites) {
    let kinds =
        [("exchange", &suites.exchange), ("auth", &suites.auth), ("cipher", &suites.cipher), ("hash", &suites.hash)];
    out.push_str("static SUITE_PARTS: &[SuitePart] = &[\n");
    for (kind, parts) in kinds {
        for (key, SuitePart { title, text, weak }) in parts {
            writeln!(
                out,
                "SuitePart {{ kind: {kind:?}, key: {key:?}, title: {title:?}, text: {text:?}, weak: {weak:?} }},"
            )
            .expect("a string takes all");
        }
    }
    writeln!(out, "];\nstatic SUITE_NAMES: &[&str] = &{:?};", suites.list.names).expect("a string takes all");
}

/// Writes a table, sorted by key.
fn table<T>(out: &mut String, name: &str, of: &str, entries: &BTreeMap<String, T>, rest: impl Fn(&T) -> String) {
    writeln!(out, "static {name}: &[{of}] = &[").expect("a string takes all");
    for (key, entry) in entries {
        writeln!(out, "{of} {{ key: {key:?}, {} }},", rest(entry)).expect("a string takes all");
    }
    out.push_str("];\n");
}

fn moments(moments: &[Moment]) -> String {
    let moment = |moment: &Moment| {
        let Moment { key, when, label, heading, body, aside } = moment;
        let when: String = when.split(',').filter(|one| !one.trim().is_empty()).map(condition).collect();
        let (body, aside) = (body.trim(), aside.trim());
        format!(
            "Moment {{ key: {key:?}, when: &[{when}], label: {label:?}, heading: {heading:?}, body: {body:?}, aside: {aside:?} }},\n"
        )
    };
    moments.iter().map(moment).collect()
}

/// `name=value`, as a pair.
fn condition(text: &str) -> String {
    let (name, value) =
        text.split_once('=').unwrap_or_else(|| panic!("when = \"…{text}…\" is not of the form name=value"));
    format!("({:?}, {:?}), ", name.trim(), value.trim())
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
