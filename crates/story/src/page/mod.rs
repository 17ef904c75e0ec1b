//! Trace, content and model to what is drawn.

mod bytes;
mod checks;
mod keys;
mod keys_layout;
mod narration;
mod record;
mod setup;
mod stage;

use crate::knowledge::{View, readable};
use crate::model::{Model, Tab};
use crate::moments::{Act, Moment};
use crate::run::Run;
use crate::view;
use handshake_lessons as lessons;

pub use bytes::drop_unknown_field;

/// The whole page.
pub fn page(model: &Model, run: &Run, notice: Option<String>) -> view::Page {
    let ctx = Ctx { model, run, scenario: lessons::scenario(model.scenario), at: model.step.saturating_sub(1) };
    let narration = narration::narration(&ctx);
    let announcement = format!("Step {} of {}. {}", model.step, run.moments.len(), narration.heading);
    view::Page {
        title: ctx.scenario.map(|scenario| scenario.title.to_owned()).unwrap_or_default(),
        notice,
        points_of_view: setup::choices(&View::ALL, model.view, View::id, |view| view.label().to_owned()),
        stage: stage::stage(&ctx),
        narration,
        tabs: setup::choices(&Tab::ALL, ctx.tab(), Tab::id, |tab| tab.label().to_owned()),
        inspector: match ctx.tab() {
            Tab::Bytes => view::Inspector::Bytes(bytes::bytes(&ctx)),
            Tab::Keys => view::Inspector::Keys(keys::keys(&ctx)),
            Tab::Record => view::Inspector::Record(record::record(&ctx)),
            Tab::Checks => view::Inspector::Checks(checks::checks(&ctx)),
        },
        timeline: stage::timeline(&ctx),
        setup: setup::settings(model),
        announcement,
    }
}

/// What every part of the page is computed from.
struct Ctx<'a> {
    model: &'a Model,
    run: &'a Run,
    scenario: Option<&'static lessons::Scenario>,
    /// The moment shown, from 0.
    at: usize,
}

impl<'a> Ctx<'a> {
    fn moment(&self) -> Option<&'a Moment> {
        self.run.moments.get(self.at)
    }

    /// The tab shown: the one chosen, or the one in which this step has most to show.
    fn tab(&self) -> Tab {
        self.model.tab.unwrap_or(match self.moment().map(|moment| moment.act) {
            Some(Act::Keys) => Tab::Keys,
            Some(Act::Read | Act::Choose) => Tab::Checks,
            _ => Tab::Bytes,
        })
    }

    /// The moment whose message the inspector shows: the one shown, the one read at it, or the last one sent.
    fn message_moment(&self) -> Option<(usize, &'a Moment)> {
        let sends = |(_, moment): &(usize, &Moment)| moment.act == Act::Send;
        self.run.moments.iter().enumerate().take(self.at + 1).rfind(sends)
    }

    fn can_read(&self, moment: &Moment) -> bool {
        readable(&self.run.trace, moment, &self.run.knowledge, self.model.view, self.at)
    }

    /// True if the party in view takes part in the moment, or can read what crosses the wire at it.
    fn can_see(&self, moment: &Moment) -> bool {
        match moment.act {
            Act::Send => self.can_read(moment),
            _ => self.model.view.sees(moment.side),
        }
    }

    /// The same view at another step, with a node selected.
    fn node_link(&self, node: handshake_core::keys::Node) -> String {
        let step = self.run.first(node).map_or(self.model.step, |first| (first + 1).max(self.model.step));
        let model =
            Model { step, tab: Some(Tab::Keys), node: Some(node), field: None, layer: None, ..self.model.clone() };
        crate::address::write(&model)
    }

    fn step_link(&self, step: usize) -> String {
        crate::address::write(&Model { step, field: None, layer: None, ..self.model.clone() })
    }
}

/// Sides and epochs in the view's own words.
fn side(side: handshake_core::Side) -> view::Side {
    match side {
        handshake_core::Side::Client => view::Side::Client,
        handshake_core::Side::Server => view::Side::Server,
    }
}

fn epoch(epoch: handshake_core::trace::Epoch) -> view::Epoch {
    match epoch {
        handshake_core::trace::Epoch::Plain => view::Epoch::Plain,
        handshake_core::trace::Epoch::EarlyData => view::Epoch::EarlyData,
        handshake_core::trace::Epoch::Handshake => view::Epoch::Handshake,
        handshake_core::trace::Epoch::Application => view::Epoch::Application,
        handshake_core::trace::Epoch::Updated => view::Epoch::Updated,
        handshake_core::trace::Epoch::Session => view::Epoch::Session,
    }
}

/// `1 byte`, `32 bytes`.
fn count_bytes(len: usize) -> String {
    if len == 1 { "1 byte".to_owned() } else { format!("{len} bytes") }
}
