//! What was asked for.

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
cargo xtask serve [--port N] [--open] [--dev]   get what is missing, build the page, serve it on http://127.0.0.1:8080
cargo xtask serve --lan                 the same for everybody in this network, with a code of the link to photograph
cargo xtask test [ARGS…]                get what the tests need, build the page, run all tests (ARGS go to cargo test)
cargo xtask build [--dev]               build the page into target/site
cargo xtask setup                       get the tools only
cargo xtask i18n [--lang L]            merge changed English into the translators' catalogues, or begin those of L
cargo xtask lesson check FILE           play a lesson's file to its end, and say what is wrong with it, by line
cargo xtask dist [--base /lab/] [--url U]   build the page for any web server (dist/site; --base: for a path of it, --url: the
                                        whole address, for search engines) and in one file (dist/handshake-lab.html)
cargo xtask dist --scorm [--lang L]     the same, and pack each lesson for a learning platform into dist/scorm;
                                        L is en, es or all: the language of its title, which it opens in (else: all)
cargo xtask exhaust [SCENARIO…]         turn over every bit of every byte on the wire, one at a time (about 15 min on 2 cores)
cargo xtask lint                        formatting, spelling, licences and sources, clippy (native and wasm), the oldest compiler
cargo xtask ci                          lint, then test
cargo xtask help                        this text

--dev builds without optimising, into target/site-dev: larger and slower to run, quicker to build again after a change.
--verbose, before the task, shows all that the programs print which this runs.

Tools that are not on the machine are kept in $HANDSHAKE_TOOLS, or ~/.cache/handshake-lab.
HANDSHAKE_OFFLINE=1 tries no host but package registries: no rustup target, no prebuilt tools.
";

/// Languages that lessons are packed in.
pub const PACKED: [&str; 3] = ["en", "es", "all"];

/// A task, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What to do.
    pub task: Task,
    /// Show all output.
    pub verbose: bool,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Print the help.
    Help,
    /// Get the tools.
    Setup,
    /// Build the page.
    Build {
        /// Quickly, not optimised.
        dev: bool,
    },
    /// Build and serve the page.
    Serve {
        /// Port on 127.0.0.1; 0 picks a free one.
        port: u16,
        /// Open a browser.
        open: bool,
        /// Build quickly, not optimised.
        dev: bool,
        /// For other machines, too.
        lan: bool,
    },
    /// Run the tests.
    Test {
        /// For `cargo test`.
        rest: Vec<String>,
    },
    /// Build what others put on their sites.
    Dist(Dist),
    /// Catalogues for translators: changed English merged into them.
    I18n {
        /// One language alone, which may be new.
        lang: Option<String>,
    },
    /// `handshake lesson …`, built here.
    Lesson {
        /// Its arguments.
        rest: Vec<String>,
    },
    /// Change every bit of every byte on the wire.
    Exhaust {
        /// Of these scenarios; of all if there are none.
        rest: Vec<String>,
    },
    /// Check style.
    Lint,
    /// Everything that CI runs.
    Ci,
}

/// What to build for others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dist {
    /// The path that the site will have.
    pub base: Option<String>,
    /// The whole address that it will have.
    pub url: Option<String>,
    /// Lessons for learning platforms, too: in which language, or `all`.
    pub scorm: Option<String>,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// One line that names the bad argument and the valid ones.
pub fn parse(args: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut args = args.peekable();
    let verbose = args.next_if(|arg| arg == "--verbose").is_some();
    Ok(Asked { task: task(args)?, verbose })
}

fn task(mut args: impl Iterator<Item = String>) -> Result<Task, String> {
    let Some(task) = args.next() else { return Ok(Task::Help) };
    let task = match task.as_str() {
        "help" | "--help" | "-h" => Task::Help,
        "setup" => Task::Setup,
        "build" => return build(args),
        "lint" => Task::Lint,
        "i18n" => return i18n(args),
        "ci" => Task::Ci,
        "test" => return Ok(Task::Test { rest: args.collect() }),
        "exhaust" => return Ok(Task::Exhaust { rest: args.collect() }),
        "dist" => return dist(args),
        "lesson" => return Ok(Task::Lesson { rest: args.collect() }),
        "serve" => return serve(args),
        other => {
            return Err(format!(
                "unknown task '{other}'; there are: serve, test, build, lesson, dist, i18n, exhaust, setup, lint, ci, help"
            ));
        }
    };
    match args.next().as_deref() {
        None => Ok(task),
        Some("--help" | "-h") => Ok(Task::Help),
        Some(extra) => Err(format!("unexpected argument '{extra}'; this task takes none")),
    }
}

fn i18n(mut args: impl Iterator<Item = String>) -> Result<Task, String> {
    let lang = match (args.next().as_deref(), args.next()) {
        (None, _) => None,
        (Some("--lang"), Some(lang)) if lang.len() == 2 && lang.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Some(lang)
        }
        (Some("--help" | "-h"), _) => return Ok(Task::Help),
        _ => return Err("i18n takes --lang and two letters, such as de, or nothing".to_owned()),
    };
    Ok(Task::I18n { lang })
}

fn dist(mut args: impl Iterator<Item = String>) -> Result<Task, String> {
    let (mut dist, mut scorm, mut lang) = (Dist::default(), false, None);
    while let Some(arg) = args.next() {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (arg.as_str(), None),
        };
        let mut value = || value.clone().or_else(|| args.next()).unwrap_or_default();
        match name {
            "--scorm" => scorm = true,
            "--lang" => lang = Some(value()),
            "--base" => dist.base = Some(value()),
            "--url" => dist.url = Some(value()),
            "--help" | "-h" => return Ok(Task::Help),
            _ => {
                return Err(format!(
                    "unknown argument '{arg}' of dist; there are: --base /PATH/, --url URL, --scorm, --lang L"
                ));
            }
        }
    }
    if let Some(lang) = lang.as_deref().filter(|lang| !PACKED.contains(lang)) {
        return Err(format!("'{lang}' is no language of a package: --lang takes {}", PACKED.join(", ")));
    }
    match (scorm, lang) {
        (false, Some(_)) => return Err("--lang is for packages: give --scorm with it".to_owned()),
        (false, None) => {}
        (true, lang) => dist.scorm = Some(lang.unwrap_or_else(|| "all".to_owned())),
    }
    Ok(Task::Dist(dist))
}

fn build(args: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut dev = false;
    for arg in args {
        match arg.as_str() {
            "--dev" => dev = true,
            "--help" | "-h" => return Ok(Task::Help),
            _ => return Err(format!("unexpected argument '{arg}'; build takes none but --dev")),
        }
    }
    Ok(Task::Build { dev })
}

fn serve(mut args: impl Iterator<Item = String>) -> Result<Task, String> {
    let (mut port, mut open, mut dev, mut lan) = (8080, false, false, false);
    while let Some(arg) = args.next() {
        let value = match arg.split_once('=') {
            Some(("--port", value)) => value.to_owned(),
            _ if arg == "--port" => args.next().unwrap_or_default(),
            _ if arg == "--open" => {
                open = true;
                continue;
            }
            _ if arg == "--dev" => {
                dev = true;
                continue;
            }
            _ if arg == "--lan" => {
                lan = true;
                continue;
            }
            _ if arg == "--help" || arg == "-h" => return Ok(Task::Help),
            _ => return Err(format!("unknown argument '{arg}' of serve; there are: --port N, --open, --dev, --lan")),
        };
        port = value.parse().map_err(|_| format!("'{value}' is no port: --port takes a number from 0 to 65535"))?;
    }
    Ok(Task::Serve { port, open, dev, lan })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Result<Task, &str>) {
        let found = parse(line.split_whitespace().map(str::to_owned));
        match (found, expect) {
            (Ok(found), Ok(expect)) => assert_eq!(found.task, expect, "{line}"),
            (Err(found), Err(part)) => assert!(found.contains(part), "{line}: {found}"),
            (found, expect) => panic!("{line}: {found:?}, expected {expect:?}"),
        }
    }

    #[test]
    fn arguments() {
        check("", Ok(Task::Help));
        check("serve", Ok(Task::Serve { port: 8080, open: false, dev: false, lan: false }));
        check("serve --port 9 --open", Ok(Task::Serve { port: 9, open: true, dev: false, lan: false }));
        check("serve --dev", Ok(Task::Serve { port: 8080, open: false, dev: true, lan: false }));
        check("serve --lan", Ok(Task::Serve { port: 8080, open: false, dev: false, lan: true }));
        check("build --dev", Ok(Task::Build { dev: true }));
        check("serve --port=0", Ok(Task::Serve { port: 0, open: false, dev: false, lan: false }));
        check("serve --port x", Err("'x' is no port"));
        check("serve --port", Err("'' is no port"));
        check("serve --prot 1", Err("'--prot'"));
        check("test a b", Ok(Task::Test { rest: vec!["a".into(), "b".into()] }));
        check("test --help", Ok(Task::Test { rest: vec!["--help".into()] }));
        check("serve --help", Ok(Task::Help));
        let dist = |scorm: Option<&str>| Dist { scorm: scorm.map(str::to_owned), ..Dist::default() };
        check("dist", Ok(Task::Dist(dist(None))));
        check("dist --scorm", Ok(Task::Dist(dist(Some("all")))));
        check("dist --scorm --lang es", Ok(Task::Dist(dist(Some("es")))));
        check("dist --lang=en --scorm", Ok(Task::Dist(dist(Some("en")))));
        check("dist --base /lab/", Ok(Task::Dist(Dist { base: Some("/lab/".into()), ..Dist::default() })));
        check("dist --url=https://a.b/", Ok(Task::Dist(Dist { url: Some("https://a.b/".into()), ..Dist::default() })));
        check("dist --scorm --lang fr", Err("'fr' is no language of a package: --lang takes en, es, all"));
        check("dist --scorm --lang", Err("'' is no language"));
        check("dist --lang es", Err("--scorm"));
        check("dist --zip", Err("'--zip'"));
        check("exhaust tls13-full", Ok(Task::Exhaust { rest: vec!["tls13-full".into()] }));
        check("i18n", Ok(Task::I18n { lang: None }));
        check("i18n --lang de", Ok(Task::I18n { lang: Some("de".into()) }));
        check("i18n --lang Deutsch", Err("two letters"));
        check("lesson check a.toml", Ok(Task::Lesson { rest: vec!["check".into(), "a.toml".into()] }));
        check("--verbose build", Ok(Task::Build { dev: false }));
        check("build now", Err("'now'"));
        check("--loud build", Err("'--loud'"));
        check("bulid", Err("'bulid'; there are: serve, test"));
    }
    #[test]
    fn verbose_comes_first() {
        let verbose = |line: &str| parse(line.split(' ').map(str::to_owned)).unwrap().verbose;
        assert!(verbose("--verbose build"));
        assert!(!verbose("build"));
        assert!(!verbose("test --verbose"), "that one is for cargo test");
    }
}
