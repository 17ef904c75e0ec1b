//! The Checks tab.

use super::icons;
use super::text::{blocks, links, local_link};
use super::{segments::segments, side_name};
use handshake_app::Action;
use handshake_app::view::{CheckRow, ChecksView, ChoiceRow};
use handshake_lessons::{say, word};
use yew::prelude::*;

/// The tab.
pub fn checks(view: &ChecksView, act: &Callback<Action>, navigate: &Callback<String>) -> Html {
    html! {
        <div class="checks">
            <div class="filters">
                { segments(word("checks.which-outcome"), "", &view.outcomes, act.reform(Action::Outcome)) }
                { segments(word("checks.whose-checks"), "", &view.sides, act.reform(Action::By)) }
                if view.left_out > 0 { <span class="left-out">{ say("checks.not-shown", &[("left_out", &view.left_out)]) }</span> }
            </div>
            if !view.chosen_now.is_empty() {
                <h3>{ word("checks.chosen-at-this-step") }</h3>
                { for view.chosen_now.iter().map(|row| choice(row, navigate)) }
            }
            <h3>{ word("checks.checked-at-this-step") }</h3>
            if view.now.is_empty() {
                <p>{ word("checks.nothing-that-this-point") }</p>
            }
            { for view.now.iter().map(|row| check(row, None)) }
            if !view.before.is_empty() {
                <details>
                    <summary>{ say("checks.checked-before", &[("n", &view.before.len())]) }</summary>
                    { for view.before.iter().rev().map(|row| check(row, Some(navigate))) }
                </details>
            }
            if !view.chosen_before.is_empty() {
                <details>
                    <summary>{ say("checks.chosen-before", &[("n", &view.chosen_before.len())]) }</summary>
                    { for view.chosen_before.iter().map(|row| choice(row, navigate)) }
                </details>
            }
        </div>
    }
}

fn check(row: &CheckRow, navigate: Option<&Callback<String>>) -> Html {
    let said = if row.passed { word("checks.holds") } else { word("checks.broken") };
    html! {
        <article class={classes!("rule", (!row.passed).then_some("broken"))}>
            <span class="mark">{ icons::mark(row.passed) }</span>
            <div>
                <b>{ &row.title }</b><span class="visually-hidden">{ format!(": {said}") }</span>
                { blocks(&row.text) }
                if let Some((found, wanted)) = &row.compared {
                    <div class="compared">
                        <span>{ word("checks.found") }</span><code>{ found }</code>
                        <span>{ word("checks.wanted") }</span><code>{ wanted }</code>
                    </div>
                }
                <div class="meta">
                    { say("checks.checked-by", &[("side", &side_name(row.side)), ("source", &row.source)]) }{ " " }<code>{ &row.alert }</code>
                    if let Some(navigate) = navigate {
                        { " · " }{ local_link(&row.href, html! { { say("checks.step", &[("step", &row.step)]) } }, "", navigate) }
                    }
                </div>
            </div>
        </article>
    }
}

fn choice(row: &ChoiceRow, navigate: &Callback<String>) -> Html {
    let offer = |offer: &String| {
        let picked = *offer == row.picked;
        html! { <li class={picked.then_some("picked")}>{ offer }if picked { <span class="visually-hidden">{ format!(" ({})", word("checks.picked")) }</span>{ " ✓" } }</li> }
    };
    html! {
        <article class="rule">
            <span class="mark">{ icons::moment(handshake_app::view::Icon::Choice) }</span>
            <div>
                <b>{ format!("{}: {}", row.title, row.picked) }</b>
                <ul class="offers" aria-label={word("checks.offered")}>{ for row.offered.iter().map(offer) }</ul>
                <p>{ &row.why }</p>
                { blocks(&row.text) }
                if let Some(apart) = &row.apart { { links(std::slice::from_ref(apart), navigate) } }
                <div class="meta">{ say("checks.chosen-by-the-at", &[("side", &side_name(row.side)), ("step", &row.step)]) }</div>
            </div>
        </article>
    }
}
