//! Address ↔ story: the address holds the whole view, so Back, links and sharing need nothing else.

use crate::pages::{Home, Step};
use handshake_story::{Action, Story};
use std::rc::Rc;
use yew::prelude::*;
use yew_router::history::{BrowserHistory, History};

/// What is open.
#[derive(Clone, PartialEq)]
enum Open {
    Home,
    Story(Box<Story>),
}

impl Open {
    fn at(address: &str, before: Option<&Open>) -> Open {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        match before {
            _ if matches!(path, "" | "/" | "/index.html") => Open::Home,
            Some(Open::Story(story)) => Open::Story(Box::new(story.act(Action::Open(address.to_owned())))),
            _ => Open::Story(Box::new(Story::open(address))),
        }
    }
}

enum Change {
    Address(String),
    Show(Box<Story>),
}

impl Reducible for Open {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        match change {
            Change::Address(address) => Rc::new(Open::at(&address, Some(&self))),
            Change::Show(story) => Rc::new(Open::Story(story)),
        }
    }
}

fn current(history: &BrowserHistory) -> String {
    let location = history.location();
    format!("{}{}", location.path(), location.query_str())
}

/// The page.
#[component]
pub fn App() -> Html {
    let history = use_memo((), |()| BrowserHistory::new());
    let open = {
        let history = Rc::clone(&history);
        use_reducer(move || Open::at(&current(&history), None))
    };
    // Back, Forward: the address changed by itself.
    {
        let (history, dispatch) = (Rc::clone(&history), open.dispatcher());
        use_effect_with((), move |()| {
            crate::dom::set_root_attribute("data-ready", Some("true"));
            let listened = Rc::clone(&history);
            let listener = history.listen(move || dispatch.dispatch(Change::Address(current(&listened))));
            move || drop(listener)
        });
    }
    let navigate = {
        let history = Rc::clone(&history);
        use_callback((), move |address: String, ()| history.push(address))
    };
    let act = {
        let (history, open) = (Rc::clone(&history), open.clone());
        Callback::from(move |action: Action| {
            let Open::Story(story) = &*open else { return };
            let passing = matches!(action, Action::SelectField(_) | Action::SelectNode(_) | Action::Deselect);
            let next = story.act(action);
            let address = next.address();
            open.dispatch(Change::Show(Box::new(next)));
            if address != current(&history) {
                // A step is a place to come back to; which byte was looked at is not.
                if passing { history.replace(address) } else { history.push(address) }
            }
        })
    };
    match &*open {
        Open::Home => html! { <Home {navigate} /> },
        Open::Story(story) => html! { <Step story={(**story).clone()} {act} {navigate} /> },
    }
}
