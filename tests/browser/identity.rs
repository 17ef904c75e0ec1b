//! Who the other side is: the Certificates tab, a chain that somebody brings, and what there is to look up about suites,
//! versions and costs.

use crate::harness::{ADDRESS, HEADING, Key, Page, browse};
use handshake_app::chain_checker::{self, to_pem};
use handshake_app::cost::Job;
use handshake_app::options::Tab;
use handshake_app::{Action, Story};
use handshake_core::pki::{CertificateKind, TeachingCa};
use handshake_lessons::OneOf;
use serde_json::{Value, json};

/// The address of a scenario's moment, with the Certificates tab.
pub fn at(scenario: &str, moment: &str) -> String {
    let story = Story::open(&format!("/s/{scenario}/1"));
    let step = story.run().moments.iter().position(|one| one.key == moment);
    story
        .act(Action::GoTo(1 + step.unwrap_or_else(|| panic!("{scenario} has no {moment}"))))
        .act(Action::Tab(Tab::Certificates))
        .address()
}

fn field(path: &str) -> String {
    format!(".document [role=treeitem][data-field={}]", json!(path))
}

/// What shows the fields in place of the chain.
const FIELDS: &str = ".layers [data-view=fields]";
const NOT_AFTER: &str = "Certificate.tbsCertificate.validity.notAfter";
const WHOSE: &str = "document.querySelector('.whose').selectedIndex";
/// The bytes that are marked, as one text.
const MARKED: &str =
    "Array.from(document.querySelectorAll('.document .hex-run.selected'), run => run.textContent).join(' ')";
const CHOSEN: &str = "document.querySelector('.document [role=treeitem][aria-selected=true]')?.dataset.field ?? null";
const VERDICT: &str = "document.querySelector('.certificates .verdict b')?.textContent";
const TITLES: &str = "document.querySelectorAll('ol.chain > li .card b:first-child'), one => one.textContent";

#[test]
pub fn the_chain_is_drawn_and_a_field_and_its_bytes_are_selected_together() {
    browse(async |page| {
        page.open(&at("trusted", "client.read.Certificate")).await;
        page.expect("document.querySelectorAll('ol.chain > li .card').length", 3).await;
        page.expect("document.querySelectorAll('ol.chain .bond.held').length", 2).await;
        page.expect("document.querySelector('ol.chain > li:last-child .card').classList.contains('anchor')", true)
            .await;
        page.expect(&format!("({VERDICT}).startsWith('Trusted')"), true).await;
        // The fields of the owner's certificate; open the group, then the field within it.
        page.click(FIELDS).await;
        page.click(&field("Certificate.tbsCertificate.validity")).await;
        page.click(&format!("{} .twist", field("Certificate.tbsCertificate.validity"))).await;
        page.click(&field(NOT_AFTER)).await;
        page.expect(CHOSEN, NOT_AFTER).await;
        page.expect("document.querySelector('.document .note .meaning').textContent", "1 January 2027, 00:00:00 UTC")
            .await;
        // UTCTime, 13 letters: as ASCII.
        let time: String = b"270101000000Z".iter().map(|byte| format!(" {byte:02x}")).collect();
        page.expect(MARKED, format!("17 0d{time}")).await;
        page.expect("document.querySelector('.document .note').textContent.includes('RFC 5280')", true).await;
        // From the bytes to the field.
        page.click(".document .hex-run[data-field='Certificate.tbsCertificate.serialNumber']").await;
        page.expect(CHOSEN, "Certificate.tbsCertificate.serialNumber").await;
        // Another certificate; all of it stands in the address.
        let whose = page.js(WHOSE).await;
        for again in [true, false] {
            page.choose(".whose", "root").await;
            page.expect("document.querySelector('.document h3').textContent.includes('Teaching Root')", true).await;
            // Back, the one before is shown, and named where one chooses.
            if again {
                page.back().await;
                page.expect("document.querySelector('.document h3').textContent.includes('Teaching Root')", false)
                    .await;
                page.expect(WHOSE, whose.clone()).await;
            }
        }
        page.click(&field("Certificate.tbsCertificate.serialNumber")).await;
        let address = page.address().await;
        let marked = page.text(MARKED).await;
        page.open(&address).await;
        page.expect(MARKED, marked).await;
    });
}

#[test]
pub fn a_field_is_selected_by_keyboard() {
    browse(async |page| {
        page.open(&at("trusted", "client.read.Certificate")).await;
        page.click(FIELDS).await;
        page.focus(".document [role=treeitem][tabindex='0']").await;
        for key in [Key::Down, Key::Down] {
            page.press(key).await;
        }
        page.press(Key::Enter).await;
        page.expect(CHOSEN, "Certificate.tbsCertificate").await;
        // Nothing is selected: the chain is there again.
        page.press(Key::Escape).await;
        page.expect("document.querySelector('.document')", Value::Null).await;
        page.expect("document.querySelectorAll('ol.chain .card').length", 3).await;
    });
}

/// The chain, or the fields: what is shown has the tab to itself, and one thing scrolls at a time.
#[test]
pub fn the_chain_scrolls_or_the_panes_of_its_fields_and_nothing_around_them() {
    const SCROLLING: &str = "Array.from(document.querySelectorAll('html, .panel, .inspected, .inspected *'))
        .filter(one => one.scrollHeight > one.clientHeight + 1 && (one === document.documentElement
            || /auto|scroll/.test(getComputedStyle(one).overflowY))).map(one => one.classList[0] ?? one.tagName)";
    browse(async |page| {
        for (width, height) in [(1280, 800), (1920, 1080)] {
            page.size(width, height).await;
            page.open(&at("trusted", "client.read.Certificate")).await;
            page.expect(SCROLLING, json!(["inspected"])).await;
            page.click(FIELDS).await;
            page.expect(CHOSEN, "Certificate").await;
            page.click(&field("Certificate.tbsCertificate.extensions")).await;
            page.click(&field("Certificate.tbsCertificate.subjectPublicKeyInfo")).await;
            page.expect(&format!("({SCROLLING}).every(one => ['tree', 'hex', 'about'].includes(one))"), true).await;
            let tall =
                "['.tree', '.beside-tree'].every(one => document.querySelector(one).clientHeight > innerHeight * 0.35)";
            page.expect(tall, true).await;
            page.click(".layers [data-view=chain]").await;
            page.expect(SCROLLING, json!(["inspected"])).await;
        }
        // A link to one of them shows it.
        page.size(1280, 800).await;
        page.open(&format!("{}&cert=root", at("trusted", "client.read.Certificate"))).await;
        page.expect(
            "document.querySelector('.card.selected > button').getBoundingClientRect().bottom < innerHeight",
            true,
        )
        .await;
        // One long page on a phone, without a bar below.
        for width in [320, 768] {
            page.size(width, 900).await;
            page.click(FIELDS).await;
            page.expect("document.documentElement.scrollWidth <= innerWidth", true).await;
            page.expect("document.querySelector('.whose').getBoundingClientRect().right <= innerWidth", true).await;
            page.expect("document.querySelector('.inspected').scrollHeight <= document.querySelector('.inspected').clientHeight + 1", true).await;
            page.click(".layers [data-view=chain]").await;
        }
    });
}

#[test]
pub fn a_field_of_a_message_leads_to_its_certificate_and_a_choice_to_its_suite() {
    browse(async |page| {
        let story = Story::open("/s/trusted/1");
        let step = |key: &str| story.run().moments.iter().position(|one| one.key == key).expect(key) + 1;
        let certificate = "Certificate.certificate_list.CertificateEntry[1].cert_data";
        page.open(&format!("/s/trusted/{}?field={certificate}", step("server.send.Certificate"))).await;
        page.click(".note .links a[href*='tab=certificates']").await;
        page.expect("document.querySelector('[data-certificate][aria-pressed=true]').dataset.certificate", "1").await;
        page.open(&format!("/s/trusted/{}?tab=checks", step("server.send.ServerHello"))).await;
        page.js("document.querySelectorAll('.checks details').forEach(one => one.open = true)").await;
        page.click(".checks .links a[href*='suite/']").await;
        page.expect("location.pathname.startsWith('/suite/TLS_')", true).await;
    });
}

#[test]
pub fn the_man_in_the_middle_has_two_handshakes_and_a_way_between_them() {
    browse(async |page| {
        page.open("/s/mitm-trusted-ca/1").await;
        let leg = "new URLSearchParams(location.search).get('leg')";
        let first = page.js(leg).await;
        page.click(".told .links a").await;
        page.expect(&format!("({leg}) !== {first}"), true).await;
        page.click(".told .links a").await;
        page.expect(leg, first).await;
    });
}

#[test]
pub fn what_is_wrong_stands_at_its_link() {
    browse(async |page| {
        for (scenario, check, card) in [("expired", "Dates", 1), ("wrong-name", "Name", 1), ("weak-key", "Strength", 1)]
        {
            page.open(&at(scenario, "client.read.fault")).await;
            let broken =
                format!("document.querySelector('ol.chain > li:nth-child({card}) .checked .broken b').textContent");
            page.expect(&broken, check).await;
            page.expect(&format!("({VERDICT}).startsWith('Refused')"), true).await;
        }
        // Where a link is missing, its place is drawn.
        page.open(&at("missing-intermediate", "client.read.fault")).await;
        page.expect("document.querySelector('.chain .missing b').textContent.includes('Intermediate')", true).await;
        page.expect("document.querySelectorAll('ol.chain .bond.open').length", 1).await;
    });
}

async fn write(page: &Page, selector: &str, text: &str) {
    // As pasting does: all at once.
    page.js(&format!("document.querySelector({}).value = {}", json!(selector), json!(text))).await;
}

#[test]
pub fn a_chain_that_is_pasted_is_judged_and_taken_apart() {
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, 9).issue("school.example").expect("a chain");
    let mut chain = issued.identity.chain.clone();
    chain.push(issued.root.clone());
    browse(async |page| {
        page.open("/").await;
        page.click("a[href$='certificates']").await;
        page.expect(ADDRESS, "/certificates").await;
        write(page, "#own-text", &format!("depth=2\n{}Verify return code: 0", to_pem(&chain, "CERTIFICATE"))).await;
        page.fill("#own-name", "school.example").await;
        page.click(".own-form .deeds .primary").await;
        page.expect(ADDRESS, "/certificates?name=school.example").await;
        page.expect(&format!("({VERDICT}).startsWith('Trusted')"), true).await;
        // What was found is what is read next.
        page.expect("document.activeElement.id", "own-result").await;
        let titles = page.texts(TITLES).await;
        assert!(titles.len() >= 3 && titles[0] == "school.example", "{titles:?}");
        page.click("[data-certificate='1']").await;
        page.click(&field("Certificate.tbsCertificate.serialNumber")).await;
        page.expect(&format!("({MARKED}).startsWith('02 10 ')"), true).await;
        let marked = page.text(MARKED).await;
        // Kept for as long as the tab is open.
        let address = page.address().await;
        page.open(&address).await;
        page.expect(MARKED, marked).await;
        // Another name, another day, another root.
        page.fill("#own-name", "other.example").await;
        page.press(Key::Enter).await;
        page.click(".own-form .deeds .primary").await;
        page.expect(&format!("({VERDICT}).includes('name')"), true).await;
        page.fill("#own-name", "school.example").await;
        page.js("document.querySelector('#own-date').value = '2028-06-01T08:30'").await;
        page.js("document.querySelector('#own-date').dispatchEvent(new Event('input', { bubbles: true }))").await;
        page.click(".own-form .deeds .primary").await;
        page.expect(ADDRESS, "/certificates?name=school.example&date=2028-06-01T08%3A30").await;
        page.expect("document.querySelector('ol.chain .checked .broken b').textContent", "Dates").await;
        page.back().await;
        page.choose("#own-anchor", "brought").await;
        write(page, "#own-text", &to_pem(&issued.identity.chain, "CERTIFICATE")).await;
        write(page, "#own-roots", &to_pem([&issued.root], "CERTIFICATE")).await;
        page.fill("#own-name", "school.example").await;
        page.click(".own-form .deeds .primary").await;
        page.expect(ADDRESS, "/certificates?name=school.example&anchor=brought").await;
        page.expect(&format!("({VERDICT}).startsWith('Trusted')"), true).await;
        // Mozilla's roots come when they are asked for, and not before.
        let fetched =
            "performance.getEntriesByType('resource').filter(one => one.name.includes('mozilla-roots')).length";
        page.expect(fetched, 0).await;
        let roots =
            chain_checker::read(&handshake_site::asked_for::mozilla(), chain_checker::MAX_ROOTS).expect("roots");
        page.choose("#own-anchor", "mozilla").await;
        write(page, "#own-text", &to_pem(&roots.certificates[..1], "CERTIFICATE")).await;
        page.fill("#own-name", &char::from(Key::Delete).to_string()).await;
        page.click(".own-form .deeds .primary").await;
        page.expect(ADDRESS, "/certificates?anchor=mozilla").await;
        page.expect(&format!("({VERDICT})?.startsWith('Trusted')"), true).await;
        page.expect(fetched, 1).await;
        page.expect("document.activeElement.id", "own-result").await;
        // Gone at a word.
        page.click(".own-form .deeds button[type=button]").await;
        page.expect("document.querySelector('.own-chain')", Value::Null).await;
    });
}

#[test]
pub fn a_file_is_read_as_pem_or_der_and_a_bad_one_is_told() {
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, 9).issue("school.example").expect("a chain");
    let der = issued.identity.chain.concat();
    browse(async |page| {
        page.open("/certificates").await;
        let give = async |bytes: &[u8], name: &str| {
            let script = format!(
                "const files = new DataTransfer();
                 files.items.add(new File([new Uint8Array({})], {}));
                 document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: files }}));",
                json!(bytes),
                json!(name)
            );
            page.script(&script).await;
        };
        let told = "document.querySelector('[role=alert]')?.textContent ?? ''";
        for (bytes, wanted) in [
            (&b"not a certificate"[..], "BEGIN CERTIFICATE"),
            (&der[..der.len() - 3], "Certificate 2 (from byte"),
            (&b""[..], "nothing in it"),
        ] {
            give(bytes, "bad.der").await;
            page.expect(&format!("({told}).includes({})", json!(wanted)), true).await;
            page.expect(&format!("({told}).startsWith('bad.der ')"), true).await;
            page.expect(
                "document.querySelector('main h1') !== null && document.querySelector('#own-text') !== null",
                true,
            )
            .await;
        }
        give(&der, "chain.der").await;
        page.expect("document.querySelectorAll('ol.chain .card').length", 2).await;
        page.expect(told, "").await;
        page.expect("document.querySelector('#own-text').value.startsWith('-----BEGIN CERTIFICATE-----')", true).await;
        // A byte is wrong: what can be read is shown, and where it ends is told.
        let mut broken = issued.identity.chain[0].clone();
        let at = broken.windows(13).position(|window| window == b"270101000000Z").expect("a date");
        broken[at] = b'x';
        write(page, "#own-text", &to_pem([&broken], "CERTIFICATE")).await;
        page.click(".own-form .deeds .primary").await;
        page.expect(&format!("({told}).includes('Block 1 (line 1), at byte {} ')", at - 2), true).await;
        page.expect(&format!("({told}).includes({})", json!(NOT_AFTER)), true).await;
        page.expect("document.querySelectorAll('.document [role=treeitem]').length > 5", true).await;
    });
}

#[test]
pub fn an_example_is_reached_by_its_address() {
    browse(async |page| {
        page.open(&at("trusted", "client.read.Certificate")).await;
        page.click(".more-of-it a").await;
        page.expect(ADDRESS, "/certificates").await;
        page.click("a[href$='certificates?example=expired']").await;
        page.expect(ADDRESS, "/certificates?example=expired").await;
        page.expect(&format!("({VERDICT}).startsWith('Refused')"), true).await;
        // It is judged at the time of its run, and one of one's own now, or at the moment that the address asks for.
        page.expect("document.querySelector('#own-date').value", "").await;
        page.expect("document.querySelector('.own-view').textContent.includes('2028-06-01 12:00:00 UTC')", true).await;
        page.open("/certificates?example=expired&date=2026-06-01").await;
        page.expect(&format!("({VERDICT}).startsWith('Trusted')"), true).await;
        page.expect("document.querySelector('#own-date').value.startsWith('2026-06-01T12:00')", true).await;
        page.open("/certificates?example=none&date=2026-02-30").await;
        page.expect("document.querySelectorAll('[role=alert]').length", 2).await;
    });
}

#[test]
pub fn a_suite_is_taken_apart_and_leads_to_its_moments() {
    browse(async |page| {
        page.open("/suite/TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA").await;
        page.expect("document.querySelector('h1').getAttribute('aria-label')", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
            .await;
        page.expect("document.querySelectorAll('.suite-parts section').length >= 4", true).await;
        page.expect("document.querySelectorAll('.suite-parts .weak').length > 0", true).await;
        let link = page.text("document.querySelector('.suite-parts a[href*=\"/s/\"], .suite-parts a[href^=\"s/\"]').getAttribute('href')").await;
        page.click(&format!(".suite-parts a[href={}]", json!(link))).await;
        page.expect("location.pathname.includes('/s/')", true).await;
        page.expect("document.querySelector('.stage') !== null || document.querySelector('.ladder') !== null", true)
            .await;
        page.back().await;
        // Chosen by its parts.
        page.choose("#pick-exchange", "ECDHE").await;
        page.expect("location.search.includes('exchange=ECDHE')", true).await;
        page.expect("document.querySelectorAll('.suite-list li').length > 3", true).await;
        page.open("/suite/TLS_NO_SUCH_SUITE").await;
        page.expect("document.querySelector('[role=status]').textContent.includes('TLS_NO_SUCH_SUITE')", true).await;
        page.click(".suite-list li:first-child a").await;
        page.expect("document.querySelectorAll('.suite-parts section').length > 0", true).await;
    });
}

#[test]
pub fn the_versions_stand_on_a_line_of_time() {
    browse(async |page| {
        page.open("/versions").await;
        let eras = page.texts("document.querySelectorAll('.eras li b'), one => one.textContent").await;
        assert_eq!(eras.len(), handshake_lessons::versions().len());
        assert!(eras[0].contains("SSL 2.0") && eras[eras.len() - 1].contains("TLS 1.3"), "{eras:?}");
        // Each begins after the one before.
        let starts = "Array.from(document.querySelectorAll('.eras i'), one => one.getBoundingClientRect().left)";
        page.expect(&format!("({starts}).every((left, at, all) => at === 0 || left > all[at - 1])"), true).await;
        page.click(".eras li:nth-last-child(2) a").await;
        page.expect("location.hash.length > 1 && document.querySelector(location.hash) !== null", true).await;
        page.click("a[href$='s/old-version/1']").await;
        page.expect(&format!("typeof ({HEADING})"), "string").await;
        page.expect("location.pathname", "/s/old-version/1").await;
    });
}

#[test]
pub fn costs_are_measured_here_and_drawn_with_their_method() {
    browse(async |page| {
        page.open("/cost").await;
        page.expect("document.querySelector('main').innerText.includes('How it is measured')", true).await;
        let bars = "document.querySelectorAll('.chart:first-of-type .chart-bars li').length";
        page.expect(bars, 0).await;
        page.click(".do .primary").await;
        page.expect("document.querySelector('.do progress') !== null", true).await;
        // Stopped: it can be begun again.
        page.click(".do .button").await;
        page.expect("document.querySelector('.do .primary') !== null", true).await;
        page.click(".do .primary").await;
        for count in 1..=Job::ALL.len() {
            page.expect(&format!("{bars} >= {count}"), true).await;
        }
        page.expect("document.querySelector('.do progress') === null", true).await;
        page.expect("document.querySelectorAll('.chart').length", 2).await;
        page.expect("document.querySelector('.said b') !== null", true).await;
        // Each has a number, and a bar that is longer for more.
        let rates = "Array.from(document.querySelectorAll('.chart:first-of-type .chart-bars li'), one =>
            [Number(one.querySelector('b').textContent.replace(/[^0-9]/g, '')), one.querySelector('.bar i').getBoundingClientRect().width])
            .sort((a, b) => a[0] - b[0])";
        page.expect(&format!("({rates}).every(([rate, width]) => rate > 0 && width > 0)"), true).await;
        page.expect(&format!("({rates}).every(([, width], at, all) => at === 0 || width >= all[at - 1][1] - 1)"), true)
            .await;
    });
}
