//! Arguments.

use crate::starttls::StartTls;
use clap::error::{ContextKind, ErrorKind};
use clap::{Parser, Subcommand, ValueEnum};
use handshake_app::address;
use handshake_app::model::Model;
use handshake_lessons as lessons;
use handshake_lessons::Language;
use handshake_scenario::settings::{KEYS, Settings};
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
    /// List the registered cipher suites: number, IANA's name, whether to use it, the names that OpenSSL, GnuTLS and Java
    /// give it. With words, those that have them in a name.
    Suites {
        /// Parts of names, a whole name, or a number: `0xC02F`, `C0,2F`, `49199`.
        words: Vec<String>,
    },
    /// Run a real attack on a victim in memory, and watch what it reads; without a name, list the attacks.
    Attack(AttackArgs),
    /// Run a scenario and print everything that happened.
    Trace(Trace),
    /// Write a run that was saved as JSON in another form: for Wireshark, as a key log, to read.
    Export(Export),
    /// Print the JSON Schema (2020-12) of what --format json writes.
    Schema {
        /// A file to write to instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Open a capture (pcapng or pcap), or bytes in hex or base64: lists its TLS connections; with --connection tells one of them, step by step.
    Inspect(Inspect),
    /// Connect to a real server with the engine's client. Exit codes: 1 a file, 2 the arguments, 3 no connection, 4 the
    /// handshake failed, 5 nothing came for too long, 6 the peer went away in the middle.
    Connect(Connect),
    /// Lessons: check a file, or pack one for a learning platform.
    #[command(subcommand)]
    Lesson(Lesson),
    /// Serve real clients with the engine's server, many at a time. The exit codes are those of connect.
    Serve(Serve),
    /// Carry bytes between the page's "Connect to a real server" and servers that you allow. Prints a link to open for
    /// each. Runs until it is ended. Exit codes: 2 the arguments, 3 it can't listen.
    Bridge(Bridge),
}

/// An attack to run.
#[derive(clap::Args)]
pub struct AttackArgs {
    /// Which; without it all are listed.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Mend the victim first: the usual way, or by this name.
    #[arg(long, value_name = "HOW", num_args = 0..=1, default_missing_value = "", requires = "name")]
    pub mended: Option<String>,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", requires = "name")]
    pub seed: Option<String>,
}

/// What to do with lessons.
#[derive(Subcommand)]
pub enum Lesson {
    /// Play a lesson's file to its end, and say what is wrong with it, by line.
    Check {
        /// A TOML file, as in crates/lessons/content/lessons.
        file: PathBuf,
    },
    /// Pack each lesson with the built page as a SCORM 1.2 zip, for a learning platform.
    Pack {
        /// The built page, for example target/site.
        #[arg(long, value_name = "DIR")]
        site: PathBuf,
        /// A folder for the zips.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The language that titles are in and a package opens in.
        #[arg(long, value_enum, value_name = "LANG", default_value_t = Packed::All)]
        lang: Packed,
    },
}

/// Languages of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Packed {
    /// English.
    En,
    /// Spanish.
    Es,
    /// One package for each.
    All,
}

impl Packed {
    /// Which those are.
    pub fn languages(self) -> &'static [Language] {
        match self {
            Packed::En => &[Language::English],
            Packed::Es => &[Language::Spanish],
            Packed::All => &Language::ALL,
        }
    }
}

/// A server to connect to.
#[derive(clap::Args)]
pub struct Connect {
    /// Whom to connect to.
    #[arg(value_name = "HOST:PORT")]
    pub target: String,
    /// The name to ask for and to look for in the certificate, instead of HOST.
    #[arg(long, value_name = "NAME")]
    pub server_name: Option<String>,
    /// Roots to trust (PEM or DER), instead of the system's.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Trust Mozilla's roots, instead of the system's.
    #[arg(long, conflicts_with = "ca")]
    pub mozilla: bool,
    /// Believe whoever answers.
    #[arg(long, conflicts_with_all = ["ca", "mozilla"])]
    pub insecure: bool,
    /// Protocol version, 1.2 or 1.3; without it both. With --for-teaching also 1.0 or 1.1.
    #[arg(long, value_name = "VERSION")]
    pub tls: Option<String>,
    /// Speak a version that is forbidden (RFC 8996), to look at it; --tls says which.
    #[arg(long, requires = "tls")]
    pub for_teaching: bool,
    /// A cipher suite to offer, by any of its names or its number; may be given several times, best first.
    #[arg(long, value_name = "NAME")]
    pub suite: Vec<String>,
    /// A group to offer, by its IANA name; may be given several times; for the first a key share is sent.
    #[arg(long, value_name = "NAME")]
    pub group: Vec<String>,
    /// An application protocol to offer; may be given several times, best first.
    #[arg(long, value_name = "NAME")]
    pub alpn: Vec<String>,
    /// A certificate chain (PEM or DER) to show if the server asks.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub cert: Option<PathBuf>,
    /// Its private key (PEM or DER).
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub key: Option<PathBuf>,
    /// What to say; - reads standard input.
    #[arg(long, value_name = "TEXT")]
    pub send: Option<String>,
    /// Connect twice, the second time with the ticket of the first.
    #[arg(long)]
    pub resume: bool,
    /// Early data of the second connection; - reads standard input.
    #[arg(long, value_name = "TEXT", requires = "resume")]
    pub early_data: Option<String>,
    /// Begins in the clear, as this protocol does, and asks for TLS.
    #[arg(long, value_enum, value_name = "PROTOCOL")]
    pub starttls: Option<StartTls>,
    /// Adds the secrets to this file as they are made, for Wireshark (NSS key log).
    #[arg(long, value_name = "FILE")]
    pub keylog: Option<PathBuf>,
    /// Where no file is named with -o: json prints the account to standard error.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Writes the account to this file as it grows, however the connection ends, as JSON (described in docs/trace-format.md).
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Longest wait for the connection, the handshake, or an answer, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    pub timeout: f32,
    /// Silence after which it closes, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 0.5, value_parser = seconds)]
    pub wait: f32,
}

/// A server to be.
#[derive(clap::Args)]
pub struct Serve {
    /// Where to listen, for example 127.0.0.1:4433; port 0 takes a free one, which is printed.
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: String,
    /// Certificate chain (PEM or DER), the server's own first.
    #[arg(long, value_name = "FILE")]
    pub cert: PathBuf,
    /// Its private key (PEM or DER).
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// What the authority says of the certificate (an OCSP response, DER), for clients that ask for it.
    #[arg(long, value_name = "FILE")]
    pub ocsp: Option<PathBuf>,
    /// Roots whose clients are let in; without it nobody is asked. Their names are told to the client.
    #[arg(long, value_name = "FILE")]
    pub client_ca: Option<PathBuf>,
    /// Protocol version, 1.2 or 1.3; without it both. With --for-teaching also 1.0 or 1.1.
    #[arg(long, value_name = "VERSION")]
    pub tls: Option<String>,
    /// Speak a version that is forbidden (RFC 8996), to look at it; --tls says which.
    #[arg(long, requires = "tls")]
    pub for_teaching: bool,
    /// A cipher suite to accept, by any of its names or its number; may be given several times, best first.
    #[arg(long, value_name = "NAME")]
    pub suite: Vec<String>,
    /// A group to accept, by its IANA name; may be given several times, best first.
    #[arg(long, value_name = "NAME")]
    pub group: Vec<String>,
    /// An application protocol to accept; may be given several times, best first.
    #[arg(long, value_name = "NAME")]
    pub alpn: Vec<String>,
    /// What to say first: in TLS 1.3 right after the server's Finished, before it is known whether anybody is there.
    #[arg(long, value_name = "TEXT")]
    pub greeting: Option<String>,
    /// What to answer to the first data; - reads standard input.
    #[arg(long, value_name = "TEXT")]
    pub reply: Option<String>,
    /// End after one connection.
    #[arg(long)]
    pub once: bool,
    /// Adds the secrets to this file as they are made, for Wireshark (NSS key log).
    #[arg(long, value_name = "FILE")]
    pub keylog: Option<PathBuf>,
    /// Where no file is named with -o: json prints the account to standard error.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Writes the account to this file as it grows, as JSON (described in docs/trace-format.md); of several connections that
    /// of the one which began to speak last.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Longest wait for the handshake or for data, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds)]
    pub timeout: f32,
    /// Most connections at a time; one too many is hung up on.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    pub connections: u16,
}

/// A bridge between the page and allowed servers.
#[derive(clap::Args)]
pub struct Bridge {
    /// Where to listen, on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:0")]
    pub listen: String,
    /// A server that the page may be connected to; may be given several times.
    #[arg(long, value_name = "HOST:PORT", required = true)]
    pub allow: Vec<String>,
    /// Where the page is served; nobody else's page is let across. May be given several times.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub origin: Vec<String>,
    /// Most bytes each way of a connection.
    #[arg(long, value_name = "N", default_value_t = 16 << 20)]
    pub max_bytes: u64,
    /// Silence after which a connection is closed, in seconds: the page's reader may take time over a step.
    #[arg(long, value_name = "SECONDS", default_value_t = 900.0, value_parser = seconds)]
    pub idle: f32,
    /// Longest life of a connection, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 7200.0, value_parser = seconds)]
    pub time: f32,
    /// Most connections at a time.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub connections: usize,
}

fn seconds(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(seconds) if (0.01..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("give seconds, from 0.01 to 86400".to_owned()),
    }
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
    /// In which form.
    #[arg(long, value_enum, default_value_t = ExportFormat::Text)]
    pub format: ExportFormat,
    /// Which picture.
    #[command(flatten)]
    pub drawn: Drawn,
    /// A file to write to instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A run that was saved, and what is to become of it.
#[derive(clap::Args)]
pub struct Export {
    /// The JSON of a run: what the page saves, or what trace, connect and serve write.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// In which form.
    #[arg(long, value_enum, default_value_t = ExportFormat::Pcapng)]
    pub format: ExportFormat,
    /// Which picture.
    #[command(flatten)]
    pub drawn: Drawn,
    /// A file to write to instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A capture, and what is to be told of it.
#[derive(clap::Args)]
pub struct Inspect {
    /// What Wireshark, tshark, dumpcap or tcpdump wrote; or records or messages in hex or base64. `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The secrets: what a program wrote to SSLKEYLOGFILE. A capture may hold its own.
    #[arg(long, value_name = "FILE")]
    pub keylog: Option<PathBuf>,
    /// The connection to tell, by its number in the list.
    #[arg(long, value_name = "N")]
    pub connection: Option<usize>,
    /// In which form it is told.
    #[arg(long, value_enum, default_value_t = ExportFormat::Text)]
    pub format: ExportFormat,
    /// Which picture.
    #[command(flatten)]
    pub drawn: Drawn,
    /// A file to write to instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The forms that a run is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A ladder to read.
    Text,
    /// Everything (described in docs/trace-format.md).
    Json,
    /// The packets with the secrets that open them, for Wireshark and tshark.
    Pcapng,
    /// The secrets alone (RFC 9850), as SSLKEYLOGFILE has them.
    Keylog,
    /// One step as a picture for slides.
    Svg,
    /// The whole run as one page.
    Html,
}

/// Which picture of a run `--format svg` draws.
#[derive(Clone, Copy, clap::Args)]
pub struct Drawn {
    /// With --format svg: what is drawn.
    #[arg(long, value_enum, default_value_t = Slide::Stage)]
    pub slide: Slide,
    /// With --format svg: at which step, counted from 1; the last one if none is said.
    #[arg(long, value_name = "N")]
    pub step: Option<usize>,
    /// With --format svg: on dark paper.
    #[arg(long)]
    pub dark: bool,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Slide {
    /// Both sides, and what passed between them.
    Stage,
    /// The key schedule, as far as it is known.
    Keys,
    /// How the record of the step was sealed, or what was made or checked at it.
    Record,
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

/// The command whose arguments were wrong, as its usage has it; nothing if there is none.
fn command(error: &clap::Error) -> String {
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let mut words = usage.split_whitespace().skip_while(|word| *word != "handshake").skip(1);
    words.next().filter(|word| word.chars().all(char::is_alphabetic)).unwrap_or_default().to_owned()
}

/// Says in one line what was wrong with the arguments; help and version are no mistakes.
pub fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that has gone away (`| head`) is no error.
        let _ = error.print();
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
                format!(": {}; see handshake {} --help", missing.trim(), command(error))
            }
            ErrorKind::UnknownArgument if command(error) != "trace" => {
                format!("; see handshake {} --help", command(error))
            }
            ErrorKind::UnknownArgument => {
                "; there are: --scenario ID, --seed N, --set SETTING=VALUE, --format text|json|pcapng|keylog, -o FILE"
                    .to_owned()
            }
            ErrorKind::InvalidSubcommand
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                "; there are: scenarios, suites, trace, export, inspect, connect, serve, bridge, attack, lesson, schema"
                    .to_owned()
            }
            _ => String::new(),
        });
    let first =
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand { "no command is given" } else { first };
    eprintln!("handshake: {first}{valid}");
    ExitCode::from(2)
}
