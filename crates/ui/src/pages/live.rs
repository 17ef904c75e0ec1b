//! Connecting to a real server over the bridge: the engine in this page is the client.

mod bar;
mod deed;
mod form;
mod way;

use crate::bridge_socket::{BridgeSocket, News};
use crate::dom::unix_time;
use crate::history::{current, history, replace};
use crate::pages::Step;
use bar::Bar;
use deed::{Deed, is_over};
use form::Form;
use handshake_analysis::run::Source;
use handshake_app::route::Route;
use handshake_app::{Action, Story};
use handshake_core::random::Randomness;
use handshake_lessons::{Problem, say};
use handshake_live::bridge::Closing;
use handshake_live::{Session, Wish};
use std::cell::RefCell;
use std::rc::Rc;
use way::Way;
use yew::prelude::*;

/// The screen without a connection.
const FORM: Route = Route::Live { step: None };

#[derive(PartialEq, Properties)]
pub struct Props {
    pub address: String,
    pub navigate: Callback<String>,
}

/// What the connection is made of.
#[derive(Default)]
struct Held {
    session: Option<Session>,
    wire: Option<BridgeSocket>,
    story: Option<Story>,
    problem: Option<String>,
    opening: bool,
    /// The engine can't go on until the server sends something.
    waiting: bool,
    /// Something has come from the server.
    answered: bool,
    /// What the form said.
    last: Option<(Way, Wish)>,
}

impl Held {
    /// Back to the form, which keeps what stood in it.
    fn reset(&mut self, problem: Option<String>) {
        *self = Held { problem, last: self.last.take(), ..Held::default() };
    }

    /// Sends what there is to send, and shows the first step that is new.
    fn show(&mut self) {
        let Some(session) = &mut self.session else { return };
        let output = session.take_output();
        // What the server says is shown from the account.
        session.take_data();
        if let Some(wire) = &self.wire {
            wire.send(&output);
        }
        let run = session.run();
        self.story = Some(match self.story.take() {
            // One step of the engine can be several of the page.
            Some(story) => {
                let seen = story.position().1;
                story.grown(run).act(Action::GoTo(seen + 1))
            }
            None => Story::of(run, &Route::step(Source::Live, "", 1).to_string()),
        });
    }

    /// Writes the address of what is shown.
    fn write(&self) {
        let address = self.story.as_ref().map_or_else(|| FORM.to_string(), Story::address);
        if current(&history()) != address {
            replace(&address);
        }
    }

    fn go_on(&mut self) {
        let Some(session) = &mut self.session else { return };
        self.waiting = !session.advance();
        self.show();
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Open => {
                self.opening = false;
                self.go_on();
            }
            News::Bytes(bytes) => {
                (self.answered, self.waiting) = (true, false);
                if let Some(session) = &mut self.session {
                    session.arrived(&bytes);
                    if session.is_flooded() {
                        self.wire = None;
                    }
                }
            }
            News::Closed(code, reason) => {
                // What is nothing that this page knows, such as the word of a proxy, is told as it is.
                let reason = Closing::read(&reason).map_or(reason, |closing| closing.problem().to_string());
                let at_once = self.opening || !self.answered;
                self.wire = None;
                if at_once {
                    let why = if reason.is_empty() && code != 1000 { unreachable() } else { reason };
                    self.reset(Some(why));
                } else {
                    if let Some(session) = &mut self.session {
                        session.hung_up();
                    }
                    self.problem = (code != 1000).then_some(reason).filter(|reason| !reason.is_empty());
                }
            }
        }
    }

    fn act(&mut self, action: Action) {
        let Some(story) = &self.story else { return };
        let (step, count) = story.position();
        match action {
            Action::Next if step == count && !self.waiting => self.go_on(),
            action => self.story = Some(story.act(action)),
        }
    }

    fn follow(&mut self, deed: Deed) {
        let Some(session) = &mut self.session else { return };
        let done = match deed {
            Deed::GoOn => return self.act(Action::Next),
            Deed::Leave => {
                return self.reset(None);
            }
            Deed::Say(text) => session.send(&text),
            Deed::Update => session.key_update(),
            Deed::Goodbye => session.close(),
        };
        if done {
            self.waiting = false;
            self.show();
        }
    }
}

fn unreachable() -> String {
    say("live.unreachable", &[("origin", &crate::dom::origin())])
}

/// The browser's own randomness.
struct Browser;

impl Randomness for Browser {
    fn fill(&mut self, _: &'static str, out: &mut [u8]) {
        // It was asked before the connection began, and answered.
        let _ = getrandom::fill(out);
    }
}

fn session(wish: &Wish) -> Result<Session, Problem> {
    getrandom::fill(&mut [0; 1]).map_err(|error| Problem::of("live.the-browser-has-no", &[("error", &error)]))?;
    Session::new(wish, Box::new(Browser), unix_time())
}

/// Back, Forward, a link: the address changed by itself.
#[hook]
fn use_way_back(held: &Rc<RefCell<Held>>, update: &UseForceUpdateHandle, address: &str) {
    let (held, update) = (held.clone(), update.clone());
    use_effect_with(address.to_owned(), move |address| {
        let mut held = held.borrow_mut();
        if let Some(story) = held.story.take() {
            let other = story.address() != *address && Route::of(address) != Some(FORM);
            held.story = Some(if other { story.act(Action::Open(address.clone())) } else { story });
            if other {
                update.force_update();
            }
        }
    });
}

/// Opens a connection as the form says.
fn opened(way: Way, wish: Wish, hear: &Callback<News>) -> Held {
    let query = format!("?token={}&target={}", encode(&way.token), encode(&way.target));
    let address = format!("{}/{query}", way.bridge.trim().trim_end_matches('/'));
    let opened = session(&wish).and_then(|session| Ok((session, BridgeSocket::open(&address, hear)?)));
    let last = Some((way, wish));
    match opened {
        Ok((session, wire)) => {
            Held { session: Some(session), wire: Some(wire), opening: true, last, ..Held::default() }
        }
        Err(problem) => Held { problem: Some(problem.to_string()), last, ..Held::default() },
    }
}

/// The screen: a form, then the step view.
#[component]
pub fn Live(props: &Props) -> Html {
    let held = use_mut_ref(Held::default);
    let update = use_force_update();
    let write = {
        let (held, update) = (held.clone(), update.clone());
        use_callback((), move |(), ()| {
            held.borrow().write();
            update.force_update();
        })
    };
    let hear = {
        let (held, write) = (held.clone(), write.clone());
        use_callback((), move |news: News, ()| {
            held.borrow_mut().hear(news);
            write.emit(());
        })
    };
    let connect = {
        let (held, update) = (held.clone(), update.clone());
        use_callback(hear, move |(way, wish): (Way, Wish), hear| {
            *held.borrow_mut() = opened(way, wish, hear);
            update.force_update();
        })
    };
    let act = {
        let (held, write) = (held.clone(), write.clone());
        use_callback((), move |action: Action, ()| {
            held.borrow_mut().act(action);
            write.emit(());
        })
    };
    let follow = {
        let (held, write) = (held.clone(), write.clone());
        use_callback((), move |deed: Deed, ()| {
            held.borrow_mut().follow(deed);
            write.emit(());
        })
    };
    use_way_back(&held, &update, &props.address);
    let held = held.borrow();
    match (&held.story, &held.session) {
        (Some(story), Some(session)) => {
            let (step, count) = story.position();
            let bar = html! {
                <Bar state={session.state()} problem={held.problem.clone()} held={session.held()} waiting={held.waiting}
                    at_end={step == count} tls12={session.is_tls12()} said_goodbye={session.is_closed()} open={held.wire.is_some()}
                    story={story.clone()} {follow} />
            };
            // As the bar's own button.
            let goes_on = !is_over(&session.state()) && (session.held() > 0 || !held.waiting);
            html! { <Step story={story.clone()} {act} navigate={props.navigate.clone()} {bar} {goes_on} /> }
        }
        _ => html! {
            <Form opening={held.opening} problem={held.problem.clone()} gone={Route::of(&props.address) != Some(FORM)} last={held.last.clone()}
                {connect} navigate={props.navigate.clone()} />
        },
    }
}

fn encode(text: &str) -> String {
    web_sys::js_sys::encode_uri_component(text.trim()).into()
}
