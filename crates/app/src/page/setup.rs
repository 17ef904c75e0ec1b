//! The panel of settings.

use super::ctx::Ctx;
use crate::view;
use crate::view::{Choice, Control, Fold, Setup};
use handshake_analysis::effect::{Effect, Novelty};
use handshake_analysis::run::{Run, Source};
use handshake_core::msgs::codes::ProtocolVersion;
use handshake_lessons::{say, say_n};
use handshake_scenario::settings::{KEYS, Key, MAX_TEXT, Setting, Settings};

/// What matters first: the version, how keys are agreed on, what seals, whether the client has to prove who it is, and whether
/// it has been here before.
const FIRST: [Setting; 6] =
    [Setting::ClientVersion, Setting::Group, Setting::Suite, Setting::Suite12, Setting::ClientAuth, Setting::Visit];

/// The panel.
pub fn setup(ctx: &Ctx) -> Setup {
    let settings = &ctx.model.settings;
    // Each version has suites of its own: those of the one that is spoken come first.
    let other = if settings.version().is_none_or(|version| version == ProtocolVersion::TLS13) {
        Setting::Suite12
    } else {
        Setting::Suite
    };
    let is_first = |key: &Key| key.setting != other && FIRST.contains(&key.setting);
    let first = FIRST.into_iter().map(Key::of).filter(|key| is_first(key));
    let mut rest: Vec<&Key> = KEYS.iter().filter(|key| !is_first(key)).collect();
    rest.sort_by_key(|key| key.heading);
    let folds = rest.chunk_by(|one, other| one.heading == other.heading).filter_map(|keys| {
        let title = keys.first()?.heading.title();
        Some(Fold { title, settings: keys.iter().map(|key| setting(settings, key)).collect() })
    });
    Setup {
        first: first.map(|key| setting(settings, key)).collect(),
        folds: folds.collect(),
        effect: effect(ctx).map(|effect| told(ctx, &effect)),
    }
}

/// Against the scenario's own values, with the same attacker on the way; `None` if nothing differs.
pub(super) fn effect(ctx: &Ctx) -> Option<Effect> {
    let settings = &ctx.run.settings;
    let own = Settings { tampering: settings.tampering.clone(), ..Settings::of(settings.scenario) };
    let changed = ctx.run.source == Source::Settings && own != *settings;
    changed.then(|| Effect::of(&Run::of(&own), ctx.run))
}

/// What was changed, for the title: the one change, or how many there are.
pub(super) fn changes(settings: &Settings) -> Option<String> {
    let mut changed = settings.changed().filter_map(|(id, value)| Some((Key::get(id)?, value)));
    let (key, value) = changed.next()?;
    Some(match changed.count() {
        0 => {
            // Some settings are questions.
            let words = if key.label().ends_with('?') { "page.changed-answer" } else { "page.changed-one" };
            say(words, &[("setting", &key.label()), ("value", &key.value(&value))])
        }
        more => say_n("page.changed", more + 1, &[]),
    })
}

fn told(ctx: &Ctx, effect: &Effect) -> String {
    let (new, other) = (effect.count(Novelty::New), effect.count(Novelty::Other));
    let parts = [("setup.new", new), ("setup.gone", effect.gone), ("setup.other", other)];
    let parts: Vec<String> =
        parts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| say_n(id, count, &[])).collect();
    let changes = changes(&ctx.run.settings).unwrap_or_default();
    match parts.is_empty() {
        true => say("setup.no-effect", &[("changes", &changes)]),
        false => say("setup.effect", &[("changes", &changes), ("steps", &parts.join(", "))]),
    }
}

fn setting(settings: &Settings, key: &Key) -> view::Setting {
    let (value, own) = (settings.get(key.id), Settings::of(settings.scenario).get(key.id));
    let option = |&id: &&'static str| Choice { value: id, id, label: key.value(id).to_owned(), current: id == value };
    view::Setting {
        setting: key.setting,
        id: key.id,
        label: key.label().to_owned(),
        help: key.help().to_owned(),
        was: (own != value).then(|| key.value(&own).to_owned()),
        control: match key.options.is_empty() {
            true => Control::Text { value: value.clone(), max: MAX_TEXT },
            false => Control::OneOf(key.options.iter().map(option).collect()),
        },
        group: key.heading.title(),
        barred: key.options.iter().filter_map(|id| Some((*id, settings.why_not(key.setting, id)?))).collect(),
    }
}
