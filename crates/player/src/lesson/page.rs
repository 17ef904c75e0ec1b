//! A lesson's step as it is drawn.

use super::kind::{Judgement, Kind, kind};
use super::place::start;
use super::player::Player;
use super::question::{self, ending};
use crate::query;
use crate::query::Value;
use handshake_app::view::{
    Answering, FigureRow, LessonDot, LessonOption, LessonPage, LessonQuestion, LessonStage, State,
};
use handshake_lessons as lessons;
use handshake_scenario::settings::TAMPER;
use lessons::lesson::Question;
use lessons::word;

/// Bytes of a figure that are shown.
const SHOWN: usize = 48;

pub(super) fn page(player: &Player) -> LessonPage {
    let step = player.step();
    let steps = player.lesson.step.iter().enumerate();
    let dot = |(index, step): (usize, &'static lessons::lesson::Step)| LessonDot {
        number: index + 1,
        title: step.title.0,
        href: player.step_address(index + 1),
        asks: step.question.is_some(),
    };
    let count = player.lesson.step.len();
    let all = lessons::lessons();
    let next_lesson = all.iter().position(|one| one.id == player.lesson.id).and_then(|at| all.get(at + 1));
    let question = step.question.as_ref().map(|question| asked(player, question));
    LessonPage {
        lesson: player.lesson.title.0,
        title: step.title.0,
        number: player.number,
        dots: steps.map(dot).collect(),
        notice: player.notice.clone(),
        text: player.told(&step.text),
        source: step.source.0,
        picture: lessons::picture(&step.picture),
        figure: figure(player),
        announcement: announcement(player, question.as_ref()),
        question,
        stage: player.whereabouts(),
        page: player.story.page(),
        back: (player.number > 1).then(|| player.step_address(player.number - 1)),
        next: (player.number < count).then(|| player.step_address(player.number + 1)),
        next_lesson: next_lesson.map(|lesson| (lesson.title.0, start(lesson, player.runs.seed))),
    }
}

fn announcement(player: &Player, question: Option<&LessonQuestion>) -> String {
    match (question.map(|question| question.state), player.whereabouts()) {
        (Some(State::Right), _) => word("right").to_owned(),
        (Some(State::Wrong), LessonStage::Set | LessonStage::Refuting) => word("wrong").to_owned(),
        (_, LessonStage::Exploring | LessonStage::Moved) => player.story.page().announcement,
        _ => format!("{}/{} {}", player.number, player.lesson.step.len(), player.step().title),
    }
}

fn figure(player: &Player) -> Vec<FigureRow> {
    let Ok(run) = player.asked() else { return Vec::new() };
    let row = |figure: &lessons::lesson::Figure| {
        let value = query::ask(&figure.bytes, &query::QueryContext { run: &run, runs: &player.runs }).ok()?;
        match value {
            Value::Bytes(bytes, _) => Some(figure_row(figure.label.0, &bytes)),
            _ => None,
        }
    };
    player.step().figure.iter().filter_map(row).collect()
}

/// Bytes as a figure has them.
pub(super) fn figure_row(label: &'static str, bytes: &[u8]) -> FigureRow {
    let shown = bytes.get(..SHOWN).unwrap_or(bytes);
    let more = if bytes.len() > SHOWN { " …" } else { "" };
    let printable = |byte: &u8| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '·' };
    FigureRow {
        label,
        size: handshake_scenario::text::count_bytes(bytes.len()),
        hex: shown.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ") + more,
        text: shown.iter().map(printable).collect(),
    }
}

fn asked(player: &Player, question: &Question) -> LessonQuestion {
    let verdict = player.verdict();
    let (state, feedback) = match &verdict {
        Judgement::Nothing | Judgement::Open => (State::Open, Vec::new()),
        Judgement::Right(why) => (State::Right, player.told(why)),
        Judgement::Wrong { why, .. } => (State::Wrong, player.told(why)),
    };
    let model = player.story.model();
    let answering = match kind(question) {
        Some(Kind::Order) => Answering::Order(items(player, question, state)),
        Some(Kind::Bytes) => Answering::Bytes(model.field.clone()),
        Some(Kind::Key) => Answering::Key(model.node.map(|node| node.name().to_owned())),
        Some(Kind::Task) => Answering::Task {
            ending: if state == State::Wrong { Vec::new() } else { player.told(&ending(player.story.run())) },
            setup: !question.solution.starts_with(TAMPER),
        },
        _ => Answering::Choice(options(player, question, state)),
    };
    LessonQuestion {
        ask: player.told(&question.ask),
        answering,
        state,
        feedback,
        hints: question.hints.iter().take(player.hints).map(|hint| player.told(hint)).collect(),
        more_hints: player.hints < question.hints.len() && state != State::Right,
    }
}

fn options(player: &Player, question: &Question, state: State) -> Vec<LessonOption> {
    let order = shuffled(question.option.len(), seed(player));
    let option = |index: usize| LessonOption {
        id: index.to_string(),
        text: player.said(&question.option[index].text),
        state: if player.answer.as_deref() == Some(&index.to_string()) { state } else { State::Open },
    };
    order.into_iter().map(option).collect()
}

/// As they were handed in; else mixed.
fn items(player: &Player, question: &Question, state: State) -> Vec<LessonOption> {
    let len = question.order.len();
    let given: Option<Vec<usize>> =
        player.answer.as_ref().and_then(|answer| answer.split(',').map(|part| part.parse().ok()).collect());
    let given = given.filter(|given| (0..len).all(|index| given.contains(&index)) && given.len() == len);
    let right = player.asked().and_then(|run| question::order(question, &run)).unwrap_or_default();
    let mixed = || {
        let mut mixed = shuffled(len, seed(player));
        // In order by chance, it would be no question.
        if mixed == right {
            mixed.rotate_left(1);
        }
        mixed
    };
    // Of a wrong order the two that show it are marked; the others may be right.
    let pair = given.as_ref().filter(|_| state == State::Wrong).and_then(|given| question::wrong_pair(given, &right));
    let state_of = |index: usize| match pair {
        Some((first, second)) if index != first && index != second => State::Open,
        _ => state,
    };
    let item = |index: usize| LessonOption {
        id: index.to_string(),
        text: player.said(&question.order[index].text),
        state: state_of(index),
    };
    given.unwrap_or_else(mixed).into_iter().map(item).collect()
}

fn seed(player: &Player) -> u64 {
    player.runs.seed.unwrap_or(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (player.number as u64) << 8
}

/// Numbers below `len`, mixed: where an answer stands says nothing about it.
pub(super) fn shuffled(len: usize, mut seed: u64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..len).collect();
    for at in (1..len).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(at, (seed >> 33) as usize % (at + 1));
    }
    all
}
