//! Serves the built page; `cargo xtask serve` runs it.
#![forbid(unsafe_code)]

use clap::{Parser, Subcommand};
use handshake_site::ahead::Drawn;
use handshake_site::pack::How;
use handshake_site::page::Page;
use handshake_site::serve::Site;
use handshake_site::{Outcome, lan, pack};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

#[derive(Parser)]
#[command(version, about = "Packs and serves the built page of Handshake Lab.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Pack what trunk has built.
    Pack {
        /// Where trunk has built it.
        #[arg(long, default_value = "target/site")]
        from: PathBuf,
        /// A folder for the site.
        #[arg(long)]
        site: Option<PathBuf>,
        /// A file for the page in one file.
        #[arg(long)]
        single: Option<PathBuf>,
        /// The path that the site will have.
        #[arg(long, default_value = "/")]
        base: String,
        /// The whole address that it will have: for search engines.
        #[arg(long)]
        url: Option<String>,
        /// Let no browser keep it for when there is no network: for those who change the page.
        #[arg(long)]
        fresh: bool,
        /// A folder with the pages that `draw-ahead` has drawn.
        #[arg(long)]
        ahead: Option<PathBuf>,
        /// A file with addresses for search engines, one a line.
        #[arg(long)]
        addresses: Option<PathBuf>,
    },
    /// Serve a folder with a page in it.
    Serve {
        /// The folder.
        folder: PathBuf,
        /// The port; 0 picks a free one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// For other machines in the same network, too.
        #[arg(long)]
        lan: bool,
        /// Open a browser.
        #[arg(long)]
        open: bool,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Pack { from, site, single, base, url, fresh, ahead, addresses } => How::at(&base, url.as_deref())
            .and_then(|how| {
                let ahead = ahead.as_deref().map_or(Ok(Vec::new()), handshake_site::ahead::read)?;
                let how = How { offline: !fresh, ..how };
                packed(&from, site.as_deref(), single.as_deref(), &how, addresses.as_deref(), &ahead)
            }),
        Task::Serve { folder, port, lan, open } => serve(&folder, port, lan, open),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("handshake-site: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn packed(
    from: &Path,
    site: Option<&Path>,
    single: Option<&Path>,
    how: &How,
    addresses: Option<&Path>,
    ahead: &[Drawn],
) -> Outcome {
    let page = Page::read(from)?;
    let problem = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = site {
        let text = addresses.map(|file| std::fs::read_to_string(file).map_err(|error| problem(file, error)));
        let addresses: Vec<String> = text.transpose()?.unwrap_or_default().lines().map(str::to_owned).collect();
        let files = pack::files(&page, how, &addresses, ahead)?;
        pack::write(&files, how, folder)?;
        println!("{}  for {}", folder.display(), how.url.as_deref().unwrap_or(&how.base));
    }
    if let Some(file) = single {
        let html = handshake_site::single::html(&page)?;
        std::fs::write(file, &html).map_err(|error| problem(file, error))?;
        println!("{}  {} bytes", file.display(), html.len());
    }
    Ok(())
}

fn serve(folder: &Path, port: u16, for_all: bool, open: bool) -> Outcome {
    let at = IpAddr::from(if for_all { [0, 0, 0, 0] } else { [127, 0, 0, 1] });
    let site = Site::bind(folder, at, port)?;
    println!("Serving on {} (Ctrl+C stops it)", site.url());
    if for_all {
        match lan::address() {
            Some(address) => {
                let url = site.url_at(address);
                println!("For everybody in this network: {url}\n{}", lan::code(&url).unwrap_or_default());
            }
            None => println!("This machine seems to be in no network; others will not reach it."),
        }
    }
    if open {
        open_browser(&site.url());
    }
    site.run()
}

fn open_browser(url: &str) {
    // The connection waits until it is served.
    let opened =
        ["xdg-open", "open", "wslview"].into_iter().any(|program| Command::new(program).arg(url).spawn().is_ok());
    if !opened {
        println!("No program was found to open a browser with; open {url} yourself.");
    }
}
