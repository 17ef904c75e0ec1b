//! A run in the form that is asked for.

use crate::args::{Drawn, Export, ExportFormat, Slide};
use crate::print::write;
use crate::{ladder, problem};
use handshake_analysis::run::{Run, Source};
use handshake_app::document;
use handshake_app::route::Route;
use handshake_app::slide;
use handshake_app::{Action, Story};
use handshake_capture::key_log::KeyLog;
use handshake_capture::observe::Observed;
use handshake_capture::pcapng;
use handshake_core::Side;
use handshake_trace_json::import::Recording;
use std::io::IsTerminal;
use std::path::Path;

/// Writes a run to a file, or to standard output.
///
/// # Errors
/// What can't be written, and why.
pub fn run(story: &Story, format: ExportFormat, drawn: Drawn, output: Option<&Path>) -> Result<(), String> {
    let content = match format {
        ExportFormat::Text => ladder::text(story).into_bytes(),
        ExportFormat::Json => story.json().into_bytes(),
        ExportFormat::Pcapng if output.is_none() && std::io::stdout().is_terminal() => {
            return Err("a capture is no text: say with -o FILE where it goes, or pipe it to tshark -r -".to_owned());
        }
        ExportFormat::Pcapng => pcapng::capture(story.run()),
        ExportFormat::Svg => picture(story, drawn)?.into_bytes(),
        ExportFormat::Html => document::html(story).into_bytes(),
        ExportFormat::Keylog => KeyLog::default().lines(&story.run().trace.steps).into_bytes(),
    };
    write(&content, output)
}

/// Writes a run that was saved.
///
/// # Errors
/// What is wrong with its file, or what can't be written.
pub fn file(args: &Export) -> Result<(), String> {
    let named = |problem: String| format!("{}: {problem}", args.file.display());
    let text = std::fs::read_to_string(&args.file).map_err(|error| named(problem::words(&error)))?;
    let story = Story::recorded(&text, &Route::Recording { step: Some("1".to_owned()) }.to_string())
        .map_err(|problem| named(problem.to_string()))?;
    run(&story, args.format, args.drawn, args.output.as_deref())
}

/// One step, drawn.
fn picture(story: &Story, Drawn { slide, step, dark }: Drawn) -> Result<String, String> {
    let (_, count) = story.position();
    let step = step.unwrap_or(count);
    if !(1..=count).contains(&step) {
        return Err(format!("--step {step}: the run has {count} steps, counted from 1"));
    }
    let what = match slide {
        Slide::Stage => slide::Slide::Stage,
        Slide::Keys => slide::Slide::Keys,
        Slide::Record => slide::Slide::Record,
    };
    let nothing = || format!("--slide {}: there is nothing of this kind to draw at step {step}", what.name());
    what.svg(&story.act(Action::GoTo(step)), dark).ok_or_else(nothing)
}

/// A connection as a run to step through.
pub fn observed(observed: Observed) -> Story {
    let recording = Recording { trace: observed.trace, alone: Some(Side::Client), settings: None };
    Story::of(Run::recorded(recording), &Route::step(Source::File, "", 1).to_string())
}
