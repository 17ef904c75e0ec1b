//! What of a message's flight lies over its row: fields that gather, the key, records, the eavesdropper, and the ring where it
//! arrives. The message itself, its arrow, lock and hatch are moved by numbers that are written to the row.

use super::{epoch_class, icons, side_class};
use crate::clock::use_at;
use handshake_app::motion::{Fate, Flight, FlightFrame, Motion};
use handshake_app::view::{Epoch, Icon, Side};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What is written to the row, and what stands there at rest: nothing.
const NUMBERS: [&str; 8] = ["--place", "--reach", "--arrow", "--hatch", "--lock", "--body", "--gathered", "--appeared"];
const MARKS: [&str; 2] = ["data-gathering", "data-untouched"];

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Who sends; of what is no message: whose row it is.
    pub from: Side,
    pub sealed: Epoch,
}

/// Stands in the row of the step shown.
#[component]
pub fn FlightLayer(props: &Props) -> Html {
    let Props { from, sealed } = *props;
    let (at, motion) = use_at();
    let layer = use_node_ref();
    let frame = motion.flight_at(at).filter(|_| at < 1.0);
    {
        let (layer, motion, frame) = (layer.clone(), motion.clone(), frame.clone());
        use_effect(move || {
            if let Some(row) = row_of(&layer) {
                match at < 1.0 {
                    true => write(&row, from, at, &motion, frame.as_ref()),
                    false => clear(&row),
                }
            }
        });
    }
    {
        let layer = layer.clone();
        use_effect_with((), move |()| {
            let row = row_of(&layer);
            move || row.iter().for_each(clear)
        });
    }
    let drawn = frame.zip(motion.flight.as_ref()).map(|(frame, flight)| drawn(flight, &frame, sealed));
    html! { <span class={classes!("flight-layer", side_class(from))} data-motion="flight" ref={layer} aria-hidden="true">{ drawn.unwrap_or_default() }</span> }
}

fn row_of(layer: &NodeRef) -> Option<HtmlElement> {
    layer.cast::<Element>()?.closest(".row").ok()??.dyn_into().ok()
}

fn clear(row: &HtmlElement) {
    let style = row.style();
    for name in NUMBERS {
        let _ = style.remove_property(name);
    }
    for mark in MARKS {
        let _ = row.remove_attribute(mark);
    }
}

fn write(row: &HtmlElement, from: Side, at: f64, motion: &Motion, frame: Option<&FlightFrame>) {
    let style = row.style();
    let set = |name: &str, value: f64| {
        let _ = style.set_property(name, &format!("{value:.4}"));
    };
    set("--appeared", motion.appeared(at));
    let Some(frame) = frame else { return };
    if let Some(reach) = reach(row) {
        let _ = style.set_property("--reach", &format!("{reach}px"));
    }
    set("--place", if from == Side::Client { 2.0 * frame.place - 1.0 } else { 1.0 - 2.0 * frame.place });
    set("--arrow", frame.arrow);
    set("--hatch", frame.hatch);
    set("--lock", frame.lock);
    set("--body", frame.body);
    set("--gathered", frame.gathered);
    for (mark, stands) in MARKS.into_iter().zip([frame.gathered < 1.0, !frame.meddled]) {
        let _ = if stands { row.set_attribute(mark, "true") } else { row.remove_attribute(mark) };
    }
}

/// How far the message is from either lifeline when it rests in the middle.
fn reach(row: &HtmlElement) -> Option<i32> {
    let find = |selector: &str| row.query_selector(selector).ok()??.dyn_into::<HtmlElement>().ok();
    let (chip, life) = (find("button")?, find(".life.client")?);
    let (ours, theirs) = (life.offset_left() + life.offset_width(), chip.offset_left());
    Some((theirs - ours).abs().min((row.offset_width() - chip.offset_width()) / 2))
}

fn drawn(flight: &Flight, frame: &FlightFrame, sealed: Epoch) -> Html {
    let key = (frame.key > 0.0 && frame.key < 1.0).then(|| {
        html! {
            <span class={classes!("flying-key", epoch_class(sealed))} style={format!("--way: {:.3}", frame.key)}>{ icons::moment(Icon::Key) }</span>
        }
    });
    let field = |(name, way): (&String, &f64)| {
        let seen = (*way > 0.0 && *way < 1.0)
            .then(|| format!("--way: {way:.3}; --seen: {:.3}", (way * 6.0).min((1.0 - way) * 5.0).min(1.0)));
        // One that is not seen keeps its place: each has a way of its own.
        html! { <span class="gathering" style={seen.unwrap_or_else(|| "--way: 1; --seen: 0".to_owned())}>{ name }</span> }
    };
    let car = |place: &f64| {
        let seen = (*place > 0.0 && *place < 1.0).then(|| format!("--way: {place:.4}"));
        html! { if let Some(style) = seen { <span class="car-track" {style}><i class={classes!("car", epoch_class(sealed))}></i></span> } }
    };
    let ring = frame.ring.filter(|ring| *ring < 1.0).map(|ring| {
        let unread = (flight.fate == Fate::Unread).then_some("unread");
        html! { <span class={classes!("ring", unread)} style={format!("--way: {ring:.3}")}></span> }
    });
    html! {
        <>
            { for flight.fields.iter().zip(&frame.fields).map(field) }
            { key.unwrap_or_default() }
            { for frame.records.iter().map(car) }
            if let Some(copied) = flight.copied.as_ref().filter(|_| frame.eye > 0.0) {
                <span class="listener" style={format!("--eye: {:.3}; --copy: {:.3}", frame.eye, frame.copy)}>
                    <span class="copied">
                        <b>{ &copied.title }</b>
                        { for copied.fields.iter().take(frame.copied).map(|field| html! { <i>{ field }</i> }) }
                    </span>
                    { icons::eye() }
                </span>
            }
            { ring.unwrap_or_default() }
        </>
    }
}
