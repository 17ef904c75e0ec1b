//! What comes from the machine's own package manager.

use crate::Outcome;
use crate::proc::{output, quiet, which};
use std::process::Command;
use std::sync::Once;

/// Something the tasks need, and the packages that hold it.
pub struct Need {
    /// What the person reads.
    pub what: &'static str,
    /// Programs, any of which will do.
    pub programs: &'static [&'static str],
    /// A command that succeeds if what no program shows is there, too; empty if there is no such thing.
    pub proof: &'static [&'static str],
    /// For apt-get, dnf, pacman, apk, brew; empty where there is none.
    pub packages: [&'static str; 5],
}

/// A C compiler that makes wasm; [`crate::clang`] looks for it.
pub const CLANG: Need = Need {
    what: "clang, a C compiler for wasm",
    programs: &["clang"],
    proof: &[],
    packages: ["clang llvm", "clang llvm", "clang llvm", "clang llvm", "llvm"],
};

/// A native C compiler.
pub const CC: Need = Need {
    what: "a C compiler",
    programs: &["cc", "gcc", "clang"],
    proof: &[],
    packages: ["gcc libc6-dev", "gcc", "gcc", "build-base", "llvm"],
};

/// A browser for the tests.
pub const BROWSER: Need = Need {
    what: "Chromium",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    proof: &[],
    packages: ["chromium", "chromium", "chromium", "chromium", "--cask chromium"],
};

/// What drives it.
pub const DRIVER: Need = Need {
    what: "ChromeDriver",
    programs: &["chromedriver"],
    proof: &[],
    packages: ["chromium-driver", "chromedriver", "chromium", "chromium-chromedriver", "--cask chromedriver"],
};

/// A second browser.
pub const FIREFOX: Need = Need {
    what: "Firefox",
    programs: &["firefox-esr", "firefox"],
    proof: &[],
    packages: ["firefox-esr", "firefox", "firefox", "firefox", "--cask firefox"],
};

/// Two families of fonts that the page is drawn with in the tests, and who finds them.
pub const FONTS: Need = Need {
    what: "fonts (DejaVu, Noto)",
    programs: &["fc-list"],
    // A query that finds nothing fails.
    proof: &[
        "sh",
        "-c",
        "for family in 'DejaVu Sans' 'DejaVu Sans Mono' 'Noto Sans' 'Noto Sans Mono'; do fc-list -q \"$family\" || exit 1; done",
    ],
    packages: [
        "fontconfig fonts-dejavu-core fonts-noto-core fonts-noto-mono",
        "fontconfig dejavu-sans-fonts dejavu-sans-mono-fonts google-noto-sans-fonts google-noto-sans-mono-fonts",
        "fontconfig ttf-dejavu noto-fonts",
        "fontconfig font-dejavu font-noto font-noto-mono",
        // There browsers do not ask fontconfig.
        "",
    ],
};

/// OpenSSL, a peer in the tests: the program.
pub const OPENSSL: Need = Need {
    what: "the openssl program",
    programs: &["openssl"],
    proof: &[],
    packages: ["openssl", "openssl", "openssl", "openssl", "openssl"],
};

/// GnuTLS, a peer in the tests: its programs.
pub const GNUTLS: Need = Need {
    what: "GnuTLS's programs",
    programs: &["gnutls-serv"],
    proof: &[],
    packages: ["gnutls-bin", "gnutls-utils", "gnutls", "gnutls-utils", "gnutls"],
};

/// Wireshark without windows: what the tests read captures with.
pub const TSHARK: Need = Need {
    what: "tshark",
    programs: &["tshark"],
    proof: &[],
    packages: ["tshark", "wireshark-cli", "wireshark-cli", "tshark", "wireshark"],
};

/// A web server, as many sites have it: the tests put the page on it.
pub const NGINX: Need = Need {
    what: "nginx",
    programs: &["nginx", "../sbin/nginx"],
    proof: &[],
    packages: ["nginx-light", "nginx", "nginx", "nginx", "nginx"],
};

/// How the tests find OpenSSL's library.
pub const PKG_CONFIG: Need = Need {
    what: "pkg-config and OpenSSL's headers",
    programs: &["pkg-config"],
    proof: &["pkg-config", "--exists", "openssl"],
    packages: [
        "pkg-config libssl-dev",
        "pkgconf-pkg-config openssl-devel",
        "pkgconf openssl",
        "pkgconf openssl-dev",
        "pkgconf openssl",
    ],
};

/// Who gets prebuilt tools for lint.
pub const PIP: Need = Need {
    what: "pip",
    programs: &["pip3", "pip"],
    proof: &[],
    packages: ["python3-pip", "python3-pip", "python-pip", "py3-pip", "python"],
};

/// A package manager.
struct Manager {
    program: &'static str,
    /// What a person types.
    by_hand: &'static str,
    /// What is typed when nobody is there to be asked.
    install: &'static [&'static str],
}

const MANAGERS: [Manager; 5] = [
    Manager {
        program: "apt-get",
        by_hand: "install",
        // A machine that has just started may still be busy with its own updates: wait for them.
        install: &["-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends"],
    },
    Manager { program: "dnf", by_hand: "install", install: &["install", "-y"] },
    Manager { program: "pacman", by_hand: "-S", install: &["-S", "--noconfirm", "--needed"] },
    Manager { program: "apk", by_hand: "add", install: &["add"] },
    Manager { program: "brew", by_hand: "install", install: &["install"] },
];

/// True if it is there.
pub fn present(need: &Need) -> bool {
    let program = need.programs.iter().any(|program| which(program).is_some());
    let [proof, args @ ..] = need.proof else { return program };
    program && output(Command::new(proof).args(args)).is_some()
}

/// Makes sure that all are there.
///
/// # Errors
/// Names what is missing and the command to get it.
pub fn ensure(needs: &[&Need]) -> Outcome {
    let missing: Vec<&Need> = needs.iter().copied().filter(|need| !present(need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)?;
    match missing.into_iter().find(|need| !present(need)) {
        Some(need) => Err(format!("{} was installed, but is not found; is its folder on PATH?", need.what)),
        None => Ok(()),
    }
}

/// Installs what is needed, with one call of the package manager.
///
/// # Errors
/// As [`ensure`].
pub fn install(needs: &[&Need]) -> Outcome {
    let what = needs.iter().map(|need| need.what).collect::<Vec<_>>().join("; ");
    let Some(index) = MANAGERS.iter().position(|manager| which(manager.program).is_some()) else {
        let known = MANAGERS.each_ref().map(|manager| manager.program).join(", ");
        let programs: Vec<&str> = needs.iter().filter_map(|need| need.programs.first().copied()).collect();
        return Err(format!(
            "missing: {what}; and there is no package manager that is known here ({known}). Put on PATH: {}",
            programs.join(", ")
        ));
    };
    // Homebrew takes casks in a call of their own.
    let calls: Vec<Vec<&Need>> = match MANAGERS[index].program {
        "brew" => needs.iter().map(|need| vec![*need]).collect(),
        _ => vec![needs.to_vec()],
    };
    for needs in calls {
        let what = needs.iter().map(|need| need.what).collect::<Vec<_>>().join("; ");
        call(&MANAGERS[index], &what, &packages(&needs, index))?;
    }
    Ok(())
}

fn packages<'a>(needs: &[&'a Need], manager: usize) -> Vec<&'a str> {
    needs.iter().flat_map(|need| need.packages[manager].split_whitespace()).collect()
}

fn call(manager: &Manager, what: &str, packages: &[&str]) -> Outcome {
    if packages.is_empty() {
        return Err(format!("missing: {what}; {} has no package of it", manager.program));
    }
    let sudo = if is_root() || manager.program == "brew" { "" } else { "sudo " };
    let by_hand = format!("{sudo}{} {} {}", manager.program, manager.by_hand, packages.join(" "));
    if manager.program == "apt-get" {
        static ONCE: Once = Once::new();
        // Without a list of packages nothing is found; an old one does no harm.
        ONCE.call_once(|| {
            let _ = quiet("Refreshing the list of packages", "about 10 s", as_root("apt-get").arg("update"));
        });
    }
    let mut command = as_root(manager.program);
    command.args(manager.install).args(packages);
    let title = format!("Installing {what} ({})", packages.join(" "));
    quiet(&title, "up to 2 min", &mut command)
        .map_err(|error| format!("missing: {what}. To get it: {by_hand}\n{error}"))
}

/// A command with the right to install; never asks for a password.
fn as_root(program: &str) -> Command {
    // By way of env, because sudo hands no variables on. Homebrew refuses to run as root.
    let mut command = if is_root() || program == "brew" {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env"]);
        sudo
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", program]);
    command
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).as_deref() == Some("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_needs_are_one_call() {
        assert_eq!(packages(&[&PKG_CONFIG, &BROWSER], 0), ["pkg-config", "libssl-dev", "chromium"]);
        assert_eq!(packages(&[&DRIVER], 4), ["--cask", "chromedriver"]);
    }

    #[test]
    fn what_no_program_shows_is_looked_for_too() {
        let need = |proof| Need { what: "a shell", programs: &["sh"], proof, packages: [""; 5] };
        assert!(present(&need(&[])));
        assert!(present(&need(&["sh", "-c", "true"])));
        assert!(!present(&need(&["sh", "-c", "false"])));
        assert!(!present(&need(&["no-such-program"])));
    }

    #[test]
    fn a_manager_without_the_package_says_so() {
        let error = call(&MANAGERS[1], "a thing", &[]).unwrap_err();
        assert_eq!(error, "missing: a thing; dnf has no package of it");
    }
}
