//! A lesson's step as it is drawn.

use super::beside::{beside, offered};
use super::judgement::Judgement;
use super::kinds;
use super::place::start;
use super::player::Player;
use crate::query;
use crate::query::Value;
use handshake_app::view::{FigureRow, LessonDot, LessonPage, LessonQuestion, LessonStage, State};
use handshake_lessons as lessons;
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
    let mut page = player.story.page();
    page.tabs.retain(|tab| tab.current || offered(player, tab.value));
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
        beside: beside(player),
        page,
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
    let answering = kinds::of(question).view(player, question, state);
    LessonQuestion {
        ask: player.told(&question.ask),
        answering,
        state,
        feedback,
        hints: question.hints.iter().take(player.hints).map(|hint| player.told(hint)).collect(),
        more_hints: player.hints < question.hints.len() && state != State::Right,
    }
}
