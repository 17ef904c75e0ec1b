//! The server's TLS 1.3 states, one a file.

mod connected;
mod negotiated;
mod recvd_client_hello;
mod start;
mod wait_finished;

pub(super) use connected::Connected;
pub(super) use negotiated::{Flight, Negotiated};
pub(super) use recvd_client_hello::RecvdClientHello;
pub(super) use start::Start;
pub(super) use wait_finished::WaitFinished;
