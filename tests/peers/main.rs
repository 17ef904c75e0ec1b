//! The engine against other implementations: rustls and OpenSSL in memory, OpenSSL's and GnuTLS's programs over loopback.
#![forbid(unsafe_code)]

mod agree;
mod chains;
mod commands;
mod forbidden;
mod gnutls;
mod identity;
mod kit;
mod matrix;
mod openssl12;
mod openssl_more;
mod openssl_peer;
mod peer;
mod refuse;
mod rustls12;
mod rustls_more;
mod rustls_peer;
mod s_programs;
mod staples;
mod table;
mod tcp;
mod terms;

use peer::Library;

const RUSTLS: Library = Library { name: "rustls", make: rustls_peer::make };
const OPENSSL: Library = Library { name: "OpenSSL", make: openssl_peer::make };
