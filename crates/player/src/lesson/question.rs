//! Judges answers, by what the run says.

use super::kind::{Judgement, Kind};
use crate::query;
use crate::query::Runs;
use handshake_analysis::run::Run;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Outcome;
use handshake_lessons as lessons;
use lessons::lesson::{Place, Question, Text};
use lessons::{say, word};

/// Judges an answer to any question but a task.
///
/// # Errors
/// In a sentence: what can't be asked of the run, or is no answer.
pub fn answer_to(question: &Question, kind: Kind, answer: &str, run: &Run, runs: &Runs) -> Result<Judgement, String> {
    let right = || Judgement::Right(question.right.0.to_owned());
    let no_answer = || say("player.no-answer", &[("answer", &handshake_scenario::text::shorten(answer))]);
    match kind {
        Kind::Choice => {
            let option = answer.parse::<usize>().ok().and_then(|at| question.option.get(at)).ok_or_else(no_answer)?;
            let see = if option.see.is_empty() { question.see } else { option.see };
            let why = |text: Text| if text.is_empty() { question.right.0.to_owned() } else { text.0.to_owned() };
            Ok(match query::holds(&option.when, &query::QueryContext { run, runs })? {
                true => Judgement::Right(why(option.why)),
                false => Judgement::Wrong { why: option.why.0.to_owned(), see },
            })
        }
        Kind::Order => {
            let given: Option<Vec<usize>> = answer.split(',').map(|part| part.parse().ok()).collect();
            let given = given.ok_or_else(no_answer)?;
            let wanted = order(question, run)?;
            let mut sorted = given.clone();
            sorted.sort_unstable();
            if sorted != (0..wanted.len()).collect::<Vec<_>>() {
                return Err(no_answer());
            }
            let Some((first, second)) = wrong_pair(&given, &wanted) else { return Ok(right()) };
            let (first, second) = (&question.order[first], &question.order[second]);
            let step = |at: &str| run.moments.iter().position(|moment| moment.key == at).map_or(0, |index| index + 1);
            let (one, two) = (step(&first.at), step(&second.at));
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("first", &first.text), ("second", &second.text), ("one", &one), ("two", &two)];
            // Where the later one happens, the earlier one has happened already.
            let see = Place { at: second.at, ..question.see };
            Ok(Judgement::Wrong { why: say("order.wrong", &values), see })
        }
        Kind::Bytes => {
            let wanted = &*question.bytes;
            let inside =
                answer.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
            let other = || {
                let path = lessons_path(answer);
                let old = run.settings.has_old_form(&path);
                let field = if old { lessons::field12(&path) } else { lessons::field(&path) };
                let note = field.map(|field| field.text.trim()).unwrap_or_default();
                let name = path.rsplit('.').next().unwrap_or_default();
                match name.strip_suffix("#length") {
                    Some(of) => picked_wrong(&say("field.length-of", &[("name", &of)]), note),
                    None => picked_wrong(name, note),
                }
            };
            let around = wanted.strip_prefix(answer).is_some_and(|rest| rest.starts_with(['.', '[']));
            let close = || {
                let name = answer.rsplit('.').next().unwrap_or_default();
                around.then(|| say("pick.around", &[("picked", &lessons::markdown::escape(name))]))
            };
            Ok(if inside || accepted(question, answer) {
                right()
            } else {
                let why = near(question, answer).or_else(close).unwrap_or_else(other);
                Judgement::Wrong { why, see: question.see }
            })
        }
        Kind::Key => {
            let wanted = query::ask(&question.key, &query::QueryContext { run, runs })?.text();
            let other = || {
                let node = ScheduleEntry::by_name(answer).and_then(|node| run.settings.node_text(node));
                picked_wrong(node.map_or(answer, |node| node.title), node.map_or("", |node| node.text))
            };
            Ok(match wanted == answer || accepted(question, answer) {
                true => right(),
                false => Judgement::Wrong { why: near(question, answer).unwrap_or_else(other), see: question.see },
            })
        }
        Kind::Task => Err(word("player.task").to_owned()),
    }
}

/// Judges a task by the run that the person has brought about.
///
/// # Errors
/// In a sentence: what can't be asked of it.
pub fn task(question: &Question, now: &Run, before: &Run, runs: &Runs) -> Result<Judgement, String> {
    if query::holds(&question.task, &query::QueryContext { run: now, runs })? {
        return Ok(Judgement::Right(question.right.0.to_owned()));
    }
    if now == before {
        return Ok(Judgement::Open);
    }
    let why = format!("{} {}", ending(now), word("task.not-yet"));
    Ok(Judgement::Wrong { why, see: Place::default() })
}

/// How a run ended, in a sentence.
pub fn ending(run: &Run) -> String {
    let key = match &run.trace.outcome {
        Outcome::Failed { .. } => "task.failed",
        Outcome::Incomplete => "task.incomplete",
        Outcome::Closed | Outcome::Connected => "task.fine",
    };
    let runs = Runs::default();
    let place = query::QueryContext { run, runs: &runs };
    query::fill(word(key), &place).unwrap_or_default()
}

/// The right order, as indices.
///
/// # Errors
/// If a moment does not come.
pub fn order(question: &Question, run: &Run) -> Result<Vec<usize>, String> {
    let place = |at: &str| {
        let found = run.moments.iter().position(|moment| moment.key == at);
        found.ok_or_else(|| say("player.no-moment", &[("at", &at)]))
    };
    let places: Result<Vec<usize>, String> = question.order.iter().map(|item| place(&item.at)).collect();
    let places = places?;
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|index| places[*index]);
    Ok(order)
}

/// The first two neighbours that stand the wrong way round: the one that comes first in the run, and the other.
pub fn wrong_pair(given: &[usize], wanted: &[usize]) -> Option<(usize, usize)> {
    let place = |index: &usize| wanted.iter().position(|one| one == index);
    let wrong = given.windows(2).find(|pair| place(&pair[0]) > place(&pair[1]))?;
    Some((wrong[1], wrong[0]))
}

/// True if a question takes this pick, though it asks for another one.
fn accepted(question: &Question, answer: &str) -> bool {
    question.accept.iter().any(|pick| **pick == *answer)
}

fn near(question: &Question, answer: &str) -> Option<String> {
    let near = question.near.iter().find(|near| *near.pick == *answer)?;
    Some(near.why.0.to_owned())
}

fn picked_wrong(name: &str, note: &str) -> String {
    let fill = |wanted: &str| match wanted {
        "picked" => Some(name.to_owned()),
        "note" => Some(note.to_owned()),
        _ => None,
    };
    lessons::fill(word("pick.wrong"), &fill)
}

/// A field's path as content knows it.
fn lessons_path(path: &str) -> String {
    handshake_wire::Span::kind_of_path(path)
}
