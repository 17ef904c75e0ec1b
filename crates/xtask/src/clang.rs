//! A C compiler that makes wasm: ring has C in it.

use crate::Outcome;
use crate::packages::{CLANG, install};
use crate::proc::{output, which};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the `cc` crate asks the environment for.
const CC: &str = "CC_wasm32_unknown_unknown";
const AR: &str = "AR_wasm32_unknown_unknown";

/// The compiler and the archiver for wasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clang {
    cc: PathBuf,
    ar: PathBuf,
}

impl Clang {
    /// Finds them; installs them where they are missing.
    ///
    /// # Errors
    /// Names what is missing and the command to get it.
    pub fn get() -> Outcome<Clang> {
        if let Some(found) = Clang::find() {
            return Ok(found);
        }
        install(&[&CLANG])?;
        Clang::find().ok_or_else(|| {
            format!(
                "clang was installed, but none that makes wasm is found with an llvm-ar. Set {CC} and {AR} to them."
            )
        })
    }

    fn find() -> Option<Clang> {
        if let (Some(cc), Some(ar)) = (std::env::var_os(CC), std::env::var_os(AR)) {
            return Some(Clang { cc: cc.into(), ar: ar.into() });
        }
        let cc = named("clang").into_iter().find(|file| makes_wasm(file))?;
        // The system's own `ar` writes archives whose wasm symbols the linker does not find.
        let ar = named("llvm-ar").into_iter().next()?;
        Some(Clang { cc, ar })
    }

    /// Tells a command about them.
    pub fn apply(&self, command: &mut Command) {
        command.env(CC, &self.cc).env(AR, &self.ar);
    }
}

/// A program under whatever name it has here: plain, with a version, or where Homebrew keeps it off PATH.
fn named(program: &str) -> Vec<PathBuf> {
    let versioned = (11..40).rev().map(|version| format!("{program}-{version}"));
    let on_path = std::iter::once(program.to_owned()).chain(versioned).filter_map(|name| which(&name));
    let brew = ["/opt/homebrew/opt/llvm/bin", "/usr/local/opt/llvm/bin"].map(|folder| Path::new(folder).join(program));
    on_path.chain(brew.into_iter().filter(|file| file.is_file())).collect()
}

/// Apple's clang, for one, knows no wasm.
fn makes_wasm(clang: &Path) -> bool {
    let mut command = Command::new(clang);
    command.args(["--target=wasm32-unknown-unknown", "-x", "c", "-c", "/dev/null", "-o", "/dev/null"]);
    output(&mut command).is_some()
}
