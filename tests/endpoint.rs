//! A client or a server, whichever.

use handshake_core::connection::{NotConnected, Progress, Status};
use handshake_core::keys::Keys;
use handshake_core::trace::{StateName, Step};
use handshake_core::{ClientConnection, Fault, ServerConnection};

/// What a test does with one side of a connection, client or server.
pub trait Endpoint {
    /// See [`handshake_core::Connection::receive`].
    ///
    /// # Errors
    /// The fault.
    fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault>;
    /// See [`handshake_core::Connection::feed`].
    fn feed(&mut self, bytes: &[u8]);
    /// See [`handshake_core::Connection::poll`].
    fn poll(&mut self) -> Progress;
    /// See [`handshake_core::Connection::state`].
    fn state(&self) -> StateName;
    /// See [`handshake_core::Connection::take_output`].
    fn take_output(&mut self) -> Vec<u8>;
    /// See [`handshake_core::Connection::take_data`].
    fn take_data(&mut self) -> Vec<u8>;
    /// See [`handshake_core::Connection::send`].
    ///
    /// # Errors
    /// If it is not connected.
    fn send(&mut self, data: &[u8]) -> Result<(), NotConnected>;
    /// See [`handshake_core::Connection::close`].
    ///
    /// # Errors
    /// If it is not connected.
    fn close(&mut self) -> Result<(), NotConnected>;
    /// See [`handshake_core::Connection::status`].
    fn status(&self) -> Status;
    /// See [`handshake_core::Connection::is_closed`].
    fn is_closed(&self) -> bool;
    /// See [`handshake_core::Connection::has_partial_input`].
    fn has_partial_input(&self) -> bool;
    /// See [`handshake_core::Connection::steps`].
    fn steps(&self) -> &[Step];
    /// See [`handshake_core::Connection::keys`].
    fn keys(&self) -> &Keys;
}

macro_rules! endpoint {
    ($connection:ty) => {
        impl Endpoint for $connection {
            fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault> {
                self.receive(bytes)
            }
            fn feed(&mut self, bytes: &[u8]) {
                self.feed(bytes);
            }
            fn poll(&mut self) -> Progress {
                self.poll()
            }
            fn state(&self) -> StateName {
                self.state()
            }
            fn take_output(&mut self) -> Vec<u8> {
                self.take_output()
            }
            fn take_data(&mut self) -> Vec<u8> {
                self.take_data()
            }
            fn send(&mut self, data: &[u8]) -> Result<(), NotConnected> {
                self.send(data)
            }
            fn close(&mut self) -> Result<(), NotConnected> {
                self.close()
            }
            fn status(&self) -> Status {
                self.status()
            }
            fn is_closed(&self) -> bool {
                self.is_closed()
            }
            fn has_partial_input(&self) -> bool {
                self.has_partial_input()
            }
            fn steps(&self) -> &[Step] {
                self.steps()
            }
            fn keys(&self) -> &Keys {
                self.keys()
            }
        }
    };
}

endpoint!(ClientConnection);
endpoint!(ServerConnection);
