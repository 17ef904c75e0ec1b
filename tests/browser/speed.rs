//! How quick the page is: measured and printed, never asserted, since it depends on the machine.

use crate::harness::{Key, Page, STEP, browse};
use crate::steps;
use serde_json::{Value, json};
use std::io::Write;

/// Notes, for each key pressed: until the frame it leads to is on the screen, and how long the page was at work for it.
const WATCH: &str = "(() => {
    window.speed = { painted: [], work: [], long: [] };
    new PerformanceObserver(list => speed.long.push(...list.getEntries().map(entry => entry.duration)))
        .observe({ type: 'longtask' });
    const later = then => { const channel = new MessageChannel(); channel.port1.onmessage = then; channel.port2.postMessage(0); };
    const watch = event => {
        const start = performance.now();
        // After the program and what it has left for right after: the drawing into the document.
        later(() => { speed.script = performance.now() - start; });
        requestAnimationFrame(() => {
            const frame = performance.now();
            later(() => {
                const end = performance.now();
                speed.painted.push(end - event.timeStamp);
                // What was done before the frame, and in it; what lies between is waiting for the screen.
                speed.work.push(Math.min(speed.script, frame - start) + (end - frame));
            });
        });
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

/// Prints a line past what the test harness keeps to itself.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "speed: {line}");
}

fn percentiles(values: &Value) -> String {
    let mut values: Vec<f64> =
        values.as_array().map(|all| all.iter().filter_map(Value::as_f64).collect()).unwrap_or_default();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let index = (share * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(index).copied().unwrap_or_default()
    };
    format!("p50 {:.1} ms, p95 {:.1} ms ({} times)", at(0.5), at(0.95), values.len())
}

async fn walk(page: &Page, address: &str) {
    page.open(address).await;
    // What is done once (fonts, the engine's first run) is not what a step takes.
    page.press(Key::Right).await;
    page.press(Key::Left).await;
    page.js(WATCH).await;
    for step in 2..=steps() {
        page.press(Key::Right).await;
        page.expect("speed.painted.length", step - 1).await;
    }
    page.expect(STEP, format!("Step {0} of {0}", steps())).await;
}

#[test]
fn how_long_a_step_takes() {
    browse(async |page| {
        for rate in [1, 4] {
            page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await;
            for (name, address) in [
                ("as it opens", "/s/tls13-full/1"),
                ("Bytes", "/s/tls13-full/1?tab=bytes"),
                ("Keys", "/s/tls13-full/1?tab=keys"),
                ("Record", "/s/tls13-full/1?tab=record"),
                ("Checks", "/s/tls13-full/1?tab=checks"),
            ] {
                walk(page, address).await;
                let (painted, work) = (page.js("speed.painted").await, page.js("speed.work").await);
                let long = page.js("speed.long.length").await;
                say(&format!(
                    "a step at {rate}× throttling, {name}: work {}; to the painted frame {}; tasks over 50 ms: {long}",
                    percentiles(&work),
                    percentiles(&painted)
                ));
            }
        }
    });
}

#[test]
fn how_long_a_new_run_takes() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Change the setup']").await;
        page.js(WATCH).await;
        let suites = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"];
        for (number, suite) in suites.iter().cycle().take(12).enumerate() {
            page.choose("#setting-suite", suite).await;
            page.expect("speed.painted.length", number + 1).await;
        }
        let (painted, work) = (page.js("speed.painted").await, page.js("speed.work").await);
        say(&format!(
            "another cipher suite: work {}; to the painted frame {}",
            percentiles(&work),
            percentiles(&painted)
        ));
    });
}

#[test]
fn how_smoothly_a_message_flies() {
    browse(async |page| {
        page.open("/s/tls13-full/1").await;
        let mut seen = Vec::new();
        for _ in 0..6 {
            page.press(Key::Right).await;
            page.js(FRAMES).await;
            page.expect("window.frames_seen !== null", true).await;
            seen.push(page.js("window.frames_seen").await.to_string());
        }
        say(&format!("frames a second after a step: {}", seen.join(", ")));
    });
}
