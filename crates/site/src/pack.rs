//! The page for any static host: names with hashes, compressed beside each file, and nothing that hangs on a server's settings.

use crate::ahead::Drawn;
use crate::page::{Page, before};
use crate::{Outcome, asked_for, policy, worker};
use data_encoding::HEXLOWER;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Starts the program.
const BOOT: &str = include_str!("../../../www/boot.js");
const MANIFEST: &str = include_str!("../../../www/app.webmanifest");
/// Home, as it is shown beside a link to it: 1200 × 630. tests/browser/layout.rs takes it.
const PICTURE: &[u8] = include_bytes!("../../../docs/social.png");

/// How a site is packed.
#[derive(Clone, Debug)]
pub struct How {
    /// The path that it will have, as `/` or `/lab/`.
    pub base: String,
    /// The whole address that it will have, if that is known: for search engines and for pictures of links.
    pub url: Option<String>,
    /// Whether compressed files are put beside the others: that takes a while.
    pub compressed: bool,
    /// Whether browsers keep the page for when there is no network. Whoever changes the page, or tests it, wants it as it is now.
    pub offline: bool,
}

impl How {
    /// For the root of a host.
    pub fn plain() -> How {
        How { base: "/".to_owned(), url: None, compressed: true, offline: true }
    }

    /// For a path, or a whole address.
    ///
    /// # Errors
    /// What is no path, and how one is written.
    pub fn at(base: &str, url: Option<&str>) -> Outcome<How> {
        let path = match url {
            Some(url) => {
                let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
                let rest = rest.ok_or_else(|| format!("'{url}' is no address: --url takes https://host/path/"))?;
                rest.find('/').map_or("/", |at| &rest[at..])
            }
            None => base,
        };
        let path = format!("/{}/", path.trim_matches('/')).replace("//", "/");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if !path.bytes().all(plain) || path.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(format!("'{path}' is no path of a site: --base takes one as /lab/"));
        }
        let url = url.map(|url| format!("{}/", url.trim_end_matches('/')));
        Ok(How { base: path, url, compressed: true, offline: true })
    }
}

/// The files of a site by their names. The same page gives the same bytes.
///
/// # Errors
/// What is not as trunk builds it.
pub fn files(page: &Page, how: &How, addresses: &[String], ahead: &[Drawn]) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut add = |stem: &str, end: &str, bytes: &[u8]| {
        let name = format!("{stem}-{}.{end}", &HEXLOWER.encode(&Sha256::digest(bytes))[..16]);
        files.insert(name.clone(), bytes.to_vec());
        name
    };
    let styles = add("styles", "css", page.styles.as_bytes());
    let begin = add("begin", "js", page.begin.as_bytes());
    let boot = add("boot", "js", BOOT.as_bytes());
    let program = add("program", "js", page.program.1.as_bytes());
    let engine = add("engine", "wasm", &page.engine.1);
    let asked_for = asked_for(&mut add);
    let icon = add("icon", "svg", page.icon.as_bytes());
    let manifest = add("app", "webmanifest", MANIFEST.replace("ICON", &icon).replace("BASE", &how.base).as_bytes());
    let base = &how.base;
    let worker = if how.offline { " data-worker=\"sw.js\"" } else { "" };
    let mut head = format!(
        "<link rel=\"stylesheet\" href=\"{base}{styles}\" />\n\
        <script src=\"{base}{begin}\"></script>\n\
        <link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{base}{engine}\" />\n\
        <link rel=\"modulepreload\" href=\"{base}{program}\" />\n\
        <script defer src=\"{base}{boot}\" data-program=\"{program}\" data-engine=\"{engine}\" data-files=\"{asked_for}\"{worker}></script>\n\
        <link rel=\"icon\" type=\"image/svg+xml\" href=\"{base}{icon}\" />\n\
        <link rel=\"manifest\" href=\"{base}{manifest}\" />\n\
        <meta property=\"og:title\" content=\"Handshake Lab\" />\n\
        <meta property=\"og:description\" content=\"Step through a real TLS handshake: every message, every key, every byte.\" />\n"
    );
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    // A picture of a link has a whole address, and so has the map of a site.
    if let Some(url) = &how.url {
        let picture = add("social", "png", PICTURE);
        head.push_str(&of_links(url, &picture));
        robots.push_str(&format!("Sitemap: {url}sitemap.xml\n"));
        files.insert("sitemap.xml".to_owned(), sitemap(url, addresses).into_bytes());
    }
    let html = with_base(&page.html, base)?;
    let html = before(&html, "</head>", &head)?;
    // Before all that it speaks of.
    let html = before(&html, "<base", &policy::site())?;
    files.insert("robots.txt".to_owned(), robots.into_bytes());
    // A host that finds no file sends this; the page then opens the address itself.
    files.insert("404.html".to_owned(), html.clone().into_bytes());
    for drawn in ahead {
        files.insert(drawn.name.clone(), drawn.document(&html, base)?.into_bytes());
    }
    files.entry("index.html".to_owned()).or_insert(html.into_bytes());
    if how.offline {
        let worker = worker::script(&files);
        files.insert("sw.js".to_owned(), worker.into_bytes());
    }
    Ok(files)
}

/// Adds what comes when it is asked for: the page's name for each, and that of its file.
fn asked_for(add: &mut impl FnMut(&str, &str, &[u8]) -> String) -> String {
    let names = asked_for::files().into_iter().map(|(name, bytes)| {
        let (stem, end) = name.split_once('.').unwrap_or((name, "bin"));
        format!("{name}={}", add(stem, end, &bytes))
    });
    names.collect::<Vec<_>>().join(" ")
}

/// What is shown beside links to a site at this address.
fn of_links(url: &str, picture: &str) -> String {
    format!(
        "<meta property=\"og:url\" content=\"{url}\" />\n\
        <meta property=\"og:image\" content=\"{url}{picture}\" />\n\
        <meta property=\"og:image:width\" content=\"1200\" />\n\
        <meta property=\"og:image:height\" content=\"630\" />\n\
        <meta name=\"twitter:card\" content=\"summary_large_image\" />\n"
    )
}

fn with_base(html: &str, base: &str) -> Outcome<String> {
    let start = html.find("<base").ok_or("the page has no <base>")?;
    let length = html[start..].find('>').ok_or("the page's <base> has no end")?;
    Ok(format!("{}<base href=\"{base}\" />{}", &html[..start], &html[start + length + 1..]))
}

fn sitemap(url: &str, addresses: &[String]) -> String {
    let place = |address: &String| {
        let address = address.trim_start_matches('/').replace('&', "&amp;");
        format!("<url><loc>{url}{address}</loc></url>\n")
    };
    let places: String = addresses.iter().map(place).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{places}</urlset>\n"
    )
}

/// Writes a site into a folder, in the place of what is there.
///
/// # Errors
/// A file that can't be written, by its name.
pub fn write(files: &BTreeMap<String, Vec<u8>>, how: &How, folder: &Path) -> Outcome {
    // What else may lie there is not ours to remove.
    let ours = folder.join("robots.txt").is_file() && folder.join("index.html").is_file();
    if folder.exists() && !ours && fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} holds something else; give an empty folder", folder.display()));
    }
    let building = folder.with_extension("building");
    let _ = fs::remove_dir_all(&building);
    let problem = |error: std::io::Error| format!("{}: {error}", building.display());
    fs::create_dir_all(&building).map_err(problem)?;
    for (name, bytes) in files {
        let file = building.join(name);
        file.parent().map_or(Ok(()), fs::create_dir_all).map_err(problem)?;
        fs::write(file, bytes).map_err(problem)?;
        if how.compressed && bytes.len() > 200 {
            // There are hundreds of pages: as small as it gets would take minutes, and be a tenth smaller.
            let packed = if name.contains('/') { brotli_at(bytes, 7) } else { brotli(bytes) };
            fs::write(building.join(format!("{name}.br")), packed.map_err(problem)?).map_err(problem)?;
            fs::write(building.join(format!("{name}.gz")), gzip(bytes).map_err(problem)?).map_err(problem)?;
        }
    }
    let _ = fs::remove_dir_all(folder);
    fs::rename(&building, folder).map_err(problem)
}

/// With brotli, as small as it gets.
///
/// # Errors
/// None that memory has.
pub fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    brotli_at(bytes, 11)
}

fn brotli_at(bytes: &[u8], quality: u32) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 24);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed)
}

/// With gzip, without a time in it.
///
/// # Errors
/// None that memory has.
pub fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::built;

    #[test]
    fn a_site_is_packed_for_its_path_and_twice_the_same() {
        let folder = built("packed");
        let page = Page::read(&folder).unwrap();
        let how = How::at("lab", None).unwrap();
        let packed = files(&page, &how, &[], &[]).unwrap();
        assert_eq!(packed, files(&page, &how, &[], &[]).unwrap());
        let html = String::from_utf8(packed["index.html"].clone()).unwrap();
        assert_eq!(packed["index.html"], packed["404.html"]);
        assert!(html.contains("<base href=\"/lab/\" />"), "{html}");
        let policy = html.find("Content-Security-Policy").unwrap();
        assert!(policy < html.find("<script").unwrap() && !html.contains("<script>"), "{html}");
        // Whatever is named is there.
        let named: Vec<&str> = html.split("\"/lab/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(named.len(), 8, "{named:?}");
        assert!(named.iter().all(|name| name.is_empty() || packed.contains_key(*name)), "{named:?}");
        for (name, bytes) in asked_for::files() {
            let file = html.split(&format!("{name}=")).nth(1).and_then(|rest| rest.split(['"', ' ']).next()).unwrap();
            assert_eq!(packed[file], bytes);
        }
        assert!(!packed.contains_key("sitemap.xml"));
        let whole = How::at("/", Some("https://a.example/lab")).unwrap();
        assert_eq!((whole.base.as_str(), whole.url.as_deref()), ("/lab/", Some("https://a.example/lab/")));
        let packed = files(&page, &whole, &["/l/why-tls/1".to_owned()], &[]).unwrap();
        let sitemap = String::from_utf8(packed["sitemap.xml"].clone()).unwrap();
        assert!(sitemap.contains("<loc>https://a.example/lab/l/why-tls/1</loc>"), "{sitemap}");
        // The picture that is shown beside a link is there, and as large as is said.
        let html = String::from_utf8(packed["index.html"].clone()).unwrap();
        let picture =
            html.split("og:image\" content=\"https://a.example/lab/").nth(1).and_then(|rest| rest.split('"').next());
        let picture = &packed[picture.unwrap()];
        assert_eq!(picture[..8], *b"\x89PNG\r\n\x1a\n");
        let size = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!((size(16), size(20)), (1200, 630));
        assert!(!packed.keys().any(|name| name.ends_with("png") && !html.contains(name.as_str())));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn paths_of_a_site() {
        let base = |text: &str| How::at(text, None).map(|how| how.base);
        assert_eq!(base("/"), Ok("/".to_owned()));
        assert_eq!(base("lab"), Ok("/lab/".to_owned()));
        assert_eq!(base("/a/b"), Ok("/a/b/".to_owned()));
        assert!(base("/a b/").unwrap_err().contains("--base"));
        assert!(base("/../").unwrap_err().contains("--base"));
        assert!(How::at("/", Some("ftp://a")).unwrap_err().contains("--url"));
    }

    #[test]
    fn what_is_compressed_is_what_was() {
        let bytes = vec![7; 5000];
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut brotli(&bytes).unwrap().as_slice(), &mut out).unwrap();
        assert_eq!(out, bytes);
        assert_eq!(gzip(&bytes).unwrap(), gzip(&bytes).unwrap());
    }

    #[test]
    fn a_folder_with_something_else_in_it_is_left_alone() {
        let folder = std::env::temp_dir().join(format!("handshake-else-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("thesis.txt"), "mine").unwrap();
        assert!(write(&BTreeMap::new(), &How::plain(), &folder).unwrap_err().contains("something else"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
