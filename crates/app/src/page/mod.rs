//! Trace, content and model to what is drawn.

mod break_it;
mod bytes;
pub mod certificates;
mod checks;
mod ctx;
pub mod der;
mod ending;
mod find;
mod keys;
mod keys_command;
mod keys_facts;
mod keys_hybrid;
mod keys_known;
mod keys_layout;
mod motion;
mod narration;
mod notebook;
mod opening;
mod part;
mod record;
mod setup;
mod stage;
mod transcript;
mod wire;

use crate::model::Model;
use crate::options::Tab;
use crate::view;
use ctx::Ctx;
use handshake_analysis::run::{Run, Source};
use handshake_lessons::{self as lessons, Problem, say};
use handshake_scenario::tamper::Edit;

pub use break_it::written;
pub use bytes::arrival::{Fields, differing};
pub use bytes::{Beside, beside, drop_unknown_field, name as field_name, value as field_value};
pub use certificates::{
    chain as chain_pieces, document_of, drop_unknown as drop_unknown_certificate, first_shown, found_verdict,
    list_piece, missing as missing_link, unused as unused_pieces,
};
pub use part::with_keys;
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
    let inspector = inspector(&ctx);
    let motion = motion::motion(&ctx, &narration, &inspector);
    view::Page {
        title: title(&ctx),
        notice,
        points_of_view: ctx.points_of_view(),
        stage: stage::stage(&ctx, ladder),
        narration,
        ending: ending::ending(&ctx),
        present: model.present,
        notebook: notebook::notebook(&ctx),
        tabs: view::Choice::all(ctx.tab()),
        inspector,
        field_target: (ctx.tab() == Tab::Bytes).then(|| break_it::target(&ctx)).flatten(),
        attack: break_it::attack(&ctx),
        timeline: stage::timeline(&ctx, &ladder.rows),
        fixed: fixed(run.source),
        source: run.source,
        announcement,
        motion: motion.into(),
        held: model.held.map(|held| f64::from(held) / 1000.0),
    }
}

fn inspector(ctx: &Ctx) -> view::Inspector {
    match ctx.tab() {
        Tab::Bytes => view::Inspector::Bytes(bytes::bytes(ctx)),
        Tab::Keys => view::Inspector::Keys(keys::keys(ctx)),
        Tab::Record => view::Inspector::Record(Box::new(record::record(ctx))),
        Tab::Checks => view::Inspector::Checks(checks::checks(ctx)),
        Tab::Certificates => view::Inspector::Certificates(certificates::certificates(ctx)),
        Tab::Break => view::Inspector::Break(break_it::break_it(ctx)),
    }
}

/// What of the stage seldom changes from step to step; `last` is that of another step of the same run.
pub fn ladder(model: &Model, run: &Run, last: Option<&Ladder>) -> Ladder {
    stage::ladder(&Ctx::new(model, run), last)
}

/// What can be set before the run; nothing, of a run that the engine does not make here.
pub fn settings(model: &Model, run: &Run) -> view::Setup {
    if run.source == Source::Settings { setup::setup(&Ctx::new(model, run)) } else { view::Setup::default() }
}

/// What is found in the messages of the run.
pub fn find(model: &Model, run: &Run, query: &str) -> view::FindResult {
    find::find(&Ctx::new(model, run), query)
}

/// The record of the step shown, to be changed on the wire; `None` where nothing crosses, or nobody can reach it.
pub fn wire(model: &Model, run: &Run) -> Option<view::WireRecord> {
    wire::wire(&Ctx::new(model, run))
}

/// True if there is one.
pub fn is_on_the_wire(model: &Model, run: &Run) -> bool {
    wire::is_on_the_wire(&Ctx::new(model, run))
}

/// The edit that turns over a bit of it.
///
/// # Errors
/// Why that can't be.
pub fn flipped(model: &Model, run: &Run, at: usize, bit: u8) -> Result<Edit, Problem> {
    wire::flipped(&Ctx::new(model, run), at, bit)
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
    let version = handshake_analysis::infer_settings::version(&ctx.run.trace).text();
    match (ctx.run.source, ctx.run.alone) {
        (Source::Settings, _) => match setup::changes(&ctx.run.settings) {
            Some(changes) => say("page.changed-title", &[("scenario", &scenario), ("changes", &changes)]),
            None => scenario.to_owned(),
        },
        (Source::File, None) => say("page.from-file", &[("scenario", &scenario)]),
        (Source::File, Some(side)) => {
            say("page.from-file-of", &[("version", &version), ("side", &handshake_scenario::text::who(side))])
        }
        (Source::Live, _) => say("page.live", &[("version", &version), ("server", &ctx.run.settings.server_name)]),
    }
}

/// What an attacker does in a run.
pub fn attack_of(model: &Model, run: &Run) -> Option<view::Attack> {
    break_it::attack(&Ctx::new(model, run))
}
