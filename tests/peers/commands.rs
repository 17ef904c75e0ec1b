//! The commands that the Keys tab prints, run by the real OpenSSL in a shell: they give the value that is shown.

use crate::identity::Folder;
use handshake_app::view::Inspector;
use handshake_app::{Action, Story};
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Side;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

/// A node's value as it is shown, and its command, at the end of a run.
fn shown(story: &Story, node: ScheduleEntry) -> Option<(String, String)> {
    match story.act(Action::SelectNode(node)).page().inspector {
        Inspector::Keys(view) => {
            let detail = view.detail?;
            Some((detail.value.ok()?, detail.command?))
        }
        _ => None,
    }
}

#[test]
fn openssl_computes_the_keys_of_tls12_as_shown() {
    let Some(folder) = Folder::new("commands") else { return };
    if Command::new("sh").args(["-c", "command -v xxd"]).output().is_ok_and(|output| !output.status.success()) {
        panic!("there is no xxd");
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for address in [
        "/s/tls12-rsa/1",
        "/s/tls12-ecdhe/1",
        "/s/tls12-ecdhe/1?suite12=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384&certificate=ecdsa_secp256r1_sha256",
        "/s/tls12-rsa/1?ems=no",
        "/s/tls12-cbc/1",
        "/s/tls12-resume-id/1",
    ] {
        let story = Story::open(address).act(Action::Last);
        assert_eq!(story.page().notice, None, "{address}");
        let mut run = 0;
        for node in ScheduleEntry::ALL {
            let Some((value, command)) = shown(&story, *node) else { continue };
            let output =
                Command::new("sh").args(["-c", &command]).current_dir(folder.path()).output().expect("a shell");
            let said = String::from_utf8_lossy(&output.stdout).trim().replace(':', "").to_lowercase();
            let said = said.rsplit("= ").next().unwrap_or_default();
            assert_eq!(said, value, "{address}: {}: {command}", node.name());
            *kinds.entry(if command.contains("TLS1-PRF") { "PRF" } else { "cut" }).or_default() += 1;
            run += 1;
        }
        assert!(run >= 5, "{address}: {run}");
    }
    assert!(kinds.values().all(|count| *count >= 10) && kinds.len() == 2, "{kinds:?}");
}

/// The hybrid's numbers: both public halves and the secret, each by the side that made it.
#[test]
fn python_computes_the_hybrid_as_shown() {
    let mut runs = 0;
    for (address, needs) in [
        ("/s/tls13-pq/1", "cryptography.hazmat.primitives.asymmetric.mlkem"),
        ("/s/tls13-pq/1?view=server", "kyber_py.ml_kem"),
        // Somebody swapped the server's half: each side has a secret of its own, and shows how it comes about.
        ("/s/tls13-pq/1?tamper=s0.share&view=client", "cryptography.hazmat.primitives.asymmetric.mlkem"),
    ] {
        let story = Story::open(address).act(Action::Last);
        assert_eq!(story.page().notice, None, "{address}");
        let nodes =
            [ScheduleEntry::pair(Side::Client).1, ScheduleEntry::pair(Side::Server).1, ScheduleEntry::SharedSecret];
        let found = nodes.map(|node| shown(&story, node)).into_iter().flatten();
        let found: Vec<(String, String)> = found.filter(|(_, command)| command.contains(needs)).collect();
        assert!(found.len() >= 2 || !address.ends_with("/1") && !found.is_empty(), "{address}: {found:?}");
        for (value, command) in found {
            if !has_python(needs) {
                assert!(std::env::var_os("CI").is_none(), "Python has no {needs}: cargo xtask test gets it");
                let _ = writeln!(std::io::stderr(), "skipped: Python has no {needs}: {} is not run", &value[..16]);
                continue;
            }
            let output = with_packages("sh").args(["-c", &command]).output().expect("a shell");
            let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            assert_eq!(said, value, "{address}: {command}\n{}", String::from_utf8_lossy(&output.stderr));
            runs += 1;
        }
    }
    let _ = writeln!(std::io::stderr(), "{runs} commands for X25519MLKEM768 were run");
}

/// A program that finds Python's packages where xtask has put them.
fn with_packages(program: &str) -> Command {
    let mut command = Command::new(program);
    command.envs(std::env::var_os("HANDSHAKE_PYTHON").map(|folder| ("PYTHONPATH", folder)));
    command
}

fn has_python(module: &str) -> bool {
    // Of its older versions some have the module, and not what it is to do.
    let script = match module {
        "kyber_py.ml_kem" => "from kyber_py.ml_kem import ML_KEM_768; import cryptography",
        _ => "from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey as Key; Key.generate()",
    };
    let output = with_packages("python3").args(["-c", script]).output();
    output.is_ok_and(|output| output.status.success())
}
