//! Builds the page with trunk.

use crate::proc::quiet;
use crate::wasm::Toolchain;
use crate::{Outcome, tools};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The folder of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where the built page is.
pub fn site() -> PathBuf {
    root().join("target/site")
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
    "crates/story",
    "crates/ui",
];

/// Builds the page, unless nothing has changed since it was built.
///
/// # Errors
/// Names what is missing, or shows why the page does not compile.
pub fn build(toolchain: &Toolchain) -> Outcome<PathBuf> {
    // Two builds at once would tread on each other's files.
    let folder = root().join("target");
    let lock = std::fs::create_dir_all(&folder).and_then(|()| std::fs::File::create(folder.join("site.lock")));
    let lock = lock.map_err(|error| format!("{}: {error}", folder.display()))?;
    lock.lock().map_err(|error| format!("target/site.lock: {error}"))?;
    let site = site();
    let built = site.join("index.html");
    let newest = INPUTS.iter().filter_map(|input| newest(&root().join(input))).max();
    if modified(&built).zip(newest).is_some_and(|(built, newest)| built > newest) {
        println!("• The page is up to date");
        return Ok(site);
    }
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let path = [tools::trunk()?, tools::wasm_bindgen(&lock)?];
    tools::drop_build_folder();
    let mut trunk = Command::new(path[0].join("trunk"));
    toolchain.apply(&mut trunk, &path);
    trunk.args(["build", "--release", "--offline"]).current_dir(root());
    // Another compiler than the native one: in the same folder each would throw the other's work away.
    trunk.env("CARGO_TARGET_DIR", root().join("target/wasm")).env("NO_COLOR", "true");
    fetch(toolchain)?;
    quiet("Building the page", "about 2 min the first time", &mut trunk)?;
    Ok(site)
}

/// Trunk is told to stay offline, so that it fetches no tools of its own; the crates have to be there by then.
fn fetch(toolchain: &Toolchain) -> Outcome {
    let mut fetch = toolchain.cargo();
    fetch.args(["fetch", "--locked", "--quiet"]).current_dir(root());
    quiet("Fetching crates", "seconds", &mut fetch)
}

fn modified(file: &Path) -> Option<SystemTime> {
    file.metadata().ok()?.modified().ok()
}

/// The newest change in a folder.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = modified(path);
    let Ok(entries) = std::fs::read_dir(path) else { return own };
    entries.flatten().filter_map(|entry| newest(&entry.path())).chain(own).max()
}
