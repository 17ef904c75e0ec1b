//! Lessons: steps over runs, with questions whose answers are asked of the trace. build.rs reads the files by these very
//! types; who checks a file reads it by them as well.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Deref;
use strum::EnumDiscriminants;

/// A text; Markdown with `{queries}` in braces where nothing else is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text(pub &'static str);

/// Several of something.
#[derive(Debug, PartialEq, Eq)]
pub struct Slice<T: 'static>(pub &'static [T]);

/// A lesson.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Stands for it in class codes, from 1; never given to another one.
    pub number: u8,
    /// Its name in addresses.
    pub id: Text,
    /// Its name for a reader.
    pub title: Text,
    /// In one sentence.
    pub summary: Text,
    /// How long it takes.
    pub minutes: u8,
    /// For whom it is: 1 for all, 2 for those who know the basics, 3 for the curious.
    #[serde(default = "first")]
    pub level: u8,
    /// Ids of the lessons that it builds on.
    #[serde(default)]
    pub needs: Slice<Text>,
    /// What one can do afterwards.
    pub goals: Slice<Text>,
    /// For teachers.
    pub teacher: Teacher,
    /// In order.
    pub step: Slice<Step>,
}

fn first() -> u8 {
    1
}

/// For the teachers of a lesson.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Teacher {
    /// How the time is spent.
    pub timing: Text,
    /// To discuss.
    pub discuss: Slice<Text>,
    /// What people get wrong.
    pub misconception: Slice<Misconception>,
    /// For the worksheet, with values of the run.
    #[serde(default)]
    pub exercise: Slice<Exercise>,
}

/// What people get wrong.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// What they say.
    pub wrong: Text,
    /// How it is.
    pub right: Text,
}

/// A question of the worksheet.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// What is asked.
    pub ask: Text,
    /// The answer: a text with `{queries}`.
    pub answer: Text,
    /// The run that it is about; empty: that of the lesson's first step.
    #[serde(default)]
    pub run: Text,
    /// Bytes to print with it: a query.
    #[serde(default)]
    pub bytes: Text,
}

/// A step of a lesson. Where it says nothing about the run or the moment, those of the step before go on.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// One line.
    pub title: Text,
    /// What is said.
    pub text: Text,
    /// Where it is specified.
    pub source: Text,
    /// For teachers.
    #[serde(default)]
    pub note: Text,
    /// A scenario and settings: `tls13-full?group=secp256r1`.
    #[serde(default)]
    pub run: Text,
    /// The key of a moment.
    #[serde(default)]
    pub at: Text,
    /// A point of view.
    #[serde(default)]
    pub view: Text,
    /// A tab.
    #[serde(default)]
    pub tab: Text,
    /// A field, by its path.
    #[serde(default)]
    pub field: Text,
    /// A node of the key schedule.
    #[serde(default)]
    pub node: Text,
    /// A picture of content/pictures.
    #[serde(default)]
    pub picture: Text,
    /// Bytes of the run to be shown with the text.
    #[serde(default)]
    pub figure: Slice<Figure>,
    /// Whether the figure's bytes cross a wire without TLS, and no run is shown beside the text.
    #[serde(default)]
    pub wire: bool,
    /// To be answered before going on.
    pub question: Option<Question>,
}

/// Bytes of the run, in a figure.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What they are.
    pub label: Text,
    /// A query.
    pub bytes: Text,
}

/// A place in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Place {
    /// As in [`Step::run`].
    pub run: Text,
    /// As in [`Step::at`].
    pub at: Text,
    /// As in [`Step::view`].
    pub view: Text,
    /// As in [`Step::tab`].
    pub tab: Text,
    /// As in [`Step::field`].
    pub field: Text,
    /// As in [`Step::node`].
    pub node: Text,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Question {
    /// What is asked.
    pub ask: Text,
    /// A nudge, then nearly the answer.
    pub hints: Slice<Text>,
    /// Said after a right answer (of a choice: if the option says nothing).
    pub right: Text,
    /// The run that shows how it is; of a choice: where the option names no other.
    pub see: Place,
    /// How it is answered.
    pub answer: Answer,
}

/// How a question is answered. In a file its kind is told by which of `option`, `case`, `order`, `bytes`, `key` and `task` it has.
#[derive(Clone, Debug, PartialEq, EnumDiscriminants)]
#[strum_discriminants(name(Kind), doc = "The kinds of questions.")]
pub enum Answer {
    /// By choosing one of several.
    Choice(Choices),
    /// By saying what happened in a run that the seed draws.
    Case(CaseQuestion),
    /// By putting items in the order of the run.
    Order(Sequence),
    /// By finding a field in the bytes.
    Bytes(FieldPick),
    /// By finding a value in the key schedule.
    Key(KeyPick),
    /// By changing the setup.
    Task(Task),
}

/// Multiple choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The answers, of which one is right.
    pub option: Slice<Choice>,
}

/// A question about a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseQuestion {
    /// What is asked of it.
    pub case: About,
    /// What it is drawn from: the id of a lesson, or `exam.` and its number.
    pub pool: Text,
}

/// What can be asked of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Which fault it was, or which attack.
    Happened,
    /// Which check found it.
    Check,
    /// Which setting it comes from.
    Setting,
    /// What would have prevented it.
    Prevented,
}

/// A run that failed, was attacked or is odd, of `cases.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name in answers.
    pub id: Text,
    /// As in [`Step::run`].
    pub run: Text,
    /// The moment at which it turns.
    pub at: Text,
    /// The lessons that draw it.
    pub lessons: Slice<Text>,
    /// A query that is true of this run, and of that of no other case.
    pub when: Text,
    /// The setting that it comes from: `issued=other`. Empty of what somebody does to records.
    #[serde(default)]
    pub setting: Text,
    /// What happened.
    pub happened: Text,
    /// What would have prevented it; empty if nothing needed to be.
    #[serde(default)]
    pub prevented: Text,
}

/// A plan for teachers.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How long it takes.
    pub title: Text,
    /// In one sentence.
    pub summary: Text,
    /// In order.
    pub part: Slice<PlanPart>,
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlanPart {
    /// The id of its lesson.
    pub lesson: Text,
    /// What is done with it.
    pub text: Text,
}

/// Things to be put in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    /// In any order: the run knows the right one.
    pub order: Slice<Item>,
}

/// A field to be found in the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPick {
    /// A field of the message shown, by its path.
    pub bytes: Text,
    /// What is picked in its place.
    pub others: Others,
}

/// A value to be found in the key schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPick {
    /// A query for a node's name.
    pub key: Text,
    /// What is picked in its place.
    pub others: Others,
}

/// Picks that are not what is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Others {
    /// Those that would do, too.
    pub accept: Slice<Text>,
    /// Wrong ones that get an answer of their own.
    pub near: Slice<Near>,
}

/// Something to be brought about in the setup.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// A query that is true then.
    pub task: Text,
    /// Settings that do it: `trust=nobody`.
    pub solution: Text,
}

/// A question as it stands in a file.
#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    ask: Text,
    hints: Slice<Text>,
    #[serde(default)]
    right: Text,
    #[serde(default)]
    see: Place,
    option: Option<Slice<Choice>>,
    case: Option<About>,
    #[serde(default)]
    pool: Text,
    order: Option<Slice<Item>>,
    bytes: Option<Text>,
    key: Option<Text>,
    #[serde(default)]
    accept: Slice<Text>,
    #[serde(default)]
    near: Slice<Near>,
    task: Option<Text>,
    #[serde(default)]
    solution: Text,
}

impl TryFrom<Written> for Question {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { ask, hints, right, see, option, case, pool, order, bytes, key, accept, near, task, solution } =
            written;
        let others = Others { accept, near };
        let answers = [
            option.map(|option| Answer::Choice(Choices { option })),
            case.map(|case| Answer::Case(CaseQuestion { case, pool })),
            order.map(|order| Answer::Order(Sequence { order })),
            bytes.map(|bytes| Answer::Bytes(FieldPick { bytes, others })),
            key.map(|key| Answer::Key(KeyPick { key, others })),
            task.map(|task| Answer::Task(Task { task, solution })),
        ];
        let mut answers = answers.into_iter().flatten();
        match (answers.next(), answers.next()) {
            (Some(answer), None) => Ok(Question { ask, hints, right, see, answer }),
            _ => Err("a question has one of option, case, order, bytes, key and task"),
        }
    }
}

impl From<Question> for Written {
    fn from(question: Question) -> Written {
        let Question { ask, hints, right, see, answer } = question;
        let mut written = Written { ask, hints, right, see, ..Written::default() };
        match answer {
            Answer::Choice(Choices { option }) => written.option = Some(option),
            Answer::Case(CaseQuestion { case, pool }) => (written.case, written.pool) = (Some(case), pool),
            Answer::Order(Sequence { order }) => written.order = Some(order),
            Answer::Bytes(FieldPick { bytes, others: Others { accept, near } }) => {
                (written.bytes, written.accept, written.near) = (Some(bytes), accept, near);
            }
            Answer::Key(KeyPick { key, others: Others { accept, near } }) => {
                (written.key, written.accept, written.near) = (Some(key), accept, near);
            }
            Answer::Task(Task { task, solution }) => (written.task, written.solution) = (Some(task), solution),
        }
        written
    }
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The answer.
    pub text: Text,
    /// A query: whether it is right.
    pub when: Text,
    /// Why it is, or is not.
    #[serde(default)]
    pub why: Text,
    /// The run that shows it.
    #[serde(default)]
    pub see: Place,
}

/// One of several things to be put in order.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The key of its moment.
    pub at: Text,
    /// What is read.
    pub text: Text,
}

/// A wrong pick.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// A field's path, or a node's name.
    pub pick: Text,
    /// Why it is not the answer.
    pub why: Text,
}

impl Step {
    /// Where it takes place, as far as it says.
    pub fn place(&self) -> Place {
        let Step { run, at, view, tab, field, node, .. } = *self;
        Place { run, at, view, tab, field, node }
    }
}

impl Place {
    /// True if nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Place::default()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<T> Deref for Slice<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0
    }
}

// Whatever it is several of.
impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<T> {}

impl<T> IntoIterator for Slice<T> {
    type Item = &'static T;
    type IntoIter = std::slice::Iter<'static, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Slice(&[])
    }
}

// What is read from a file stays for good: a build reads each once, and so does who checks one.

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Text(Box::leak(text.trim().to_owned().into_boxed_str())))
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: Serialize> Serialize for Slice<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Slice<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::deserialize(deserializer)?;
        Ok(Slice(Box::leak(entries.into_boxed_slice())))
    }
}
