//! Home's handshake: a real one, which plays by itself on the stage, has a bit to flip, and can be taken over where it stands.

use super::stage::Stage;
use super::{icons, local_link};
use crate::clock::Clock;
use crate::dom::{after_paint, moves};
use crate::hooks::{Pace, use_clock, use_play};
use handshake_app::options::Stride;
use handshake_app::route::Route;
use handshake_app::{Action, Story};
use handshake_lessons::{say, word};
use yew::prelude::*;

/// Seconds from message to message.
const PACE: Pace = Pace::Seconds(3);

/// The run, once the page is there.
#[hook]
pub fn use_showcase() -> UseStateHandle<Option<Story>> {
    let story = use_state(|| None::<Story>);
    {
        let set = story.setter();
        use_effect_with((), move |()| {
            after_paint(move || {
                let story = Story::open(&Route::scenario("tls13-full", 1).to_string());
                // For whom nothing moves, it stands where both hellos have been said.
                let to = if moves() { 1 } else { 2 };
                let story =
                    (0..to).fold(story.act(Action::Stride(Stride::Messages)), |story, _| story.act(Action::Next));
                set.set(Some(story));
            });
        });
    }
    story
}

#[derive(PartialEq, Properties)]
pub struct Props {
    pub story: Story,
    pub set: UseStateSetter<Option<Story>>,
    pub navigate: Callback<String>,
}

/// The handshake.
#[component]
pub fn Showcase(props: &Props) -> Html {
    let Props { story, set, navigate } = props;
    let latest = use_mut_ref(|| story.clone());
    let act = {
        let latest = latest.clone();
        use_callback((set.clone(), navigate.clone()), move |action: Action, (set, navigate)| {
            let next = latest.borrow().act(action.clone());
            // Whoever picks a message takes the run over.
            if matches!(action, Action::GoTo(_)) {
                return navigate.emit(next.act(Action::Stride(Stride::Steps)).address());
            }
            *latest.borrow_mut() = next.clone();
            set.set(Some(next));
        })
    };
    let page = use_memo(story.clone(), Story::page);
    let clock = use_clock(story, &page.motion, page.held);
    let play = use_play(story.place(), story.is_at_end(), act.clone(), clock.clone());
    {
        let (clock, motion) = (clock.clone(), page.motion.clone());
        let (toggle, set_pace) = (play.toggle.clone(), play.set_pace.clone());
        use_effect_with((), move |()| {
            set_pace.emit(PACE);
            if moves() {
                toggle.emit(());
                clock.begin(motion);
            }
        });
    }
    let attack = page.attack.as_ref();
    html! {
        <ContextProvider<Clock> context={clock}>
            <Stage stage={page.stage.clone()} act={act.clone()} />
            <div class="showcase-told">
                if let Some(attack) = attack {
                    <p role="status"><b class={super::attack::tone(attack.tone)}>{ &attack.headline }</b></p>
                } else {
                    <p>{ say("home.told", &[("step", &story.position().0), ("steps", &story.position().1), ("heading", &page.narration.heading)]) }</p>
                }
            </div>
            <div class="showcase-tools">
                <button class="button square" onclick={play.toggle.reform(|_: MouseEvent| ())} aria-label={word(if play.playing { "timeline.pause" } else { "timeline.play" })}>
                    { if play.playing { icons::pause() } else { icons::play() } }
                </button>
                { flip(story, &act) }
                { local_link(&story.act(Action::Stride(Stride::Steps)).address(), html! { { word("home.take-over") } }, "button", navigate) }
            </div>
        </ContextProvider<Clock>>
    }
}

/// The button that turns over a bit of what crosses, or takes that back.
fn flip(story: &Story, act: &Callback<Action>) -> Html {
    if !story.run().settings.tampering.is_empty() {
        let undo = act.reform(|_: MouseEvent| Action::UntamperAll);
        return html! { <button class="button" onclick={undo}>{ word("home.undo-flip") }</button> };
    }
    let bit = story.wire().and_then(|wire| wire.suggested);
    let onclick =
        act.reform(move |_: MouseEvent| bit.map_or(Action::Deselect, |(at, bit)| Action::FlipOnWire(at, bit)));
    html! { <button class="button to-flip" disabled={bit.is_none()} {onclick}>{ icons::flash() }{ word("home.flip") }</button> }
}
