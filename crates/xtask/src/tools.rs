//! Tools that cargo can build: trunk and wasm-bindgen. Kept per user, by version, so that clones share them.

use crate::proc::{cargo, output, quiet, quiet_within, which};
use crate::{Outcome, lock};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The trunk this project is built with.
pub const TRUNK: &str = "0.21.14";

/// The geckodriver that drives Firefox in the tests.
pub const GECKODRIVER: &str = "0.36.0";

/// It fetches a few megabytes.
const BINSTALL_PATIENCE: Duration = Duration::from_secs(90);

/// Where tools are kept.
///
/// # Errors
/// If no folder can be named.
pub fn folder() -> Outcome<PathBuf> {
    if let Some(folder) = std::env::var_os("HANDSHAKE_TOOLS") {
        return Ok(folder.into());
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let base =
        cache.or(home).ok_or("neither HOME nor XDG_CACHE_HOME is set; set HANDSHAKE_TOOLS to a folder for tools")?;
    Ok(base.join("handshake-lab"))
}

/// Other runs, of other clones too, wait while one gets tools.
///
/// # Errors
/// If the folder can't be written.
pub fn lock() -> Outcome<File> {
    lock::exclusive(&folder()?.join("lock"))
}

/// True if hosts other than package registries shall not even be tried.
pub fn offline() -> bool {
    std::env::var_os("HANDSHAKE_OFFLINE").is_some_and(|value| !value.is_empty() && value != "0")
}

/// A folder with trunk in it.
///
/// # Errors
/// If it is not there and can't be built.
pub fn trunk() -> Outcome<PathBuf> {
    let version = |line: &str| line == format!("trunk {TRUNK}");
    cargo_tool(
        "trunk",
        TRUNK,
        "trunk",
        version,
        &["--locked", "--no-default-features", "--features", "rustls"],
        "about 4 min on 2 cores, once",
    )
}

/// A folder with the wasm-bindgen that fits the one in Cargo.lock.
///
/// # Errors
/// If it is not there and can't be built.
pub fn wasm_bindgen(lock: &str) -> Outcome<PathBuf> {
    let wanted = locked_version(lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen")?;
    let version = |line: &str| line == format!("wasm-bindgen {wanted}");
    // Not --locked: its lock file may name pre-releases that a registry mirror does not serve.
    cargo_tool("wasm-bindgen-cli", &wanted, "wasm-bindgen", version, &[], "about 2 min on 2 cores, once")
}

/// A folder with geckodriver in it.
///
/// # Errors
/// If it is not there and can't be built.
pub fn geckodriver() -> Outcome<PathBuf> {
    // It says more than its version.
    let version = |line: &str| line.starts_with("geckodriver ");
    cargo_tool("geckodriver", GECKODRIVER, "geckodriver", version, &["--locked"], "about 2 min on 2 cores, once")
}

/// geckodriver, if it is there already.
pub fn built_geckodriver() -> Option<PathBuf> {
    let built = folder().ok()?.join(format!("geckodriver-{GECKODRIVER}/bin/geckodriver"));
    which("geckodriver").or_else(|| built.is_file().then_some(built))
}

/// A folder with a program in it that cargo can build: found, fetched, or built.
///
/// # Errors
/// If it is not there and can't be built.
pub fn cargo_tool(
    name: &str,
    version: &str,
    program: &str,
    fits: impl Fn(&str) -> bool,
    flags: &[&str],
    expected: &str,
) -> Outcome<PathBuf> {
    let has = |file: &Path| output(Command::new(file).arg("--version")).is_some_and(|line| fits(&line));
    if let Some(file) = which(program).filter(|file| has(file)) {
        return file.parent().map(Path::to_owned).ok_or_else(|| format!("{program} has no folder"));
    }
    let root = folder()?.join(format!("{name}-{version}"));
    let bin = root.join("bin");
    if has(&bin.join(program)) {
        return Ok(bin);
    }
    let _lock = lock()?;
    if has(&bin.join(program)) {
        return Ok(bin);
    }
    let by_hand = format!("cargo install {name}@{version} {}", flags.join(" "));
    if !offline() && which("cargo-binstall").is_some() {
        let mut command = cargo();
        command.args(["binstall", "--no-confirm", "--root"]).arg(&root).arg(format!("{name}@{version}"));
        // Never by building: that is quicker below.
        command.args(["--disable-strategies", "compile"]);
        let title = format!("Fetching {name} {version} with cargo-binstall");
        let got = quiet_within(&title, "seconds", BINSTALL_PATIENCE, &mut command);
        if got.is_ok() && has(&bin.join(program)) {
            return Ok(bin);
        }
        println!("  cargo-binstall could not get it; building from source");
    }
    let mut command = cargo();
    command.args(["install", &format!("{name}@{version}")]).args(flags).arg("--root").arg(&root);
    // A tool that runs for a second needs no optimiser that runs for minutes.
    command.args(["--config", "profile.release.opt-level=1", "--config", "profile.release.lto=false"]);
    command.args(["--config", "profile.release.codegen-units=16", "--config", "profile.release.debug=false"]);
    // Both tools share what they have in common, and an interrupted build goes on where it stopped.
    let build = folder()?.join("build");
    command.arg("--target-dir").arg(&build).current_dir(std::env::temp_dir());
    quiet(&format!("Building {name} {version} from source"), expected, &mut command)
        .map_err(|error| format!("{name} {version} is missing. To get it: {by_hand}\n{error}"))?;
    if !has(&bin.join(program)) {
        return Err(format!(
            "{name} was built, but {} does not run. To get it by hand: {by_hand}",
            bin.join(program).display()
        ));
    }
    Ok(bin)
}

/// Drops what was only needed to build the tools.
pub fn drop_build_folder() {
    let Ok(folder) = folder() else { return };
    // Whoever has the lock is building there.
    if let (true, Some(_lock)) = (folder.join("build").is_dir(), lock::if_free(&folder.join("lock"))) {
        // Half a gigabyte that nobody needs again; if it can't be dropped, it only takes room.
        let _ = std::fs::remove_dir_all(folder.join("build"));
    }
}

/// The version of a package in a Cargo.lock.
pub fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_packages_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
    }
}
