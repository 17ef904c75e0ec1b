//! The tasks.

use crate::args::Dist;
use crate::packages::{BROWSER, CC, DRIVER, FIREFOX, FONTS, GNUTLS, NGINX, OPENSSL, PKG_CONFIG, TSHARK, ensure};
use crate::proc::{cargo, loud, quiet};
use crate::wasm::Toolchain;
use crate::{Outcome, lint, page, python, testing, tools};
use std::path::{Path, PathBuf};
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
pub fn serve(port: u16, open: bool, dev: bool, lan: bool) -> Outcome {
    println!("The first time this gets the tools and builds everything: up to 15 minutes on 2 cores. Later: seconds.");
    let start = Instant::now();
    let server = site_program()?;
    let folder = packed(dev, &server, None)?;
    println!("Ready after {:.1} s", start.elapsed().as_secs_f32());
    let mut command = Command::new(server);
    command.arg("serve").arg(folder).args(["--port", &port.to_string()]);
    command.args(lan.then_some("--lan")).args(open.then_some("--open"));
    loud("The page", "until you stop it", &mut command)
}

/// The program that packs and serves the page: built apart from xtask, which is so built in seconds.
fn site_program() -> Outcome<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--locked", "--package", "handshake-site"]).current_dir(page::root());
    quiet("Building what packs and serves the page", "1 min the first time", &mut command)?;
    Ok(built_site_program())
}

/// Where it is. The tests' build has it, too, with all features that anything asks for.
fn built_site_program() -> PathBuf {
    built("handshake-site")
}

fn built(program: &str) -> PathBuf {
    page::target().join("debug").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// Builds what draws pages ahead.
fn drawing_program() -> Outcome<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--locked", "--package", "handshake-ui", "--bin", "draw-ahead"]).current_dir(page::root());
    quiet("Building what draws pages ahead", "2 to 3 min the first time", &mut command)?;
    Ok(built("draw-ahead"))
}

/// Draws the pages that are read before the program is there; returns where they are.
fn drawn(program: &Path, base: &str) -> Outcome<PathBuf> {
    let folder = page::root().join("target/ahead");
    let _ = std::fs::remove_dir_all(&folder);
    let mut draw = Command::new(program);
    draw.arg(&folder).arg(base);
    quiet("Drawing pages ahead", "half a minute", &mut draw)?;
    Ok(folder)
}

/// Runs every test.
///
/// # Errors
/// If something is missing or a test fails.
pub fn test(rest: &[String]) -> Outcome {
    let mut parts = testing::Parts::default();
    let python = parts.time("getting the tools", test_tools)?;
    parts.time("building the page", || build(false))?;
    let mut tests = testing::command(&["--no-run".to_owned()]);
    parts.time("building the tests", || loud("Building the tests", "4 min the first time", &mut tests))?;
    let site = parts.time("packing the page", || packed(false, &built_site_program(), Some(&built("draw-ahead"))))?;
    let mut run = testing::command(rest);
    run.env("HANDSHAKE_PYTHON", python)
        .env("HANDSHAKE_SITE", site)
        .env("HANDSHAKE_BUILT", page::root().join("target/site"));
    let outcome = parts.run(&mut run);
    print!("{parts}");
    outcome
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

/// Changes every bit of every byte on the wire of these scenarios, or of all.
///
/// # Errors
/// If a change makes both sides finish and disagree, or has no effect for no known reason.
pub fn exhaust(scenarios: &[String]) -> Outcome {
    let mut command = cargo();
    command.args(["run", "--quiet", "--profile", "fast", "--locked", "--workspace", "--bin", "exhaust", "--"]);
    loud("Every bit of every byte, one at a time", "about 15 min on 2 cores", command.args(scenarios))
}

/// Builds the page for any web server and in one file; packs the lessons for learning platforms, if that is asked for.
///
/// # Errors
/// As [`build`], or if a file can't be written.
pub fn dist(asked: &Dist) -> Outcome {
    let from = build(false)?;
    let dist = page::root().join("dist");
    std::fs::create_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    let site = dist.join("site");
    let addresses = page::target().join("addresses.txt");
    std::fs::write(&addresses, page::addresses(&page::root())?)
        .map_err(|error| format!("{}: {error}", addresses.display()))?;
    let mut pack = Command::new(site_program()?);
    let base = asked.url.as_deref().map_or_else(|| within(asked.base.as_deref().unwrap_or("/")), path_of);
    let ahead = drawn(&drawing_program()?, &base)?;
    pack.arg("pack").arg("--from").arg(&from).arg("--site").arg(&site).arg("--ahead").arg(&ahead);
    pack.arg("--single").arg(dist.join("handshake-lab.html")).arg("--addresses").arg(&addresses);
    pack.args(asked.base.iter().flat_map(|base| ["--base", base.as_str()]))
        .args(asked.url.iter().flat_map(|url| ["--url", url.as_str()]));
    loud("Packing the page", "half a minute", &mut pack)?;
    let Some(lang) = &asked.scorm else { return Ok(()) };
    let [site, out] = [site, dist.join("scorm")].map(|path| path.display().to_string());
    lesson(&["pack".to_owned(), "--site".to_owned(), site, "--out".to_owned(), out, "--lang".to_owned(), lang.clone()])
}

/// The path of a whole address.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    within(rest.split_once('/').map_or("", |(_, path)| path))
}

/// A path as `/lab/`, however it was written.
fn within(path: &str) -> String {
    format!("/{}/", path.trim_matches('/')).replace("//", "/")
}

/// Builds the page and packs it as for a host, unless that was done already; returns where.
fn packed(dev: bool, program: &Path, drawing: Option<&Path>) -> Outcome<PathBuf> {
    let from = build(dev)?;
    if dev {
        return Ok(from);
    }
    let site = page::root().join("target/packed");
    let stamp = site.with_extension("inputs");
    let inputs = page::fingerprint_of(&["target/site.inputs", "crates/site", "www"]);
    if site.join("index.html").is_file() && std::fs::read_to_string(&stamp).is_ok_and(|from| from == inputs) {
        return Ok(site);
    }
    let ahead = match drawing {
        Some(drawing) => drawn(drawing, "/")?,
        None => drawn(&drawing_program()?, "/")?,
    };
    let mut pack = Command::new(program);
    pack.args(["pack", "--fresh", "--from"]).arg(&from).arg("--site").arg(&site).arg("--ahead").arg(ahead);
    quiet("Packing the page", "half a minute", &mut pack)?;
    std::fs::write(&stamp, inputs).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(site)
}

/// Gets what the tests need; returns where Python's packages are.
fn test_tools() -> Outcome<PathBuf> {
    ensure(&[&CC, &PKG_CONFIG, &OPENSSL, &GNUTLS, &TSHARK, &NGINX, &BROWSER, &DRIVER])?;
    // The page is tested in Chromium; Firefox is the second opinion, and its absence is said by the tests.
    if let Err(why) = ensure(&[&FIREFOX]).and_then(|()| tools::geckodriver()) {
        println!("• Without Firefox: {why}");
    }
    if let Err(why) = ensure(&[&FONTS]) {
        println!("• With the machine's own fonts only: {why}");
    }
    python::packages()
}

/// What CI runs.
///
/// # Errors
/// If something fails.
pub fn ci() -> Outcome {
    lint::lint()?;
    test(&[])
}
