//! A Rust toolchain that can build for wasm32-unknown-unknown.

use crate::packages::{CLANG, Need, ensure};
use crate::proc::{clean, output, quiet, which};
use crate::{Outcome, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The page's target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, for machines that rustup's host can't be reached from.
const DEBIAN_RUST: Need = Need {
    what: "Debian's Rust compiler, which has sources for wasm",
    programs: &[],
    packages: ["rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy lld-22", "", "", "", ""],
};

/// How to build for wasm on this machine.
#[derive(Clone, Debug)]
pub enum Toolchain {
    /// The default toolchain has the target.
    Default,
    /// Debian's compiler with a std built from Debian's source, in a sysroot of its own.
    Debian {
        /// Where rustc, cargo and clippy are wrapped to use it.
        bin: PathBuf,
    },
}

impl Toolchain {
    /// A toolchain for wasm; gets what is missing.
    ///
    /// # Errors
    /// Names what is missing and the command to get it.
    pub fn get() -> Outcome<Toolchain> {
        ensure(&CLANG)?;
        let sysroot = output(Command::new("rustc").args(["--print", "sysroot"])).unwrap_or_default();
        if has_std(Path::new(&sysroot)) && !tools::offline() {
            return Ok(Toolchain::Default);
        }
        let debian = debian_sysroot()?;
        // Built by another version of the compiler, it would be of no use.
        let built_by = std::fs::read_to_string(debian.join("complete")).ok();
        if built_by.is_some() && built_by == which_debian().ok() {
            return Ok(Toolchain::Debian { bin: debian.join("bin") });
        }
        if !tools::offline() {
            let mut add = Command::new("rustup");
            add.args(["target", "add", TARGET]);
            clean(&mut add);
            let expected = "seconds, or none if rustup's host can't be reached";
            match quiet("Getting Rust's wasm target with rustup", expected, &mut add) {
                Ok(()) => return Ok(Toolchain::Default),
                Err(_) => println!("  rustup could not get it; falling back to Debian's compiler and sources"),
            }
        }
        build_debian(&debian).map_err(|error| {
            format!("Rust's wasm target is missing. To get it: rustup target add {TARGET}\n{error}")
        })?;
        Ok(Toolchain::Debian { bin: debian.join("bin") })
    }

    /// Prepares a command (cargo or trunk) to build for wasm.
    pub fn apply(&self, command: &mut Command, extra_path: &[PathBuf]) {
        clean(command);
        let mut path: Vec<PathBuf> = Vec::new();
        if let Toolchain::Debian { bin } = self {
            path.push(bin.clone());
            command.env("RUSTC", bin.join("rustc")).env("CARGO", bin.join("cargo")).env_remove("RUSTUP_TOOLCHAIN");
        }
        path.extend(extra_path.iter().cloned());
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        if let Ok(path) = std::env::join_paths(path) {
            command.env("PATH", path);
        }
        command.env("CC_wasm32_unknown_unknown", "clang").env("AR_wasm32_unknown_unknown", llvm_ar());
    }

    /// The cargo of this toolchain.
    pub fn cargo(&self) -> Command {
        let mut command = match self {
            Toolchain::Default => Command::new("cargo"),
            Toolchain::Debian { bin } => Command::new(bin.join("cargo")),
        };
        self.apply(&mut command, &[]);
        command
    }
}

fn has_std(sysroot: &Path) -> bool {
    let folder = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    std::fs::read_dir(folder)
        .is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
}

/// `llvm-ar`, under whatever name it has here.
fn llvm_ar() -> String {
    let versioned = (11..40).rev().map(|version| format!("llvm-ar-{version}"));
    std::iter::once("llvm-ar".to_owned()).chain(versioned).find(|name| which(name).is_some()).unwrap_or("ar".to_owned())
}

fn debian_sysroot() -> Outcome<PathBuf> {
    Ok(tools::folder()?.join("debian-wasm-sysroot"))
}

/// Version of Debian's compiler, if it is installed with everything that is needed of it.
fn which_debian() -> Outcome<String> {
    let version = output(Command::new("/usr/bin/rustc").arg("--version")).ok_or("no /usr/bin/rustc")?;
    let source = Path::new("/usr/lib/rustlib/src/rust/library/Cargo.lock").is_file() || source_folder().is_some();
    let clippy = Path::new("/usr/bin/clippy-driver").is_file();
    if source && clippy { Ok(version) } else { Err("not all of Debian's Rust packages are installed".to_owned()) }
}

fn source_folder() -> Option<String> {
    let sysroot = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"]))?;
    let library = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
    library.is_dir().then(|| library.display().to_string())
}

/// Installs Debian's compiler, builds std for wasm, and puts both into a sysroot of this user's own.
fn build_debian(sysroot: &Path) -> Outcome {
    if which_debian().is_err() {
        crate::packages::install(&DEBIAN_RUST)?;
    }
    which_debian()?;
    let io = |error: std::io::Error| format!("{}: {error}", sysroot.display());
    let building = sysroot.with_extension("building");
    let _ = std::fs::remove_dir_all(&building);
    let crate_folder = building.join("crate");
    std::fs::create_dir_all(crate_folder.join("src")).map_err(io)?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    std::fs::write(crate_folder.join("Cargo.toml"), manifest).map_err(io)?;
    std::fs::write(crate_folder.join("src/lib.rs"), "").map_err(io)?;
    let mut build = Command::new("/usr/bin/cargo");
    clean(&mut build);
    build
        .args(["build", "-Zbuild-std=std,panic_abort", "--release", "--target", TARGET])
        .current_dir(&crate_folder)
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in std, link-time optimisation of the page fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("CARGO_TARGET_DIR", crate_folder.join("target"));
    quiet("Building Rust's standard library for wasm", "about 1 min, once", &mut build)?;

    // A sysroot that is Debian's but for this one target: links to everything, and one real folder.
    let rustlib = building.join("lib/rustlib");
    let target = rustlib.join(TARGET).join("lib");
    std::fs::create_dir_all(&target).map_err(io)?;
    let built = crate_folder.join("target").join(TARGET).join("release/deps");
    for file in std::fs::read_dir(&built).map_err(io)?.flatten() {
        if file.path().extension().is_some_and(|extension| extension == "rlib") {
            std::fs::copy(file.path(), target.join(file.file_name())).map_err(io)?;
        }
    }
    let debian = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).unwrap_or("/usr".to_owned());
    link_all(&Path::new(&debian).join("lib/rustlib"), &rustlib).map_err(io)?;
    wrap(&building.join("bin"), sysroot).map_err(io)?;
    let _ = std::fs::remove_dir_all(&crate_folder);
    std::fs::write(building.join("complete"), which_debian()?).map_err(io)?;
    let _ = std::fs::remove_dir_all(sysroot);
    std::fs::rename(&building, sysroot).map_err(io)
}

#[cfg(unix)]
fn link_all(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)?.flatten() {
        let link = to.join(entry.file_name());
        if !link.exists() {
            std::os::unix::fs::symlink(entry.path(), link)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn link_all(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("Debian's compiler runs on Debian only"))
}

/// Small scripts that run Debian's programs with the sysroot.
fn wrap(bin: &Path, sysroot: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(bin)?;
    let root = sysroot.display();
    script(&bin.join("rustc"), &format!("exec /usr/bin/rustc --sysroot '{root}' \"$@\""))?;
    script(&bin.join("cargo"), "exec /usr/bin/cargo \"$@\"")?;
    // clippy-driver takes its sysroot from this variable.
    script(&bin.join("cargo-clippy"), &format!("SYSROOT='{root}' exec /usr/bin/cargo-clippy \"$@\""))
}

fn script(file: &Path, line: &str) -> std::io::Result<()> {
    std::fs::write(file, format!("#!/bin/sh\n{line}\n"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}
