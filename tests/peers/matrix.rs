//! The matrix: every suite, group and kind of certificate, in every way a handshake can go, with every peer, in both roles.

use crate::table::Table;
use std::path::Path;

/// What the README says is what was run, now. With `HANDSHAKE_WRITE=1` the README is written anew.
#[test]
fn everything_with_everyone_as_the_readme_says() {
    let table = Table::default();
    let lanes: [&(dyn Fn(&Table) + Sync); 11] = [
        &crate::gnutls::our_client,
        &crate::gnutls::our_server,
        &crate::s_programs::our_server,
        &crate::s_programs::our_server_tls12,
        &crate::s_programs::our_client,
        &crate::agree::lane,
        &crate::rustls_more::lane,
        &crate::openssl_more::lane,
        &crate::openssl12::our_client,
        &crate::openssl12::our_server,
        &crate::rustls12::lane,
    ];
    // Those that wait for programs beside those that compute.
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(lane) = lanes.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    lane(&table);
                }
            });
        }
    });
    let text = table.text();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../matrix.md");
    std::fs::write(target, &text).expect("a file in target");
    println!("{text}");
    let wrong = table.wrong();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    if !table.is_whole() {
        return;
    }
    let readme = std::fs::read_to_string(home.join("README.md")).expect("a README");
    let (before, rest) = readme.split_once(BEGIN).expect("the beginning of the table in README.md");
    let (shown, after) = rest.split_once(END).expect("the end of the table in README.md");
    if std::env::var_os("HANDSHAKE_WRITE").is_some() {
        let written = format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim());
        std::fs::write(home.join("README.md"), written).expect("README.md");
    } else {
        assert_eq!(shown.trim(), text.trim(), "README.md says something else: HANDSHAKE_WRITE=1 writes it anew");
    }
}

const BEGIN: &str = "<!-- Written by tests/peers/matrix.rs. -->";
const END: &str = "<!-- The table ends here. -->";
