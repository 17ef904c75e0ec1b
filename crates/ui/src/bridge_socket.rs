//! A WebSocket to the bridge.

use gloo_events::EventListener;
use handshake_lessons::Problem;
use wasm_bindgen::JsCast;
use web_sys::js_sys::{ArrayBuffer, Uint8Array};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};
use yew::Callback;

/// What comes over it.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// It is open.
    Open,
    /// Bytes from the server.
    Bytes(Vec<u8>),
    /// It is closed: why, by its code and the bridge's own words.
    Closed(u16, String),
}

/// An open WebSocket; closed when dropped.
pub struct BridgeSocket {
    socket: WebSocket,
    _listeners: Vec<EventListener>,
}

impl BridgeSocket {
    /// Opens one. What comes is given to `news`.
    ///
    /// # Errors
    /// If the address is none.
    pub fn open(address: &str, news: &Callback<News>) -> Result<BridgeSocket, Problem> {
        let socket = WebSocket::new(address).map_err(|_| Problem::of("connect.no-bridge", &[]))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let listen = |event: &'static str, news: Callback<News>, read: fn(&web_sys::Event) -> Option<News>| {
            EventListener::new(&socket, event, move |event| {
                if let Some(one) = read(event) {
                    news.emit(one);
                }
            })
        };
        let listeners = vec![
            listen("open", news.clone(), |_| Some(News::Open)),
            listen("message", news.clone(), |event| {
                let buffer = event.dyn_ref::<MessageEvent>()?.data().dyn_into::<ArrayBuffer>().ok()?;
                Some(News::Bytes(Uint8Array::new(&buffer).to_vec()))
            }),
            listen("close", news.clone(), |event| {
                let event = event.dyn_ref::<CloseEvent>()?;
                Some(News::Closed(event.code(), event.reason()))
            }),
        ];
        Ok(BridgeSocket { socket, _listeners: listeners })
    }

    /// Sends bytes.
    pub fn send(&self, bytes: &[u8]) {
        if !bytes.is_empty() {
            // What can't be sent any more is told by the close event.
            let _ = self.socket.send_with_u8_array(bytes);
        }
    }
}

impl Drop for BridgeSocket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
