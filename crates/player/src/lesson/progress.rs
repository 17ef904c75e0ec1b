//! What somebody has done, to be kept on their device.

use super::judgement::Judgement;
use super::player::Player;
use handshake_app::route::Route;
use handshake_lessons::{self as lessons, Problem, lesson::Lesson};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest record that is read.
const MAX: usize = 1 << 20;

/// Points of a hundred with which a lesson is passed.
pub const PASS: usize = 70;

/// Progress in all lessons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// By the lesson's id. What a newer page wrote of lessons that this one does not have is kept.
    #[serde(default)]
    pub lessons: BTreeMap<String, Record>,
}

/// Progress in one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Steps seen, from 1.
    #[serde(default)]
    pub seen: BTreeSet<usize>,
    /// Questions answered, by step.
    #[serde(default)]
    pub answers: BTreeMap<usize, Answered>,
    /// The last step that was open.
    #[serde(default)]
    pub last: usize,
    /// The day on which it was completed, as `2026-06-01`.
    #[serde(default)]
    pub done: Option<String>,
}

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// Wrong answers before the right one.
    #[serde(default)]
    pub wrong: u32,
    /// The last wrong one: shown again, it is not another one.
    #[serde(default)]
    pub last_wrong: String,
    /// Hints taken before the right one.
    #[serde(default)]
    pub hints: usize,
    /// Whether it was right in the end.
    #[serde(default)]
    pub right: bool,
}

/// How far a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Steps seen, and how many there are.
    pub seen: (usize, usize),
    /// Questions answered rightly, and how many there are.
    pub right: (usize, usize),
    /// Points of a hundred: a question counts in full if it was right at once, half if it took a wrong answer or both hints,
    /// and not at all after a second wrong one.
    pub score: usize,
    /// Every step seen, and every question right.
    pub done: bool,
    /// It is done, and with enough points.
    pub passed: bool,
}

impl Answered {
    /// Points, of two.
    fn points(&self) -> usize {
        match (self.right, self.wrong) {
            (true, 0) if self.hints < 2 => 2,
            (true, 0 | 1) => 1,
            _ => 0,
        }
    }
}

impl Progress {
    /// Reads what [`Progress::write`] wrote.
    ///
    /// # Errors
    /// Why it can't be.
    pub fn read(text: &str) -> Result<Progress, Problem> {
        if text.len() > MAX {
            return Err(Problem::of("player.progress-long", &[("max", &MAX), ("len", &text.len())]));
        }
        serde_json::from_str(text)
            .map_err(|error| Problem::of("player.no-progress", &[("line", &error.line()), ("column", &error.column())]))
    }

    /// As JSON.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Both: what was reached in one or the other.
    pub fn merge(&mut self, other: Progress) {
        for (id, theirs) in other.lessons {
            let own = self.lessons.entry(id).or_default();
            own.seen.extend(theirs.seen);
            own.last = own.last.max(theirs.last);
            own.done = own.done.take().or(theirs.done);
            for (step, answer) in theirs.answers {
                let mine = own.answers.entry(step).or_default();
                let better = |one: &Answered| (one.right, one.points());
                if better(&answer) > better(mine) {
                    *mine = answer;
                }
            }
        }
    }

    /// Notes what is open in a lesson. True if that is news.
    pub fn note(&mut self, player: &Player, today: &str) -> bool {
        let record = self.lessons.entry(player.lesson().id.0.to_owned()).or_default();
        let before = record.clone();
        record.seen.insert(player.number());
        record.last = player.number();
        let verdict = player.verdict();
        if matches!(verdict, Judgement::Right(_) | Judgement::Wrong { .. }) {
            let answered = record.answers.entry(player.number()).or_default();
            let given = player.answer().unwrap_or_default();
            match verdict {
                _ if answered.right => {}
                Judgement::Right(_) => (answered.right, answered.hints) = (true, player.hints()),
                // A run that is on its way to what a task asks for is no wrong answer.
                _ if given.is_empty() || given == answered.last_wrong => {}
                _ => (answered.wrong, answered.last_wrong) = (answered.wrong + 1, given.to_owned()),
            }
        }
        let changed = *record != before;
        if self.standing(player.lesson()).done
            && let Some(record) = self.lessons.get_mut(&*player.lesson().id)
        {
            record.done.get_or_insert_with(|| today.to_owned());
        }
        changed
    }

    /// Forgets what was answered in a lesson, to begin it anew.
    pub fn begin_anew(&mut self, lesson: &Lesson) {
        self.lessons.remove(&*lesson.id);
    }

    /// What there is about a lesson.
    pub fn of(&self, lesson: &Lesson) -> Option<&Record> {
        self.lessons.get(&*lesson.id)
    }

    /// How far a lesson is.
    pub fn standing(&self, lesson: &Lesson) -> Standing {
        let nothing = Record::default();
        let record = self.of(lesson).unwrap_or(&nothing);
        let count = lesson.step.len();
        let asks: Vec<usize> = (1..=count).filter(|number| lesson.step[number - 1].question.is_some()).collect();
        let right = |step: &&usize| record.answers.get(step).is_some_and(|answered| answered.right);
        let points = |step: &usize| record.answers.get(step).map_or(0, Answered::points);
        let seen = record.seen.iter().filter(|step| (1..=count).contains(step)).count();
        let answered = asks.iter().filter(right).count();
        let score = (asks.iter().map(points).sum::<usize>() * 100).checked_div(asks.len() * 2).unwrap_or(100);
        let done = seen == count && answered == asks.len();
        Standing { seen: (seen, count), right: (answered, asks.len()), score, done, passed: done && score >= PASS }
    }

    /// The lesson to go on with, and where: the first that is begun and not done, else the first not begun.
    pub fn go_on(&self) -> Option<String> {
        let open = |lesson: &&&Lesson| !self.standing(lesson).done;
        let lessons: Vec<&Lesson> = lessons::lessons().iter().collect();
        let begun = lessons.iter().filter(open).find(|lesson| self.of(lesson).is_some());
        let lesson = begun.or_else(|| lessons.iter().find(open))?;
        let step = self.of(lesson).map_or(1, |record| record.last.clamp(1, lesson.step.len()));
        Some(Route::lesson(lesson.id.0, step).to_string())
    }
}
