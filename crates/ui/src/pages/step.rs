//! The step view: stage, inspector, timeline.

use crate::clock::Clock;
use crate::components::{
    AttackBar, Dialog, Find, Header, Help, Inspector, Present, SetupPanel, Share, Stage, Timeline,
};
use crate::hooks::{Shortcuts, Undo, notes, use_clock, use_kept_focus, use_play, use_shortcuts, use_show, use_title};
use handshake_app::view::Page;
use handshake_app::{Action, Story};
use handshake_lessons::word;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub story: Story,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    /// What stands above the stage, for a connection that goes on.
    #[prop_or_default]
    pub bar: Html,
    /// At the last step there may come another one.
    #[prop_or_default]
    pub goes_on: bool,
    /// Whether there is something to undo and to redo, and how.
    #[prop_or_default]
    pub undo: Undo,
}

/// The step view.
#[component]
pub fn Step(props: &Props) -> Html {
    let Props { story, act, navigate, bar, undo, goes_on } = props;
    let place = story.place();
    let dialog = use_state(|| None::<Dialog>);
    let open_dialog = {
        let set = dialog.setter();
        use_callback((), move |which: Option<Dialog>, ()| set.set(which))
    };
    let page = use_memo(story.clone(), |story| story.page());
    let clock = use_clock(story, &page.motion, page.held);
    let play = use_play(place, story.is_at_end(), act.clone(), clock.clone());
    let show = use_show(story, navigate);
    use_shortcuts(Shortcuts {
        act: act.clone(),
        toggle_play: play.toggle.clone(),
        help: open_dialog.reform(|()| Some(Dialog::Help)),
        find: open_dialog.reform(|()| Some(Dialog::Find)),
        black: show.black.clone(),
        laser: show.laser.clone(),
        presenting: story.is_presented(),
        blackened: show.is_black,
    });
    let position = story.position();
    use_title(Some(format!("{}/{} {}", position.0, position.1, page.narration.heading)));
    use_kept_focus((story.clone(), dialog.is_some()), place);
    let close = open_dialog.reform(|()| None);
    let (refused, refuse, heard) = use_refused();
    html! {
        <ContextProvider<Clock> context={clock}>
        <ContextProvider<Story> context={story.clone()}>
        <div class={classes!("page", page.present.then_some("presenting"))}>
            <Header title={page.title.clone()} views={page.points_of_view.clone()} act={act.clone()}
                navigate={navigate.clone()} dialog={open_dialog.clone()} undo={undo.clone()} fixed={page.fixed.clone()} refuse={refuse.clone()} />
            <Notices refused={page.fixed.clone().filter(|_| refused)} notice={page.notice.clone().filter(|_| *dialog != Some(Dialog::Setup))} {heard} />
            { bar.clone() }
            if let Some(attack) = page.attack.clone() {
                <AttackBar {attack} act={act.clone()} navigate={navigate.clone()} />
            }
            <div class="split">
                <Stage stage={page.stage.clone()} act={act.clone()} />
                <Inspector at={place} narration={page.narration.clone()} ending={page.ending.clone()} notebook={page.notebook.clone()} tabs={page.tabs.clone()} inspector={page.inspector.clone()} motion={page.motion.clone()}
                    target={page.field_target.clone()} act={act.clone()} navigate={navigate.clone()} fixed={page.fixed.clone()} {refuse} />
            </div>
            <Timeline timeline={page.timeline.clone()} playing={play.playing} toggle={play.toggle.clone()}
                pace={play.pace} set_pace={play.set_pace.clone()} act={act.clone()} {goes_on} />
            <div class="visually-hidden" aria-live="polite">{ page.announcement.clone() }</div>
            if page.present || show.is_black {
                <Present title={page.title.clone()} black={show.is_black} laser={show.is_laser && page.present} light={show.black.clone()}
                    leave={act.reform(|()| Action::Present)} notes={notes(story)} />
            }
            { open_dialog_of(*dialog, props, &page, &close) }
        </div>
        </ContextProvider<Story>>
        </ContextProvider<Clock>>
    }
}

/// Whether something was asked for that a recording does not have; to say that it was, and that this has been read.
#[hook]
fn use_refused() -> (bool, Callback<()>, Callback<()>) {
    let refused = use_state(|| false);
    let refuse = {
        let set = refused.setter();
        use_callback((), move |(), ()| set.set(true))
    };
    let heard = {
        let set = refused.setter();
        Callback::from(move |()| set.set(false))
    };
    (*refused, refuse, heard)
}

/// The dialog that is open.
fn open_dialog_of(dialog: Option<Dialog>, props: &Props, page: &Page, close: &Callback<()>) -> Html {
    let Props { story, act, navigate, .. } = props;
    match dialog {
        Some(Dialog::Setup) => html! {
            <SetupPanel setup={story.setup()} problem={page.notice.clone()} outcome={page.announcement.clone()} act={act.clone()} close={close.clone()}
                compare={story.comparison().map(|address| (address, navigate.clone()))} />
        },
        Some(Dialog::Share) => html! {
            <Share story={story.clone()} fingerprint={story.fingerprint()} source={page.source} navigate={navigate.clone()} close={close.clone()} />
        },
        Some(Dialog::Find) => {
            html! { <Find story={story.clone()} navigate={navigate.clone()} close={close.clone()} /> }
        }
        Some(Dialog::Help) => html! { <Help close={close.clone()} /> },
        None => html! {},
    }
}

#[derive(PartialEq, Properties)]
struct NoticesProps {
    /// Why something that was asked for can't be had.
    refused: Option<String>,
    /// What was wrong with the address.
    notice: Option<String>,
    /// The first one was read.
    heard: Callback<()>,
}

/// What has to be said above the stage, until it has been read.
#[component]
fn Notices(props: &NoticesProps) -> Html {
    let dismissed = use_state(|| None::<String>);
    let notice = props.notice.clone().filter(|notice| dismissed.as_ref() != Some(notice));
    let dismiss = {
        let (dismissed, notice) = (dismissed.setter(), notice.clone());
        Callback::from(move |()| dismissed.set(notice.clone()))
    };
    let said = |what: Option<String>, close: &Callback<()>| {
        let onclick = close.reform(|_: MouseEvent| ());
        what.map(|what| {
            html! { <div class="notice" data-name="notice" role="status"><p>{ what }</p><button class="button" {onclick}>{ word("step.close") }</button></div> }
        })
    };
    html! { <>{ said(props.refused.clone(), &props.heard) }{ said(notice, &dismiss) }</> }
}
