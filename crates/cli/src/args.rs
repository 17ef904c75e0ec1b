//! Arguments.

use clap::error::{ContextKind, ErrorKind};
use clap::{Parser, Subcommand, ValueEnum};
use handshake_story::settings::{KEYS, Settings};
use handshake_story::{address, lessons, model::Model};
use std::path::PathBuf;
use std::process::ExitCode;

/// A real TLS handshake, step by step.
#[derive(Parser)]
#[command(name = "handshake", version, about)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// List the scenarios.
    Scenarios,
    /// Run a scenario and print everything that happened.
    Trace(Trace),
}

/// A run to print.
#[derive(clap::Args)]
pub struct Trace {
    /// The scenario; `handshake scenarios` lists them.
    #[arg(long, value_name = "ID")]
    pub scenario: String,
    /// The seed of all randomness.
    #[arg(long, value_name = "N")]
    pub seed: Option<String>,
    /// A setting of the run, for example suite=TLS_AES_256_GCM_SHA384.
    #[arg(long, value_name = "SETTING=VALUE")]
    pub set: Vec<String>,
    /// A ladder to read, or everything as JSON (described in docs/trace-format.md).
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// A file to write to instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How a run is printed.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// A ladder to read.
    Text,
    /// Everything.
    Json,
}

/// The address of the run that is asked for.
///
/// # Errors
/// One line that names the bad argument and the valid ones.
pub fn address(trace: &Trace) -> Result<String, String> {
    let known: Vec<&str> = lessons::scenarios().iter().map(|scenario| scenario.id).collect();
    let scenario = lessons::scenario(&trace.scenario)
        .ok_or_else(|| format!("--scenario '{}' is unknown; there are: {}", trace.scenario, known.join(", ")))?;
    let mut settings = Settings::of(scenario.id);
    if let Some(seed) = &trace.seed {
        settings.set("seed", seed).map_err(|problem| format!("--seed: {problem}"))?;
    }
    for set in &trace.set {
        let (id, value) = set.split_once('=').ok_or_else(|| {
            let ids: Vec<&str> = KEYS.iter().map(|key| key.id).collect();
            format!("--set '{set}' is no SETTING=VALUE; the settings are: {}", ids.join(", "))
        })?;
        settings.set(id, value).map_err(|problem| format!("--set: {problem}"))?;
    }
    Ok(address::write(&Model { settings, ..Model::new(scenario.id) }))
}

/// Says in one line what was wrong with the arguments; help and version are no mistakes.
pub fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print!("{error}");
        return ExitCode::SUCCESS;
    }
    let text = |kind| error.get(kind).map(ToString::to_string);
    let text_first = error.to_string();
    let first = text_first.lines().next().unwrap_or_default().trim_start_matches("error: ").trim_end_matches(':');
    let valid = text(ContextKind::ValidValue)
        .or(text(ContextKind::ValidSubcommand))
        .map(|valid| format!("; there are: {valid}"))
        .unwrap_or_else(|| match error.kind() {
            ErrorKind::MissingRequiredArgument => {
                let missing = text(ContextKind::InvalidArg).unwrap_or_default();
                format!(": {}; see handshake trace --help", missing.trim())
            }
            ErrorKind::UnknownArgument => {
                "; there are: --scenario ID, --seed N, --set SETTING=VALUE, --format text|json, -o FILE".to_owned()
            }
            ErrorKind::InvalidSubcommand
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "; there are: scenarios, trace".to_owned(),
            _ => String::new(),
        });
    let first =
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand { "no command is given" } else { first };
    eprintln!("handshake: {first}{valid}");
    ExitCode::from(2)
}
