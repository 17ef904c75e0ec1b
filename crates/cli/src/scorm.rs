//! A lesson as a SCORM 1.2 package: the whole page, a manifest, where it begins, and in which language.

use crate::problem;
use handshake_app::route::Route;
use handshake_lessons::lesson::Lesson;
use handshake_lessons::{Language, language, lessons, set_language};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Packs every lesson, once for each of the languages.
///
/// # Errors
/// A file that can't be read or written, by its name.
pub fn pack(site: &Path, out: &Path, languages: &[Language]) -> Result<(), String> {
    let files = files(site)?;
    if !files.iter().any(|(name, _)| name == "index.html") {
        return Err(format!("{}: there is no page; build it with: cargo xtask build", site.display()));
    }
    fs::create_dir_all(out).map_err(|error| format!("{}: {}", out.display(), problem::words(&error)))?;
    let before = language();
    let packed = languages.iter().try_for_each(|language| {
        set_language(*language);
        lessons().iter().try_for_each(|lesson| {
            let name = format!("handshake-lab-{:02}-{}-{}.zip", lesson.number, lesson.id, language.tag());
            let file = out.join(name);
            let packed = package(lesson, &files).map_err(|error| format!("{}: {error}", file.display()))?;
            fs::write(&file, &packed).map_err(|error| format!("{}: {}", file.display(), problem::words(&error)))?;
            println!("{}  {} bytes  {}", file.display(), packed.len(), lesson.title);
            Ok(())
        })
    });
    set_language(before);
    packed
}

fn files(site: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let entries = fs::read_dir(site).map_err(|error| format!("{}: {}", site.display(), problem::words(&error)))?;
    let mut files = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_for_a_host(&name) {
            continue;
        }
        files.push((name, fs::read(&path).map_err(|error| format!("{}: {}", path.display(), problem::words(&error)))?));
    }
    // The page that opens every address, where `index.html` is Home, drawn ahead.
    if let Some(shell) = files.iter().find(|(name, _)| name == "404.html").map(|(_, bytes)| bytes.clone()) {
        files.retain(|(name, _)| name != "404.html" && name != "index.html");
        files.push(("index.html".to_owned(), shell));
    }
    files.sort();
    Ok(files)
}

/// What a web server, a search engine or a browser that installs the page looks for; a platform sends the rest in its own way.
fn is_for_a_host(name: &str) -> bool {
    let files = ["robots.txt", "sitemap.xml", "sw.js"];
    // A lesson asks nobody whom Mozilla trusts.
    files.contains(&name)
        || name.starts_with("mozilla-roots")
        || name.starts_with("social-")
        || [".br", ".gz", ".webmanifest"].iter().any(|end| name.ends_with(end))
}

fn package(lesson: &Lesson, files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No time of day: the same page gives the same package.
    let options = SimpleFileOptions::default();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    zip.start_file("imsmanifest.xml", options)?;
    zip.write_all(manifest(lesson, &names).as_bytes())?;
    for (name, bytes) in files {
        zip.start_file(name, options)?;
        match name == "index.html" {
            true => zip.write_all(index(lesson, &String::from_utf8_lossy(bytes), &names).as_bytes())?,
            false => zip.write_all(bytes)?,
        }
    }
    Ok(zip.finish()?.into_inner())
}

/// The page begins at the lesson, in the language in force, keeps its address behind the `#`, and finds its files beside
/// it, wherever that is.
fn index(lesson: &Lesson, page: &str, names: &[&str]) -> String {
    let tag = language().tag();
    let packed = format!("<html data-start=\"{}\" data-lang=\"{tag}\"", Route::lesson(lesson.id.0, 1));
    let mut page = page.replacen("<html", &packed, 1);
    for from in ["lang=\"en\"", "lang=en"] {
        page = page.replacen(&format!(" {from}"), &format!(" lang=\"{tag}\""), 1);
    }
    // The path that the page was made for, with or without quotes.
    let base =
        page.split("<base href=").nth(1).and_then(|rest| rest.trim_start_matches('"').split(['"', '>', ' ']).next());
    let base = base.filter(|base| base.starts_with('/')).unwrap_or("/").to_owned();
    for (from, to) in
        [(format!("<base href=\"{base}\""), "<base href=\"./\""), (format!("<base href={base}"), "<base href=./")]
    {
        page = page.replace(&from, to);
    }
    for name in names {
        for quote in ['"', '\'', '='] {
            page = page.replace(&format!("{quote}{base}{name}"), &format!("{quote}./{name}"));
        }
    }
    page
}

fn manifest(lesson: &Lesson, names: &[&str]) -> String {
    let files: String = names.iter().map(|name| format!("      <file href=\"{}\"/>\n", xml(name))).collect();
    let (id, title, summary) = (xml(&lesson.id), xml(&lesson.title), xml(&lesson.summary));
    let (tag, minutes) = (language().tag(), lesson.minutes);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="handshake-lab-{id}-{tag}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
    <imsmd:lom>
      <imsmd:general>
        <imsmd:title><imsmd:langstring xml:lang="{tag}">{title}</imsmd:langstring></imsmd:title>
        <imsmd:language>{tag}</imsmd:language>
        <imsmd:description><imsmd:langstring xml:lang="{tag}">{summary}</imsmd:langstring></imsmd:description>
      </imsmd:general>
      <imsmd:educational>
        <imsmd:typicallearningtime><imsmd:datetime>PT{minutes}M</imsmd:datetime></imsmd:typicallearningtime>
      </imsmd:educational>
    </imsmd:lom>
  </metadata>
  <organizations default="handshake-lab">
    <organization identifier="handshake-lab">
      <title>{title}</title>
      <item identifier="lesson" identifierref="page">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
{files}    </resource>
  </resources>
</manifest>
"#
    )
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><base href="/"/><script src="/a.js"></script></html>"#;

    /// The manifest and the page of a lesson's package.
    fn packed(number: u8, language: Language) -> (String, String) {
        set_language(language);
        let lesson = lessons().iter().find(|lesson| lesson.number == number).unwrap();
        let files = [("a.js".to_owned(), b"1".to_vec()), ("index.html".to_owned(), PAGE.into())];
        let mut zip = zip::ZipArchive::new(Cursor::new(package(lesson, &files).unwrap())).unwrap();
        let mut read = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
        (read("imsmanifest.xml"), read("index.html"))
    }

    #[test]
    fn a_package_has_its_titles_and_its_page_in_its_language() {
        for language in Language::ALL {
            let (manifest, page) = packed(1, language);
            let (lesson, tag) = (&lessons()[0], language.tag());
            let (title, summary) = (xml(&lesson.title), xml(&lesson.summary));
            assert_eq!(manifest.matches(&format!("<title>{title}</title>")).count(), 2, "{manifest}");
            for text in [title, summary] {
                assert!(manifest.contains(&format!("<imsmd:langstring xml:lang=\"{tag}\">{text}<")), "{manifest}");
            }
            assert!(manifest.contains(&format!("identifier=\"handshake-lab-{}-{tag}\"", lesson.id)), "{manifest}");
            let root = format!("<html data-start=\"/l/{}/1\" data-lang=\"{tag}\" lang=\"{tag}\">", lesson.id);
            assert!(page.contains(&root) && page.contains("<base href=\"./\"/>"), "{page}");
            assert!(page.contains("src=\"./a.js\""), "{page}");
        }
        set_language(Language::English);
    }

    #[test]
    fn the_same_page_gives_the_same_package_and_languages_differ() {
        assert_eq!(packed(3, Language::Spanish), packed(3, Language::Spanish));
        assert_ne!(packed(3, Language::Spanish).0, packed(3, Language::English).0);
        set_language(Language::English);
    }

    #[test]
    fn marks_of_xml_in_a_title_are_text() {
        assert_eq!(xml("R&D <\"x\">"), "R&amp;D &lt;&quot;x&quot;&gt;");
    }
}
