//! `/cost`: asymmetric against symmetric cryptography, measured on this device.

use crate::components::{local_link, top};
use crate::dom::now;
use crate::hooks::use_title;
use gloo_timers::callback::Timeout;
use handshake_app::cost::{Cost, Job, Meter, RECORD, RSA_MOST};
use handshake_app::route::Route;
use handshake_lessons::{OneOf, say, word};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// What is shown of a measurement.
#[derive(Clone, Default, PartialEq)]
struct Measured {
    running: bool,
    progress: f64,
    doing: Option<&'static str>,
    costs: Vec<(Job, Cost)>,
}

/// The page.
#[component]
pub fn CostPage(props: &Props) -> Html {
    use_title(Some(word("cost.what-it-costs").to_owned()));
    let shown = use_state(Measured::default);
    // The timer of the next batch; dropped, nothing runs any more. It goes with the page.
    let timer = use_mut_ref(|| None::<Timeout>);
    let start = {
        let (set, timer) = (shown.setter(), Rc::clone(&timer));
        Callback::from(move |_: MouseEvent| {
            set.set(Measured { running: true, ..Measured::default() });
            let (set, again) = (set.clone(), Rc::clone(&timer));
            // Once the button has been drawn as pressed: making the keys takes a moment.
            *timer.borrow_mut() =
                Some(Timeout::new(30, move || go_on(Rc::new(RefCell::new(Meter::default())), set, again)));
        })
    };
    let stop = {
        let (shown, timer) = (shown.clone(), Rc::clone(&timer));
        Callback::from(move |_: MouseEvent| {
            *timer.borrow_mut() = None;
            shown.set(Measured { running: false, doing: None, ..(*shown).clone() });
        })
    };
    {
        let timer = Rc::clone(&timer);
        use_effect_with((), move |()| move || *timer.borrow_mut() = None);
    }
    let complete = shown.costs.len() == Job::ALL.len();
    let done = format!("{:.0}", shown.progress * 100.0);
    html! {
        <div class="look-up">
            { top(&props.navigate) }
            <main>
                <h1>{ word("cost.asymmetric-first-then-symmetric") }</h1>
                <p class="lead">{ word("cost.with-a-public-key") }</p>
                <p class="do">
                    if shown.running {
                        <button class="button" onclick={stop}>{ word("cost.stop") }</button>
                        <progress max="100" value={done.clone()} aria-label={word("cost.measured")}></progress>
                        <span>{ shown.doing.unwrap_or(word("cost.making-keys")) }</span>
                    } else {
                        <button class="button primary" onclick={start}>{ if complete { word("cost.measure-again") } else { word("cost.measure") } }</button>
                        <span>{ word("cost.it-takes-some-seconds") }</span>
                    }
                </p>
                <p class="visually-hidden" aria-live="polite">{ if complete { word("cost.all-is-measured") } else if shown.running { word("cost.measuring") } else { "" } }</p>
                if !shown.costs.is_empty() { { charts(&shown.costs) } }
                if complete { { in_words(&shown.costs) } }
                <h2>{ word("cost.how-it-is-measured") }</h2>
                <p>{ say("cost.the-engine-in-this", &[("RSA_MOST", &RSA_MOST), ("RECORD", &RECORD)]) }</p>
                <p class="links">{ local_link(&Route::scenario("tls12-rsa", 8).to_string(), html! { { word("cost.see-the-one-asymmetric") } }, "", &props.navigate) }</p>
            </main>
        </div>
    }
}

/// One batch, and then the next, so that the page stays alive in between.
fn go_on(meter: Rc<RefCell<Meter>>, set: UseStateSetter<Measured>, timer: Rc<RefCell<Option<Timeout>>>) {
    let batch = meter.borrow().next();
    if let Some(batch) = batch {
        let before = now();
        meter.borrow().run(batch);
        meter.borrow_mut().took(now() - before);
    }
    let costs = meter.borrow().costs();
    let running = batch.is_some();
    set.set(Measured {
        running,
        progress: meter.borrow().progress(),
        doing: batch.map(|batch| batch.job.label()),
        costs,
    });
    if running {
        let again = Rc::clone(&timer);
        *timer.borrow_mut() = Some(Timeout::new(0, move || go_on(meter, set, again)));
    }
}

fn charts(costs: &[(Job, Cost)]) -> Html {
    let operations = |job: Job, cost: Cost| {
        (job, cost.per_second, say("cost.a-second", &[("per_second", &number(cost.per_second))]))
    };
    let bytes = |job: Job, cost: Cost| {
        let rate = cost.per_second * job.bytes()? as f64;
        Some((job, rate, say("cost.b-a-second", &[("rate", &short(rate))])))
    };
    let first: Vec<_> = costs.iter().map(|(job, cost)| operations(*job, *cost)).collect();
    let second: Vec<_> = costs.iter().filter_map(|(job, cost)| bytes(*job, *cost)).collect();
    html! {
        <>
            { chart(word("cost.operations-a-second"), word("cost.each-line-to-the"), &first, 0, 6) }
            if !second.is_empty() { { chart(word("cost.bytes-a-second"), word("cost.of-what-can-take"), &second, 3, 9) } }
        </>
    }
}

/// Bars on a logarithmic scale from ten to the power of `low` to that of `high`.
fn chart(title: &str, about: &str, bars: &[(Job, f64, String)], low: i32, high: i32) -> Html {
    let place =
        |value: f64| ((value.max(1.0).log10() - f64::from(low)) / f64::from(high - low)).clamp(0.01, 1.0) * 100.0;
    let line = |power: i32| {
        let at = f64::from(power - low) / f64::from(high - low) * 100.0;
        html! { <i style={format!("inset-inline-start: {at}%")}><small>{ short(10_f64.powi(power)) }</small></i> }
    };
    html! {
        <figure class="chart">
            <figcaption><b>{ title }</b>{ format!(", {about}") }</figcaption>
            <div class="chart-bars">
                <div class="scale" aria-hidden="true">{ for (low..=high).map(line) }</div>
                <ul role="list">{ for bars.iter().map(|(job, value, words)| html! {
                    <li class={if job.is_asymmetric() { "asymmetric" } else { "symmetric" }}>
                        <span>{ job.label() }<small>{ " · " }{ if job.is_asymmetric() { word("cost.asymmetric") } else { word("cost.symmetric") } }</small></span>
                        <span class="bar"><i style={format!("inline-size: {}%", place(*value))}></i></span>
                        <b>{ words }</b>
                    </li>
                }) }</ul>
            </div>
        </figure>
    }
}

fn in_words(costs: &[(Job, Cost)]) -> Html {
    let rate = |job: Job| {
        let cost = costs.iter().find(|(one, _)| *one == job).map(|(_, cost)| cost.per_second)?;
        Some(cost * job.bytes()? as f64)
    };
    let (Some(slow), Some(quick)) = (rate(Job::RsaPrivate), rate(Job::Aes)) else { return Html::default() };
    let picture = 1e6;
    html! {
        <p class="lead said">
            { say("cost.a-picture-of-one", &[("slow", &seconds(picture / slow)), ("quick", &seconds(picture / quick))]) }{ " " }
            <b>{ say("cost.symmetric-is-times-as", &[("slow", &number(quick / slow))]) }</b>
        </p>
    }
}

fn seconds(value: f64) -> String {
    if value >= 1.0 {
        say("cost.seconds", &[("value", &format!("{:.1}", value))])
    } else {
        say("cost.milliseconds", &[("value", &format!("{:.1}", value * 1000.0))])
    }
}

/// A whole number, its thousands apart.
fn number(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

fn short(value: f64) -> String {
    match value {
        v if v >= 1e9 => format!("{:.0} G", v / 1e9),
        v if v >= 1e6 => format!("{:.0} M", v / 1e6),
        v if v >= 1e3 => format!("{:.0} k", v / 1e3),
        v => format!("{v:.0} "),
    }
}
