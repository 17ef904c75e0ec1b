//! The tasks.

use crate::packages::{BROWSER, CC, DRIVER, FIREFOX, FONTS, GNUTLS, OPENSSL, PKG_CONFIG, TSHARK, ensure};
use crate::proc::{cargo, loud, which};
use crate::site::Site;
use crate::wasm::Toolchain;
use crate::{Outcome, lint, page, tools};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// Gets every tool.
///
/// # Errors
/// Names what is missing and the command to get it.
pub fn setup() -> Outcome {
    Toolchain::get()?;
    let lock =
        std::fs::read_to_string(page::root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    tools::trunk()?;
    tools::wasm_bindgen(&lock)?;
    tools::drop_build_folder();
    test_tools()?;
    println!("• Every tool is there");
    Ok(())
}

/// Builds the page.
///
/// # Errors
/// As [`setup`], or if the page does not compile.
pub fn build(dev: bool) -> Outcome<PathBuf> {
    page::build(&Toolchain::get()?, dev)
}

/// Builds and serves the page.
///
/// # Errors
/// As [`build`], or if the port is taken.
pub fn serve(port: u16, open: bool, dev: bool) -> Outcome {
    println!("The first time this gets the tools and builds everything: up to 12 minutes on 2 cores. Later: seconds.");
    let start = Instant::now();
    let site = Site::bind(&build(dev)?, port)?;
    let url = site.url();
    println!("Ready after {:.1} s. Serving on {url} (Ctrl+C stops it)", start.elapsed().as_secs_f32());
    if open {
        open_browser(&url);
    }
    site.run();
    Ok(())
}

fn open_browser(url: &str) {
    let opener = ["xdg-open", "open", "wslview"].into_iter().find(|program| which(program).is_some());
    match opener.map(|program| Command::new(program).arg(url).spawn()) {
        Some(Ok(_)) => {}
        _ => println!("No program was found to open a browser with; open {url} yourself."),
    }
}

/// Runs every test.
///
/// # Errors
/// If something is missing or a test fails.
pub fn test(rest: &[String]) -> Outcome {
    println!("This runs all tests, in a browser too: about 5 minutes on 2 cores once everything is built.");
    test_tools()?;
    let site = build(false)?;
    let mut command = cargo();
    command.args(["test", "--workspace", "--locked"]).current_dir(page::root());
    // All of them, and then the failures, unless something else is asked for.
    if rest.iter().all(|arg| arg != "--no-fail-fast") {
        command.arg("--no-fail-fast");
    }
    command.args(rest);
    command.env("HANDSHAKE_SITE", site);
    loud("Running the tests", "about 4 min", &mut command)
}

/// Runs `handshake lesson` with these arguments: the engine plays it, and xtask itself is built without the engine.
///
/// # Errors
/// If it finds something.
pub fn lesson(rest: &[String]) -> Outcome {
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--package", "handshake-cli", "--", "lesson"]).args(rest);
    loud("Lessons", "seconds, once everything is built", &mut command)
}

/// Builds the page and packs each lesson with it.
///
/// # Errors
/// As [`build`], or if a file can't be written.
pub fn scorm(lang: String) -> Outcome {
    let site = build(false)?.display().to_string();
    let out = page::root().join("target/scorm").display().to_string();
    lesson(&["pack".to_owned(), "--site".to_owned(), site, "--out".to_owned(), out, "--lang".to_owned(), lang])
}

fn test_tools() -> Outcome {
    ensure(&[&CC, &PKG_CONFIG, &OPENSSL, &GNUTLS, &TSHARK, &BROWSER, &DRIVER])?;
    // The page is tested in Chromium; Firefox is the second opinion, and its absence is said by the tests.
    if let Err(why) = ensure(&[&FIREFOX]).and_then(|()| tools::geckodriver()) {
        println!("• Without Firefox: {why}");
    }
    if let Err(why) = ensure(&[&FONTS]) {
        println!("• With the machine's own fonts only: {why}");
    }
    Ok(())
}

/// What CI runs.
///
/// # Errors
/// If something fails.
pub fn ci() -> Outcome {
    lint::lint()?;
    test(&[])
}
