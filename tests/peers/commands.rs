//! The commands that the Keys tab prints, run by the real OpenSSL in a shell: they give the value that is shown.

use crate::identity::Folder;
use handshake_core::keys::Node;
use handshake_story::view::Inspector;
use handshake_story::{Action, Story};
use std::collections::BTreeMap;
use std::process::Command;

/// A node's value as it is shown, and its command, at the end of a run.
fn shown(story: &Story, node: Node) -> Option<(String, String)> {
    match story.act(Action::SelectNode(node.name())).page().inspector {
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
        for node in Node::ALL {
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
