//! The files of a built page, and which of them answers a request.

use crate::Outcome;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// A file in memory, as it goes out.
#[derive(Debug)]
pub struct File {
    /// As it is.
    pub plain: Vec<u8>,
    /// Compressed, where the folder has it so: for who takes `br`.
    pub br: Option<Vec<u8>>,
    /// The same for `gzip`.
    pub gz: Option<Vec<u8>>,
    /// What it is.
    pub content_type: &'static str,
    /// Tells this state of it from others.
    pub etag: String,
    /// Its name holds its hash: under this name it never changes.
    pub forever: bool,
}

/// When a file was written, and how long it is: another one is read anew.
type Stamp = (Option<SystemTime>, u64);

/// A folder with a page in it. Files are read when they are first asked for, and again when they have changed.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    base: String,
    read: Mutex<HashMap<PathBuf, (Stamp, Arc<File>)>>,
}

/// What there is for a path.
#[derive(Debug)]
pub enum Found {
    /// A file.
    File(Arc<File>),
    /// Nothing here; the page is at this path.
    Elsewhere(String),
    /// Nothing.
    Nothing,
}

impl Files {
    /// The page in a folder.
    ///
    /// # Errors
    /// If there is none.
    pub fn new(folder: &Path) -> Outcome<Files> {
        let page = std::fs::read_to_string(folder.join("index.html"))
            .map_err(|_| format!("there is no page in {}; build it with: cargo xtask build", folder.display()))?;
        let base = base(&page).unwrap_or("/").to_owned();
        Ok(Files { folder: folder.to_owned(), base, read: Mutex::default() })
    }

    /// The path that the page was made for: `/`, or `/lab/`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What answers a request: a file of the page, or the page itself for an address within it.
    pub fn find(&self, path: &str) -> Found {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let Some(within) = path.strip_prefix(&self.base) else {
            return match path == "/" || format!("{path}/") == self.base {
                true => Found::Elsewhere(self.base.clone()),
                false => Found::Nothing,
            };
        };
        let within = Path::new(within.trim_start_matches('/'));
        if !within.components().all(|part| matches!(part, Component::Normal(_))) {
            return Found::Nothing;
        }
        let named = (!within.as_os_str().is_empty()).then(|| self.folder.join(within));
        if let Some(file) = named.as_deref().and_then(|file| self.read(file)) {
            return Found::File(file);
        }
        // A page that was drawn ahead.
        let html = named.as_ref().map(|file| PathBuf::from(format!("{}.html", file.display())));
        let html = html.unwrap_or_else(|| self.folder.join("index.html"));
        if let Some(file) = self.read(&html) {
            return Found::File(file);
        }
        // A missing style is an error; `/s/tls13-full/4.5` is an address that the page itself has something to say to.
        if named.is_some_and(|file| content_type(&file) != UNKNOWN) {
            return Found::Nothing;
        }
        // What opens every address: `index.html` is Home, where that was drawn ahead.
        let shells = ["404.html", "index.html"];
        shells.iter().find_map(|name| self.read(&self.folder.join(name))).map_or(Found::Nothing, Found::File)
    }

    fn read(&self, file: &Path) -> Option<Arc<File>> {
        let metadata = file.metadata().ok().filter(|metadata| metadata.is_file())?;
        let stamp = (metadata.modified().ok(), metadata.len());
        let known = |read: &HashMap<PathBuf, (Stamp, Arc<File>)>| {
            read.get(file).filter(|(then, _)| *then == stamp).map(|(_, file)| Arc::clone(file))
        };
        let read = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = known(&read()) {
            return Some(file);
        }
        let plain = std::fs::read(file).ok()?;
        let beside = |end: &str| std::fs::read(format!("{}.{end}", file.display())).ok();
        let etag = format!("\"{}\"", &HEXLOWER.encode(&Sha256::digest(&plain))[..32]);
        let (content_type, forever) = (content_type(file), forever(file));
        let new = Arc::new(File { br: beside("br"), gz: beside("gz"), plain, content_type, etag, forever });
        read().insert(file.to_owned(), (stamp, Arc::clone(&new)));
        Some(new)
    }
}

/// What a page says of the path that it was made for: `<base href="/lab/">`, with quotes or, where a tool left them out, none.
pub fn base(page: &str) -> Option<&str> {
    let rest = page.split("<base href=").nth(1)?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(['>', ' ']).next()?,
    };
    (value.starts_with('/') && value.ends_with('/')).then_some(value)
}

/// Trunk and we put a hash of at least eight hexadecimal digits into a name: `base-4a07744fbcfa27fb.css`.
fn forever(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split(['-', '.', '_']).any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Of a file whose name tells nothing.
const UNKNOWN: &str = "application/octet-stream";

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") => "application/xml",
        Some("zip") => "application/zip",
        _ => UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, page: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("handshake-files-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("styles")).unwrap();
        std::fs::write(folder.join("index.html"), page).unwrap();
        std::fs::write(folder.join("styles/a.css"), "css").unwrap();
        folder
    }

    fn check(files: &Files, path: &str, expect: Option<&str>) {
        let found = match files.find(path) {
            Found::File(file) => Some(String::from_utf8(file.plain.clone()).unwrap()),
            Found::Elsewhere(path) => Some(format!("at {path}")),
            Found::Nothing => None,
        };
        let found = found.map(|text| if text.starts_with("<base") { "page".to_owned() } else { text });
        assert_eq!(found.as_deref(), expect, "{path}");
    }

    #[test]
    fn requests_find_files_the_page_or_nothing() {
        let folder = folder("root", "<base href=\"/\">");
        let files = Files::new(&folder).unwrap();
        check(&files, "/", Some("page"));
        check(&files, "/styles/a.css?v=1", Some("css"));
        check(&files, "/s/tls13-full/4?view=client", Some("page"));
        check(&files, "/s/tls13-full/4.5", Some("page"));
        check(&files, "/missing.wasm", None);
        check(&files, "/../secret", None);
        check(&files, "//etc/passwd", Some("page"));
        check(&files, "/styles/../../secret", None);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_page_for_a_sub_path_is_found_there_only() {
        let folder = folder("lab", "<base href=/lab/ >");
        let files = Files::new(&folder).unwrap();
        check(&files, "/lab/", Some("page"));
        check(&files, "/lab/styles/a.css", Some("css"));
        check(&files, "/lab/s/tls13-full/4", Some("page"));
        check(&files, "/", Some("at /lab/"));
        check(&files, "/lab", Some("at /lab/"));
        check(&files, "/styles/a.css", None);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_file_that_was_written_anew_is_read_anew() {
        let folder = folder("anew", "<base href=\"/\">");
        let files = Files::new(&folder).unwrap();
        check(&files, "/styles/a.css", Some("css"));
        std::fs::write(folder.join("styles/a.css"), "other").unwrap();
        check(&files, "/styles/a.css", Some("other"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_base_is_read_as_trunk_writes_it() {
        assert_eq!(base("<base href=\"/\"/>"), Some("/"));
        assert_eq!(base("<base href=/>"), Some("/"));
        assert_eq!(base("<base href=\"/lab/\">"), Some("/lab/"));
        assert_eq!(base("<base href=/lab/>"), Some("/lab/"));
        assert_eq!(base("<base href=\"./\">"), None);
        assert_eq!(base("<head>"), None);
    }

    #[test]
    fn names_with_a_hash_never_change() {
        for (name, expect) in [
            ("handshake-ui-e47a6499aaceab2_bg.wasm", true),
            ("base-4a07744fbcfa27fb.css", true),
            ("index.html", false),
            ("look-up.css", false),
        ] {
            assert_eq!(forever(Path::new(name)), expect, "{name}");
        }
    }
}
