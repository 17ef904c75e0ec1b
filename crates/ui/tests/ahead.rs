//! Pages that are drawn ahead: all of them, in every language, and their links lead to one another.

use handshake_lessons::Language;
use handshake_ui::ahead::{Drawn, draw, place, rows};
use std::collections::BTreeSet;

/// Draws some pages of each row.
fn drawn(rows: &[Vec<String>], language: Language, base: &str, wanted: impl Fn(usize, usize) -> bool) -> Vec<Drawn> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let mut all = Vec::new();
        for row in rows {
            for at in (0..row.len()).filter(|at| wanted(*at, row.len())) {
                all.push(draw(row, at, language, base).await.expect("a page"));
            }
        }
        all
    })
}

fn links(html: &str) -> impl Iterator<Item = &str> {
    html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_page_is_drawn_and_its_ways_on_lead_to_pages() {
    let rows = rows();
    let known: BTreeSet<&String> = rows.iter().flatten().collect();
    assert!(known.len() > 700 && known.contains(&"/s/tls13-full/5".to_owned()), "{}", known.len());
    for language in Language::ALL {
        let before = format!("/lab{}", place(language).trim_end_matches('/'));
        for page in drawn(&rows, language, "/lab/", |_, _| true) {
            let Drawn { address, title, html, around } = &page;
            assert!(html.contains("<main") && title.ends_with("Handshake Lab"), "{address}: {title}");
            assert!(around.iter().flatten().all(|one| known.contains(one)), "{address}: {around:?}");
            let ways = html.split("<noscript>").nth(1).and_then(|rest| rest.split("</noscript>").next());
            for link in links(ways.unwrap_or_default()) {
                let to = link.strip_prefix(&before).unwrap_or_else(|| panic!("{address}: {link}"));
                assert!(known.contains(&to.to_owned()), "{address}: {link}");
            }
            // Whatever else is linked is of this site, in this language, or of another site.
            let wrong = links(html).find(|link| link.starts_with('/') && !link.starts_with(&format!("{before}/")));
            assert_eq!(wrong, None, "{address}");
        }
    }
}

#[test]
fn a_step_says_what_happens_and_home_leads_to_it() {
    let rows = rows();
    let steps = rows.iter().position(|row| row[0] == "/s/tls13-full/1").expect("a scenario");
    let row = &rows[steps..=steps];
    let [english, spanish] = Language::ALL.map(|language| drawn(row, language, "/", |at, _| at == 4).remove(0));
    assert_eq!(english.around, [Some("/s/tls13-full/4".to_owned()), Some("/s/tls13-full/6".to_owned())]);
    assert!(english.title.starts_with("5/26 ") && english.html.contains("ServerHello"), "{}", english.title);
    assert!(spanish.html.contains("href=\"/es/s/tls13-full/6\"") && spanish.html != english.html);
    let home = drawn(&rows[..1], Language::English, "/", |_, _| true).remove(0);
    assert!(home.html.contains("href=\"/s/tls13-full/1\""));
}
