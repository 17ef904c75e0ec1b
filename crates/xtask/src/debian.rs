//! Debian's compiler with a std for wasm built from Debian's own sources: for machines that rustup's host can't be
//! reached from.
//!
//! Nothing is written into Debian's folders. The sysroot is this user's own: links to Debian's, and one real folder.

use crate::packages::{Need, install};
use crate::proc::{clean, output, quiet, which};
use crate::{Outcome, TARGET};
use std::path::{Path, PathBuf};
use std::process::Command;

const RUSTC: &str = "/usr/bin/rustc";

const RUST: Need = Need {
    what: "Debian's Rust compiler, which has sources for wasm",
    programs: &[],
    proof: &[],
    packages: ["rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy lld-22", "", "", "", ""],
};

/// The sysroot, if it is complete and was built by the compiler that is installed: for another it would be of no use.
pub fn ready(sysroot: &Path) -> bool {
    let built_by = std::fs::read_to_string(sysroot.join("complete")).ok();
    built_by.is_some() && built_by == compiler().ok()
}

/// Installs the compiler, builds std, and puts both into the sysroot.
///
/// # Errors
/// Names what is missing, or shows why std does not compile.
pub fn build(sysroot: &Path) -> Outcome {
    if compiler().is_err() {
        if which("apt-get").is_none() {
            return Err("without rustup's host it can be built on Debian only".to_owned());
        }
        install(&[&RUST])?;
    }
    let compiler = compiler()?;
    // Under another name until it is complete, so that a run that is stopped leaves no half of one.
    let building = sysroot.with_extension("building");
    let _ = std::fs::remove_dir_all(&building);
    let std = build_std(&building.join("crate"))?;
    let io = |error: std::io::Error| format!("{}: {error}", building.display());
    fill(&building, &std).map_err(io)?;
    wrap(&building.join("bin"), sysroot).map_err(io)?;
    let _ = std::fs::remove_dir_all(building.join("crate"));
    std::fs::write(building.join("complete"), compiler).map_err(io)?;
    let _ = std::fs::remove_dir_all(sysroot);
    std::fs::rename(&building, sysroot).map_err(io)
}

/// Version of the compiler, if it is installed with everything that is needed of it.
fn compiler() -> Outcome<String> {
    let version = output(Command::new(RUSTC).arg("--version")).ok_or("there is no /usr/bin/rustc")?;
    let library = debian_rustlib()?.join("src/rust/library");
    let needed = [library, "/usr/bin/cargo".into(), "/usr/bin/cargo-clippy".into(), "/usr/bin/clippy-driver".into()];
    match needed.iter().find(|path| !path.exists()) {
        Some(missing) => Err(format!("{} is missing", missing.display())),
        None => Ok(version),
    }
}

fn debian_rustlib() -> Outcome<PathBuf> {
    let sysroot = output(Command::new(RUSTC).args(["--print", "sysroot"])).ok_or("/usr/bin/rustc does not run")?;
    Ok(Path::new(&sysroot).join("lib/rustlib"))
}

/// Builds std as the dependency of an empty crate; returns where its .rlib files are.
fn build_std(empty: &Path) -> Outcome<PathBuf> {
    let io = |error: std::io::Error| format!("{}: {error}", empty.display());
    std::fs::create_dir_all(empty.join("src")).map_err(io)?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    std::fs::write(empty.join("Cargo.toml"), manifest).map_err(io)?;
    std::fs::write(empty.join("src/lib.rs"), "").map_err(io)?;
    let mut build = Command::new("/usr/bin/cargo");
    alone(&mut build);
    build
        .args(["build", "-Zbuild-std=std,panic_abort", "--release", "--target", TARGET])
        .current_dir(empty)
        .env("RUSTC", RUSTC)
        // `-Zbuild-std` is not stable, but it is what these sources are for.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in std, link-time optimisation of the page fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", empty.join("target"));
    quiet("Building Rust's standard library for wasm", "about 1 min, once", &mut build)?;
    Ok(empty.join("target").join(TARGET).join("release/deps"))
}

/// A sysroot that is Debian's but for this one target.
fn fill(sysroot: &Path, std: &Path) -> std::io::Result<()> {
    let rustlib = sysroot.join("lib/rustlib");
    let target = rustlib.join(TARGET).join("lib");
    std::fs::create_dir_all(&target)?;
    for file in std::fs::read_dir(std)?.flatten() {
        if file.path().extension().is_some_and(|extension| extension == "rlib") {
            std::fs::copy(file.path(), target.join(file.file_name()))?;
        }
    }
    let debian = debian_rustlib().map_err(std::io::Error::other)?;
    for entry in std::fs::read_dir(debian)?.flatten() {
        let link = rustlib.join(entry.file_name());
        if !link.exists() {
            link_to(&entry.path(), &link)?;
        }
    }
    Ok(())
}

/// Small scripts that run Debian's programs with the sysroot.
fn wrap(bin: &Path, sysroot: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(bin)?;
    let root = sysroot.display();
    script(&bin.join("rustc"), &format!("exec {RUSTC} --sysroot '{root}' \"$@\""))?;
    script(&bin.join("cargo"), "exec /usr/bin/cargo \"$@\"")?;
    // clippy-driver takes its sysroot from this variable.
    script(&bin.join("cargo-clippy"), &format!("SYSROOT='{root}' exec /usr/bin/cargo-clippy \"$@\""))
}

/// Takes out of a command's environment what would lead Debian's programs to rustup's.
pub fn alone(command: &mut Command) {
    clean(command);
    // LD_LIBRARY_PATH: cargo puts rustup's own libraries there, of the same kind but another version.
    for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "CARGO", "RUSTC", "RUSTDOC", "RUSTC_WRAPPER", "RUSTFLAGS"] {
        command.env_remove(name);
    }
}

#[cfg(unix)]
fn link_to(file: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(file, link)
}

#[cfg(unix)]
fn script(file: &Path, line: &str) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(file, format!("#!/bin/sh\n{line}\n"))?;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn link_to(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("Debian's compiler runs on Debian only"))
}

#[cfg(not(unix))]
fn script(_: &Path, _: &str) -> std::io::Result<()> {
    Err(std::io::Error::other("Debian's compiler runs on Debian only"))
}
