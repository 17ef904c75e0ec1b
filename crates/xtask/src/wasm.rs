//! A Rust toolchain that can build for wasm32-unknown-unknown.

use crate::clang::Clang;
use crate::proc::{clean, output, quiet_within, which};
use crate::{Outcome, TARGET, debian, tools};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// It is 30 MB; past this, its host is as good as out of reach.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(150);

/// How to build for wasm on this machine.
#[derive(Clone, Debug)]
pub struct Toolchain {
    rust: Rust,
    clang: Clang,
}

#[derive(Clone, Debug)]
enum Rust {
    /// The default toolchain has the target.
    Default,
    /// Debian's compiler with a sysroot of this user's own; the folder where rustc, cargo and clippy are wrapped to use it.
    Debian(PathBuf),
}

impl Toolchain {
    /// A toolchain for wasm; gets what is missing.
    ///
    /// # Errors
    /// Names what is missing and the command to get it.
    pub fn get() -> Outcome<Toolchain> {
        Ok(Toolchain { rust: rust()?, clang: Clang::get()? })
    }

    /// Prepares a command (cargo or trunk) to build for wasm.
    pub fn apply(&self, command: &mut Command, extra_path: &[PathBuf]) {
        clean(command);
        let mut path: Vec<PathBuf> = Vec::new();
        if let Rust::Debian(bin) = &self.rust {
            debian::alone(command);
            command.env("RUSTC", bin.join("rustc")).env("CARGO", bin.join("cargo"));
            path.push(bin.clone());
        }
        path.extend(extra_path.iter().cloned());
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        if let Ok(path) = std::env::join_paths(path) {
            command.env("PATH", path);
        }
        self.clang.apply(command);
    }

    /// The cargo of this toolchain.
    pub fn cargo(&self) -> Command {
        let mut command = match &self.rust {
            Rust::Default => Command::new("cargo"),
            Rust::Debian(bin) => Command::new(bin.join("cargo")),
        };
        self.apply(&mut command, &[]);
        command
    }

    /// The clippy of this toolchain.
    pub fn clippy(&self) -> Command {
        let Rust::Debian(bin) = &self.rust else {
            let mut command = self.cargo();
            command.arg("clippy");
            return command;
        };
        // Not by way of cargo, which would look for it among rustup's programs first.
        let mut command = Command::new(bin.join("cargo-clippy"));
        self.apply(&mut command, &[]);
        command.arg("clippy");
        command
    }
}

fn rust() -> Outcome<Rust> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"])).unwrap_or_default();
    if has_std(Path::new(&sysroot)) && !tools::offline() {
        return Ok(Rust::Default);
    }
    let sysroot = tools::folder()?.join("debian-wasm-sysroot");
    let debian = || Rust::Debian(sysroot.join("bin"));
    if debian::ready(&sysroot) {
        return Ok(debian());
    }
    let _lock = tools::lock()?;
    if debian::ready(&sysroot) {
        return Ok(debian());
    }
    if !tools::offline() && which("rustup").is_some() && rustup_target() {
        return Ok(Rust::Default);
    }
    debian::build(&sysroot)
        .map_err(|error| format!("Rust's wasm target is missing. To get it: rustup target add {TARGET}\n{error}"))?;
    Ok(debian())
}

/// The usual way.
fn rustup_target() -> bool {
    let mut add = Command::new("rustup");
    add.args(["target", "add", TARGET]);
    clean(&mut add);
    let expected = "seconds, or none if rustup's host can't be reached";
    let got = quiet_within("Getting Rust's wasm target with rustup", expected, RUSTUP_PATIENCE, &mut add);
    if got.is_err() {
        println!("  rustup could not get it; falling back to Debian's compiler and sources");
    }
    got.is_ok()
}

fn has_std(sysroot: &Path) -> bool {
    let folder = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    std::fs::read_dir(folder)
        .is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
}
