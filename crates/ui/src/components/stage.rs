//! The ladder: two lifelines and what happens between them.

use super::flight::FlightLayer;
use super::motion_bar::MotionBar;
use super::wire_strip::WireStrip;
use super::{epoch_class, icons, side_class, side_name, step_marker};
use crate::clock::use_at;
use crate::dom::{document, focus};
use handshake_analysis::effect::Novelty;
use handshake_app::Action;
use handshake_app::view;
use handshake_app::view::{Epoch, Icon, Party, RecordBar, Row, RowKind, Side, Time};
use handshake_lessons::{say, word};
use std::rc::Rc;
use yew::prelude::*;

/// More records than this would be thinner than a line.
const MOST_BARS: usize = 12;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub stage: view::Stage,
    pub act: Callback<Action>,
}

/// The stage.
#[component]
pub fn Stage(props: &Props) -> Html {
    let pane = use_node_ref();
    let now = props.stage.now;
    use_effect(move || step_marker::drawn(now));
    {
        let pane = pane.clone();
        use_effect_with((), move |()| {
            // A phone that is turned shows another part of the stage.
            let resized = pane.cast().map(|pane| step_marker::follow(&pane));
            move || drop(resized)
        });
    }
    let rows = &props.stage.rows;
    let before = |index: usize| {
        let row = index.checked_sub(1).and_then(|index| rows.get(index));
        row.map_or((Epoch::Plain, Epoch::Plain), |row| (row.client_epoch, row.server_epoch))
    };
    let sender = rows.iter().find(|row| row.step == now).and_then(|row| match row.what {
        RowKind::Message { from, .. } => Some(from),
        _ => None,
    });
    html! {
        <section class="stage" ref={pane} aria-label={word("stage.the-handshake")}>
            <div class="heads">
                <Head party={props.stage.client.clone()} side={Side::Client} {sender} />
                <p class="network">{ word("stage.the-network-anyone-can") }</p>
                <Head party={props.stage.server.clone()} side={Side::Server} {sender} />
            </div>
            { step_marker::frame() }
            <ol class="ladder" role="list">
                { for rows.iter().enumerate().map(|(index, row)| html! {
                    <StageRow key={row.step} row={Rc::clone(row)} time={props.stage.time(row)} before={before(index)}
                        part={props.stage.part.filter(|_| row.step == now)} act={props.act.clone()} />
                }) }
            </ol>
            <p class="summary">{ props.stage.summary.to_string() }</p>
            <div class="stage-foot"><MotionBar act={props.act.clone()} /><WireStrip act={props.act.clone()} /></div>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct HeadProps {
    party: Party,
    side: Side,
    /// Who sends the message of the step shown, if it is one.
    sender: Option<Side>,
}

/// The head of a lifeline. Its state flips when it has sent, and when it has got, what crosses.
#[component]
fn Head(props: &HeadProps) -> Html {
    let HeadProps { party, side, sender } = props;
    let (at, motion) = use_at();
    let frame = sender.and_then(|sender| Some((sender, motion.flight_at(at)?))).filter(|_| at < 1.0);
    let (flipped, glow) = match &frame {
        Some((sender, frame)) if sender == side => (frame.sent, frame.glow[0]),
        Some((_, frame)) => (frame.taken, frame.glow[1]),
        None => (true, 0.0),
    };
    let state = if flipped { &party.state } else { &party.before };
    let glows = (glow > 0.0).then(|| format!("--glow: {glow:.3}"));
    html! {
        <div class={classes!("head", side_class(*side), party.changed.then_some("changed"))} style={glows}>
            <span class="name">{ &party.name }</span>
            <span class="state">{ state }</span>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    row: Rc<Row>,
    time: Time,
    /// Keys of client and server before this row.
    before: (Epoch, Epoch),
    /// In fine steps, on the row shown: the part shown, and of how many.
    part: Option<(usize, usize)>,
    act: Callback<Action>,
}

#[component]
fn StageRow(props: &RowProps) -> Html {
    let RowProps { row, time, before, part, act } = props;
    let is_now = *time == Time::Now;
    let (time, side) = (
        time_class(*time),
        match &row.what {
            RowKind::Message { from, .. } => side_class(*from),
            RowKind::Moment { side, .. } => side_class(*side),
            RowKind::Attack { .. } => "eve",
        },
    );
    // On the whole row: a finger that misses the chip by a little still hits. The button's own clicks end up here, too.
    let onclick = act.reform({
        let step = row.step;
        move |_: MouseEvent| Action::GoTo(step)
    });
    let current = is_now.then_some("step");
    // The ladder is one stop of the tab key; arrows move up and down in it.
    let stop = if is_now { "0" } else { "-1" };
    let onkeydown = row_keys(act, row.step);
    let what = match &row.what {
        RowKind::Message { .. } => message(row, is_now, onkeydown),
        RowKind::Attack { icon, text, failed } => html! {
            <button class={classes!("moment", "eve", failed.then_some("failed"))} aria-current={current} tabindex={stop} {onkeydown}>
                { unseen(format!("{} ", say("stage.step-attacker", &[("step", &row.step)]))) }
                <span class={classes!("badge", icon_class(*icon))}>{ if *failed { icons::mark(false) } else { icons::moment(*icon) } }</span>
                <span>{ text }</span>
            </button>
        },
        RowKind::Moment { side, icon, text, failed } => html! {
            <button class={classes!("moment", side_class(*side), failed.then_some("failed"))} aria-current={current} tabindex={stop} {onkeydown}>
                { unseen(format!("{} ", say("stage.step-2", &[("step", &row.step), ("side", &side_name(*side))]))) }
                <span class={classes!("badge", icon_class(*icon))}>{ if *failed { icons::mark(false) } else { icons::moment(*icon) } }</span>
                <span>{ text }</span>
                { novelty(row.novelty) }
                if is_now { <FlightLayer from={*side} sealed={Epoch::Plain} /> }
            </button>
        },
    };
    html! {
        <li class={classes!("row", time, side, row.phase.is_some().then_some("phased"), row.trip.is_some().then_some("tripped"))} data-step={row.step.to_string()} {onclick}>
            <span class="number" aria-hidden="true">{ row.step }</span>
            if let Some(phase) = &row.phase { <h2 class="phase">{ phase }</h2> }
            <span class={classes!("life", "client", epoch_class(row.client_epoch), (before.0 != row.client_epoch).then_some("switched"))}></span>
            <span class={classes!("life", "server", epoch_class(row.server_epoch), (before.1 != row.server_epoch).then_some("switched"))}></span>
            if let Some(trip) = &row.trip { <span class="trip">{ icons::trip() }{ trip }</span> }
            { what }
            if let Some((part, parts)) = part { <span class={classes!("parts", side)} aria-hidden="true">{ format!("{part}/{parts}") }</span> }
            if let Some(before) = row.damage {
                <span class="damage" style={format!("--before: {before}")} title={word("stage.damaged")}>{ icons::flash() }{ unseen(word("stage.damaged").to_owned()) }</span>
            }
            { epoch_tag(Side::Client, before.0, row.client_epoch) }
            { epoch_tag(Side::Server, before.1, row.server_epoch) }
        </li>
    }
}

/// For who cannot see it.
fn unseen(words: String) -> Html {
    html! { <span class="visually-hidden">{ words }</span> }
}

/// Arrows move up and down in the ladder. Enter opens: goes there, and on into what is told of it. A click and the space bar only go
/// there.
fn row_keys(act: &Callback<Action>, step: usize) -> Callback<KeyboardEvent> {
    let act = act.clone();
    Callback::from(move |event: KeyboardEvent| {
        let number = match event.key().as_str() {
            "ArrowDown" => step + 1,
            "ArrowUp" => step - 1,
            _ => 0,
        };
        if number > 0 {
            event.prevent_default();
            focus(
                document().and_then(|document| document.document_element()),
                &format!(".row[data-step='{number}'] button"),
            );
        }
        if event.key() == "Enter" {
            event.prevent_default();
            act.emit(Action::GoTo(step));
            focus(document().and_then(|document| document.document_element()), "#inspector");
        }
    })
}

/// A message that crosses.
fn message(row: &Row, is_now: bool, onkeydown: Callback<KeyboardEvent>) -> Html {
    let RowKind::Message { from, name, detail, sealed, fatal, records, delivery } = &row.what else { return html! {} };
    let (current, stop) = (is_now.then_some("step"), if is_now { "0" } else { "-1" });
    let sealed_class = (*sealed != Epoch::Plain).then_some("sealed");
    let from_class = if *from == Side::Client { "from-client" } else { "from-server" };
    let unread = delivery.as_ref().is_some_and(|delivery| delivery.unread);
    let classes = classes!(
        "chip",
        from_class,
        sealed_class,
        epoch_class(*sealed),
        fatal.then_some("fatal"),
        delivery.is_some().then_some("meddled"),
        unread.then_some("unread")
    );
    let lost = delivery.as_ref().is_some_and(|delivery| delivery.lost);
    html! {
        <>
            <span class={classes!("arrow", side_class(*from), lost.then_some("lost"))}></span>
            <button class={classes} aria-current={current} tabindex={stop} {onkeydown}>
                { unseen(format!("{} ", say("stage.step", &[("step", &row.step), ("from", &direction(*from))]))) }
                if *sealed != Epoch::Plain { { icons::lock() } }
                <b>{ name }</b>
                <small>{ detail }</small>
                if let Some(delivery) = delivery { <em class="fate" data-name="delivery">{ &delivery.text }</em> }
                { bars(records) }
                { novelty(row.novelty) }
            </button>
            if is_now { <FlightLayer from={*from} sealed={*sealed} /> }
        </>
    }
}

/// What a change of the settings made of a step.
fn novelty(novelty: Option<Novelty>) -> Html {
    let (class, words) = match novelty {
        None => return Html::default(),
        Some(Novelty::New) => ("new", word("stage.new")),
        Some(Novelty::Other) => ("other", word("stage.changed")),
    };
    html! { <em class="novelty" data-novelty={class}>{ words }</em> }
}

/// The records of a message, as long as they are; one that other messages share reaches over the edge.
fn bars(records: &[RecordBar]) -> Html {
    let joined = |bar: &RecordBar| bar.joined_before || bar.joined_after;
    if records.len() < 2 && !records.iter().any(joined) {
        return Html::default();
    }
    let bar = |bar: &RecordBar| {
        let (before, after) =
            (bar.joined_before.then_some("joined-before"), bar.joined_after.then_some("joined-after"));
        html! { <i class={classes!(before, after)} style={format!("flex-grow: {}", bar.bytes)} title={say("stage.record-b", &[("number", &bar.number), ("bytes", &bar.bytes)])}></i> }
    };
    html! { <span class="bars" aria-hidden="true">{ for records.iter().take(MOST_BARS).map(bar) }</span> }
}

/// What the arrow shows, in words.
fn direction(from: Side) -> &'static str {
    match from {
        Side::Client => word("stage.client-to-server"),
        Side::Server => word("stage.server-to-client"),
    }
}

/// Where the keys change, they are named: colour alone would not say it to everybody.
fn epoch_tag(side: Side, before: Epoch, after: Epoch) -> Html {
    let name = match after {
        _ if before == after => return Html::default(),
        Epoch::Plain => return Html::default(),
        Epoch::EarlyData => word("stage.early-keys"),
        Epoch::Handshake => word("stage.handshake-keys"),
        Epoch::Application => word("stage.application-keys"),
        Epoch::Updated => word("stage.updated-keys"),
        Epoch::Session => word("stage.session-keys"),
    };
    html! { <span class={classes!("epoch", side_class(side), epoch_class(after))}>{ name }</span> }
}

fn time_class(time: Time) -> &'static str {
    match time {
        Time::Past => "past",
        Time::Now => "now",
        Time::Future => "future",
    }
}

fn icon_class(icon: Icon) -> &'static str {
    match icon {
        Icon::Key => "key",
        Icon::Check => "check",
        Icon::Choice => "choice",
        Icon::Unseen => "unseen",
    }
}
