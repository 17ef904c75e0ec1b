//! Bytes in hexadecimal, and as text.

use crate::dom::attribute_at;
use handshake_app::Action;
use handshake_app::view::{HexLine, HexRun};
use handshake_lessons::word;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub lines: Rc<[HexLine]>,
    pub act: Callback<Action>,
    pub pane: NodeRef,
}

/// The bytes, eight a line.
#[component]
pub fn Hex(props: &Props) -> Html {
    // One ear for all bytes, of which there may be thousands.
    let onclick = {
        let act = props.act.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(field) = attribute_at(&event, "[data-field]", "data-field") {
                act.emit(Action::SelectField(field));
            }
        })
    };
    html! {
        <div class="hex" role="group" aria-label={word("hex.bytes-in-hexadecimal")} tabindex="0" ref={props.pane.clone()} {onclick}>
            { for props.lines.iter().map(|line| html! { <Line key={line.offset} line={line.clone()} /> }) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LineProps {
    line: HexLine,
}

/// A line, drawn again only if it changes.
#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps { line } = props;
    let run = |run: &HexRun| {
        let classes = classes!(
            "hex-run",
            run.selected.then_some("selected"),
            run.odd.then_some("odd"),
            run.changed.then_some("changed")
        );
        html! { <span class={classes} data-field={run.field.clone()} title={run.name.clone()}>{ &run.hex }</span> }
    };
    html! {
        <div class="hex-line">
            <span class="offset">{ format!("{:04x}", line.offset) }</span>
            <span class="hex-digits">{ for line.runs.iter().enumerate().map(|(i, one)| html! {
                <>{ if i > 0 { " " } else { "" } }{ run(one) }</>
            }) }</span>
            <span class="ascii" data-name="characters" aria-hidden="true">{ for line.runs.iter().map(|run| html! {
                <span class={run.selected.then_some("selected")} data-field={run.field.clone()}>{ &run.ascii }</span>
            }) }</span>
        </div>
    }
}
