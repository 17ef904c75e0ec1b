//! A lesson as a SCORM 1.2 package: the whole page, a manifest, and where it begins.

use handshake_story::lessons::lesson::Lesson;
use handshake_story::lessons::lessons;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Packs every lesson.
///
/// # Errors
/// A file that can't be read or written, by its name.
pub fn pack(site: &Path, out: &Path) -> Result<(), String> {
    let files = files(site)?;
    if !files.iter().any(|(name, _)| name == "index.html") {
        return Err(format!("{}: there is no page; build it with: cargo xtask build", site.display()));
    }
    fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    for lesson in lessons() {
        let file = out.join(format!("handshake-lab-{:02}-{}.zip", lesson.number, lesson.id));
        let packed = package(lesson, &files).map_err(|error| format!("{}: {error}", file.display()))?;
        fs::write(&file, &packed).map_err(|error| format!("{}: {error}", file.display()))?;
        println!("{}  {} bytes", file.display(), packed.len());
    }
    Ok(())
}

fn files(site: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let entries = fs::read_dir(site).map_err(|error| format!("{}: {error}", site.display()))?;
    let mut files = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?));
    }
    files.sort();
    Ok(files)
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

/// The page begins at the lesson, keeps its address behind the `#`, and finds its files beside it, wherever that is.
fn index(lesson: &Lesson, page: &str, names: &[&str]) -> String {
    let mut page = page.replacen("<html", &format!("<html data-start=\"/l/{}/1\"", lesson.id), 1);
    for (from, to) in [("<base href=\"/\"", "<base href=\"./\""), ("<base href=/", "<base href=./")] {
        page = page.replace(from, to);
    }
    for name in names {
        for quote in ['"', '\'', '='] {
            page = page.replace(&format!("{quote}/{name}"), &format!("{quote}./{name}"));
        }
    }
    page
}

fn manifest(lesson: &Lesson, names: &[&str]) -> String {
    let files: String = names.iter().map(|name| format!("      <file href=\"{}\"/>\n", xml(name))).collect();
    let (id, title) = (xml(&lesson.id), xml(&lesson.title));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="handshake-lab-{id}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
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
