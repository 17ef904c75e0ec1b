//! What an attacker does in this run, and what came of it: a bar above the stage.

use super::local_link;
use super::text::blocks;
use handshake_app::Action;
use handshake_app::view::{Attack, Done, Tone};
use handshake_lessons::{say, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub attack: Attack,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    /// Off where both runs are shown already.
    #[prop_or(true)]
    pub compare: bool,
}

/// The bar.
#[component]
pub fn AttackBar(props: &Props) -> Html {
    let Props { attack, act, navigate, compare } = props;
    let all = act.reform(|_: MouseEvent| Action::UntamperAll);
    // Where there is little room the first sentence stands alone; the rest unfolds.
    let unfolded = use_state(|| false);
    let unfold = {
        let unfolded = unfolded.clone();
        Callback::from(move |_: MouseEvent| unfolded.set(!*unfolded))
    };
    html! {
        <section class={classes!("attack", tone(attack.tone), unfolded.then_some("unfolded"))} aria-label={word("attack.the-attacker")}>
            <div class="attack-said" role="status">
                <p><b>{ &attack.headline }</b></p>
                { blocks(&attack.text) }
            </div>
            <div class="doings">
                <ol aria-label={word("attack.what-the-attacker-does")}>
                    { for attack.done.iter().enumerate().map(|(at, done)| doing(at, done, act, navigate)) }
                </ol>
                <div class="attack-tools">
                    <button class="button unfold" aria-expanded={unfolded.to_string()} onclick={unfold}>
                        { word(if *unfolded { "attack.less" } else { "attack.more" }) }
                    </button>
                    if let Some(caught) = &attack.caught {
                        { local_link(&caught.href, html! { { say("attack.where-it-was-caught", &[("step", &caught.label)]) } }, "button", navigate) }
                    }
                    if *compare { { local_link(&attack.compare, html! { { word("attack.compare-both-runs") } }, "button primary", navigate) } }
                    <button class="button" onclick={all}>{ word("attack.undo-all") }</button>
                </div>
            </div>
        </section>
    }
}

fn doing(at: usize, done: &Done, act: &Callback<Action>, navigate: &Callback<String>) -> Html {
    let remove = act.reform(move |_: MouseEvent| Action::Untamper(at));
    html! {
        <li>
            <span>
                { say("attack.does", &[("what", &done.text)]) }
                if let Some(vain) = &done.vain { { " " }<em>{ say("attack.not-done", &[("why", &vain)]) }</em> }
                if let Some(step) = &done.step { { " · " }{ local_link(&step.href, html! { { step.label.to_lowercase() } }, "", navigate) } }
            </span>
            <button class="button small" onclick={remove} aria-label={say("attack.undo", &[("text", &done.text)])}>{ word("attack.undo-2") }</button>
        </li>
    }
}

pub(super) fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Caught => "caught",
        Tone::Harm => "harm",
        Tone::Harmless => "harmless",
    }
}
