//! One open page: a run, and what is shown of it.

use crate::action::Action;
use crate::model::Model;
use crate::route::Route;
use crate::{address, compare_address, page, view};
use handshake_analysis::attack;
use handshake_analysis::ending::Ending;
use handshake_analysis::run::{Run, Source};
use handshake_analysis::surprise::surprise;
use handshake_lessons::{self as lessons, Problem};
use handshake_scenario::settings::Settings;
use handshake_scenario::tamper::Edit;
use handshake_trace_json::{export, import};
use std::cell::RefCell;
use std::rc::Rc;

/// What can be opened, in the groups and the order of Home.
pub fn scenarios() -> Vec<view::ScenarioGroup> {
    let link = |scenario: &lessons::Scenario| view::ScenarioLink {
        title: scenario.title,
        summary: scenario.summary,
        href: Route::scenario(scenario.id, 1).to_string(),
    };
    let group = |group: &lessons::Group| view::ScenarioGroup {
        id: group.id,
        title: group.title,
        summary: group.summary,
        scenarios: lessons::scenarios().iter().filter(|scenario| scenario.group == group.id).map(link).collect(),
    };
    lessons::groups().iter().map(group).filter(|group| !group.scenarios.is_empty()).collect()
}

/// One open page: a run and what is shown of it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Story {
    model: Model,
    run: Rc<Run>,
    notice: Option<String>,
    /// What of the stage seldom changes from step to step of the run, as it was last drawn.
    ladder: Rc<RefCell<Option<page::Ladder>>>,
}

impl PartialEq for Story {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run) && self.model == other.model && self.notice == other.notice
    }
}

impl Story {
    /// Opens an address (path and query, for example `/s/tls13-full/4?view=client`). Never fails: what is wrong with
    /// the address is said in [`view::Page::notice`] and the nearest valid view is opened.
    pub fn open(address: &str) -> Story {
        Story::open_with(address, None)
    }

    /// Opens a trace that was written down, at an address such as `/open/4?view=client`.
    ///
    /// # Errors
    /// What is wrong with the file, and where.
    pub fn recorded(text: &str, address: &str) -> Result<Story, Problem> {
        let run = Run::recorded(import::import(text)?);
        match run.moments.is_empty() {
            true => Err(Problem::of("address.empty-trace", &[])),
            false => Ok(Story::of(run, address)),
        }
    }

    /// Opens an address with a run that comes from elsewhere.
    pub fn of(run: Run, address: &str) -> Story {
        Story::open_with(address, Some(&Rc::new(run)))
    }

    /// Opens an address; of a run that is open already it takes that one.
    pub fn open_with(address: &str, current: Option<&Rc<Run>>) -> Story {
        let mut request = address::read(address);
        let run = match (request.source, current) {
            (Source::Settings, Some(run)) if run.source == Source::Settings && run.settings == request.settings => {
                Rc::clone(run)
            }
            (source, Some(run)) if source != Source::Settings && run.source == source => Rc::clone(run),
            (source, _) => {
                let gone = || Problem::of("address.gone", &[]);
                request.problems.extend((source != Source::Settings).then(gone));
                Run::of(&request.settings)
            }
        };
        let (model, problems) = request.model(&run);
        let mut story = Story { model, run, notice: None, ladder: Rc::default() };
        let mut problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
        problems.extend(page::drop_unknown_field(&mut story.model, &story.run));
        problems.extend(page::drop_unknown_certificate(&mut story.model, &story.run));
        story.notice = (!problems.is_empty()).then(|| problems.join(" "));
        story
    }

    /// The page after an action. Runs the handshake again only if its setup changed.
    pub fn act(&self, action: Action) -> Story {
        let Some(action) = action.here(self.place()) else { return self.clone() };
        let mut next = Story { notice: None, ..self.clone() };
        match action {
            Action::Open(address) => return Story::open_with(&address, Some(&self.run)),
            Action::Set(..)
            | Action::Surprise(_)
            | Action::Reset
            | Action::Tamper(_)
            | Action::FlipOnWire(..)
            | Action::Write(..)
            | Action::Untamper(_)
            | Action::UntamperAll
                if self.run.source != Source::Settings =>
            {
                next.notice = Some(lessons::word("address.recording").to_owned());
            }
            Action::Set(setting, value) => match next.model.settings.change(setting, &value) {
                Ok(()) => next.rerun(&self.run),
                Err(problem) => next.notice = Some(problem.to_string()),
            },
            Action::Surprise(number) => {
                let settings = surprise(number);
                next.model.scenario = settings.scenario;
                next.model.settings = settings;
                next.rerun(&self.run);
            }
            Action::Reset => {
                next.model.settings = Settings::of(self.model.scenario);
                next.rerun(&self.run);
            }
            Action::Tamper(edit) => {
                let added = edit.parse::<Edit>().and_then(|edit| next.model.settings.tampering.add(edit));
                next.tampered(added, &self.run);
            }
            Action::FlipOnWire(at, bit) => {
                let added = page::flipped(&self.model, &self.run, at, bit);
                let added = added.and_then(|edit| next.model.settings.tampering.add(edit));
                next.tampered(added, &self.run);
            }
            Action::Write(text, fit) => {
                let added = page::written(&self.model, &self.run, &text, fit);
                let added = added.and_then(|edit| next.model.settings.tampering.add(edit));
                next.tampered(added, &self.run);
            }
            Action::Untamper(at) => {
                next.model.settings.tampering.remove(at);
                next.rerun(&self.run);
            }
            Action::UntamperAll => {
                next.model.settings.tampering = Default::default();
                next.rerun(&self.run);
            }
            other => next.model.apply(&other, &self.run),
        }
        if !Rc::ptr_eq(&next.run, &self.run) {
            next.ladder = Rc::default();
        }
        next
    }

    fn tampered(&mut self, added: Result<(), Problem>, before: &Run) {
        match added {
            Ok(()) => self.rerun(before),
            Err(problem) => self.notice = Some(problem.to_string()),
        }
    }

    /// Runs again, and stays at the moment that was shown, if the new run has it.
    fn rerun(&mut self, before: &Run) {
        if self.model.settings == before.settings {
            return;
        }
        self.run = Run::of(&self.model.settings);
        let key = before.moments.get(self.model.step - 1).map(|moment| moment.key.as_str());
        let same = self.run.moments.iter().position(|moment| Some(moment.key.as_str()) == key);
        let step = same.map_or(self.model.step, |index| index + 1);
        self.model.go(step, &self.run);
        // A field that the new message does not have can't stay selected; nobody typed it, so nothing is said.
        let _ = page::drop_unknown_field(&mut self.model, &self.run);
        let _ = page::drop_unknown_certificate(&mut self.model, &self.run);
    }

    /// The same view of a run that has gone on.
    pub fn grown(&self, run: Run) -> Story {
        Story { run: Rc::new(run), notice: None, ladder: Rc::default(), ..self.clone() }
    }

    /// The address that opens this very view.
    pub fn address(&self) -> String {
        address::write(&self.model)
    }

    /// The step shown, from 1, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        (self.model.step, self.run.moments.len())
    }

    /// The step shown, from 1, and in fine steps the part of it, from 1; else 0.
    pub fn place(&self) -> (usize, usize) {
        (self.model.step, self.model.part.unwrap_or_default())
    }

    /// True if it is another step, or part of one, of the same run.
    pub fn is_stepped_from(&self, before: &Story) -> bool {
        Rc::ptr_eq(&self.run, &before.run) && self.place() != before.place()
    }

    /// True if there is nothing after what is shown.
    pub fn is_at_end(&self) -> bool {
        self.model.is_at_end(&self.run)
    }

    /// True if a class looks on.
    pub fn is_presented(&self) -> bool {
        self.model.present
    }

    /// How to get and check the same run outside the page.
    pub fn fingerprint(&self) -> view::Fingerprint {
        let repeatable = self.run.is_repeatable;
        let here = || {
            let model = Model { source: Source::Settings, field: None, ..self.model.clone() };
            address::write(&model)
        };
        view::Fingerprint {
            sha256: export::sha256(&self.json()),
            command: repeatable.then(|| self.command()),
            here: (repeatable && self.run.source != Source::Settings).then(here),
        }
    }

    fn command(&self) -> String {
        let mut command = format!("handshake trace --scenario {} --format json", self.model.scenario);
        for (id, value) in self.model.settings.changed() {
            match id {
                "seed" => command.push_str(&format!(" --seed {value}")),
                _ => command.push_str(&format!(" --set '{id}={}'", value.replace('\'', "'\\''"))),
            }
        }
        command
    }

    /// The trace as JSON.
    pub fn json(&self) -> String {
        match self.run.is_repeatable {
            true => export::json(&self.run.settings, &self.run.trace),
            false => export::live(&self.run.trace),
        }
    }

    /// What can be set before the run; nothing, of a run that the engine does not make here. Not part of the page, since it
    /// is seen seldom, and to tell what is impossible, and why, takes as long as all the rest.
    pub fn setup(&self) -> view::Setup {
        page::settings(&self.model, &self.run)
    }

    /// Address of the comparison of this run with that of the scenario's own values; `None` if it is that one.
    pub fn comparison(&self) -> Option<String> {
        compare_address::of_changed(&self.run.settings).filter(|_| self.run.source == Source::Settings)
    }

    /// The record that crosses at this step, byte by byte; seldom asked for, and so no part of the page.
    pub fn wire(&self) -> Option<view::WireRecord> {
        page::wire(&self.model, &self.run)
    }

    /// True if there is one that can be reached.
    pub fn is_on_the_wire(&self) -> bool {
        page::is_on_the_wire(&self.model, &self.run)
    }

    /// All fields in which something stands: a name, a value, bytes in hex.
    pub fn find(&self, query: &str) -> view::FindResult {
        page::find(&self.model, &self.run, query)
    }

    /// The whole run as text.
    pub fn transcript(&self) -> view::Transcript {
        page::transcript(&self.model, &self.run)
    }

    /// How it ended: who found which rule broken, and which alert followed.
    pub fn ending(&self) -> Ending {
        Ending::of(&self.run)
    }

    /// What caught the attacker, or why nothing could; `None` with nobody on the way.
    pub fn verdict(&self) -> Option<attack::AttackVerdict> {
        attack::verdict(&self.run)
    }

    /// What is shown of the run.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The run.
    pub fn run(&self) -> &Rc<Run> {
        &self.run
    }

    /// What is wrong with what was asked for, in a sentence.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// What to draw.
    pub fn page(&self) -> view::Page {
        page::page(&self.model, &self.run, &self.ladder(), self.notice.clone())
    }

    /// The ladder; the last one, if it shows the same.
    fn ladder(&self) -> page::Ladder {
        let mut last = self.ladder.borrow_mut();
        let ladder = page::ladder(&self.model, &self.run, last.as_ref());
        *last = Some(ladder.clone());
        ladder
    }
}
