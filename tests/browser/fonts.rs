//! Two sets of fonts. Every test runs with the first, and those of layout and keyboard with the second, too: what fits, wraps and
//! is reached must not hang on whose letters a page is drawn with.

use crate::driver::{Browser, skipped};
use crate::harness::{root, with};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Which fonts a browser finds, whatever others a machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fonts {
    Noto,
    DejaVu,
}

impl Fonts {
    /// The families: sans-serif, monospace, then those for single signs.
    fn families(self) -> &'static [&'static str] {
        match self {
            Fonts::DejaVu => &["DejaVu Sans", "DejaVu Sans Mono"],
            Fonts::Noto => {
                &["Noto Sans", "Noto Sans Mono", "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols2"]
            }
        }
    }

    /// A file that tells fontconfig so; nothing where there is no fontconfig, or where these fonts are missing, which is said.
    pub fn file(self) -> Option<PathBuf> {
        static FILES: [OnceLock<Option<PathBuf>>; 2] = [const { OnceLock::new() }; 2];
        let file = FILES[self as usize].get_or_init(|| self.write(&root().join(format!("target/fonts/{self:?}"))));
        if file.is_none() {
            skipped(&format!(
                "nothing is drawn with the fonts {}: they are missing",
                self.families()[..2].join(" and ")
            ));
        }
        file.clone()
    }

    fn write(self, folder: &Path) -> Option<PathBuf> {
        let [sans, mono, ..] = self.families() else { return None };
        let mut folders = BTreeSet::new();
        let mut accepted = String::new();
        for family in self.families() {
            let said = Command::new("fc-list").args([&format!(":family={family}"), "file"]).output().ok()?;
            let said = String::from_utf8(said.stdout).ok()?;
            let files = said.lines().map(|line| Path::new(line.trim_end_matches([':', ' '])));
            folders.extend(files.filter_map(|file| Some(file.parent()?.to_owned())));
            if said.trim().is_empty() && (family == sans || family == mono) {
                return None;
            }
            let _ = write!(accepted, "<pattern><patelt name=\"family\"><string>{family}</string></patelt></pattern>");
        }
        // Where the system has them: there, and nowhere else, Firefox lets its pages read fonts.
        let folders: String = folders.iter().map(|folder| format!("<dir>{}</dir>", folder.display())).collect();
        let preferred: String = [("sans-serif", sans), ("serif", sans), ("system-ui", sans), ("monospace", mono)]
            .map(|(name, family)| {
                format!(
                    "<match><test name=\"family\"><string>{name}</string></test><edit name=\"family\" mode=\"prepend\" binding=\"strong\"><string>{family}</string></edit></match>"
                )
            })
            .concat();
        let text = format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\">\n<fontconfig>{folders}<cachedir>{}</cachedir>
            <selectfont><acceptfont>{accepted}</acceptfont>
            <rejectfont><pattern><patelt name=\"scalable\"><bool>true</bool></patelt></pattern></rejectfont></selectfont>
            {preferred}</fontconfig>\n",
            folder.join("cache").display()
        );
        fs::create_dir_all(folder).ok()?;
        let file = folder.join("fonts.conf");
        fs::write(&file, text).ok()?;
        Some(file)
    }
}

/// A test for each one that is named, which runs it with the second set.
macro_rules! with_dejavu {
    ($($browser:ident { $($module:ident::$test:ident)* })*) => {
        $(#[expect(non_snake_case, reason = "named after what it runs in")]
        mod $browser {
            $(#[test]
            fn $test() {
                super::look(super::Browser::$browser, crate::$module::$test);
            })*
        })*
    };
}

fn look(browser: Browser, test: fn()) {
    if Fonts::DejaVu.file().is_some() {
        with(browser, Fonts::DejaVu, test);
    }
}

with_dejavu! {
    Chromium {
        keyboard::tab_reaches_everything_in_the_order_of_the_page
        keyboard::tab_stays_within_a_dialog_and_is_seen_both_ways
        layout::nothing_is_cut_off_in_light
        lessons::every_step_of_every_lesson_fits_a_small_phone
        presenting::the_last_row_sees_what_is_told
    }
    Firefox {
        keyboard::tab_reaches_everything_in_the_order_of_the_page
    }
}
