//! Windows of the same page on the same device, kept in step.

use crate::dom::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};
use yew::prelude::*;

const NAME: &str = "handshake-lab";

/// What windows say to each other.
#[derive(Clone, Debug, PartialEq)]
pub enum PresenterMessage {
    /// The class sees this address.
    Shows(String),
    /// The class shall see this address.
    Go(String),
    /// What does the class see?
    Asks,
    /// Make the class's screen black, or no longer.
    Black,
}

impl PresenterMessage {
    fn write(&self) -> String {
        match self {
            PresenterMessage::Shows(address) => format!("shows {address}"),
            PresenterMessage::Go(address) => format!("go {address}"),
            PresenterMessage::Asks => "asks".to_owned(),
            PresenterMessage::Black => "black".to_owned(),
        }
    }

    /// Anything else (another version's window) is not listened to.
    fn read(text: &str) -> Option<PresenterMessage> {
        match text.split_once(' ').unwrap_or((text, "")) {
            ("shows", address) => Some(PresenterMessage::Shows(address.to_owned())),
            ("go", address) => Some(PresenterMessage::Go(address.to_owned())),
            ("asks", "") => Some(PresenterMessage::Asks),
            ("black", "") => Some(PresenterMessage::Black),
            _ => None,
        }
    }
}

/// Listens to the other windows; returns how to speak to them. Where there is no such channel, nobody hears.
#[hook]
pub fn use_channel(heard: impl Fn(PresenterMessage) + 'static) -> Callback<PresenterMessage> {
    let latest = use_mut_ref(|| None::<Box<dyn Fn(PresenterMessage)>>);
    *latest.borrow_mut() = Some(Box::new(heard));
    let channel = use_memo((), |()| window().and_then(|_| BroadcastChannel::new(NAME).ok()));
    {
        let channel = channel.clone();
        use_effect_with((), move |()| {
            let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(said) = event.data().as_string().as_deref().and_then(PresenterMessage::read)
                    && let Some(heard) = latest.borrow().as_ref()
                {
                    heard(said);
                }
            });
            if let Some(channel) = channel.as_ref() {
                channel.set_onmessage(Some(listen.as_ref().unchecked_ref()));
            }
            move || {
                if let Some(channel) = channel.as_ref() {
                    channel.close();
                }
                drop(listen);
            }
        });
    }
    use_callback((), move |said: PresenterMessage, ()| {
        if let Some(channel) = channel.as_ref() {
            let _ = channel.post_message(&JsValue::from_str(&said.write()));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::PresenterMessage;

    #[test]
    fn what_is_said_is_understood() {
        for said in [
            PresenterMessage::Shows("/s/a/1?b=c d".to_owned()),
            PresenterMessage::Go("/".to_owned()),
            PresenterMessage::Asks,
            PresenterMessage::Black,
        ] {
            assert_eq!(PresenterMessage::read(&said.write()), Some(said));
        }
        assert_eq!(PresenterMessage::read("shout hello"), None);
    }
}
