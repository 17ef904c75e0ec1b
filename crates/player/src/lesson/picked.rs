//! What somebody picked in the bytes or in the keys: it is shown.

use super::kinds;
use super::player::Player;
use handshake_app::page;

/// Selects what was handed in, if something else is selected.
pub(super) fn show(player: &mut Player) {
    let Some(answer) = player.answer.clone().filter(|_| differs(player)) else { return };
    let select = player.step().question.as_ref().and_then(|question| kinds::of(question).select(&answer));
    let Some(story) = select.map(|select| player.story.act(select)) else { return };
    // What the run does not have can't be selected.
    let mut model = story.model().clone();
    if page::drop_unknown_field(&mut model, story.run()).is_none() {
        player.story = story;
    }
}

/// True if what is selected is not what was handed in.
pub(super) fn differs(player: &Player) -> bool {
    let model = player.story.model();
    let selected = player.step().question.as_ref().and_then(|question| kinds::of(question).selected(model));
    selected.is_some_and(|selected| player.answer.is_some() && player.answer != selected)
}
