//! Break it: what an attacker can do at this step, and to the selected field.

use super::text::{bare, sentence};
use handshake_app::Action;
use handshake_app::options::Tab;
use handshake_app::view::{Bit, BreakView, ByteCell, FieldTarget, RecordTarget, Try};
use handshake_lessons::{say, word};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// The tab.
pub fn break_it(view: &BreakView, act: &Callback<Action>) -> Html {
    html! {
        <div class="break-it">
            if let Some(why) = &view.why_not { <p class="context">{ why }</p> }
            if let Some(context) = &view.context { <p class="context">{ context }</p> }
            if !view.tries.is_empty() {
                <h3>{ word("break-it.what-happens-if-an") }</h3>
                <ul class="tries">{ for view.tries.iter().map(|one| attempt(one, act)) }</ul>
            }
            if let Some(record) = &view.record { <Cut record={record.clone()} act={act.clone()} /> }
            if view.record.is_some() {
                <p class="hint">
                    { sentence("break-it.to-change-a-single", bare, &[("tab", html! {
                        <button class="link" onclick={act.reform(|_: MouseEvent| Action::Tab(Tab::Bytes))}>{ word("break-it.bytes-tab") }</button>
                    })]) }
                </p>
            }
        </div>
    }
}

fn attempt(one: &Try, act: &Callback<Action>) -> Html {
    let onclick = act.reform({
        let edit = one.edit.clone();
        move |_: MouseEvent| Action::Tamper(edit.clone())
    });
    html! {
        <li>
            <button class="try" disabled={one.done} data-edit={one.edit.clone()} {onclick}>
                <b>{ &one.title }</b>
                <small>{ if one.done { word("break-it.the-attacker-does-this") } else { &one.text } }</small>
            </button>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct CutProps {
    record: RecordTarget,
    act: Callback<Action>,
}

/// How much of the record arrives.
#[component]
fn Cut(props: &CutProps) -> Html {
    let input = use_node_ref();
    let onsubmit = {
        let (input, act, cut) = (input.clone(), props.act.clone(), props.record.cut.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let keep = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            act.emit(Action::Tamper(format!("{cut}{keep}")));
        })
    };
    let half = (props.record.len / 2).to_string();
    let most = props.record.len.saturating_sub(1).to_string();
    html! {
        <form class="cut" {onsubmit}>
            <p class="place">{ format!("{} · {}", props.record.title, props.record.place) }</p>
            <label>{ sentence("break-it.let-only", bare, &[("count", html! {
                <input ref={input} type="number" min="0" max={most} value={half} required=true />
            })]) }</label>
            <button class="button">{ word("break-it.cut") }</button>
        </form>
    }
}

/// Below the note on a field: its bits, and another value for it.
pub fn field(target: &FieldTarget, act: &Callback<Action>) -> Html {
    html! { <Field target={target.clone()} act={act.clone()} key={target.title.clone()} /> }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    target: FieldTarget,
    act: Callback<Action>,
}

#[component]
fn Field(props: &FieldProps) -> Html {
    let FieldProps { target, act } = props;
    let fit = use_state(|| true);
    let input = use_node_ref();
    let onsubmit = {
        let (input, act, fit) = (input.clone(), act.clone(), *fit);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            act.emit(Action::Write(text, fit));
        })
    };
    let onfit = {
        let fit = fit.clone();
        Callback::from(move |_: Event| fit.set(!*fit))
    };
    html! {
        <section class="break-field" aria-label={say("break-it.break", &[("title", &target.title)])}>
            <h3>{ word("break-it.break-it") }</h3>
            if target.sealed {
                <p class="hint">{ word("break-it.on-the-wire-these") }</p>
            }
            if !target.bytes.is_empty() {
                <p id="pick-byte" class="hint">{ word("break-it.pick-a-byte-then") }</p>
                <div class="cells" role="group" aria-labelledby="pick-byte" onkeydown={rove()}>
                    { for target.bytes.iter().enumerate().map(|(i, cell)| byte(cell, i == 0 && target.byte.is_none(), act)) }
                    if target.more > 0 { <span class="cells-more">{ say("break-it.and-more", &[("more", &target.more)]) }</span> }
                </div>
            }
            if let Some(named) = &target.byte {
                <div class="bits" role="group" aria-label={say("break-it.bits", &[("named", &named)])}>
                    <span class="place">{ named }</span>
                    <span class="eight">{ for target.bits.iter().map(|one| bit(one, act)) }</span>
                </div>
            }
            if target.writable {
                <form class="write" {onsubmit}>
                    <label for="write-value">{ word("break-it.write-something-else") }</label>
                    <div class="write-line">
                        <input id="write-value" ref={input} type="text" value={target.value.clone()} list="write-names" maxlength="1100"
                            autocomplete="off" spellcheck="false" aria-describedby="write-help" />
                        <button class="button">{ word("break-it.write") }</button>
                    </div>
                    <datalist id="write-names">{ for target.names.iter().map(|name| html! { <option value={*name}></option> }) }</datalist>
                    <small id="write-help">
                        { if target.names.is_empty() { word("break-it.hex-digits-or-text") } else { word("break-it.a-name-of-the") } }
                    </small>
                    <label class="option"><input type="checkbox" checked={*fit} onchange={onfit} />{ word("break-it.set-the-lengths-right") }</label>
                </form>
            }
        </section>
    }
}

/// Arrow keys move among the bytes, which are one stop of the tab key.
pub(super) fn rove() -> Callback<KeyboardEvent> {
    Callback::from(|event: KeyboardEvent| {
        let Some(now) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => now.next_element_sibling(),
            "ArrowLeft" | "ArrowUp" => now.previous_element_sibling(),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = next.focus();
        }
    })
}

fn byte(cell: &ByteCell, first: bool, act: &Callback<Action>) -> Html {
    let onclick = act.reform({
        let at = cell.at;
        move |_: MouseEvent| Action::SelectByte(at)
    });
    let classes = classes!("cell", cell.changed.then_some("changed"));
    let at = format!("{:02x}", cell.at);
    let label = match cell.changed {
        true => say("break-it.byte-changed", &[("at", &at), ("hex", &cell.hex)]),
        false => say("break-it.byte", &[("at", &at), ("hex", &cell.hex)]),
    };
    html! {
        <button class={classes} aria-pressed={cell.selected.to_string()} aria-label={label}
            tabindex={if cell.selected || first { "0" } else { "-1" }} {onclick}>{ &cell.hex }</button>
    }
}

fn bit(bit: &Bit, act: &Callback<Action>) -> Html {
    let onclick = act.reform({
        let edit = bit.edit.clone();
        move |_: MouseEvent| Action::Tamper(edit.clone())
    });
    bit_button(bit.number, bit.set, bit.flipped, onclick)
}

/// A bit that the attacker can turn over, 7 the highest: as it was sent, and whether it is turned over.
pub(super) fn bit_button(number: u8, set: bool, flipped: bool, onclick: Callback<MouseEvent>) -> Html {
    let (now, then) = if set { ("1", "0") } else { ("0", "1") };
    let label = say("break-it.flip-bit-becomes", &[("number", &number), ("now", &now), ("then", &then)]);
    html! {
        <button class={classes!("bit", flipped.then_some("flipped"))} aria-pressed={flipped.to_string()} aria-label={label}
            data-bit={number.to_string()} {onclick}>{ if flipped { then } else { now } }</button>
    }
}
