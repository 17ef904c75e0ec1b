//! What a teacher can do with a step of any run: what the lessons ask here, what people get wrong, what an attacker
//! could try.

use super::place::{place, start};
use super::sheet::{self, Item};
use crate::query::Runs;
use handshake_analysis::attack;
use handshake_analysis::run::Source;
use handshake_app::Story;
use handshake_app::route::Route;
use handshake_app::view::Link;
use handshake_app::{Action, page};
use handshake_lessons as lessons;
use lessons::lesson::Lesson;

/// Most questions, and most attempts, that are told at one step: more would not be read while a class waits.
const MOST: usize = 3;

/// Notes on a step.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Notes {
    /// What the lessons ask at this very step, with the answers that this run gives.
    pub questions: Vec<Item>,
    /// What an attacker could do here, and what would come of it.
    pub attempts: Vec<Attempt>,
    /// The lesson that this run fits best.
    pub lesson: Option<&'static Lesson>,
    /// Where that lesson begins, and its notes.
    pub links: Vec<Link>,
}

/// Something an attacker could do.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// What.
    pub title: String,
    /// What would come of it, in a sentence.
    pub outcome: String,
    /// Address of the run with it.
    pub href: String,
}

/// The notes on the step shown.
pub fn notes(story: &Story) -> Notes {
    let settings = &story.run().settings;
    let Some(moment) = story.run().moments.get(story.position().0.saturating_sub(1)) else { return Notes::default() };
    let lesson = fitting(settings.scenario);
    let runs = Runs::new(None);
    let mut questions: Vec<Item> = Vec::new();
    for lesson in lessons::lessons() {
        for (index, step) in lesson.step.iter().enumerate() {
            let place = place(lesson, index + 1);
            let here = place.at.0 == moment.key && scenario_of(&place.run) == settings.scenario;
            let question = step.question.as_ref().filter(|_| here && questions.len() < MOST);
            let item = question.and_then(|question| sheet::asked(question, lesson, index + 1, story.run(), &runs));
            // A question about other settings has no answer in this run.
            let fits = |item: &Item| item.dump.is_empty() && !item.answer.is_empty();
            questions.extend(item.filter(|item| fits(item) && !questions.iter().any(|one| one.ask == item.ask)));
        }
    }
    let links = lesson.map(|lesson| {
        let link = |label: &'static str, href: String| Link {
            label: lessons::say(label, &[("title", &lesson.title.0)]),
            href,
        };
        vec![
            link("notes.lesson", start(lesson, None)),
            link("notes.lesson-notes", Route::Teach { lesson: Some(lesson.id.0.to_owned()) }.to_string()),
        ]
    });
    Notes { questions, attempts: attempts(story), lesson, links: links.unwrap_or_default() }
}

fn attempts(story: &Story) -> Vec<Attempt> {
    let run = story.run();
    if run.source != Source::Settings || !run.settings.tampering.is_empty() {
        return Vec::new();
    }
    let Some(moment) = run.moments.get(story.position().0.saturating_sub(1)) else { return Vec::new() };
    if moment.records.is_empty() || attack::out_of_reach(run, moment).is_some() {
        return Vec::new();
    }
    let attempt = |one: attack::Suggestion| {
        let text = lessons::tamper(&format!("try.{}", one.id))?;
        let story = story.act(Action::Tamper(one.edit.to_string()));
        let outcome = page::attack_of(story.model(), story.run())?.headline;
        Some(Attempt { title: text.title.to_owned(), outcome, href: story.address() })
    };
    attack::suggestions(run, moment).into_iter().filter_map(attempt).take(MOST).collect()
}

/// The lesson with the most steps in a scenario, or in the one that it builds on.
fn fitting(scenario: &str) -> Option<&'static Lesson> {
    let steps = |lesson: &Lesson| {
        (1..=lesson.step.len()).filter(|number| scenario_of(&place(lesson, *number).run) == scenario).count()
    };
    let best = lessons::lessons().iter().map(|lesson| (steps(lesson), lesson)).filter(|(count, _)| *count > 0);
    // Of equal ones the first.
    let best = best.reduce(|best, one| if one.0 > best.0 { one } else { best }).map(|(_, lesson)| lesson);
    best.or_else(|| fitting(lessons::scenario(scenario)?.base?))
}

/// The scenario of a lesson's run, as `tls13-full?group=x25519` names it.
fn scenario_of(run: &str) -> &str {
    run.split('?').next().unwrap_or_default()
}
