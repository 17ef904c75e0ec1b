//! What stands beside a step's words: little at first, and each part of it from where it is taught.

use super::player::Player;
use handshake_app::options::Tab;
use handshake_app::view::{Beside, LessonStage};
use handshake_lessons::OneOf;
use handshake_lessons::lesson::{Answer, Lesson, Step};

/// The tabs that a pupil has met by this step, the step's own among them.
fn taught(lesson: &Lesson, number: usize) -> Vec<Tab> {
    // Whoever comes from other lessons has met them all.
    if lesson.level > 1 || !lesson.needs.is_empty() {
        return Tab::ALL.to_vec();
    }
    lesson.step.iter().take(number).flat_map(tabs).collect()
}

/// Those that a step is about.
fn tabs(step: &Step) -> Vec<Tab> {
    let asked = match step.question.as_ref().map(|question| &question.answer) {
        Some(Answer::Bytes(_)) => vec![Tab::Bytes],
        Some(Answer::Key(_)) => vec![Tab::Keys],
        Some(Answer::Task(_)) => vec![Tab::Checks],
        Some(Answer::Case(_)) => Tab::ALL.to_vec(),
        Some(Answer::Choice(_) | Answer::Order(_)) | None => Vec::new(),
    };
    let field = (!step.field.is_empty()).then_some(Tab::Bytes);
    let node = (!step.node.is_empty()).then_some(Tab::Keys);
    Tab::of_id(&step.tab).into_iter().chain(field).chain(node).chain(asked).collect()
}

/// What stands beside the words now.
pub(super) fn beside(player: &Player) -> Beside {
    match player.whereabouts() {
        LessonStage::Set if player.step().wire => Beside::Wire,
        LessonStage::Set if taught(player.lesson, player.number).is_empty() => Beside::Stage,
        _ => Beside::Panel,
    }
}

/// True if a tab is offered at a step: if it has been taught, or if the person looks around.
pub(super) fn offered(player: &Player, tab: Tab) -> bool {
    let free = matches!(player.whereabouts(), LessonStage::Exploring | LessonStage::Moved);
    free || taught(player.lesson, player.number).contains(&tab)
}
