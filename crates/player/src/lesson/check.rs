//! Checks a lesson: what a test does for all of them, and `lesson check` for a file.

use super::checker::Checker;
use super::kinds::{self, AnswerKind, Asked};
use super::place::{place, stage};
use crate::query::Runs;
use handshake_analysis::run::Run;
use handshake_lessons as lessons;
use lessons::lesson::{Answer, Lesson, Others, Question, Step};
use lessons::readability::{Counts, sentences};

pub use super::checker::Mistake;

/// Steps of a lesson.
const STEPS: std::ops::RangeInclusive<usize> = 8..=15;
/// Hardest reading, in school years.
const GRADE: f64 = 9.0;
/// Everything that is wrong with a lesson.
pub fn check(lesson: &'static Lesson) -> Vec<Mistake> {
    let length = length(lesson).map(|what| Mistake { step: 0, at: String::new(), what });
    length.into_iter().chain(written(lesson)).collect()
}

/// What a lesson lacks to be whole, or has too much of.
fn length(lesson: &Lesson) -> Option<String> {
    let count = lesson.step.len();
    let steps = if count == 1 { "1 step".to_owned() } else { format!("{count} steps") };
    let (least, most) = (STEPS.start(), STEPS.end());
    (!STEPS.contains(&count)).then(|| format!("it has {steps}; a whole lesson has {least} to {most}"))
}

/// Everything that is wrong with what is written so far.
fn written(lesson: &'static Lesson) -> Vec<Mistake> {
    let mut check = Checker { lesson, runs: Runs::default(), step: 0, problems: Vec::new() };
    check.whole();
    for (index, step) in lesson.step.iter().enumerate() {
        check.step = index + 1;
        check.step(step);
    }
    check.problems
}

/// How hard a lesson's prose is to read.
pub fn reading(lesson: &Lesson) -> Counts {
    prose(lesson).map(Counts::of).fold(Counts::default(), Counts::and)
}

/// The sentences of a lesson that are hardest to read, the hardest first, each with its school year.
pub fn hardest(lesson: &Lesson, count: usize) -> Vec<(f64, String)> {
    let of = |sentence: String| (Counts::of(&sentence).grade(), sentence);
    let mut all: Vec<(f64, String)> = prose(lesson).flat_map(sentences).map(of).collect();
    all.sort_by(|one, other| other.0.total_cmp(&one.0));
    all.truncate(count);
    all
}

/// What a reader of a lesson reads: the steps, and of their questions all but the answers that are offered.
fn prose(lesson: &Lesson) -> impl Iterator<Item = &'static str> {
    lesson.step.iter().flat_map(|step| {
        let of = |question: &Question| {
            let options = match &question.answer {
                Answer::Choice(choices) => &*choices.option,
                _ => &[],
            };
            let whys = options.iter().map(|option| option.why.0);
            whys.chain([question.ask.0, question.right.0]).collect::<Vec<_>>()
        };
        step.question.as_ref().map(of).unwrap_or_default().into_iter().chain([step.text.0])
    })
}

impl Checker {
    fn whole(&mut self) {
        let lesson = self.lesson;
        if !lesson.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            self.say(&lesson.id, "an id is of a-z, 0-9 and hyphens: it stands in addresses");
        }
        if !(1..=31).contains(&lesson.number) {
            self.say("number", "a lesson's number is from 1 to 31");
        }
        if !lesson.step.iter().any(|step| step.question.is_some()) {
            self.say("", "it asks nothing");
        }
        for (list, name) in [(lesson.goals, "goals"), (lesson.teacher.discuss, "discuss")] {
            if list.is_empty() {
                self.say("", format!("{name} is empty"));
            }
            list.iter().for_each(|text| self.prose(*text));
        }
        for text in [lesson.title, lesson.summary, lesson.teacher.timing] {
            self.prose(text);
        }
        for one in lesson.teacher.misconception.iter() {
            self.prose(one.right);
        }
        for exercise in lesson.teacher.exercise.iter() {
            let first = place(lesson, 1).run;
            let run = if exercise.run.is_empty() { first } else { exercise.run };
            match self.runs.get(&run) {
                Err(problem) => self.say(&run, problem),
                Ok(run) => {
                    self.filled(exercise.ask, &run);
                    self.filled(exercise.answer, &run);
                    if !exercise.bytes.is_empty() {
                        self.bytes(exercise.bytes, &run);
                    }
                }
            }
        }
        let grade = reading(lesson).grade();
        if grade > GRADE {
            self.say("", format!("it reads like school year {grade:.1}; {GRADE} is the most"));
        }
    }

    fn step(&mut self, step: &Step) {
        let place = place(self.lesson, self.step);
        let run = match self.runs.get(&place.run) {
            Ok(run) => run,
            Err(problem) => return self.say(&place.run, problem),
        };
        if let Err(problem) = stage(&place, &self.runs) {
            self.say(if step.at.is_empty() { "" } else { &step.at }, problem);
        }
        if step.source.is_empty() {
            self.say(&step.title, "it names no source");
        }
        if !step.picture.is_empty() && lessons::picture(&step.picture).is_none() {
            self.say(&step.picture, "there is no such picture in content/pictures");
        }
        self.filled(step.text, &run);
        self.prose(step.title);
        self.prose(step.note);
        for figure in step.figure.iter() {
            self.bytes(figure.bytes, &run);
        }
        if let Some(question) = &step.question {
            self.question(question, &run);
        }
    }

    fn question(&mut self, question: &Question, run: &Run) {
        let kind = kinds::of(question);
        if question.hints.len() != 2 {
            self.say(
                &question.ask,
                format!("it has {} hints; two are given, one after the other", question.hints.len()),
            );
        }
        question.hints.iter().for_each(|hint| self.filled(*hint, run));
        self.filled(question.ask, run);
        self.filled(question.right, run);
        if !matches!(question.answer, Answer::Choice(_) | Answer::Case(_)) && question.right.is_empty() {
            self.say(&question.ask, "nothing is said after a right answer (right)");
        }
        if let Some(others) = kind.others() {
            self.others(kind, others, run);
        }
        let runs = self.runs.clone();
        kind.check(&Asked { question, run, runs: &runs }, self);
    }

    fn others(&mut self, kind: &dyn AnswerKind, others: &Others, run: &Run) {
        for near in others.near.iter() {
            self.filled(near.why, run);
            if !kind.can_pick(near.pick, self) || near.why.is_empty() {
                self.say(&near.pick, "there is no such thing to pick here, or no reason why it is wrong");
            }
        }
        for pick in others.accept.iter() {
            if !kind.can_pick(*pick, self) || others.near.iter().any(|near| *near.pick == **pick) {
                self.say(pick, "there is no such thing to pick here, or it is told to be wrong (near)");
            }
        }
    }
}

/// A problem of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

#[cfg(feature = "check")]
/// Checks a lesson's file: what it says, that it can be played, and that its number is its own. One that is not yet as long
/// as a whole lesson is no mistake; that is told with how it reads.
///
/// # Errors
/// Everything that is wrong with it, by line.
pub fn check_file(text: &str) -> Result<String, Vec<Fault>> {
    let parsed: Result<Lesson, toml::de::Error> = toml::from_str(text);
    let lesson: &'static Lesson = match parsed {
        Ok(lesson) => Box::leak(Box::new(lesson)),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
            return Err(vec![Fault { line, what: error.message().to_owned() }]);
        }
    };
    let mut problems = written(lesson);
    problems.extend(number(lesson));
    if !problems.is_empty() {
        return Err(problems.iter().map(|problem| Fault { line: line(text, problem), what: what(problem) }).collect());
    }
    let counts = reading(lesson);
    let length = length(lesson).map(|what| format!("; {what}")).unwrap_or_default();
    let hard = hardest(lesson, 10);
    let hard: String = hard.iter().map(|(grade, sentence)| format!("\n  {grade:>4.1}  {sentence}")).collect();
    Ok(format!(
        "{}: {} steps, {} questions, {} words, school year {:.1}, {:.1} words a sentence{length}\nHardest to read:{hard}",
        lesson.title,
        lesson.step.len(),
        lesson.step.iter().filter(|step| step.question.is_some()).count(),
        counts.words,
        counts.grade(),
        counts.mean()
    ))
}

#[cfg(feature = "check")]
/// A number is in class codes that are already out: it stays with its lesson.
fn number(lesson: &Lesson) -> Option<Mistake> {
    let all = lessons::lessons();
    let other = all.iter().find(|other| (other.id == lesson.id) != (other.number == lesson.number))?;
    let what = match other.id == lesson.id {
        true => format!("the number of {} is {}, and stays so: class codes hold it", other.id, other.number),
        false => {
            let free = (1..).find(|number| all.iter().all(|one| one.number != *number)).unwrap_or_default();
            format!("number {} is that of {}; {free} is free", other.number, other.id)
        }
    };
    Some(Mistake { step: 0, at: "number".to_owned(), what })
}

#[cfg(feature = "check")]
fn what(problem: &Mistake) -> String {
    match problem.step {
        0 => problem.what.clone(),
        step => format!("step {step}: {}", problem.what),
    }
}

#[cfg(feature = "check")]
/// The line that a problem is about: where its text begins, in its step.
fn line(text: &str, problem: &Mistake) -> usize {
    let starts = |line: &str| line.trim_start().starts_with("[[step]]");
    let first = match problem.step {
        0 => 0,
        step => text.lines().enumerate().filter(|(_, line)| starts(line)).nth(step - 1).map_or(0, |(at, _)| at),
    };
    // Without its end, which may be on another line, and up to a quotation mark, which the file may write otherwise.
    let wanted: String = problem.at.chars().take(40).take_while(|ch| !matches!(ch, '"' | '\n' | '\\')).collect();
    let found = text.lines().enumerate().skip(first).find(|(_, line)| !wanted.is_empty() && line.contains(&wanted));
    found.map_or(first, |(at, _)| at) + 1
}
