//! A chain that a student brings: read, judged, shown; and what is said of files that are none.

use handshake_app::chain_checker;
use handshake_app::chain_checker::{Anchor, Ask, Judged};
use handshake_app::view::CertificatesView;
use handshake_core::pki::der::civil;
use handshake_core::pki::{Certificate, CertificateKind, Issued, Order, TeachingCa};
use std::collections::BTreeSet;

/// Noon of 1 June 2026, when the lab's own runs take place.
const LAB_TIME: u64 = 1_780_315_200;

fn issued() -> Issued {
    TeachingCa::new(CertificateKind::EcdsaP256, 5).issue("school.example").expect("a chain")
}

fn pem(chain: &[Vec<u8>]) -> String {
    chain_checker::to_pem(chain, "CERTIFICATE")
}

fn ask(query: &str) -> Ask {
    let (ask, problems) = Ask::read(query);
    assert_eq!(problems, Vec::new());
    ask
}

fn judged(file: &[u8], query: &str) -> Judged {
    chain_checker::judge(file, &[], &ask(query), LAB_TIME).unwrap_or_else(|problem| panic!("{problem}"))
}

fn view(judged: &Judged, query: &str) -> CertificatesView {
    judged.view(&ask(query), &BTreeSet::new()).0
}

fn problem(file: &[u8]) -> String {
    chain_checker::judge(file, &[], &Ask::default(), LAB_TIME).expect_err("a problem").to_string()
}

#[test]
fn each_form_of_a_file_gives_the_same_view() {
    let issued = issued();
    let mut chain = issued.identity.chain.clone();
    chain.push(issued.root.clone());
    let query = "name=school.example";
    let plain = judged(pem(&chain).as_bytes(), query);
    let shown = view(&plain, query);
    assert!(shown.verdict.as_ref().is_some_and(|verdict| verdict.passed == Some(true)), "{shown:?}");
    let ids: Vec<&str> = shown.links.iter().map(|link| link.id.as_str()).collect();
    assert_eq!(ids, ["0", "1", "root"]);
    assert!(shown.links.iter().flat_map(|link| &link.checks).all(|check| check.passed == Some(true)));
    // DER, one after the other; PEM with text between, indented, with other ends of lines, with a key among it.
    let der = chain.concat();
    let text: String = chain
        .iter()
        .map(|one| format!("subject=/CN=x\r\n{}", pem(std::slice::from_ref(one)).replace('\n', "\r\n   ")))
        .collect();
    for file in [der, format!("\u{feff}{text}\r\nVerify return code: 0").into_bytes()] {
        assert_eq!(view(&judged(&file, query), query), shown);
    }
    // Quoted in a mail, twice; under the name that older programs give it.
    let quoted: String = pem(&chain).lines().map(|line| format!("> > {line}\n")).collect();
    let old = pem(&chain).replace(" CERTIFICATE-", " X509 CERTIFICATE-");
    for file in [quoted, old] {
        assert_eq!(view(&judged(file.as_bytes(), query), query), shown);
    }
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let with_key = judged(format!("{key}{}", pem(&chain)).as_bytes(), query);
    assert_eq!(view(&with_key, query), shown);
    assert!(with_key.notes.iter().any(|note| note.contains("Block 1 is a private key")), "{:?}", with_key.notes);
    let trusted = problem(pem(&chain[..1]).replace(" CERTIFICATE-", " TRUSTED CERTIFICATE-").as_bytes());
    assert!(trusted.contains("Block 1") && trusted.contains("openssl x509 -in FILE"), "{trusted}");
}

#[test]
fn the_name_the_day_and_the_anchor_decide() {
    let issued = issued();
    let file = pem(&issued.identity.chain);
    let roots = pem(std::slice::from_ref(&issued.root));
    let outcome = |query: &str| {
        let ask = ask(query);
        let judged = chain_checker::judge(file.as_bytes(), roots.as_bytes(), &ask, LAB_TIME).expect("judged");
        let verdict = judged.view(&ask, &BTreeSet::new()).0.verdict.expect("a verdict");
        (verdict.passed == Some(true), verdict.source)
    };
    assert!(outcome("anchor=brought&name=school.example").0);
    assert!(outcome("anchor=brought").0);
    for (query, alert) in [
        ("anchor=brought&name=other.example", "bad_certificate"),
        ("anchor=brought&date=2028-06-01", "certificate_expired"),
        ("anchor=brought&date=2025-06-01", "certificate_expired"),
        // Seed 5 is another teaching CA's than the lab's own.
        ("anchor=teaching", "unknown_ca"),
        ("anchor=last", "unknown_ca"),
    ] {
        let (passed, source) = outcome(query);
        assert!(!passed && source.contains(alert), "{query}: {source}");
    }
}

#[test]
fn what_is_brought_is_judged_now_to_the_second_and_the_labs_own_at_the_time_of_its_runs() {
    let issued = issued();
    let file = pem(&issued.identity.chain);
    let roots = pem(std::slice::from_ref(&issued.root));
    let leaf = Certificate::read(&issued.identity.chain[0]).expect("a certificate");
    let [first, last] = [leaf.not_before, leaf.not_after].map(|time| u64::try_from(time).expect("after 1970"));
    let holds = |query: &str, now: u64| {
        let ask = ask(query);
        let judged = chain_checker::judge(file.as_bytes(), roots.as_bytes(), &ask, now).expect("judged");
        let shown = judged.view(&ask, &BTreeSet::new()).0;
        (shown.verdict.expect("a verdict").passed == Some(true), shown.context)
    };
    for (now, valid) in [(first - 1, false), (first, true), (last, true), (last + 1, false)] {
        assert_eq!(holds("anchor=brought", now).0, valid, "{now}");
    }
    // A moment that is asked for is kept, whenever that is.
    let (passed, context) = holds("anchor=brought&date=2026-06-01T08:30", last + 1);
    assert!(passed && context.contains("2026-06-01 08:30:00 UTC"), "{context}");
    // An example that is changed is still judged when its run took place.
    let changed = ask("example=expired").without_example();
    assert_eq!((changed.example, changed.time(0)), (None, ask("example=expired").time(0)));
    // The lab's own chains are of its own time.
    assert_eq!(ask("example=trusted").time(last + 1), Ok(LAB_TIME));
    assert_eq!(ask("anchor=teaching").time(last + 1), Ok(LAB_TIME));
    assert_eq!(ask("example=trusted&date=2026-07-01").time(0), Ok(LAB_TIME + 30 * 86_400));
}

#[test]
fn every_example_is_judged_as_in_its_run() {
    assert!(chain_checker::examples().len() >= 10, "{}", chain_checker::examples().len());
    for scenario in chain_checker::examples() {
        let query = format!("example={}", scenario.id);
        let shown = view(&judged(chain_checker::example(scenario.id).as_bytes(), &query), &query);
        let run = handshake_app::Story::open(&format!("/s/{}/1", scenario.id));
        let failed = run.run().moments.iter().any(|moment| moment.key == "client.read.fault");
        assert_eq!(shown.verdict.is_some_and(|verdict| verdict.passed == Some(true)), !failed, "{}", scenario.id);
    }
}

#[test]
fn what_is_asked_stands_in_the_address() {
    for query in ["", "example=expired", "name=a.example&date=2027-02-28&anchor=brought&cert=1&der=Certificate"] {
        let ask = ask(query);
        let address = ask.address();
        let again = Ask::read(address.split_once('?').map_or("", |(_, query)| query));
        assert_eq!((again.0, again.1.len()), (ask, 0), "{address}");
    }
    assert_eq!(ask("example=trusted&anchor=teaching").address(), "/certificates?example=trusted");
    for wrong in [
        "date=2026-02-30",
        "date=yesterday",
        "date=2026-06-01T24:00",
        "date=2026-06-01T08:30:60",
        "date=2026-06-01T8:30",
        "name=a..b",
        "anchor=everybody",
        "example=none",
        "date=2026-6-1",
    ] {
        assert_eq!(Ask::read(wrong).1.len(), 1, "{wrong}");
        assert!(chain_checker::judge(b"", &[], &Ask::read(wrong).0, LAB_TIME).is_err());
    }
    // A real day that is too early is told as that.
    let told = |date: &str| Ask::read(&format!("date={date}")).1.iter().map(ToString::to_string).collect::<String>();
    assert!(told("1969-12-31").contains("1970-01-01") && !told("1969-02-30").contains("1970-01-01"));
    assert_eq!(ask("date=1970-01-01").time(0), Ok(43_200));
    assert_eq!(Ask::read("anchor=x").0.anchor, Anchor::Last);
    assert_eq!(
        civil(i64::try_from(ask("date=2024-02-29").time(0).expect("a time")).expect("small"))[..3],
        [2024, 2, 29]
    );
}

#[test]
fn a_bad_file_is_told_by_block_line_and_byte() {
    let issued = issued();
    let good = pem(&issued.identity.chain);
    assert!(problem(b"  \n").contains("nothing in it"));
    assert!(problem(b"hello").contains("BEGIN CERTIFICATE"));
    assert!(problem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----".as_bytes()).contains("private key"));
    // The second block has no end.
    let lines: Vec<&str> = good.lines().collect();
    let second = lines.iter().rposition(|line| line.starts_with("-----BEGIN")).expect("a second block") + 1;
    let cut = problem(lines[..lines.len() - 1].join("\n").as_bytes());
    assert!(cut.contains(&format!("Block 2 begins in line {second}")), "{cut}");
    // A letter that is none of Base64's.
    let mut wrong: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    wrong[second].replace_range(4..5, "ä");
    let told = problem(wrong.join("\n").as_bytes());
    assert!(told.contains(&format!("Block 2 is no Base64: in line {}, character 5", second + 1)), "{told}");
    // A letter is missing.
    wrong[second].replace_range(4..6, "");
    assert!(problem(wrong.join("\n").as_bytes()).contains("Block 2, which begins in line"));
    // DER that is cut off.
    let whole = issued.identity.chain.concat();
    let first = issued.identity.chain[0].len();
    let told = problem(&whole[..whole.len() - 1]);
    assert!(told.contains(&format!("Certificate 2 (from byte {first} of the file), at byte 0")), "{told}");
    // What is no certificate, but looks like something that is known: PKCS #7, PKCS #12, a private key.
    let signed_data = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    for (first, hint) in [(&signed_data[..], "PKCS #7"), (&[2, 1, 3], "PKCS #12"), (&[2, 1, 0], "private key")] {
        // SEQUENCE of that, and an OCTET STRING of 150 bytes.
        let rest = [&[4, 0x81, 150][..], &[0; 150]].concat();
        let len = u8::try_from(first.len() + rest.len()).expect("less than 256");
        let told = problem_of(&[&[0x30, 0x81, len], first, &rest].concat());
        assert!(told.contains(hint) && told.contains("at byte"), "{told}");
    }
    let too_many = pem(&vec![issued.root.clone(); chain_checker::MAX_CHAIN + 1]);
    assert!(problem(too_many.as_bytes()).contains(&format!("at most {}", chain_checker::MAX_CHAIN)));
    assert!(problem(&vec![b' '; chain_checker::MAX_FILE + 1]).contains("MiB"));
}

/// What Windows and copying make of a file.
#[test]
fn a_file_in_utf_16_is_read_and_one_without_its_lines_is_told() {
    let good = pem(&issued().identity.chain);
    let plain = judged(good.as_bytes(), "");
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for file in [good.clone(), format!("\u{feff}{good}")] {
        assert_eq!(judged(&units(&file, u16::to_le_bytes), ""), plain);
        assert_eq!(judged(&units(&file, u16::to_be_bytes), ""), plain);
    }
    assert!(problem(&[0xff, 0xfe, 0x00, 0xd8, 0x41]).contains("No PEM"));
    // In one line; as a string in JSON, or in a program's source.
    let one_line = good.replace('\n', "");
    let json = format!("{{\"cert\":\"{}\"}}", good.replace('\n', "\\n"));
    let windows = format!("\"{}\"", good.replace('\n', "\\r\\n"));
    let quoted: String = good.lines().map(|line| format!("  \"{line}\\n\" +\n")).collect();
    let listed: String = good.lines().map(|line| format!("  '{line}',\n")).collect();
    let glued = good.replace("-----\n-----", "----------");
    let marked = good.replace("-----BEGIN", "\u{feff}-----BEGIN");
    for file in [one_line, json, windows, quoted, listed, glued, marked] {
        assert_eq!(judged(file.as_bytes(), ""), plain, "{file}");
    }
    let bare: String = good.lines().filter(|line| !line.starts_with('-')).collect();
    assert!(problem(bare.as_bytes()).contains("without the lines around it"));
    // DER that is too long to be shown is told as that.
    let len = 70_000_u32.to_be_bytes();
    let long = [&[0x30, 0x83], &len[1..], &[0; 70_000]].concat();
    assert!(problem(&long).contains("70005 bytes long"), "{}", problem(&long));
}

#[test]
fn a_chain_in_the_wrong_order_is_told() {
    let mut chain = issued().identity.chain;
    let turned = |chain: &[Vec<u8>]| judged(pem(chain).as_bytes(), "").notes.iter().any(|note| note.contains("order"));
    assert!(!turned(&chain));
    chain.push(issued().root);
    assert!(!turned(&chain));
    chain.reverse();
    assert!(turned(&chain));
    assert!(turned(&chain[1..]));
    assert!(!turned(&chain[..1]), "a root alone");
}

/// A file of a MiB can hold a great many blocks: of what kind they are is told, and it stays short.
#[test]
fn many_blocks_make_no_long_account() {
    let good = pem(&issued().identity.chain);
    let key = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n";
    let other = "-----BEGIN X-----\n-----END X-----\n";
    for block in [key, other] {
        let many = block.repeat(15_000);
        assert!(problem(many.as_bytes()).len() < 5_000);
        let with = judged(format!("{many}{good}").as_bytes(), "");
        assert!(with.notes.len() < 20, "{}", with.notes.len());
        assert!(with.notes.iter().any(|note| note.starts_with("Further blocks")));
        // Lines are counted on through all of them.
        let cut = problem(format!("{many}-----BEGIN CERTIFICATE-----\nMAA=").as_bytes());
        assert!(cut.contains("Block 15001 begins in line 30001"), "{cut}");
    }
}

fn problem_of(file: &[u8]) -> String {
    chain_checker::judge(file, &[], &Ask::default(), LAB_TIME)
        .map_or_else(String::from, |judged| judged.problems.join(" "))
}

#[test]
fn a_certificate_that_is_none_is_shown_up_to_where_it_breaks_and_the_field_is_named() {
    let issued = issued();
    let mut broken = issued.identity.chain[0].clone();
    // The year of notBefore is no number.
    let at = broken.windows(13).position(|window| window == b"260101000000Z").expect("a date");
    broken[at] = b'x';
    let file = pem(&[issued.identity.chain[1].clone(), broken.clone()]);
    let judged = judged(file.as_bytes(), "");
    let told = judged.problems.join(" ");
    assert!(told.starts_with("Block 2 (line "), "{told}");
    assert!(told.contains(&format!("at byte {}", at - 2)), "{told}");
    assert!(told.contains("in Certificate.tbsCertificate.validity.notBefore"), "{told}");
    // The byte after a tag and a length is where the content begins.
    let mut untimely = issued.identity.chain[0].clone();
    untimely[at - 2] = 0x04;
    let told = problem_of(pem(&[untimely]).as_bytes());
    assert!(told.contains("in Certificate.tbsCertificate.validity.notBefore"), "{told}");
    let mut open = issued.identity.chain[0].clone();
    // The length of the first value within is left open.
    open[5] = 0x80;
    let told = problem_of(pem(&[open]).as_bytes());
    assert!(told.contains("where the content of Certificate begins"), "{told}");
    // It can be looked at all the same.
    let shown = view(&judged, "cert=other-1");
    assert!(shown.document.is_some_and(|document| document.title.contains("not a certificate")));
    let first = chain_checker::judge(pem(&[broken]).as_bytes(), &[], &Ask::default(), LAB_TIME).expect("shown");
    let shown = view(&first, "");
    assert!(shown.document.is_some() && shown.verdict.is_some_and(|verdict| verdict.passed == Some(false)));
}

#[test]
fn a_selection_that_is_not_there_is_told() {
    let judged = judged(pem(&issued().identity.chain).as_bytes(), "");
    let notice = |query: &str| judged.view(&ask(query), &BTreeSet::new()).1;
    assert_eq!(notice("cert=1&der=Certificate.tbsCertificate.serialNumber"), None);
    assert!(notice("cert=9").is_some_and(|notice| notice.contains("“9”")));
    assert!(notice("cert=0&der=x.y").is_some_and(|notice| notice.contains("“x.y”")));
}

#[test]
fn no_file_breaks_the_reader() {
    let mut order = Order::server("school.example");
    order.must_staple = true;
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, 6).order(&order).expect("a chain");
    let list = issued.list(true, 1_780_315_200).expect("a list");
    let der = [issued.identity.chain.concat(), list.clone()].concat();
    let text = (pem(&issued.identity.chain) + &chain_checker::to_pem([&list], "X509 CRL")).into_bytes();
    let mut dice = handshake_tests::dice::Dice::new(11);
    for file in [der, text] {
        for _ in 0..300 {
            let mut changed = file.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(changed.len());
                match dice.below(4) {
                    0 => changed[at] ^= 1 << dice.below(8),
                    1 => changed.truncate(at.max(1)),
                    2 => drop(changed.remove(at)),
                    _ => changed.insert(at, u8::try_from(dice.below(256)).expect("a byte")),
                }
            }
            if let Ok(judged) = chain_checker::judge(&changed, &[], &Ask::default(), LAB_TIME) {
                let shown = judged.view(&Ask::default(), &BTreeSet::new()).0;
                assert!(shown.document.is_some() && shown.verdict.is_some());
            }
        }
    }
}
