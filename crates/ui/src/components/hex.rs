//! Bytes in hexadecimal, and as text.

use handshake_story::Action;
use handshake_story::view::{HexLine, HexRun};
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
    html! {
        <div class="hex" role="group" aria-label="Bytes in hexadecimal" tabindex="0" ref={props.pane.clone()}>
            { for props.lines.iter().map(|line| html! { <Line key={line.offset} line={line.clone()} act={props.act.clone()} /> }) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LineProps {
    line: HexLine,
    act: Callback<Action>,
}

/// A line, drawn again only if it changes.
#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps { line, act } = props;
    let select = |run: &HexRun| {
        act.reform({
            let field = run.field.clone();
            move |_: MouseEvent| Action::SelectField(field.clone())
        })
    };
    let run = |run: &HexRun| {
        let classes = classes!("hex-run", run.selected.then_some("selected"), run.odd.then_some("odd"));
        html! { <span class={classes} data-field={run.field.clone()} title={run.name.clone()} onclick={select(run)}>{ &run.hex }</span> }
    };
    html! {
        <div class="hex-line">
            <span class="offset">{ format!("{:04x}", line.offset) }</span>
            <span class="hex-digits">{ for line.runs.iter().enumerate().map(|(i, one)| html! {
                <>{ if i > 0 { " " } else { "" } }{ run(one) }</>
            }) }</span>
            <span class="ascii" aria-hidden="true">{ for line.runs.iter().map(|run| html! {
                <span class={run.selected.then_some("selected")} onclick={select(run)}>{ &run.ascii }</span>
            }) }</span>
        </div>
    }
}
