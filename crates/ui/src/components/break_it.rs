//! Break it: what an attacker can do at this step, and to the selected field.

use handshake_story::Action;
use handshake_story::view::{Bit, BreakView, ByteCell, FieldTarget, RecordTarget, Try};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: BreakView,
    pub act: Callback<Action>,
}

/// The tab.
#[component]
pub fn BreakIt(props: &Props) -> Html {
    let Props { view, act } = props;
    html! {
        <div class="break-it">
            if let Some(why) = &view.why_not { <p class="context">{ why }</p> }
            if let Some(context) = &view.context { <p class="context">{ context }</p> }
            if !view.tries.is_empty() {
                <h3>{ "What happens if an attacker on the way does this?" }</h3>
                <ul class="tries">{ for view.tries.iter().map(|one| attempt(one, act)) }</ul>
            }
            if let Some(record) = &view.record { <Cut record={record.clone()} act={act.clone()} /> }
            if view.record.is_some() {
                <p class="hint">
                    { "To change a single byte: open the " }
                    <button class="link" onclick={act.reform(|_: MouseEvent| Action::Tab("bytes"))}>{ "Bytes tab" }</button>
                    { ", select a field, and flip a bit of it or write something else." }
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
                <small>{ if one.done { "The attacker does this." } else { &one.text } }</small>
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
            <label>{ "Let only " }<input ref={input} type="number" min="0" max={most} value={half} required=true />{ " bytes arrive" }</label>
            <button class="button">{ "Cut" }</button>
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
        <section class="break-field" aria-label={format!("Break {}", target.title)}>
            <h3>{ "Break it" }</h3>
            if target.sealed {
                <p class="hint">{ "On the wire these bytes are sealed: an attacker changes the ciphertext, and does not see what it says." }</p>
            }
            if !target.bytes.is_empty() {
                <p id="pick-byte" class="hint">{ "Pick a byte, then flip one of its bits." }</p>
                <div class="cells" role="group" aria-labelledby="pick-byte" onkeydown={rove()}>
                    { for target.bytes.iter().enumerate().map(|(i, cell)| byte(cell, i == 0 && target.byte.is_none(), act)) }
                    if target.more > 0 { <span class="more">{ format!("and {} more", target.more) }</span> }
                </div>
            }
            if let Some(named) = &target.byte {
                <div class="bits" role="group" aria-label={format!("Bits: {named}")}>
                    <span class="place">{ named }</span>
                    <span class="eight">{ for target.bits.iter().map(|one| bit(one, act)) }</span>
                </div>
            }
            if target.writable {
                <form class="write" {onsubmit}>
                    <label for="write-value">{ "Write something else" }</label>
                    <div class="write-line">
                        <input id="write-value" ref={input} type="text" value={target.value.clone()} list="write-names" maxlength="1100"
                            autocomplete="off" spellcheck="false" aria-describedby="write-help" />
                        <button class="button">{ "Write" }</button>
                    </div>
                    <datalist id="write-names">{ for target.names.iter().map(|name| html! { <option value={*name}></option> }) }</datalist>
                    <small id="write-help">
                        { if target.names.is_empty() { "Hex digits, or text; text that looks like hex goes in \"quotes\"." } else { "A name of the list, or hex digits." } }
                    </small>
                    <label class="option"><input type="checkbox" checked={*fit} onchange={onfit} />{ "Set the lengths right" }</label>
                </form>
            }
        </section>
    }
}

/// Arrow keys move among the bytes, which are one stop of the tab key.
fn rove() -> Callback<KeyboardEvent> {
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
    let label = format!("byte {:02x}: {}{}", cell.at, cell.hex, if cell.changed { ", changed" } else { "" });
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
    let (now, then) = if bit.set { ("1", "0") } else { ("0", "1") };
    let label = format!("Flip bit {}: {now} becomes {then}", bit.number);
    html! {
        <button class={classes!("bit", bit.flipped.then_some("flipped"))} aria-pressed={bit.flipped.to_string()} aria-label={label}
            data-bit={bit.number.to_string()} {onclick}>{ if bit.flipped { then } else { now } }</button>
    }
}
