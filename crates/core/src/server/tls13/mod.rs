//! The server's TLS 1.3 states, one a file.

pub(super) mod choice;
mod connected;
mod negotiated;
mod recvd_client_hello;
mod resume;
mod retry;
mod start;
mod wait_cert;
mod wait_certificate_verify;
mod wait_end_of_early_data;
mod wait_finished;
mod wait_flight2;

pub(super) use connected::Connected;
pub(super) use negotiated::{Flight, Negotiated};
pub(super) use recvd_client_hello::{Chosen, RecvdClientHello};
pub(super) use retry::{AfterRetry, Retry, SendRetry};
pub(super) use start::{AfterStart, Start};
pub(super) use wait_cert::WaitCert;
pub(super) use wait_certificate_verify::WaitCertificateVerify;
pub(super) use wait_end_of_early_data::WaitEndOfEarlyData;
pub(super) use wait_finished::WaitFinished;
pub(super) use wait_flight2::{AfterFlight2, WaitFlight2};
