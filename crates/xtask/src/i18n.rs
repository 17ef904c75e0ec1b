//! Translators' catalogues: templates of the English texts, and what has changed in them merged into each language by gettext.

use crate::proc::{cargo, output, which};
use crate::{Outcome, page};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Merges changed English into the catalogues: a text that is new has no translation there, one that was changed a fuzzy one, and
/// one that is gone is kept at the end as a comment. With a language that has none yet, its catalogues begin.
///
/// # Errors
/// If gettext is missing or fails, or the texts can't be read.
pub fn i18n(lang: Option<&str>) -> Outcome {
    for program in ["msgmerge", "msginit", "msgfmt"] {
        which(program).ok_or_else(|| format!("{program} is missing: install gettext (apt-get install gettext)"))?;
    }
    let templates = templates()?;
    let content = page::root().join("crates/lessons/content");
    let languages = lang.map_or_else(|| languages(&content), |lang| vec![lang.to_owned()]);
    let mut all = Vec::new();
    files(&templates, &mut all)?;
    for lang in &languages {
        for template in &all {
            let inside = template.strip_prefix(&templates).map_err(|error| error.to_string())?;
            merge(template, &content.join(lang).join(inside).with_extension("po"), lang)?;
        }
        println!("  {} catalogues of {lang} are as the English texts are", all.len());
    }
    Ok(())
}

/// Has the templates written, which a build of the texts does, and returns their folder.
fn templates() -> Outcome<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--quiet", "--locked", "--package", "handshake-lessons", "--message-format=json"]);
    let told =
        output(&mut build).ok_or("the texts can't be read: `cargo build --package handshake-lessons` says why")?;
    let of_lessons = |line: &&str| line.contains("build-script-executed") && line.contains("handshake-lessons");
    let line = told.lines().find(of_lessons).ok_or("the build of the texts did not say where it writes")?;
    let folder = line.split("\"out_dir\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    Ok(Path::new(folder).join("templates"))
}

/// The languages that have catalogues.
fn languages(content: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(content) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.len() == 2).collect()
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) -> Outcome {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true => files(&path, out)?,
            false => out.push(path),
        }
    }
    out.sort();
    Ok(())
}

fn merge(template: &Path, catalogue: &Path, lang: &str) -> Outcome {
    let run = |what: &str, command: &mut Command| {
        let result = command.output().map_err(|error| format!("{what}: {error}"))?;
        match result.status.success() {
            true => Ok(()),
            false => Err(format!("{}: {what}: {}", catalogue.display(), String::from_utf8_lossy(&result.stderr))),
        }
    };
    if catalogue.exists() {
        let mut merge = Command::new("msgmerge");
        merge
            .args(["--update", "--quiet", "--backup=none", "--width=120", "--lang", lang])
            .arg(catalogue)
            .arg(template);
        run("msgmerge", &mut merge)?;
    } else {
        let folder = catalogue.parent().unwrap_or(catalogue);
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut begin = Command::new("msginit");
        begin.args(["--no-translator", "--width=120", "--locale", lang, "--input"]).arg(template);
        begin.arg("--output-file").arg(catalogue);
        run("msginit", &mut begin)?;
    }
    let mut check = Command::new("msgfmt");
    check.args(["--check-format", "--output-file=/dev/null"]).arg(catalogue);
    run("msgfmt", &mut check)
}
