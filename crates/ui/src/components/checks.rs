//! The Checks tab.

use super::segments::Segments;
use super::text::{blocks, local_link};
use super::{icons, side_class};
use handshake_story::Action;
use handshake_story::view::{CheckRow, ChecksView, ChoiceRow};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: ChecksView,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
}

/// The tab.
#[component]
pub fn Checks(props: &Props) -> Html {
    let Props { view, act, navigate } = props;
    html! {
        <div class="checks">
            <div class="filters">
                <Segments label="Which outcome" choices={view.outcomes.clone()} onchange={act.reform(Action::Outcome)} />
                <Segments label="Whose checks" choices={view.sides.clone()} onchange={act.reform(Action::By)} />
                if view.left_out > 0 { <span class="left-out">{ format!("{} not shown", view.left_out) }</span> }
            </div>
            if !view.chosen_now.is_empty() {
                <h3>{ "Chosen at this step" }</h3>
                { for view.chosen_now.iter().map(choice) }
            }
            <h3>{ "Checked at this step" }</h3>
            if view.now.is_empty() {
                <p>{ "Nothing that this point of view can see." }</p>
            }
            { for view.now.iter().map(|row| check(row, None)) }
            if !view.before.is_empty() {
                <details>
                    <summary>{ format!("Checked before: {}", view.before.len()) }</summary>
                    { for view.before.iter().rev().map(|row| check(row, Some(navigate))) }
                </details>
            }
            if !view.chosen_before.is_empty() {
                <details>
                    <summary>{ format!("Chosen before: {}", view.chosen_before.len()) }</summary>
                    { for view.chosen_before.iter().map(choice) }
                </details>
            }
        </div>
    }
}

fn check(row: &CheckRow, navigate: Option<&Callback<String>>) -> Html {
    let said = if row.passed { "holds" } else { "broken" };
    html! {
        <article class={classes!("rule", (!row.passed).then_some("broken"))}>
            <span class="mark">{ icons::mark(row.passed) }</span>
            <div>
                <b>{ &row.title }</b><span class="visually-hidden">{ format!(": {said}") }</span>
                { blocks(&row.text) }
                if let Some((found, wanted)) = &row.compared {
                    <div class="compared">
                        <span>{ "found" }</span><code>{ found }</code>
                        <span>{ "wanted" }</span><code>{ wanted }</code>
                    </div>
                }
                <div class="meta">
                    { format!("checked by the {} · {} · else alert ", side_class(row.side), row.source) }<code>{ &row.alert }</code>
                    if let Some(navigate) = navigate {
                        { " · " }{ local_link(&row.href, html! { { format!("step {}", row.step) } }, "", navigate) }
                    }
                </div>
            </div>
        </article>
    }
}

fn choice(row: &ChoiceRow) -> Html {
    let offer = |offer: &String| {
        let picked = *offer == row.picked;
        html! { <li class={picked.then_some("picked")}>{ offer }if picked { <span class="visually-hidden">{ " (picked)" }</span>{ " ✓" } }</li> }
    };
    html! {
        <article class="rule">
            <span class="mark">{ icons::moment(handshake_story::view::Icon::Choice) }</span>
            <div>
                <b>{ format!("{}: {}", row.title, row.picked) }</b>
                <ul class="offers" aria-label="offered">{ for row.offered.iter().map(offer) }</ul>
                <p>{ &row.why }</p>
                { blocks(&row.text) }
                <div class="meta">{ format!("chosen by the {} at step {}", side_class(row.side), row.step) }</div>
            </div>
        </article>
    }
}
