//! Builds the page with trunk.

use crate::proc::quiet;
use crate::wasm::Toolchain;
use crate::{Outcome, lock, tools};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where cargo builds what runs on this machine.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Where the built page is, under `target`.
fn folder(dev: bool) -> &'static str {
    if dev { "site-dev" } else { "site" }
}

/// What the page is built from.
const INPUTS: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "www",
    "crates/wire",
    "crates/core",
    "crates/lessons",
    "crates/scenario",
    "crates/trace-json",
    "crates/analysis",
    "crates/attacks",
    "crates/live",
    "crates/capture",
    "crates/app",
    "crates/player",
    "crates/ui",
];

/// Builds the page (`dev`: quickly, not optimised), unless nothing has changed since it was built.
///
/// # Errors
/// Names what is missing, or shows why the page does not compile.
pub fn build(toolchain: &Toolchain, dev: bool) -> Outcome<PathBuf> {
    // Two builds at once would tread on each other's files.
    let _lock = lock::exclusive(&root().join("target/site.lock"))?;
    let site = root().join("target").join(folder(dev));
    let built_from = site.with_extension("inputs");
    // Before the build: what changes while it runs is for the next one.
    let inputs = format!("{:016x}", fingerprint(&root(), INPUTS));
    if site.join("index.html").is_file() && std::fs::read_to_string(&built_from).is_ok_and(|from| from == inputs) {
        println!("• The page is up to date");
        return Ok(site);
    }
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let path = [tools::trunk()?, tools::wasm_bindgen(&lock)?];
    tools::drop_build_folder();
    let mut trunk = Command::new(path[0].join("trunk"));
    toolchain.apply(&mut trunk, &path);
    // Its texts are files of their own, which the site packs beside it.
    trunk.args(["build", "--offline", "--no-default-features", "--dist"]).arg(&site).current_dir(root());
    if !dev {
        trunk.arg("--release");
    }
    // Another compiler than the native one: in the same folder each would throw the other's work away.
    trunk.env("CARGO_TARGET_DIR", root().join("target/wasm")).env("NO_COLOR", "true");
    fetch(toolchain)?;
    let _ = std::fs::remove_file(&built_from);
    quiet("Building the page", "2 to 3 min the first time", &mut trunk)?;
    std::fs::write(&built_from, inputs).map_err(|error| format!("{}: {error}", built_from.display()))?;
    Ok(site)
}

/// Trunk is told to stay offline, so that it fetches no tools of its own; the crates have to be there by then.
fn fetch(toolchain: &Toolchain) -> Outcome {
    let mut fetch = toolchain.cargo();
    fetch.args(["fetch", "--locked", "--quiet"]).current_dir(root());
    quiet("Fetching crates", "seconds", &mut fetch)
}

/// Changes with every file below these places of the project.
pub fn fingerprint_of(inputs: &[&str]) -> String {
    format!("{:016x}", fingerprint(&root(), inputs))
}

/// The places of the page that search engines are told of: Home, what is looked up, each scenario, each step of a lesson.
///
/// # Errors
/// A file that can't be read.
pub fn addresses(root: &Path) -> Outcome<String> {
    let mut all = ["/", "/glossary", "/suite", "/versions", "/cost", "/teach"].map(str::to_owned).to_vec();
    for (folder, letter) in [("scenarios", "s"), ("lessons", "l")] {
        let folder = root.join("crates/lessons/content").join(folder);
        let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&folder).map_err(problem)?.flatten().map(|entry| entry.path()).collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).map_err(problem)?;
            let id = text.lines().find_map(|line| line.strip_prefix("id = \"")?.split('"').next());
            let steps = text.lines().filter(|line| line.trim() == "[[step]]").count().max(1);
            all.extend(id.into_iter().flat_map(|id| (1..=steps).map(move |step| format!("/{letter}/{id}/{step}"))));
        }
    }
    Ok(all.join("\n"))
}

/// Changes with every file that is added, removed or written.
fn fingerprint(root: &Path, inputs: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        add(&root.join(input), &mut hasher);
    }
    hasher.finish()
}

fn add(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hasher));
    } else if let Ok(metadata) = path.metadata() {
        (path, metadata.len(), metadata.modified().ok()).hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn search_engines_are_told_of_scenarios_and_steps() {
        let all = addresses(&root()).unwrap();
        let all: Vec<&str> = all.lines().collect();
        for one in ["/", "/s/tls13-full/1", "/l/tls13/1", "/l/tls13/2"] {
            assert!(all.contains(&one), "{one}");
        }
        assert!(all.iter().filter(|one| one.starts_with("/s/")).count() > 30);
    }

    #[test]
    fn every_change_of_an_input_counts_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("handshake-inputs-{}", std::process::id()));
        fs::create_dir_all(root.join("www/styles")).unwrap();
        fs::create_dir_all(root.join("tests")).unwrap();
        let inputs = || fingerprint(&root, &["www", "Cargo.toml"]);
        let mut seen = vec![inputs()];
        let mut changed = |what: &str| {
            assert!(!seen.contains(&inputs()), "{what}");
            seen.push(inputs());
        };
        fs::write(root.join("www/styles/a.css"), "a").unwrap();
        changed("a new file");
        fs::write(root.join("www/styles/a.css"), "ab").unwrap();
        changed("another text");
        fs::rename(root.join("www/styles/a.css"), root.join("www/b.css")).unwrap();
        changed("another place");
        fs::write(root.join("Cargo.toml"), "").unwrap();
        changed("an empty file");
        let before = inputs();
        fs::write(root.join("tests/main.rs"), "").unwrap();
        assert_eq!(inputs(), before, "no input");
        fs::remove_dir_all(&root).unwrap();
    }
}
