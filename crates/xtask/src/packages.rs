//! What comes from the machine's own package manager.

use crate::Outcome;
use crate::proc::{quiet, which};
use std::process::Command;

/// Something the tasks need, and the packages that hold it.
pub struct Need {
    /// What the person reads.
    pub what: &'static str,
    /// Programs, any of which will do.
    pub programs: &'static [&'static str],
    /// For apt-get, dnf, pacman, apk, brew.
    pub packages: [&'static str; 5],
}

/// A C compiler that makes wasm: ring has C in it.
pub const CLANG: Need = Need {
    what: "clang, a C compiler for wasm",
    programs: &["clang"],
    packages: ["clang llvm", "clang llvm", "clang llvm", "clang llvm", "llvm"],
};

/// A native C compiler.
pub const CC: Need = Need {
    what: "a C compiler",
    programs: &["cc", "gcc", "clang"],
    packages: ["gcc libc6-dev", "gcc", "gcc", "build-base", "llvm"],
};

/// A browser for the tests.
pub const BROWSER: Need = Need {
    what: "Chromium",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    packages: ["chromium", "chromium", "chromium", "chromium", "--cask chromium"],
};

/// What drives it.
pub const DRIVER: Need = Need {
    what: "ChromeDriver",
    programs: &["chromedriver"],
    packages: ["chromium-driver", "chromedriver", "chromium", "chromium-chromedriver", "--cask chromedriver"],
};

/// OpenSSL, a peer in the tests: the program.
pub const OPENSSL: Need = Need {
    what: "the openssl program",
    programs: &["openssl"],
    packages: ["openssl", "openssl", "openssl", "openssl", "openssl"],
};

/// How the tests find OpenSSL's library.
pub const PKG_CONFIG: Need = Need {
    what: "pkg-config and OpenSSL's headers",
    programs: &["pkg-config", "pkgconf"],
    packages: [
        "pkg-config libssl-dev",
        "pkgconf openssl-devel",
        "pkgconf openssl",
        "pkgconf openssl-dev",
        "pkgconf openssl",
    ],
};

const MANAGERS: [(&str, &[&str]); 5] = [
    ("apt-get", &["install", "-y", "--no-install-recommends"]),
    ("dnf", &["install", "-y"]),
    ("pacman", &["-S", "--noconfirm", "--needed"]),
    ("apk", &["add"]),
    ("brew", &["install"]),
];

/// Makes sure that a program is there.
///
/// # Errors
/// Names what is missing and the command to get it.
pub fn ensure(need: &Need) -> Outcome {
    if need.programs.iter().any(|program| which(program).is_some()) {
        return Ok(());
    }
    install(need)
}

/// Installs what is needed.
///
/// # Errors
/// As [`ensure`].
pub fn install(need: &Need) -> Outcome {
    let found = MANAGERS.iter().zip(need.packages).find(|((manager, _), _)| which(manager).is_some());
    let Some(((manager, verb), packages)) = found else {
        let known: Vec<&str> = MANAGERS.iter().map(|(manager, _)| *manager).collect();
        let (what, programs) = (need.what, need.programs.join(" or "));
        return Err(format!(
            "{what} is missing, and so is a known package manager ({}). Put {programs} on PATH.",
            known.join(", ")
        ));
    };
    let packages: Vec<&str> = packages.split(' ').collect();
    let by_hand =
        format!("{}{manager} {} {}", if is_root() { "" } else { "sudo " }, verb.join(" "), packages.join(" "));
    if *manager == "apt-get" {
        // Without a list of packages nothing is found; an old one does no harm.
        let _ = quiet("Refreshing the list of packages", "about 10 s", as_root("apt-get").arg("update"));
    }
    let mut command = as_root(manager);
    command.args(*verb).args(&packages).env("DEBIAN_FRONTEND", "noninteractive");
    quiet(&format!("Installing {} ({})", need.what, packages.join(", ")), "up to 1 min", &mut command)
        .map_err(|error| format!("{} is missing. To get it: {by_hand}\n{error}", need.what))
}

fn as_root(program: &str) -> Command {
    // Homebrew refuses to run as root.
    if is_root() || program == "brew" {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg("-n").arg(program);
    command
}

fn is_root() -> bool {
    crate::proc::output(Command::new("id").arg("-u")).as_deref() == Some("0")
}
