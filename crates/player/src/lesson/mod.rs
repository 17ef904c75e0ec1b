//! Plays a lesson: what is shown is a pure function of an address, `/l/{lesson}/{step}?…`, as it is for a run.

pub mod check;
pub mod code;
pub mod notes;
mod page;
mod picked;
pub mod progress;
pub mod question;
pub mod sheet;

pub use question::Verdict;

use crate::query;
use crate::query::Runs;
use form_urlencoded::Serializer;
use handshake_app::view;
use handshake_app::view::LessonStage;
use handshake_app::{Action, Story};
use handshake_lessons::{self as lessons, say};
use handshake_scenario::text::shorten;
use lessons::lesson::{Lesson, Place, Step};

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

/// An open step of a lesson. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Player {
    lesson: &'static Lesson,
    /// From 1.
    number: usize,
    runs: Runs,
    /// Where the lesson has the run: at the step's own place, or at what shows that an answer was wrong.
    set: Story,
    /// Where the person has it.
    story: Story,
    answer: Option<String>,
    hints: usize,
    exploring: bool,
    notice: Option<String>,
}

impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address() && self.story == other.story && self.notice == other.notice
    }
}

impl Player {
    /// Opens an address. What is wrong with it is said on the page, as in [`Story::open`]; `None` if it is no lesson's.
    pub fn open(address: &str) -> Option<Player> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        if parts.next() != Some("l") {
            return None;
        }
        let lesson = lessons::lesson(parts.next()?)?;
        Some(Player::read(lesson, parts.next(), query, &Runs::default()))
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
                problems.push(problem);
                Story::open("/")
            }
        };
        let mut player =
            Player { lesson, number, runs, story: set.clone(), set, answer, hints, exploring, notice: None };
        player.settle();
        if let Some(on) = on {
            let seed = player.runs.seed.map(|seed| format!("&seed={seed}")).unwrap_or_default();
            let story = Story::open_with(&format!("/s/{on}?{}{seed}", rest.finish()), Some(player.set.run()));
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
            Verdict::Wrong { see, .. } if !see.is_empty() => within(&step, &see),
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
        if self.picks() && picked::differs(self) && matches!(self.verdict(), Verdict::Wrong { .. }) {
            self.answer = None;
        }
    }

    fn picks(&self) -> bool {
        self.step().question.as_ref().is_some_and(|q| !q.bytes.is_empty() || !q.key.is_empty() || !q.task.is_empty())
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
            Do::Open(address) if address.starts_with("/s/") => {
                next.story = self.story.act(Action::Open(address));
                next.notice = next.story.notice().map(str::to_owned);
                next.drop_stale();
            }
            Do::Open(address) => return Player::open(&address).unwrap_or(next),
        }
        next
    }

    /// The address that opens this very view.
    pub fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(seed) = self.runs.seed {
            query.append_pair("seed", &seed.to_string());
        }
        if let Some(answer) = &self.answer {
            query.append_pair("answer", answer);
        }
        if self.hints > 0 {
            query.append_pair("hint", &self.hints.to_string());
        }
        if self.exploring {
            query.append_pair("explore", "yes");
        }
        let (set, now) = (self.set.address(), self.story.address());
        if set != now {
            let (path, rest) = now.split_once('?').unwrap_or((&now, ""));
            query.append_pair("on", path.trim_start_matches("/s/"));
            for (key, value) in form_urlencoded::parse(rest.as_bytes()).filter(|(key, _)| key != "seed") {
                query.append_pair(&key, &value);
            }
        }
        let query = query.finish();
        let path = format!("/l/{}/{}", self.lesson.id, self.number);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// The address of another step.
    fn step_address(&self, number: usize) -> String {
        let seed = self.runs.seed.map(|seed| format!("?seed={seed}")).unwrap_or_default();
        format!("/l/{}/{number}{seed}", self.lesson.id)
    }

    /// The lesson.
    pub fn lesson(&self) -> &'static Lesson {
        self.lesson
    }

    /// The step, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// How many hints were asked for.
    pub fn hints(&self) -> usize {
        self.hints
    }

    /// What was handed in.
    pub fn answer(&self) -> Option<&str> {
        self.answer.as_deref()
    }

    /// The step's text and question.
    pub fn step(&self) -> &'static Step {
        &self.lesson.step.0[self.number - 1]
    }

    /// The run, as the person has it.
    pub fn story(&self) -> &Story {
        &self.story
    }

    /// What became of the question.
    pub fn verdict(&self) -> Verdict {
        question::judge(self)
    }

    fn whereabouts(&self) -> LessonStage {
        if self.exploring {
            return LessonStage::Exploring;
        }
        if self.set.address() != self.story.address() {
            return LessonStage::Moved;
        }
        match self.verdict() {
            Verdict::Wrong { see, .. } if !see.is_empty() => LessonStage::Refuting,
            _ => LessonStage::Set,
        }
    }

    /// What queries in this step's texts are asked of: the run of the lesson, wherever the person is.
    fn asked(&self) -> Result<std::rc::Rc<handshake_analysis::run::Run>, String> {
        self.runs.get(&place(self.lesson, self.number).run)
    }

    /// A text with the run's values put in. What can't be answered is said in its place.
    fn told(&self, text: &str) -> Vec<lessons::markdown::Block> {
        lessons::glossary::link(self.said(text), &[])
    }

    /// The same without links, for what is a button itself.
    fn said(&self, text: &str) -> Vec<lessons::markdown::Block> {
        let filled = self.asked().and_then(|run| query::fill(text, &query::Place { run: &run, runs: &self.runs }));
        let text = filled.unwrap_or_else(|problem| lessons::markdown::escape(&problem));
        lessons::markdown::parse(&text)
    }

    /// What to draw.
    pub fn page(&self) -> view::LessonPage {
        page::page(self)
    }
}

/// The first step of a lesson, with a seed if it was chosen.
pub fn start(lesson: &Lesson, seed: Option<u64>) -> String {
    let seed = seed.map(|seed| format!("?seed={seed}")).unwrap_or_default();
    format!("/l/{}/1{seed}", lesson.id)
}

/// Where a step takes place: run and moment of the steps before go on where it names none.
pub fn place(lesson: &Lesson, number: usize) -> Place {
    lesson.step.iter().take(number).fold(Place::default(), |before, step| within(&before, &step.place()))
}

/// A run with more settings.
pub fn with(run: &str, settings: &str) -> String {
    let sign = if run.contains('?') { '&' } else { '?' };
    format!("{run}{sign}{settings}")
}

/// Where a step's answer is shown to be wrong.
fn refuting_place(lesson: &Lesson, number: usize, see: &Place) -> Place {
    within(&place(lesson, number), see)
}

/// A place that goes on from another one.
fn within(before: &Place, place: &Place) -> Place {
    let same_run = place.run.is_empty() || place.run == before.run;
    Place {
        run: if place.run.is_empty() { before.run } else { place.run },
        at: if place.at.is_empty() && same_run { before.at } else { place.at },
        ..*place
    }
}

/// Opens a run at a place.
///
/// # Errors
/// In sentences: what there is not.
pub fn stage(place: &Place, runs: &Runs) -> Result<Story, String> {
    let run = runs.get(&place.run)?;
    let step = match place.at.is_empty() {
        true => 1,
        false => {
            let found = run.moments.iter().position(|moment| *moment.key == *place.at);
            let no_moment = || say("player.no-moment-in", &[("run", &place.run), ("at", &place.at)]);
            1 + found.ok_or_else(no_moment)?
        }
    };
    let mut look = Serializer::new(String::new());
    for (key, value) in [("view", place.view), ("tab", place.tab), ("field", place.field), ("node", place.node)] {
        if !value.is_empty() {
            look.append_pair(key, &value);
        }
    }
    let story = Story::open_with(&format!("{}&{}", runs.address(&place.run, Some(step)), look.finish()), Some(&run));
    match story.notice() {
        Some(notice) => Err(notice.to_owned()),
        None => Ok(story),
    }
}
