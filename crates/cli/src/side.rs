//! Either side of a connection, with the system's time and randomness.

use anstream::eprintln;
use handshake_core::connection::Status;
use handshake_core::random::Randomness;
use handshake_core::trace::{Step, Trace};
use handshake_core::{ClientConnection, Fault, ServerConnection};
use std::time::{SystemTime, UNIX_EPOCH};

/// Longest handshake message that is taken, in bytes: chains of many long certificates are met.
pub const MAX_MESSAGE: usize = 256 << 10;

/// Either side.
pub trait Live {
    fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault>;
    fn take_output(&mut self) -> Vec<u8>;
    fn take_data(&mut self) -> Vec<u8>;
    fn status(&self) -> Status;
    fn is_closed(&self) -> bool;
    fn steps(&self) -> &[Step];
    fn left_out(&self) -> u64;
    fn trace(&self) -> Trace;
    fn may_send(&self) -> bool;
    fn send(&mut self, data: &[u8]);
    fn close(&mut self);
}

macro_rules! live {
    ($connection:ty) => {
        impl Live for $connection {
            fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault> {
                self.receive(bytes)
            }
            fn take_output(&mut self) -> Vec<u8> {
                self.take_output()
            }
            fn take_data(&mut self) -> Vec<u8> {
                let mut data = self.take_early_data();
                data.extend(self.take_data());
                data
            }
            fn status(&self) -> Status {
                self.status()
            }
            fn is_closed(&self) -> bool {
                self.is_closed()
            }
            fn steps(&self) -> &[Step] {
                self.steps()
            }
            fn left_out(&self) -> u64 {
                self.left_out()
            }
            fn trace(&self) -> Trace {
                self.trace()
            }
            fn may_send(&self) -> bool {
                self.may_send()
            }
            // What can't be sent any more is told by the status.
            fn send(&mut self, data: &[u8]) {
                let _ = self.send(data);
            }
            fn close(&mut self) {
                let _ = self.close();
            }
        }
    };
}

live!(ClientConnection);
live!(ServerConnection);

/// Randomness of the operating system.
pub struct System;

impl Randomness for System {
    fn fill(&mut self, _: &'static str, out: &mut [u8]) {
        if let Err(error) = getrandom::fill(out) {
            eprintln!("handshake: the system has no randomness: {error}");
            std::process::exit(1);
        }
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
