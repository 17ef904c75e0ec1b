//! One side of a connection, sans I/O.

use crate::cx::{Cx, Incoming, Input};
use crate::msgs::codes::{AlertDescription, AlertLevel, KeyUpdateRequest};
use crate::msgs::{Alert, KeyUpdate};
use crate::rules::{Fault, Rule};
use crate::trace::{Event, Outcome, StateName, Step, Trace};

/// A chain of states: [`crate::client::Client`] or [`crate::server::Server`].
pub(crate) trait Machine: Sized {
    /// The state's name in RFC 8446 appendix A.
    fn name(&self) -> StateName;
    /// True if the state goes on only when the peer has sent something.
    fn waits(&self) -> bool;
    /// True if the state looks at what has come in, even if it has something to send.
    fn listens(&self) -> bool;
    /// True if data that comes in is early data.
    fn takes_early_data(&self) -> bool {
        false
    }
    /// True once application data may flow.
    fn is_connected(&self) -> bool;
    /// True once this side may send application data: a server of TLS 1.3 need not wait for the client's Finished. RFC 8446
    /// §4.4.4.
    fn may_send(&self) -> bool {
        self.is_connected()
    }
    /// Uses the state up and makes the next one.
    fn step(self, input: Option<Input>, cx: &mut Cx) -> Result<Self, Fault>;
}

/// A connection's own account of how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The handshake goes on.
    Handshaking,
    /// Application data may flow.
    Connected,
    /// The peer said that it will send no more (`close_notify`), on a connection that stood.
    PeerClosed,
    /// This side gave the handshake up.
    Canceled,
    /// It failed.
    Failed(Fault),
}

/// What one call to [`Connection::poll`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// One step was taken.
    Stepped,
    /// Nothing to do until the peer sends something.
    Waiting,
}

/// Application data can flow only on a connected connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotConnected;

impl std::fmt::Display for NotConnected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is not (or no longer) connected")
    }
}

impl std::error::Error for NotConnected {}

/// One side of a connection.
///
/// Four kinds of method: feed it ([`receive`](Self::receive), or [`feed`](Self::feed) and [`poll`](Self::poll) to go
/// one step at a time), drain it ([`take_output`](Self::take_output), [`take_data`](Self::take_data)), command it
/// ([`send`](Self::send), [`close`](Self::close), [`key_update`](Self::key_update), [`export`](Self::export),
/// [`cancel`](Self::cancel)) and ask it ([`status`](Self::status), [`trace`](Self::trace)). After every call that feeds
/// or commands, send what `take_output` returns. Time and randomness are given when it is made; it has no other source
/// of either.
///
/// A client and a server, driven by hand:
///
/// ```
/// use handshake_core::client::ClientConfig;
/// use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
/// use handshake_core::random::Seeded;
/// use handshake_core::server::ServerConfig;
/// use handshake_core::{ClientConnection, ServerConnection, Side};
/// use std::sync::Arc;
///
/// // Who is who: a chain for a name, and a client that trusts its root.
/// let issued = TeachingCa::new(CertificateKind::EcdsaP256, 1).issue("school.example")?;
/// let verifier = WebPkiVerifier::new(&[&issued.root]).map_err(|(_, problem)| problem)?;
/// let client_config = Arc::new(ClientConfig::new("school.example", Arc::new(verifier)));
/// let server_config = Arc::new(ServerConfig::new(vec![issued.identity]));
///
/// // Time (seconds since 1970) and randomness are passed in; these two are for teaching.
/// let now = 1_780_315_200;
/// let mut client = ClientConnection::new(client_config, Box::new(Seeded::for_side(1, Side::Client)), now);
/// let mut server = ServerConnection::new(server_config, Box::new(Seeded::for_side(1, Side::Server)), now);
///
/// // Carry bytes until both are connected. A network may cut them anywhere.
/// client.receive(&[])?;
/// while !(client.is_connected() && server.is_connected()) {
///     server.receive(&client.take_output())?;
///     client.receive(&server.take_output())?;
/// }
///
/// client.send(b"hello")?;
/// server.receive(&client.take_output())?;
/// assert_eq!(server.take_data(), b"hello");
///
/// // New keys, on both sides; and a value that both can derive and nobody else.
/// client.key_update(true)?;
/// server.receive(&client.take_output())?;
/// client.receive(&server.take_output())?;
/// assert_eq!(client.export("EXPORTER-demo", b"", 16)?, server.export("EXPORTER-demo", b"", 16)?);
///
/// client.close()?;
/// server.receive(&client.take_output())?;
/// println!("{} steps", client.trace().steps.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Connection<M> {
    machine: Option<M>,
    state: StateName,
    cx: Cx,
    steps: Vec<Step>,
    fault: Option<Fault>,
    peer_closed: bool,
    closed: bool,
    data: Vec<u8>,
    early_data: Vec<u8>,
    /// Estimated bytes of the account so far.
    account: usize,
    /// Steps that have no place in it.
    left_out: u64,
}

/// The name of the state after a failure or a closure; the RFC has none.
const CLOSED: StateName = "CLOSED";

#[allow(private_bounds)]
impl<M: Machine> Connection<M> {
    pub(crate) fn with(machine: M, cx: Cx) -> Self {
        Connection {
            state: machine.name(),
            machine: Some(machine),
            cx,
            steps: Vec::new(),
            fault: None,
            peer_closed: false,
            closed: false,
            data: Vec::new(),
            early_data: Vec::new(),
            account: 0,
            left_out: 0,
        }
    }

    /// Takes in bytes from the peer, however they are cut, and goes on as far as possible.
    ///
    /// # Errors
    /// The fault, if the connection fails or has failed. The alert is in [`take_output`](Self::take_output).
    pub fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.feed(bytes);
        while self.poll() == Progress::Stepped {}
        self.fault.clone().map_or(Ok(()), Err)
    }

    /// Takes in bytes from the peer without going on.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.fault.is_none() && !self.peer_closed {
            self.cx.feed(bytes);
        }
    }

    /// Takes one step, if there is one to take.
    pub fn poll(&mut self) -> Progress {
        if self.fault.is_some() || self.peer_closed {
            return Progress::Waiting;
        }
        // After close_notify a side says nothing of its own, be it a ticket that it owes. RFC 8446 §6.1.
        let waits = self.closed || self.machine.as_ref().is_none_or(Machine::waits);
        if waits && let Err(fault) = self.cx.flush() {
            self.fail(fault);
            return Progress::Stepped;
        }
        // What has come in is looked at first, even by a state with something to send: after an alert nothing more is sent.
        let listens = self.machine.as_ref().is_none_or(Machine::listens);
        let incoming = match waits || listens && self.cx.has_partial_input() {
            true => self.cx.next_incoming(),
            false => Ok(None),
        };
        match incoming {
            // All that came is read: one answer will do, however often it was asked for.
            Ok(None) if waits && self.may_write() && self.cx.answers_key_update() => self.update_own_keys(),
            Ok(None) if waits => return Progress::Waiting,
            Ok(None) => self.step(None),
            Ok(Some(Incoming::Input(input))) => self.step(Some(input)),
            Ok(Some(Incoming::Alert(alert))) => self.alerted(alert),
            Err(fault) => self.fail(fault),
        }
        Progress::Stepped
    }

    /// True if application data can be sent: once connected, and before that by a server of TLS 1.3 that has said its
    /// Finished. It does not know yet then whether the client is there at all, nor who it is. RFC 8446 §4.4.4.
    pub fn may_send(&self) -> bool {
        self.fault.is_none() && !self.closed && self.machine.as_ref().is_some_and(Machine::may_send)
    }

    /// Sends application data.
    ///
    /// # Errors
    /// Unless [`may_send`](Self::may_send).
    pub fn send(&mut self, data: &[u8]) -> Result<(), NotConnected> {
        if !self.may_send() {
            return Err(NotConnected);
        }
        for piece in data.chunks(self.cx.sealed_at_most().max(1)).chain(data.is_empty().then_some(data)) {
            if self.is_connected() && self.cx.needs_new_keys(piece.len()) {
                self.update_own_keys();
            }
            match self.cx.check_key_life(piece.len()).and_then(|()| self.cx.send_data(piece)) {
                Ok(()) => self.record(self.state),
                Err(fault) => self.fail(fault),
            }
            if self.fault.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Sends KeyUpdate without asking for one.
    fn update_own_keys(&mut self) {
        match send_key_update(KeyUpdateRequest::UPDATE_NOT_REQUESTED, &mut self.cx) {
            Ok(()) => self.record(self.state),
            Err(fault) => self.fail(fault),
        }
    }

    /// Says that this side will send no more (`close_notify`, RFC 8446 §6.1).
    ///
    /// # Errors
    /// If the connection is not connected, or closed already.
    pub fn close(&mut self) -> Result<(), NotConnected> {
        if !self.may_write() {
            return Err(NotConnected);
        }
        self.closed = true;
        self.cx.close();
        match self.cx.send_alert(AlertDescription::CLOSE_NOTIFY) {
            Ok(()) => self.record(if self.peer_closed { CLOSED } else { self.state }),
            Err(fault) => self.fail(fault),
        }
        Ok(())
    }

    /// Seals with new keys from the next record on; `request` asks the peer to do the same, unless it was asked and has not
    /// answered yet. RFC 8446 §4.6.3, RFC 9846 §4.7.3.
    ///
    /// # Errors
    /// If the connection is not connected, or closed already; if it is TLS 1.2, which has no such thing; or if new keys were
    /// taken as often as they may be ([`crate::cx::RecordConfig::max_key_updates`]).
    pub fn key_update(&mut self, request: bool) -> Result<(), NotConnected> {
        if !self.may_write() || self.cx.is_tls12() || !self.cx.may_update_keys() {
            return Err(NotConnected);
        }
        let request_update = match request && !self.cx.awaits_key_update() {
            true => KeyUpdateRequest::UPDATE_REQUESTED,
            false => KeyUpdateRequest::UPDATE_NOT_REQUESTED,
        };
        match send_key_update(request_update, &mut self.cx) {
            Ok(()) => self.record(self.state),
            Err(fault) => self.fail(fault),
        }
        Ok(())
    }

    /// `TLS-Exporter(label, context, len)`, RFC 8446 §7.5: `len` bytes that both sides can derive and nobody else.
    ///
    /// # Errors
    /// If the connection is not connected, the label is longer than 249 bytes or (in TLS 1.2) one of the handshake's own,
    /// or `len` is more than 255 hashes.
    pub fn export(&mut self, label: &str, context: &[u8], len: usize) -> Result<Vec<u8>, NotConnected> {
        self.exported(label, Some(context), len)
    }

    /// The same without a context: in TLS 1.2 that gives another value than an empty one does (RFC 5705 §4), in TLS 1.3 the
    /// same (RFC 8446 §7.5).
    ///
    /// # Errors
    /// As [`export`](Self::export).
    pub fn export_without_context(&mut self, label: &str, len: usize) -> Result<Vec<u8>, NotConnected> {
        self.exported(label, None, len)
    }

    fn exported(&mut self, label: &str, context: Option<&[u8]>, len: usize) -> Result<Vec<u8>, NotConnected> {
        if !self.is_connected() {
            return Err(NotConnected);
        }
        let value = self.cx.export(label, context, len).ok_or(NotConnected)?;
        self.record(self.state);
        Ok(value)
    }

    /// Gives the handshake up: `user_canceled`, then `close_notify`. RFC 8446 §6.1.
    ///
    /// # Errors
    /// If the handshake is over.
    pub fn cancel(&mut self) -> Result<(), NotConnected> {
        if self.fault.is_some() || self.closed || self.is_connected() {
            return Err(NotConnected);
        }
        self.closed = true;
        let alerts = [AlertDescription::USER_CANCELED, AlertDescription::CLOSE_NOTIFY];
        for alert in alerts {
            if let Err(fault) = self.cx.send_alert(alert) {
                self.fail(fault);
                return Ok(());
            }
        }
        self.machine = None;
        self.record(CLOSED);
        Ok(())
    }

    /// The account so far, of this side alone.
    pub fn trace(&self) -> Trace {
        let outcome = match self.status() {
            Status::Failed(fault) => Outcome::Failed { side: self.cx.side(), fault },
            Status::PeerClosed if self.closed => Outcome::Closed,
            _ if self.is_connected() => Outcome::Connected,
            _ => Outcome::Incomplete,
        };
        Trace { steps: self.steps.clone(), outcome }
    }

    pub(crate) fn machine(&self) -> Option<&M> {
        self.machine.as_ref()
    }

    pub(crate) fn machine_mut(&mut self) -> Option<&mut M> {
        self.machine.as_mut()
    }

    /// Early data that has come in: it may be a repetition by somebody else. RFC 8446 §8.
    pub fn take_early_data(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.early_data)
    }

    /// Bytes for the peer.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.cx.take_output()
    }

    /// Application data that has come in.
    pub fn take_data(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.data)
    }

    /// How far it is.
    pub fn status(&self) -> Status {
        match (&self.fault, &self.machine) {
            (Some(fault), _) => Status::Failed(fault.clone()),
            _ if self.peer_closed => Status::PeerClosed,
            (None, None) if self.closed => Status::Canceled,
            (None, Some(machine)) if machine.is_connected() => Status::Connected,
            _ => Status::Handshaking,
        }
    }

    /// True if `close_notify` has been sent.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// True if the handshake has been completed, and nothing has failed since.
    pub fn is_connected(&self) -> bool {
        self.machine.as_ref().is_some_and(Machine::is_connected)
    }

    /// The name of the state it is in.
    pub fn state(&self) -> StateName {
        self.state
    }

    /// True if bytes have come in that make no whole record or message: closing now cuts something off.
    pub fn has_partial_input(&self) -> bool {
        self.cx.has_partial_input()
    }

    /// Everything that has happened, step by step.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Steps that the account has no room for ([`crate::cx::RecordConfig::max_account`]).
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Takes the steps since the last call.
    pub fn take_steps(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    /// What is known of the key schedule.
    pub fn keys(&self) -> &crate::keys::Keys {
        self.cx.keys()
    }

    fn may_write(&self) -> bool {
        self.fault.is_none() && !self.closed && self.is_connected()
    }

    fn step(&mut self, input: Option<Input>) {
        let Some(machine) = self.machine.take() else { return };
        let early = machine.takes_early_data();
        if let (true, Some(Input::Data(data))) = (early || machine.is_connected(), &input) {
            if early { self.early_data.extend_from_slice(data) } else { self.data.extend_from_slice(data) }
        }
        match machine.step(input, &mut self.cx) {
            Ok(next) => {
                let to = next.name();
                self.machine = Some(next);
                self.record(to);
            }
            Err(fault) => self.fail(fault),
        }
    }

    fn alerted(&mut self, alert: Alert) {
        let description = alert.description;
        // In TLS 1.2 a warning fails nothing, nor does user_canceled in any version; too many of them do. RFC 5246 §7.2.
        // A peer that says no more, however mildly, leaves a handshake undone.
        let is_end = description == AlertDescription::CLOSE_NOTIFY;
        let warning = self.cx.takes_warnings() && alert.level == AlertLevel::WARNING && !is_end;
        if is_end && self.is_connected() {
            self.peer_closed = true;
            self.record(if self.closed { CLOSED } else { self.state });
        } else if warning || description == AlertDescription::USER_CANCELED {
            match self.cx.count_idle_message() {
                Ok(()) => self.record(self.state),
                Err(fault) => self.fail(fault),
            }
        } else {
            self.machine = None;
            self.fault = Some(Fault::PeerAlert(description));
            self.record(CLOSED);
        }
    }

    fn fail(&mut self, fault: Fault) {
        self.machine = None;
        if let Fault::Broken { rule, .. } = &fault {
            // The alert is a courtesy: if even that can't be sent, the fault stands all the same.
            let _ = self.cx.send_alert(rule.alert());
        }
        self.fault = Some(fault);
        self.record(CLOSED);
    }

    fn record(&mut self, to: StateName) {
        let events = self.cx.take_events();
        let weight = events.iter().map(Event::weight).sum::<usize>();
        // Of each side there is one.
        let is_end = to == CLOSED || events.iter().any(Event::is_close_notify);
        if self.is_connected() && !is_end && self.account.saturating_add(weight) > self.cx.max_account() {
            self.left_out += 1;
            self.state = to;
            return;
        }
        self.account = self.account.saturating_add(weight);
        self.steps.push(Step { side: self.cx.side(), from: self.state, to, events });
        self.state = to;
    }
}

/// Says that this side's next record is sealed with new keys, and makes them.
fn send_key_update(request_update: KeyUpdateRequest, cx: &mut Cx) -> Result<(), Fault> {
    cx.send(KeyUpdate { request_update })?;
    cx.key_update_sent(request_update == KeyUpdateRequest::UPDATE_REQUESTED);
    cx.update_keys(cx.side())
}

/// Takes the peer's new keys, and owes it an answer if it asks for one. RFC 8446 §4.6.3.
pub(crate) fn receive_key_update(input: Input, cx: &mut Cx) -> Result<(), Fault> {
    let message: KeyUpdate = cx.receive(input)?;
    cx.count_idle_message()?;
    let request = message.request_update;
    let known = [KeyUpdateRequest::UPDATE_NOT_REQUESTED, KeyUpdateRequest::UPDATE_REQUESTED];
    cx.check(Rule::KeyUpdateForm, known.contains(&request), || format!("request_update is {}", request.text()))?;
    cx.update_keys(cx.side().peer())?;
    cx.key_update_received();
    if request == KeyUpdateRequest::UPDATE_REQUESTED {
        cx.owe_key_update();
    }
    Ok(())
}
