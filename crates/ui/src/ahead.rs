//! Pages drawn ahead, without a browser: their HTML, to be read before the program is there, or without it.

use crate::without_browser::{go, link, title};
use handshake_app::route::Route;
use handshake_lessons::{Language, lessons, say, set_language, word};

/// A page that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its address.
    pub address: String,
    /// What the browser's tab says.
    pub title: String,
    /// What stands in its body.
    pub html: String,
    /// The addresses of the page before and of the one after.
    pub around: [Option<String>; 2],
}

/// The pages that are drawn ahead, in their rows: Home, the glossary, each scenario's steps, each lesson's steps.
pub fn rows() -> Vec<Vec<String>> {
    let scenarios = handshake_app::scenarios().into_iter().flat_map(|group| group.scenarios).map(|scenario| {
        let story = handshake_app::Story::open(&scenario.href);
        let id = scenario.href.split('/').nth(2).unwrap_or_default().to_owned();
        (1..=story.position().1).map(|step| Route::scenario(&id, step).to_string()).collect()
    });
    let lessons = lessons().iter().map(|lesson| {
        (1..=lesson.step.0.len()).map(|step| Route::lesson(lesson.id.0, step).to_string()).collect::<Vec<String>>()
    });
    let alone = [Route::Home {}, Route::Glossary { term: None }].map(|route| vec![route.to_string()]);
    alone.into_iter().chain(scenarios).chain(lessons).collect()
}

/// Draws a page of a row, for a site below this path (`/` or `/lab/`).
pub async fn draw(row: &[String], at: usize, language: Language, base: &str) -> Option<Drawn> {
    let address = row.get(at)?.clone();
    set_language(language);
    let before = base.trim_end_matches('/').to_owned() + place(language).trim_end_matches('/');
    go(&address, before);
    let html = yew::LocalServerRenderer::<crate::app::App>::new().hydratable(false).render().await;
    let around = [at.checked_sub(1).and_then(|at| row.get(at)), row.get(at + 1)].map(|one| one.cloned());
    let html = format!("{}{html}", way_on(row, at, &around));
    Some(Drawn { address, title: title(), html, around })
}

/// Where the pages of a language are: `/` or `/es/`.
pub fn place(language: Language) -> String {
    if language == Language::default() { "/".to_owned() } else { format!("/{}/", language.tag()) }
}

/// How to go on without JavaScript.
fn way_on(row: &[String], at: usize, around: &[Option<String>; 2]) -> String {
    if row.len() < 2 {
        return String::new();
    }
    let [before, after] = around;
    let link_to = |address: &String, words: &str| format!("<a href=\"{}\">{words}</a> ", link(address));
    let before = before.iter().map(|one| link_to(one, &format!("← {}", word("timeline.one-step-back"))));
    let after = after.iter().map(|one| link_to(one, &format!("{} →", word("timeline.one-step-on"))));
    let all = row.iter().enumerate().map(|(number, one)| match number == at {
        true => format!("<b>{}</b> ", number + 1),
        false => link_to(one, &(number + 1).to_string()),
    });
    let name = say("timeline.step", &[]);
    format!(
        "<noscript><nav class=\"way-on\" aria-label=\"{name}\">{}</nav></noscript>",
        before.chain(after).chain(all).collect::<String>()
    )
}
