//! The engine against other implementations: rustls and OpenSSL in memory, OpenSSL's programs over loopback.
#![forbid(unsafe_code)]

mod agree;
mod openssl12;
mod openssl_more;
mod openssl_peer;
mod peer;
mod programs;
mod refuse;
mod rustls_more;
mod rustls_peer;
mod terms;

use peer::Library;

const RUSTLS: Library = Library { name: "rustls", make: rustls_peer::make };
const OPENSSL: Library = Library { name: "OpenSSL", make: openssl_peer::make };
