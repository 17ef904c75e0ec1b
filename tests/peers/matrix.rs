//! The matrix: every suite, group and kind of certificate, in every way a handshake can go, with every peer, in both roles.

use crate::kit::{KINDS, Kit};
use crate::table::{Table, Who};
use crate::{agree, gnutls, openssl_more, openssl12, rustls_more, rustls12, s_programs};
use handshake_core::pki::CertificateKind;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the README says is what was run, now. With `HANDSHAKE_WRITE=1` the README is written anew.
#[test]
fn everything_with_everyone_as_the_readme_says() {
    let table = Table::default();
    let kit = Kit::new("matrix");
    let there = |who, program: &str| {
        let there = kit.is_some() && Command::new(program).arg("--version").output().is_ok();
        if !there {
            table.missing(who, &format!("no {program} here, or no openssl to make certificates with"));
        }
        there
    };
    let mut lanes: Vec<Lane> = Vec::new();
    // Those that wait for programs first, beside those that compute.
    if let (true, Some(kit)) = (there(Who::GnuTls, "gnutls-cli"), &kit) {
        lanes.extend(of_kinds(kit, &KINDS, gnutls::our_server13));
        lanes.extend(of_kinds(kit, &KINDS_12, gnutls::our_server12));
        lanes.extend(of_kinds(kit, &KINDS, gnutls::our_client13));
        lanes.extend(of_kinds(kit, &KINDS_12, gnutls::our_client12));
    }
    if let (true, Some(kit)) = (there(Who::OpenSsl, "openssl"), &kit) {
        lanes.extend(of_kinds(kit, &KINDS_12, s_programs::our_server12));
        lanes.extend(of_kinds(kit, &KINDS, s_programs::our_server13));
        lanes.extend(of_kinds(kit, &KINDS, s_programs::our_client13));
    }
    let in_memory: [fn(&Table); 6] = [
        agree::lane,
        rustls_more::lane,
        openssl_more::lane,
        openssl12::our_client,
        openssl12::our_server,
        rustls12::lane,
    ];
    lanes.extend(in_memory.map(|lane| Box::new(lane) as Lane));
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(lane) = lanes.get(next.fetch_add(1, Ordering::Relaxed)) {
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
    if std::env::var("HANDSHAKE_WRITE").is_ok_and(|write| write == "1") {
        let written = format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim());
        std::fs::write(home.join("README.md"), written).expect("README.md");
    } else {
        assert_eq!(shown.trim(), text.trim(), "README.md says something else: HANDSHAKE_WRITE=1 writes it anew");
    }
}

/// More than there are processors: the programs let one wait.
const THREADS: usize = 10;

/// The kinds of certificate that TLS 1.2's suites ask for.
const KINDS_12: [CertificateKind; 2] = [CertificateKind::EcdsaP256, CertificateKind::Rsa2048];

/// Cases that are run one after the other.
type Lane<'a> = Box<dyn Fn(&Table) + Sync + 'a>;

/// A lane for each kind of certificate.
fn of_kinds<'a>(
    kit: &'a Kit,
    kinds: &'static [CertificateKind],
    lane: fn(&Table, &Kit, CertificateKind),
) -> impl Iterator<Item = Lane<'a>> {
    kinds.iter().map(move |kind| Box::new(move |table: &Table| lane(table, kit, *kind)) as Lane)
}

const BEGIN: &str = "<!-- Written by tests/peers/matrix.rs. -->";
const END: &str = "<!-- The table ends here. -->";
