//! One step as a picture for slides: the stage, the key schedule or how a record is sealed, as SVG, in light or dark.

mod paint;
mod scene;
mod schedule;
mod stage;

pub(crate) use paint::escaped;

use crate::options::Tab;
use crate::view::Inspector;
use crate::{Action, Story};
use paint::Paint;

/// What a slide shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slide {
    /// Both lifelines and what passed between them.
    Stage,
    /// The key schedule, as far as it is known.
    Keys,
    /// How the record of the step was sealed, or what was derived or checked at it.
    Record,
}

impl Slide {
    /// All of them.
    pub const ALL: [Slide; 3] = [Slide::Stage, Slide::Keys, Slide::Record];

    /// The name that it is asked for by.
    pub fn name(self) -> &'static str {
        match self {
            Slide::Stage => "stage",
            Slide::Keys => "keys",
            Slide::Record => "record",
        }
    }

    /// The step of a story as SVG; `None` if there is nothing of this kind at it.
    pub fn svg(self, story: &Story, dark: bool) -> Option<String> {
        let mut paint = Paint::new(dark);
        match self {
            Slide::Stage => stage::draw(&mut paint, &story.page().stage),
            Slide::Keys => match story.act(Action::Tab(Tab::Keys)).page().inspector {
                Inspector::Keys(view) => schedule::draw(&mut paint, &view),
                _ => return None,
            },
            Slide::Record => {
                let page = story.act(Action::Tab(Tab::Record)).page();
                scene::draw(&mut paint, &page.motion.scene.as_ref()?.draw(1.0, WIDTH));
            }
        }
        Some(paint.end())
    }
}

/// Of a record's picture.
const WIDTH: f64 = 860.0;
