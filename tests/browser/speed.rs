//! How quick the page is: measured and printed, never asserted, since it depends on the machine.

use crate::harness::{Key, Page, STEP, browse_alone};
use handshake_app::Story;
use serde_json::{Value, json};
use std::io::Write;

/// Notes for each key pressed, in milliseconds:
///
/// - `work`: how long the page's thread worked until the first frame was drawn: the program, then style, layout and painting;
/// - `painted`: from the key to when that frame was drawn, so with the time in which the page waited for the screen to ask for
///   a frame (every 16.7 ms, whatever there is to do);
/// - `whole`: from the key to when all was drawn: words and tabs come after the stage.
const WATCH: &str = "(() => {
    window.speed = { painted: [], work: [], whole: [], long: [] };
    new PerformanceObserver(list => speed.long.push(...list.getEntries().map(entry => entry.duration)))
        .observe({ type: 'longtask' });
    const later = then => { const channel = new MessageChannel(); channel.port1.onmessage = then; channel.port2.postMessage(0); };
    const watch = event => {
        const start = performance.now();
        let script = start;
        // After all that listens further in, and what that has left for right after: the drawing into the document.
        addEventListener(event.type, () => { script = performance.now(); }, { once: true });
        requestAnimationFrame(() => {
            const frame = performance.now();
            later(() => {
                const end = performance.now();
                speed.painted.push(end - event.timeStamp);
                speed.work.push(script - start + end - frame);
            });
        });
        const whole = () => requestAnimationFrame(() => later(() => {
            if (document.querySelector('[aria-busy]')) whole();
            else speed.whole.push(performance.now() - event.timeStamp);
        }));
        whole();
    };
    addEventListener('keydown', watch, true);
    addEventListener('change', watch, true);
    return true;
})()";

/// Frames a second while something flies, after a step.
const FRAMES: &str = "(() => {
    window.frames_seen = null;
    const times = [];
    const count = now => {
        times.push(now);
        if (now - times[0] < 900) requestAnimationFrame(count);
        else window.frames_seen = Math.round((times.length - 1) * 1000 / (now - times[0]));
    };
    requestAnimationFrame(count);
    return true;
})()";

/// What has to be fetched before anything is shown, and when it was shown: bytes of the program as it is and compressed, the
/// first picture, the first handshake on the screen.
const ARRIVAL: &str = "const done = arguments[0];
    const paint = new Promise(seen => {
        const tell = list => list.getEntries().filter(entry => entry.name == 'first-contentful-paint').forEach(seen);
        new PerformanceObserver(tell).observe({ type: 'paint', buffered: true });
    });
    const entry = performance.getEntriesByType('resource').find(entry => entry.name.endsWith('.wasm'));
    const gzip = async () => {
        const { body } = await fetch(entry.name);
        const reader = body.pipeThrough(new CompressionStream('gzip')).getReader();
        let length = 0;
        for (let part; !(part = await reader.read()).done; ) length += part.value.length;
        return length;
    };
    Promise.all([gzip(), paint])
        .then(([zipped, paint]) => done([entry.decodedBodySize, zipped, paint.startTime, entry.responseEnd]));";

/// Prints a line past what the test harness keeps to itself. All lines have one form, so that two runs can be compared side by
/// side: what, under which throttling, then figures.
fn say(what: &str, rate: u32, figures: &str) {
    let _ = writeln!(std::io::stderr(), "speed: {what:<44} {rate}×  {figures}");
}

fn numbers(values: &Value) -> Vec<f64> {
    let all = values.as_array().map(|all| all.iter().filter_map(Value::as_f64).collect());
    let mut all: Vec<f64> = all.unwrap_or_default();
    all.sort_by(f64::total_cmp);
    all
}

fn percentiles(values: &Value) -> String {
    let values = numbers(values);
    let at = |share: f64| {
        let index = (share * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(index).copied().unwrap_or_default()
    };
    format!("p50 {:6.1} ms  p95 {:6.1} ms", at(0.5), at(0.95))
}

/// What was noted since WATCH.
async fn tell(page: &Page, what: &str, rate: u32) {
    let (painted, work) = (page.js("speed.painted").await, page.js("speed.work").await);
    let whole = page.js("speed.whole").await;
    let long = numbers(&page.js("speed.long").await);
    let longest = long.last().map(|longest| format!(", the longest {longest:.0} ms")).unwrap_or_default();
    say(
        what,
        rate,
        &format!(
            "work {}  painted {}  all {}  ({} times; tasks over 50 ms: {}{longest})",
            percentiles(&work),
            percentiles(&painted),
            percentiles(&whole),
            numbers(&work).len(),
            long.len()
        ),
    );
}

/// Whether the next step is taken once all that the one before it moves has come to rest, or as soon as it is drawn: what
/// moves takes the page's thread some time in every frame.
#[derive(Clone, Copy, PartialEq)]
enum Pace {
    AtRest,
    InHaste,
}

async fn walk(page: &Page, address: &str, pace: Pace) {
    page.open(address).await;
    let steps = Story::open(address).position().1;
    // What is done once (fonts, the engine's first run) is not what a step takes.
    page.press(Key::Right).await;
    page.press(Key::Left).await;
    page.js(WATCH).await;
    for step in 2..=steps {
        page.press(Key::Right).await;
        page.expect("speed.whole.length", step - 1).await;
        if pace == Pace::AtRest {
            page.expect("document.getAnimations().length", 0).await;
        }
    }
    page.expect(STEP, format!("Step {steps} of {steps}")).await;
}

/// What a key takes that the page has no use for.
async fn nothing(page: &Page) {
    page.open("/s/tls13-full/5").await;
    page.press('x').await;
    page.js(WATCH).await;
    for number in 1..=25 {
        page.press('x').await;
        page.expect("speed.whole.length", number).await;
    }
}

/// Whether figures were asked for, by a filter that names them. Else a little of each is measured, to see that it can be.
fn asked_for() -> bool {
    std::env::args().skip(1).any(|filter| filter.contains("speed"))
}

/// All of a list if figures were asked for, else the first of it.
fn some<T>(list: &[T]) -> &[T] {
    if asked_for() { list } else { &list[..1] }
}

#[test]
fn how_long_a_step_takes() {
    browse_alone(async |page| {
        for &rate in some(&[1, 4]) {
            page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await;
            for address in some(&[
                "/s/tls13-full/1",
                "/s/tls13-full/1?tab=bytes",
                "/s/tls13-full/1?tab=keys",
                "/s/tls13-full/1?tab=record",
                "/s/tls13-full/1?tab=checks",
                "/s/tls12-rsa/1",
                "/s/mitm/1",
            ]) {
                walk(page, address, Pace::InHaste).await;
                tell(page, &format!("in haste, {address}"), rate).await;
            }
            nothing(page).await;
            tell(page, "a key that does nothing: the least there is", rate).await;
            walk(page, "/s/tls13-full/1", Pace::AtRest).await;
            tell(page, "a step, /s/tls13-full/1", rate).await;
        }
    });
}

/// Every change leads to a run that was not made before: with other bytes, other keys, other certificates.
#[test]
fn how_long_a_new_run_takes() {
    browse_alone(async |page| {
        let tls13 = [
            ("suite", "TLS_AES_256_GCM_SHA384"),
            ("suite", "TLS_CHACHA20_POLY1305_SHA256"),
            ("group", "secp256r1"),
            ("group", "secp384r1"),
            ("group", "X25519MLKEM768"),
            ("certificate", "ecdsa_secp384r1_sha384"),
            ("certificate", "ed25519"),
            ("chain", "self-signed"),
            ("chain", "other-ca"),
            ("chain", "cross-signed"),
            ("cookie", "yes"),
            ("update", "both"),
        ];
        let rsa = [
            ("issued", "other"),
            ("issued", "wildcard"),
            ("chain", "no-intermediate"),
            ("chain", "other-ca"),
            ("chain", "cross-signed"),
            ("ems", "no"),
            ("date", "2028"),
            ("trust", "nobody"),
        ];
        for (address, changes) in [("/s/tls13-full/5", some(&tls13)), ("/s/tls12-rsa/5", some(&rsa))] {
            page.open(address).await;
            page.click("[aria-label='Change the setup']").await;
            page.js(WATCH).await;
            for (number, (setting, value)) in changes.iter().enumerate() {
                page.choose(&format!("#setting-{setting}"), value).await;
                page.expect("speed.whole.length", number + 1).await;
            }
            tell(page, &format!("a new run, {address}"), 1).await;
        }
    });
}

#[test]
fn how_smoothly_a_message_flies() {
    browse_alone(async |page| {
        page.open("/s/tls13-full/1").await;
        let mut seen = Vec::new();
        for _ in 0..6 {
            page.press(Key::Right).await;
            page.js(FRAMES).await;
            page.expect("window.frames_seen !== null", true).await;
            seen.push(page.js("window.frames_seen").await.to_string());
        }
        say("frames a second after a step", 1, &seen.join(" "));
    });
}

#[test]
fn how_much_has_to_arrive() {
    browse_alone(async |page| {
        page.open("/s/tls13-full/1").await;
        let arrived = page.later(ARRIVAL).await;
        let figure = |at: usize| arrived[at].as_f64().unwrap_or_default();
        say(
            "the program",
            1,
            &format!(
                "{:.2} MB, {:.2} MB with gzip; there after {:.0} ms; first paint after {:.0} ms",
                figure(0) / 1e6,
                figure(1) / 1e6,
                figure(3),
                figure(2)
            ),
        );
    });
}
