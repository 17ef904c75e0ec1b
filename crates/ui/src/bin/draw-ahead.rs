//! Draws all pages that are drawn ahead into a folder: `draw-ahead FOLDER BASE`. `handshake-site pack --ahead` takes them from there.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    #[cfg(not(target_arch = "wasm32"))]
    if let Err(problem) = native::run() {
        eprintln!("draw-ahead: {problem}");
        return std::process::ExitCode::FAILURE;
    }
    std::process::ExitCode::SUCCESS
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use handshake_lessons::Language;
    use handshake_ui::ahead::{Drawn, draw, place, rows};
    use std::fs;
    use std::path::Path;

    pub fn run() -> Result<(), String> {
        let mut arguments = std::env::args().skip(1);
        let (Some(folder), Some(base)) = (arguments.next(), arguments.next()) else {
            return Err("usage: draw-ahead FOLDER BASE".to_owned());
        };
        let runtime =
            tokio::runtime::Builder::new_current_thread().build().map_err(|error| format!("no runtime: {error}"))?;
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, all(Path::new(&folder), &base))
    }

    async fn all(folder: &Path, base: &str) -> Result<(), String> {
        let rows = rows();
        for language in Language::ALL {
            for row in &rows {
                for at in 0..row.len() {
                    if let Some(drawn) = draw(row, at, language, base).await {
                        write(folder, &drawn, language, base)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A head of lines (title, what is before, what comes after, in which language, where that one's pages are), and the body.
    fn write(folder: &Path, drawn: &Drawn, language: Language, base: &str) -> Result<(), String> {
        let here = place(language);
        let name = match drawn.address.as_str() {
            "/" => "/index",
            other => other,
        };
        let file = folder.join(format!("{}{}.html", here.trim_matches('/'), name).trim_start_matches('/'));
        let problem = |error: std::io::Error| format!("{}: {error}", file.display());
        file.parent().map_or(Ok(()), fs::create_dir_all).map_err(problem)?;
        let link = |one: &Option<String>| {
            one.as_ref().map(|one| format!("{}{}{one}", base.trim_end_matches('/'), here.trim_end_matches('/')))
        };
        let [before, after] = [link(&drawn.around[0]), link(&drawn.around[1])].map(Option::unwrap_or_default);
        let text = format!("{}\n{before}\n{after}\n{}\n{}\n{}", drawn.title, language.tag(), drawn.address, drawn.html);
        fs::write(&file, text).map_err(problem)
    }
}
