//! `/attacks`: the attack lab. An attack runs in slices of one try on the page's own thread, with a pause after each, so that
//! it can be watched and stopped; a worker would have to load the whole program once more.

use crate::components::{local_link, top};
use crate::hooks::use_title;
use gloo_timers::callback::Timeout;
use handshake_app::attacks::{Card, Chosen, Letter, Seen, Told, Victim, cards, seen};
use handshake_app::route::Route;
use handshake_attacks::Lab;
use handshake_lessons::{Problem, word};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub address: String,
    pub navigate: Callback<String>,
}

/// Pause after a try, in milliseconds: what happens is to be seen.
const PAUSE: u32 = 12;

/// The list, or one attack.
#[component]
pub fn Attacks(props: &Props) -> Html {
    let navigate = &props.navigate;
    match Chosen::read(&props.address) {
        None => html! { <List navigate={navigate.clone()} /> },
        Some(Err(problem)) => html! { <List navigate={navigate.clone()} {problem} /> },
        // Another address is another attack: nothing of this one goes on.
        Some(Ok(chosen)) => html! { <One key={props.address.clone()} {chosen} navigate={navigate.clone()} /> },
    }
}

#[derive(PartialEq, Properties)]
struct ListProps {
    navigate: Callback<String>,
    #[prop_or_default]
    problem: Option<Problem>,
}

#[component]
fn List(props: &ListProps) -> Html {
    use_title(Some(word("attacks.title").to_owned()));
    html! {
        <div class="look-up">
            { top(&props.navigate) }
            <main>
                <h1>{ word("attacks.title") }</h1>
                if let Some(problem) = &props.problem {
                    <p class="problem" role="alert">{ problem.to_string() }</p>
                }
                <p class="lead">{ word("attacks.lead") }</p>
                <ul class="attacks" role="list">{ for cards().into_iter().map(|card| in_list(card, &props.navigate)) }</ul>
            </main>
        </div>
    }
}

fn in_list(card: Card, navigate: &Callback<String>) -> Html {
    let text = html! { <><small>{ card.year }</small><b>{ card.title }</b><span>{ card.about }</span></> };
    html! { <li>{ local_link(&card.href, text, "place-link", navigate) }</li> }
}

#[derive(PartialEq, Properties)]
struct OneProps {
    chosen: Chosen,
    navigate: Callback<String>,
}

/// How far the page is with it.
#[derive(Clone, PartialEq)]
enum State {
    Ready,
    Running(Seen),
    Stopped(Seen),
    Over(Seen),
    Broken(String),
}

#[component]
fn One(props: &OneProps) -> Html {
    let told = props.chosen.told();
    use_title(Some(told.title.to_owned()));
    let state = use_state(|| State::Ready);
    // The timer of the next try; dropped, nothing goes on. It goes with the page.
    let timer = use_mut_ref(|| None::<Timeout>);
    let start = {
        let (set, timer, chosen) = (state.setter(), Rc::clone(&timer), props.chosen);
        Callback::from(move |_: MouseEvent| match chosen.begin() {
            Ok(lab) => go_on(lab, set.clone(), Rc::clone(&timer)),
            Err(problem) => set.set(State::Broken(problem)),
        })
    };
    let stop = {
        let (state, timer) = (state.clone(), Rc::clone(&timer));
        Callback::from(move |_: MouseEvent| {
            *timer.borrow_mut() = None;
            if let State::Running(seen) = &*state {
                state.set(State::Stopped(seen.clone()));
            }
        })
    };
    {
        let timer = Rc::clone(&timer);
        use_effect_with((), move |()| move || *timer.borrow_mut() = None);
    }
    let navigate = &props.navigate;
    html! {
        <div class="look-up attack-page">
            { top(navigate) }
            <main>
                <h1>{ told.title }<small>{ &told.known }</small></h1>
                <p class="lead">{ told.about }</p>
                <section class="attack-run" aria-label={told.title}>
                    { victims(&told, navigate) }
                    { controls(&state, start, stop) }
                    { result(&state) }
                    if matches!(&*state, State::Over(_)) {
                        <p class="links">{ local_link(&told.again, html! { { word("attacks.again") } }, "", navigate) }</p>
                    }
                </section>
                <div class="attack-told">{ for told.parts.iter().map(|(title, text)| html! { <section><h2>{ *title }</h2><p>{ *text }</p></section> }) }</div>
                <p class="links">{ local_link(&Route::Attacks { name: None }.to_string(), html! { { word("attacks.all") } }, "", navigate) }</p>
            </main>
        </div>
    }
}

type Timer = Rc<std::cell::RefCell<Option<Timeout>>>;

/// One try, and then the next, so that the page stays alive in between.
fn go_on(mut lab: Lab, set: UseStateSetter<State>, timer: Timer) {
    lab.advance();
    let seen = seen(&lab);
    if seen.ending.is_some() {
        set.set(State::Over(seen));
        return;
    }
    set.set(State::Running(seen));
    let again = Rc::clone(&timer);
    *timer.borrow_mut() = Some(Timeout::new(PAUSE, move || go_on(lab, set, again)));
}

fn victims(told: &Told, navigate: &Callback<String>) -> Html {
    let link = |victim: &Victim| {
        let text =
            html! { <>{ &victim.label }if let Some(section) = &victim.section { <small>{ section }</small> }</> };
        let class = if victim.chosen { "chosen" } else { "" };
        html! { <li aria-current={victim.chosen.then_some("true")}>{ local_link(&victim.href, text, class, navigate) }</li> }
    };
    html! {
        <nav class="victims" aria-label={word("attacks.victim")}>
            <b>{ word("attacks.victim") }</b>
            <ul role="list">{ for told.victims.iter().map(link) }</ul>
        </nav>
    }
}

fn controls(state: &State, start: Callback<MouseEvent>, stop: Callback<MouseEvent>) -> Html {
    match state {
        State::Running(seen) => html! {
            <p class="do">
                <button class="button" onclick={stop}>{ word("attacks.stop") }</button>
                <progress max="100" value={format!("{:.0}", seen.progress * 100.0)} aria-label={word("attacks.recovered")}></progress>
            </p>
        },
        _ => html! {
            <p class="do"><button class="button primary" onclick={start}>{ word("attacks.start") }</button></p>
        },
    }
}

fn result(state: &State) -> Html {
    let said = match state {
        State::Ready => "",
        State::Running(_) => word("attacks.running"),
        State::Stopped(_) => word("attacks.stopped-by-you"),
        State::Over(seen) => seen.ending.as_ref().map(|ending| ending.words.as_str()).unwrap_or_default(),
        State::Broken(problem) => problem,
    };
    let shown = match state {
        State::Running(seen) | State::Stopped(seen) | State::Over(seen) => Some(seen),
        _ => None,
    };
    let ending = shown.and_then(|seen| seen.ending.as_ref());
    let class = match ending.map(|ending| ending.won) {
        Some(true) => "verdict won",
        Some(false) => "verdict",
        None => "verdict none",
    };
    html! {
        <>
            if let Some(seen) = shown { { live(seen) } }
            <p {class} role="status">{ said }</p>
        </>
    }
}

fn live(seen: &Seen) -> Html {
    let letter = |letter: &Letter| {
        let class = match letter {
            Letter::Known(_) => "known",
            Letter::Tried(_) => "tried",
            Letter::Unknown => "unknown",
        };
        html! { <i {class}>{ letter.shown() }</i> }
    };
    // What is only tried is for the eye.
    let read: String =
        seen.letters.iter().map(|letter| if let Letter::Known(read) = letter { *read } else { '·' }).collect();
    html! {
        <>
            <p class="read-label">{ word("attacks.recovered") }</p>
            <p class="read" role="img" aria-label={read}>{ for seen.letters.iter().map(letter) }</p>
            <dl class="counters">{ for seen.counters.iter().map(|(what, n)| html! { <div><dt>{ *what }</dt><dd>{ n.to_string() }</dd></div> }) }</dl>
            if let Some((bars, words)) = &seen.histogram {
                <figure class="histogram">
                    <div aria-hidden="true">{ for bars.iter().map(|height| html! { <i style={format!("block-size: {:.1}%", height * 100.0)}></i> }) }</div>
                    <figcaption>{ words }</figcaption>
                </figure>
            }
            if let Some(forged) = &seen.forged {
                <p class="read-label">{ word("attacks.forged") }</p>
                <p class="read forged">{ forged }</p>
            }
        </>
    }
}
