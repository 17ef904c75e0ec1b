//! Worksheets: a lesson's questions on paper, with the values of a seed, and their answers.

use super::code;
use super::kind::{Judgement, Kind, kind};
use super::page::{figure_row, shuffled};
use super::place::{place, stage};
use super::question;
use crate::query;
use crate::query::{Runs, Value};
use handshake_analysis::attack::describe;
use handshake_analysis::run::Run;
use handshake_app::view::FigureRow;
use handshake_lessons as lessons;
use handshake_scenario::settings::{Key, TAMPER};
use handshake_scenario::tamper::{Edit, Tampering};
use lessons::lesson::{Lesson, Question};
use lessons::markdown::{Block, escape, parse};
use lessons::{say, word};

/// A worksheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// All randomness.
    pub seed: u64,
    /// Opens the lesson with this seed.
    pub code: String,
    /// In order.
    pub items: Vec<Item>,
}

/// A question on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The lesson's step that asks it, from 1, and its name: what the question is about can be looked up there.
    pub step: Option<(usize, &'static str)>,
    /// What is asked.
    pub ask: Vec<Block>,
    /// A picture that it is about, as SVG.
    pub picture: Option<&'static str>,
    /// Bytes that it is about.
    pub bytes: Vec<FigureRow>,
    /// A whole message, to find something in: lines of offset, bytes, text.
    pub dump: Vec<[String; 3]>,
    /// Answers to choose from or to put in order; empty for free lines.
    pub options: Vec<Vec<Block>>,
    /// Whether the options are to be put in order.
    pub order: bool,
    /// The answer.
    pub answer: Vec<Block>,
}

/// The worksheet of a lesson for a seed. What can't be asked of a run of this seed is left out (a test sees to it that
/// there is no such thing).
pub fn sheet(lesson: &'static Lesson, seed: u64) -> Sheet {
    let runs = Runs::new(Some(seed));
    let mut items: Vec<Item> = Vec::new();
    for (index, step) in lesson.step.iter().enumerate() {
        let place = place(lesson, index + 1);
        let (Some(question), Ok(run)) = (&step.question, runs.get(&place.run)) else { continue };
        let paper = Paper { run: &run, runs: &runs, seed: seed ^ (index as u64) << 7 };
        let item = paper.question(question, lesson, index + 1).ok();
        items.extend(item.map(|item| Item { step: Some((index + 1, step.title.0)), ..item }));
    }
    let first = place(lesson, 1).run;
    for exercise in lesson.teacher.exercise.iter() {
        let Ok(run) = runs.get(if exercise.run.is_empty() { &first } else { &exercise.run }) else { continue };
        let paper = Paper { run: &run, runs: &runs, seed };
        items.extend(paper.exercise(exercise).ok());
    }
    Sheet { lesson, seed, code: code::write(lesson, seed), items }
}

/// A question of a lesson with its answer, asked of another run than the lesson's own; `None` if it can't be.
pub(super) fn asked(
    question: &Question,
    lesson: &'static Lesson,
    number: usize,
    run: &Run,
    runs: &Runs,
) -> Option<Item> {
    Paper { run, runs, seed: run.settings.seed ^ (number as u64) << 7 }.question(question, lesson, number).ok()
}

struct Paper<'a> {
    run: &'a Run,
    runs: &'a Runs,
    seed: u64,
}

impl Paper<'_> {
    fn fill(&self, text: &str) -> Result<String, String> {
        query::fill(text, &query::QueryContext { run: self.run, runs: self.runs })
    }

    fn told(&self, text: &str) -> Result<Vec<Block>, String> {
        Ok(parse(&self.fill(text)?))
    }

    fn exercise(&self, exercise: &lessons::lesson::Exercise) -> Result<Item, String> {
        let place = query::QueryContext { run: self.run, runs: self.runs };
        let bytes = match exercise.bytes.is_empty() {
            true => Vec::new(),
            false => match query::ask(&exercise.bytes, &place)? {
                Value::Bytes(bytes, _) => vec![figure_row("", &bytes)],
                _ => Vec::new(),
            },
        };
        let (ask, answer) = (self.told(&exercise.ask)?, self.told(&exercise.answer)?);
        Ok(Item { step: None, ask, picture: None, bytes, dump: Vec::new(), options: Vec::new(), order: false, answer })
    }

    fn question(&self, question: &Question, lesson: &'static Lesson, number: usize) -> Result<Item, String> {
        let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
        let kind = kind(question).ok_or(word("player.no-kind"))?;
        let picture = lesson.step.get(number.wrapping_sub(1)).and_then(|step| lessons::picture(&step.picture));
        let mut item = Item {
            step: None,
            ask: self.told(&question.ask)?,
            picture,
            bytes: vec![],
            dump: vec![],
            options: vec![],
            order: false,
            answer: vec![],
        };
        let answer = match kind {
            Kind::Choice => {
                let mixed = shuffled(question.option.len(), self.seed);
                let mut answer = String::new();
                for (at, index) in mixed.into_iter().enumerate() {
                    let option = &question.option[index];
                    item.options.push(self.told(&option.text)?);
                    let verdict = question::answer_to(question, kind, &index.to_string(), self.run, self.runs)?;
                    if let Judgement::Right(why) = verdict {
                        answer = format!("**{}** · {why}", letter(at));
                    }
                }
                answer
            }
            Kind::Order => {
                let right = question::order(question, self.run)?;
                let mut mixed = shuffled(question.order.len(), self.seed);
                if mixed == right {
                    mixed.rotate_left(1);
                }
                for index in &mixed {
                    item.options.push(self.told(&question.order[*index].text)?);
                }
                item.order = true;
                let letters = right.iter().filter_map(|index| mixed.iter().position(|one| one == index));
                format!(
                    "**{}** · {}",
                    letters.map(|at| letter(at).to_string()).collect::<Vec<_>>().join(" "),
                    question.right
                )
            }
            Kind::Bytes => {
                let place = lessons::lesson::Place { field: question.bytes, ..place(lesson, number) };
                let story = stage(&place, self.runs)?;
                if let handshake_app::view::Inspector::Bytes(view) = story.page().inspector {
                    // Two lines of the page are one on paper.
                    let line = |lines: &[handshake_app::view::HexLine]| {
                        let runs = || lines.iter().flat_map(|line| &line.runs);
                        [
                            lines.first().map(|line| format!("{:04x}", line.offset)).unwrap_or_default(),
                            runs().map(|run| run.hex.as_str()).collect::<Vec<_>>().join(" "),
                            runs().map(|run| run.ascii.as_str()).collect(),
                        ]
                    };
                    item.dump = view.hex.chunks(2).map(line).collect();
                    let place = view.note.map(|note| note.place).unwrap_or_default();
                    format!("{} · {}", escape(&place), question.right)
                } else {
                    question.right.0.to_owned()
                }
            }
            Kind::Key => {
                let wanted = query::ask(&question.key, &query::QueryContext { run: self.run, runs: self.runs })?.text();
                let title = |name: &str| lessons::node(name).map_or(name.to_owned(), |node| node.title.to_owned());
                format!("**{}** · {}", escape(&title(&wanted)), question.right)
            }
            Kind::Task => {
                let part = |part: &str| {
                    let (id, value) = part.split_once('=').unwrap_or((part, ""));
                    if id == "tamper" {
                        return self.attack(value);
                    }
                    let key = Key::get(id);
                    let (label, value) = key.map_or((id, value), |key| (key.label(), key.value(value)));
                    format!("{label}: **{value}**")
                };
                let parts: Vec<String> = question.solution.split('&').map(part).collect();
                let by_attack = question.solution.starts_with(TAMPER);
                let place = if by_attack { word("sheet.break") } else { word("sheet.setup") };
                format!("{place} {}. {}", parts.join(", "), question.right)
            }
        };
        item.answer = self.told(&answer)?;
        Ok(item)
    }

    /// What the attacker does, in words.
    fn attack(&self, edits: &str) -> String {
        let (tampering, _) = Tampering::read(edits);
        let does = |edit: &Edit| say("attack.does", &[("what", &format!("**{}**", escape(&describe(edit, self.run))))]);
        tampering.edits().iter().map(does).collect::<Vec<_>>().join(", ")
    }
}
