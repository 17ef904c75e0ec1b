//! Trace, content and model to what is drawn.

mod break_it;
mod bytes;
pub(crate) mod certificates;
mod checks;
pub(crate) mod der;
mod find;
mod keys;
mod keys_command;
mod keys_hybrid;
mod keys_layout;
mod narration;
mod notebook;
mod opening;
mod part;
mod record;
mod setup;
mod stage;
mod transcript;

use crate::knowledge::{View, readable};
use crate::model::{Model, Tab};
use crate::moments::{Act, Moment};
use crate::parts::{Part, parts};
use crate::run::{Run, Source};
use crate::view;
use handshake_core::trace::Event;
use handshake_lessons::{self as lessons, say, say_n, word, word_of};

pub use break_it::written;
pub use bytes::arrival::{Fields, differing};
pub use bytes::{Beside, beside, drop_unknown_field, name as field_name, value as field_value};
pub use certificates::{
    chain as chain_pieces, document_of, drop_unknown as drop_unknown_certificate, first_shown, found_verdict,
    list_piece, missing as missing_link, unused as unused_pieces,
};
pub(crate) use part::with_keys;
pub use stage::Ladder;
pub use transcript::transcript;

/// The whole page.
pub fn page(model: &Model, run: &Run, ladder: &Ladder, notice: Option<String>) -> view::Page {
    let ctx = Ctx::new(model, run);
    let narration = part::narration(&ctx).unwrap_or_else(|| narration::narration(&ctx));
    let (step, steps) = (model.step, run.moments.len());
    let mut values: Vec<(&str, &dyn std::fmt::Display)> =
        vec![("step", &step), ("steps", &steps), ("heading", &narration.heading)];
    let announcement = match &ctx.part_of() {
        None => say("page.step", &values),
        Some((part, parts)) => {
            values.extend::<[(&str, &dyn std::fmt::Display); 2]>([("part", part), ("parts", parts)]);
            say("page.step-part", &values)
        }
    };
    view::Page {
        title: title(&ctx),
        notice,
        points_of_view: setup::choices(&View::ALL, model.view, View::id, |view| ctx.view_label(view)),
        stage: stage::stage(&ctx, ladder),
        narration,
        present: model.present,
        notebook: notebook::notebook(&ctx),
        tabs: setup::choices(&Tab::ALL, ctx.tab(), Tab::id, |tab| tab.label().to_owned()),
        inspector: match ctx.tab() {
            Tab::Bytes => view::Inspector::Bytes(bytes::bytes(&ctx)),
            Tab::Keys => view::Inspector::Keys(keys::keys(&ctx)),
            Tab::Record => view::Inspector::Record(Box::new(record::record(&ctx))),
            Tab::Checks => view::Inspector::Checks(checks::checks(&ctx)),
            Tab::Certificates => view::Inspector::Certificates(certificates::certificates(&ctx)),
            Tab::Break => view::Inspector::Break(break_it::break_it(&ctx)),
        },
        field_target: (ctx.tab() == Tab::Bytes).then(|| break_it::target(&ctx)).flatten(),
        attack: break_it::attack(&ctx),
        timeline: stage::timeline(&ctx, &ladder.rows),
        fixed: fixed(run.source),
        source: run.source,
        announcement,
    }
}

/// What of the stage seldom changes from step to step; `last` is that of another step of the same run.
pub fn ladder(model: &Model, run: &Run, last: Option<&Ladder>) -> Ladder {
    stage::ladder(&Ctx::new(model, run), last)
}

/// What can be set before the run; nothing, of a run that the engine does not make here.
pub fn settings(model: &Model, run: &Run) -> Vec<view::Setting> {
    if run.source == Source::Settings { setup::settings(model) } else { Vec::new() }
}

/// What is found in the messages of the run.
pub fn find(model: &Model, run: &Run, query: &str) -> view::Found {
    find::find(&Ctx::new(model, run), query)
}

/// Why a run from elsewhere can't be changed.
fn fixed(source: Source) -> Option<String> {
    let why = match source {
        Source::Settings => return None,
        Source::File => lessons::word("step.fixed-file"),
        Source::Live => lessons::word("step.fixed-live"),
    };
    Some(why.to_owned())
}

fn title(ctx: &Ctx) -> String {
    let scenario = ctx.scenario.map_or("", |scenario| scenario.title);
    let version = if crate::facts::is_tls12(&ctx.run.trace) { "TLS 1.2" } else { "TLS 1.3" };
    match (ctx.run.source, ctx.run.alone) {
        (Source::Settings, _) => scenario.to_owned(),
        (Source::File, None) => say("page.from-file", &[("scenario", &scenario)]),
        (Source::File, Some(side)) => say("page.from-file-of", &[("version", &version), ("side", &who(side))]),
        (Source::Live, _) => say("page.live", &[("version", &version), ("server", &ctx.run.settings.server_name)]),
    }
}

/// What an attacker does in a run.
pub fn attack_of(model: &Model, run: &Run) -> Option<view::Attack> {
    break_it::attack(&Ctx::new(model, run))
}

/// What every part of the page is computed from.
struct Ctx<'a> {
    model: &'a Model,
    run: &'a Run,
    scenario: Option<&'static lessons::Scenario>,
    /// The moment shown, from 0.
    at: usize,
    /// Its parts, in fine steps.
    parts: Vec<Part>,
}

impl<'a> Ctx<'a> {
    fn new(model: &'a Model, run: &'a Run) -> Self {
        let at = model.step.saturating_sub(1);
        let moment = run.moments.get(at).filter(|_| model.part.is_some());
        let parts = moment.map(|moment| parts(&run.trace, moment)).unwrap_or_default();
        Ctx { model, run, scenario: run.settings.told_as(), at, parts }
    }

    /// In fine steps: the part shown, from 1, and how many there are.
    fn part_of(&self) -> Option<(usize, usize)> {
        Some((self.model.part?, self.parts.len().max(1)))
    }

    /// In fine steps: the part shown.
    fn part(&self) -> Option<&Part> {
        self.parts.get(self.model.part?.checked_sub(1)?)
    }

    /// When the event at a place of the moment with this index happens, seen from the step or part shown.
    fn time_of(&self, index: usize, place: (usize, usize)) -> view::Time {
        let (Some(part), Some(moment), true) = (self.part(), self.moment(), index == self.at) else {
            return match index.cmp(&self.at) {
                std::cmp::Ordering::Less => view::Time::Past,
                std::cmp::Ordering::Equal => view::Time::Now,
                std::cmp::Ordering::Greater => view::Time::Future,
            };
        };
        let at = moment.events.iter().position(|one| *one == place).unwrap_or_default();
        let before = self.model.part.and_then(|part| self.parts.get(part.checked_sub(2)?)).map_or(0, |part| part.done);
        match at {
            _ if at < before => view::Time::Past,
            _ if at < part.done => view::Time::Now,
            _ => view::Time::Future,
        }
    }

    /// The node shown: the selected one, or in fine steps the one that is computed.
    fn node(&self) -> Option<handshake_core::keys::Node> {
        let made = || match self.part()?.event(&self.run.trace)? {
            Event::Key(key) => Some(key.node),
            _ => None,
        };
        self.model.node.or_else(made)
    }

    fn moment(&self) -> Option<&'a Moment> {
        self.run.moments.get(self.at)
    }

    /// The tab shown: the one chosen, or the one in which this step has most to show.
    fn tab(&self) -> Tab {
        let part = self.part().and_then(|part| part.event(&self.run.trace)).map(|event| match event {
            Event::Key(_) => Tab::Keys,
            Event::Check(_) | Event::Choice(_) => Tab::Checks,
            Event::Record(_) => Tab::Record,
            _ => Tab::Bytes,
        });
        self.model.tab.or(part).unwrap_or(match self.moment().map(|moment| moment.act) {
            Some(Act::Keys | Act::Attack) => Tab::Keys,
            Some(Act::Read | Act::Choose) => Tab::Checks,
            _ => Tab::Bytes,
        })
    }

    /// The moment whose message the inspector shows: the one shown, the one read at it, or the last one sent.
    fn message_moment(&self) -> Option<(usize, &'a Moment)> {
        let sends = |(_, moment): &(usize, &Moment)| moment.act == Act::Send;
        self.run.moments.iter().enumerate().take(self.at + 1).rfind(sends)
    }

    /// Who takes a side's part, as the stage names them.
    fn party(&self, side: handshake_core::Side) -> &'static str {
        let settings = &self.run.settings;
        match side {
            _ if settings.attackers_side() == Some(side) => word("party.attacker"),
            handshake_core::Side::Client => word("party.client"),
            handshake_core::Side::Server => word("party.server"),
        }
    }

    /// The same in the middle of a sentence.
    fn party_within(&self, side: handshake_core::Side) -> &'static str {
        match self.run.settings.attackers_side() == Some(side) {
            true => word("who.attacker"),
            false => who(side),
        }
    }

    /// A point of view, as the page names it.
    fn view_label(&self, view: View) -> String {
        let side = match view {
            View::Client => Some(handshake_core::Side::Client),
            View::Server => Some(handshake_core::Side::Server),
            _ => None,
        };
        match side.is_some() && side == self.run.settings.attackers_side() {
            true => word("view.attacker").to_owned(),
            false => view.label().to_owned(),
        }
    }

    fn can_read(&self, moment: &Moment) -> bool {
        readable(&self.run.trace, moment, &self.run.knowledge, self.model.view, self.at)
    }

    /// True if the party in view takes part in the moment, or can read what crosses the wire at it.
    fn can_see(&self, moment: &Moment) -> bool {
        match moment.act {
            Act::Send => self.can_read(moment),
            // Whoever has recorded what passed is an eavesdropper.
            Act::Attack => matches!(self.model.view, View::Everything | View::Eavesdropper),
            _ => self.model.view.sees(moment.side),
        }
    }

    /// The same view at another step, with a node selected.
    fn node_link(&self, node: handshake_core::keys::Node) -> String {
        let step = self.run.first(node).map_or(self.model.step, |first| (first + 1).max(self.model.step));
        crate::address::write(&Model { tab: Some(Tab::Keys), node: Some(node), ..self.model.at(step) })
    }

    fn step_link(&self, step: usize) -> String {
        crate::address::write(&self.model.at(step))
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
pub(crate) fn count_bytes(len: usize) -> String {
    say_n("count-bytes", len, &[])
}

/// A side in the middle of a sentence.
pub(crate) fn who(side: handshake_core::Side) -> &'static str {
    word_of("who", side.name()).unwrap_or_default()
}

/// A point of the transcript, as the page names it.
fn point_name(point: handshake_core::transcript::Point) -> &'static str {
    word_of("point", point.name()).unwrap_or(point.name())
}
