//! Chains that others issued, as they are met (`tests/data/certificates`): what is drawn is what was judged.

use handshake_app::chain_checker;
use handshake_app::chain_checker::{Ask, Judged};
use handshake_app::view::CertificatesView;
use std::collections::BTreeSet;
use std::path::Path;

/// 30 November 2026, 20:00, when most of them are valid.
const NOW: u64 = 1_796_068_800;

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/certificates").join(name);
    std::fs::read(path).expect("a file")
}

fn ask(query: &str) -> Ask {
    Ask::read(query).0
}

fn judged(chain: &[u8], roots: &[u8], query: &str) -> Judged {
    chain_checker::judge(chain, roots, &ask(query), NOW).unwrap_or_else(|problem| panic!("{problem}"))
}

fn view(judged: &Judged, query: &str) -> CertificatesView {
    judged.view(&ask(query), &BTreeSet::new()).0
}

/// The PEM blocks of a file.
fn blocks(file: &[u8]) -> Vec<String> {
    const END: &str = "-----END CERTIFICATE-----\n";
    let text = String::from_utf8_lossy(file).into_owned();
    text.split_inclusive(END).filter(|block| block.ends_with(END)).map(str::to_owned).collect()
}

#[test]
fn of_cross_signed_repeated_and_reordered_certificates_the_path_that_was_judged_is_drawn() {
    let query = "anchor=brought&name=www.case.example";
    let roots = file("cross-signed-roots.pem");
    let [leaf, expired, good] = blocks(&file("cross-signed-expired-first.pem")).try_into().expect("three blocks");
    let orders = [
        (vec![&leaf, &expired, &good], ["0", "2", "root"], vec!["other-1"]),
        (vec![&leaf, &good, &expired], ["0", "1", "root"], vec!["other-2"]),
        (vec![&leaf, &expired, &good, &good, &leaf], ["0", "2", "root"], vec!["other-1", "other-3", "other-4"]),
    ];
    for (order, links, others) in orders {
        let chain: String = order.into_iter().map(String::as_str).collect();
        let shown = view(&judged(chain.as_bytes(), &roots, query), query);
        assert!(shown.verdict.as_ref().is_some_and(|verdict| verdict.passed), "{shown:?}");
        let ids =
            |links: &[handshake_app::view::ChainLink]| links.iter().map(|link| link.id.clone()).collect::<Vec<_>>();
        assert_eq!(
            (ids(&shown.links), ids(&shown.others)),
            (links.map(str::to_owned).to_vec(), others.iter().map(|id| (*id).to_owned()).collect())
        );
        assert!(shown.links.iter().flat_map(|link| &link.checks).all(|check| check.passed == Some(true)), "{shown:?}");
    }
    // Nobody knows the new root: the expired way is no better, and the one that is drawn says what is wrong.
    let shown = view(&judged((leaf + &expired + &good).as_bytes(), &[], ""), "");
    assert!(shown.links.iter().flat_map(|link| &link.checks).any(|check| check.passed == Some(false)), "{shown:?}");
    assert!(shown.verdict.is_some_and(|verdict| !verdict.passed));
}
