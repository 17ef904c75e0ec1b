//! Plays a lesson: what is shown is a pure function of an address, `/l/{lesson}/{step}?…`, as it is for a run.

mod beside;
pub mod check;
mod checker;
pub mod code;
mod judge;
mod judgement;
mod kinds;
mod mix;
pub mod notes;
mod page;
mod paper;
mod picked;
mod place;
mod player;
pub mod progress;
pub mod result;
pub mod sheet;

pub use judgement::Judgement;
pub use kinds::{order, wrong_pair};
pub use place::{place, stage, start, with};
pub use player::Player;

use crate::query::Runs;
use form_urlencoded::Serializer;
use handshake_app::route::{Route, split};
use handshake_app::view;
use handshake_app::{Action, Story};
use handshake_lessons::{self as lessons, say};
use handshake_scenario::text::shorten;
use lessons::lesson::Lesson;
use place::within;

/// What a person does in a lesson. `ui` makes these out of clicks and keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Do {
    /// Hands an answer in: an option's id, ids with commas between them, a field or a node.
    Answer(String),
    /// Takes the answer back.
    Again,
    /// Asks for a hint.
    Hint,
    /// Looks around freely, or comes back.
    Explore(bool),
    /// Comes back to where the lesson is.
    Return,
    /// Does something in the run.
    Run(Action),
    /// Opens an address, of the lesson or of a run.
    Open(String),
}

impl Player {
    /// Opens an address. What is wrong with it is said on the page, as in [`Story::open`]; `None` if it is no lesson's.
    pub fn open(address: &str) -> Option<Player> {
        let Some(Route::Lesson { lesson, step }) = Route::of(address) else { return None };
        let (lesson, (_, query)) = (lessons::lesson(&lesson?)?, split(address));
        Some(Player::read(lesson, step.as_deref(), query, &Runs::default()))
    }

    /// The first step of a lesson, which need not be one of those compiled in.
    pub fn first(lesson: &'static Lesson, runs: &Runs) -> Player {
        Player::read(lesson, None, "", runs)
    }

    fn read(lesson: &'static Lesson, step: Option<&str>, query: &str, runs: &Runs) -> Player {
        let count = lesson.step.len();
        let mut problems = Vec::new();
        let number = match step.map(|step| (step, step.parse::<usize>())) {
            None => 1,
            Some((_, Ok(number))) if (1..=count).contains(&number) => number,
            Some((step, _)) => {
                problems.push(say("player.no-step", &[("count", &count), ("step", &shorten(step))]));
                1
            }
        };
        let (mut answer, mut hints, mut exploring, mut seed, mut on) = (None, 0, false, runs.seed, None);
        let mut rest = Serializer::new(String::new());
        for (key, value) in form_urlencoded::parse(query.as_bytes()).take(100) {
            match key.as_ref() {
                "answer" => answer = Some(value.into_owned()),
                "hint" => hints = value.parse().unwrap_or(0).min(2),
                "explore" => exploring = value == "yes",
                "on" => on = Some(value.into_owned()),
                "seed" => match value.parse() {
                    Ok(number) => seed = Some(number),
                    Err(_) => problems.push(say("player.no-seed", &[("seed", &shorten(&value))])),
                },
                _ => {
                    rest.append_pair(&key, &value);
                }
            }
        }
        let runs = if seed == runs.seed { runs.clone() } else { Runs::new(seed) };
        let set = match stage(&place(lesson, number), &runs) {
            Ok(story) => story,
            Err(problem) => {
                problems.push(problem.into());
                Story::open("/")
            }
        };
        let mut player =
            Player { lesson, number, runs, story: set.clone(), set, answer, hints, exploring, notice: None };
        player.settle();
        if let Some(on) = on {
            let seed = player.runs.seed.map(|seed| format!("&seed={seed}")).unwrap_or_default();
            let (scenario, step) =
                on.split_once('/').map_or((on.as_str(), None), |(on, step)| (on, Some(step.to_owned())));
            let run = Route::Scenario { scenario: Some(scenario.to_owned()), step };
            let story = Story::open_with(&run.with(&format!("{}{seed}", rest.finish())), Some(player.set.run()));
            problems.extend(story.notice().map(str::to_owned));
            player.story = story;
        }
        player.notice = (!problems.is_empty()).then(|| problems.join(" "));
        player
    }

    /// Brings the run to where the lesson has it, given the answer.
    fn settle(&mut self) {
        let step = place(self.lesson, self.number);
        let place = match self.verdict() {
            Judgement::Wrong { see, .. } if !see.is_empty() => within(&step, &see),
            // What was picked stays picked, and an address that holds the answer alone picks it.
            _ if self.picks() => return picked::show(self),
            _ => step,
        };
        if let Ok(story) = stage(&place, &self.runs) {
            (self.set, self.story) = (story.clone(), story);
        }
    }

    /// A verdict on what was picked before says nothing about what is picked now.
    fn drop_stale(&mut self) {
        if self.picks() && picked::differs(self) && matches!(self.verdict(), Judgement::Wrong { .. }) {
            self.answer = None;
        }
    }

    fn picks(&self) -> bool {
        self.step().question.as_ref().is_some_and(|question| kinds::of(question).is_done_in_the_run())
    }

    /// After something was done.
    pub fn act(&self, what: Do) -> Player {
        let mut next = Player { notice: None, ..self.clone() };
        match what {
            Do::Answer(answer) => {
                next.answer = Some(answer);
                next.exploring = false;
                next.settle();
            }
            Do::Again => {
                next.answer = None;
                next.settle();
            }
            Do::Hint => next.hints = (self.hints + 1).min(2),
            Do::Explore(on) => {
                next.exploring = on;
                if !on {
                    next.story = next.set.clone();
                }
            }
            Do::Return => {
                next.exploring = false;
                next.story = next.set.clone();
            }
            Do::Run(action) => {
                next.story = self.story.act(action);
                next.notice = next.story.notice().map(str::to_owned);
                next.drop_stale();
            }
            Do::Open(address) if matches!(Route::of(&address), Some(Route::Scenario { .. })) => {
                next.story = self.story.act(Action::Open(address));
                next.notice = next.story.notice().map(str::to_owned);
                next.drop_stale();
            }
            Do::Open(address) => return Player::open(&address).unwrap_or(next),
        }
        next
    }

    /// What became of the question.
    pub fn verdict(&self) -> Judgement {
        judge::judge(self)
    }

    /// What to draw.
    pub fn page(&self) -> view::LessonPage {
        page::page(self)
    }
}
