//! A lesson: its words beside the real stage and inspector.

use crate::clock::Clock;
use crate::components::lesson::{Card, bare_wire, stage_alone};
use crate::components::{
    AttackBar, Find, Inspector, SetupPanel, Stage, ThemeButton, Timeline, brand, language_choice, local_link, segments,
    skip,
};
use crate::dom::{catch_focus, document, focus};
use crate::hooks::{Shortcuts, load_progress, save_progress, today, use_clock, use_play, use_shortcuts, use_title};
use crate::scorm;
use handshake_app::Action;
use handshake_app::route::Route;
use handshake_app::view::{Beside, LessonPage, LessonStage, Narration};
use handshake_lessons::{say, word};
use handshake_player::lesson::{Do, Player};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub address: String,
    pub navigate: Callback<String>,
}

/// Plays a lesson.
#[component]
pub fn Lesson(props: &Props) -> Html {
    // What the address does not hold (which fields are folded) lives here.
    let held = use_mut_ref(|| None::<Player>);
    let redraw = use_force_update();
    let player = {
        let mut held = held.borrow_mut();
        if held.as_ref().is_none_or(|player| player.address() != props.address) {
            *held = Player::open(&props.address);
        }
        held.clone()
    };
    let act = {
        let held = held.clone();
        use_callback((), move |what: Do, ()| {
            let Some(player) = held.borrow().clone() else { return };
            // A step is a place to come back to; a byte that was looked at, or an answer, is not.
            let next = player.act(what);
            let address = next.address();
            let moved = address != player.address();
            *held.borrow_mut() = Some(next);
            if moved {
                crate::history::replace(&address);
            }
            redraw.force_update();
        })
    };
    match player {
        Some(player) => html! { <Playing {player} {act} navigate={props.navigate.clone()} /> },
        None => {
            html! { <Missing address={handshake_scenario::text::shorten(&props.address)} navigate={props.navigate.clone()} /> }
        }
    }
}

#[derive(PartialEq, Properties)]
struct MissingProps {
    address: String,
    navigate: Callback<String>,
}

#[component]
fn Missing(props: &MissingProps) -> Html {
    html! {
        <crate::components::Paper title={word("no-lesson")} navigate={props.navigate.clone()}>
            <p role="alert">{ say("no-lesson-at", &[("address", &props.address)]) }</p>
            <p>{ local_link("/", html! { { word("to-lessons") } }, "button", &props.navigate) }</p>
        </crate::components::Paper>
    }
}

#[derive(PartialEq, Properties)]
struct PlayingProps {
    player: Player,
    act: Callback<Do>,
    navigate: Callback<String>,
}

#[component]
fn Playing(props: &PlayingProps) -> Html {
    let PlayingProps { player, act, navigate } = props;
    let page = use_memo(player.clone(), Player::page);
    let finding = use_state(|| false);
    let story = player.story();
    let run = act.reform(Do::Run);
    let clock = use_clock(story, &page.page.motion, page.page.held);
    let play = use_play(story.place(), story.is_at_end(), run.clone(), clock.clone());
    use_title(Some(format!("{}/{} {} · {}", page.number, page.dots.len(), page.title, page.lesson)));
    let answered = note_progress(player);
    use_focus_on_its_heading((page.number, page.lesson));
    let (setup, open_setup, close_setup) = use_setup();
    let close_find = {
        let finding = finding.setter();
        Callback::from(move |()| finding.set(false))
    };
    let exploring = page.stage == LessonStage::Exploring;
    let find = {
        let finding = finding.setter();
        Callback::from(move |()| finding.set(true))
    };
    let toggle_play = if exploring { play.toggle.clone() } else { Callback::noop() };
    use_lesson_keys(&page, navigate, &run, toggle_play, find);
    let go = use_links(act, navigate);
    let view = &page.page;
    let class = classes!("lesson-page", exploring.then_some("exploring"));
    html! {
        <ContextProvider<Clock> context={clock}>
        <div {class}>
            { skip("#lesson", "skip-to-lesson") }
            { skip("#inspector", "skip-to-look") }
            { top(&page, navigate, &run, &open_setup) }
            if let Some(notice) = &page.notice { <div class="notice" data-name="notice" role="status"><p>{ notice }</p></div> }
            if let Some(attack) = view.attack.clone() {
                <AttackBar {attack} act={run.clone()} navigate={go.clone()} compare=false />
            }
            <div class="lesson-split" data-beside={beside_name(page.beside)}>
                <Card page={(*page).clone()} {answered} act={act.clone()} navigate={navigate.clone()} setup={open_setup.clone()} />
                { beside(&page, story.place(), &run, &go) }
                if page.question.is_some() { { skip("#question", "skip-to-question") } }
            </div>
            if exploring {
                <Timeline timeline={view.timeline.clone()} playing={play.playing} toggle={play.toggle.clone()}
                    pace={play.pace} set_pace={play.set_pace.clone()} act={run.clone()} />
            }
            <div class="visually-hidden" aria-live="polite">{ page.announcement.clone() }</div>
            if *finding {
                <Find story={story.clone()} navigate={go.clone()} close={close_find} />
            }
            if setup {
                <SetupPanel setup={story.setup()} problem={page.notice.clone()} outcome={view.announcement.clone()} act={run} close={close_setup} />
            }
        </div>
        </ContextProvider<Clock>>
    }
}

fn beside_name(beside: Beside) -> &'static str {
    match beside {
        Beside::Wire => "wire",
        Beside::Stage => "stage",
        Beside::Panel => "panel",
    }
}

/// What stands beside the words.
fn beside(page: &LessonPage, at: (usize, usize), run: &Callback<Action>, go: &Callback<String>) -> Html {
    let view = &page.page;
    let stage = || html! { <Stage stage={view.stage.clone()} act={run.clone()} /> };
    let heading = &view.narration.heading;
    // Beside the lesson's own words those of the step would be too many, unless the person looks around.
    let narration = match page.stage {
        LessonStage::Set => Narration { heading: heading.clone(), body: vec![], aside: vec![], other: None },
        _ => view.narration.clone(),
    };
    let notebook = view.notebook.clone().filter(|_| page.stage == LessonStage::Exploring);
    match page.beside {
        Beside::Wire => bare_wire(&page.figure),
        Beside::Stage => html! { <>{ stage() }{ stage_alone(heading) }</> },
        Beside::Panel => html! {
            <>
                { stage() }
                <Inspector whole=true {at} target={view.field_target.clone()} {narration} {notebook} tabs={view.tabs.clone()} inspector={view.inspector.clone()} motion={view.motion.clone()} act={run.clone()} navigate={go.clone()} />
            </>
        },
    }
}

/// Progress is kept on this device, and told to the learning platform, if there is one: the steps that were answered rightly.
fn note_progress(player: &Player) -> Vec<usize> {
    let mut progress = load_progress();
    if progress.note(player, &today()) {
        save_progress(&progress);
        scorm::tell(&progress, player.lesson());
    }
    let record = progress.of(player.lesson()).cloned().unwrap_or_default();
    record.answers.into_iter().filter(|(_, answer)| answer.right).map(|(step, _)| step).collect()
}

/// A new step: a screen reader reads it from its heading, and the keyboard goes on from there.
#[hook]
fn use_focus_on_its_heading(step: (usize, &'static str)) {
    let first = use_mut_ref(|| true);
    use_effect_with(step, move |_| {
        if !first.replace(false) {
            focus(document().and_then(|document| document.document_element()), "#lesson");
        }
    });
}

/// Where links lead: one within the run stays in the lesson.
#[hook]
fn use_links(act: &Callback<Do>, navigate: &Callback<String>) -> Callback<String> {
    let (act, navigate) = (act.clone(), navigate.clone());
    use_callback((), move |address: String, ()| match Route::of(&address) {
        Some(Route::Scenario { .. }) => act.emit(Do::Open(address)),
        _ => navigate.emit(address),
    })
}

/// Whether the setup is open, and what opens and closes it.
#[hook]
fn use_setup() -> (bool, Callback<()>, Callback<()>) {
    let setup = use_state(|| false);
    let open = {
        let setup = setup.setter();
        use_callback((), move |(), ()| setup.set(true))
    };
    let close = {
        let setup = setup.setter();
        use_callback((), move |(), ()| {
            setup.set(false);
            // What opened it may be gone: the task is done.
            catch_focus("#feedback");
        })
    };
    (*setup, open, close)
}

/// The keys of the step view are those of the run; they work where the run is free.
#[hook]
fn use_lesson_keys(
    page: &LessonPage,
    navigate: &Callback<String>,
    run: &Callback<Action>,
    toggle_play: Callback<()>,
    find: Callback<()>,
) {
    let free = page.stage == LessonStage::Exploring;
    let (back, next, navigate, run) = (page.back.clone(), page.next.clone(), navigate.clone(), run.clone());
    use_shortcuts(Shortcuts {
        act: Callback::from(move |action: Action| match (&action, free) {
            (Action::Next, false) => next.iter().for_each(|next| navigate.emit(next.clone())),
            (Action::Previous, false) => back.iter().for_each(|back| navigate.emit(back.clone())),
            (Action::First | Action::Last, false) => {}
            _ => run.emit(action),
        }),
        toggle_play,
        help: Callback::noop(),
        find,
        black: Callback::noop(),
        laser: Callback::noop(),
        presenting: false,
        blackened: false,
    });
}

fn top(page: &LessonPage, navigate: &Callback<String>, run: &Callback<Action>, setup: &Callback<()>) -> Html {
    html! {
        <header class="top">
            { local_link("/", html! { <>{ brand() }<span class="brand-name">{ "Handshake Lab" }</span></> }, "brand", navigate) }
            <h1>{ page.lesson }</h1>
            if page.beside == Beside::Panel { { segments(word("view"), "views", &page.page.points_of_view, run.reform(Action::View)) } }
            <div class="tools">
                if page.beside == Beside::Panel {
                    <button class="button" onclick={setup.reform(|_: MouseEvent| ())}>{ word("setup") }</button>
                }
                { language_choice() }
                <ThemeButton />
            </div>
        </header>
    }
}
