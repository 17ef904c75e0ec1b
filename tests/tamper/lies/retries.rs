//! Lies around a HelloRetryRequest, about sizes and about who may come in; and what never ends.

use super::{Lie, World, in_world, to_client, to_server};
use handshake_core::msgs::codes::{
    CipherSuite, ContentType, ExtensionType, HandshakeType, MaxFragmentLength, NamedGroup,
};
use handshake_core::msgs::extensions::{Cookie, Extension};
use handshake_core::msgs::{Body, Certificate, ClientHello, Finished, Handshake, NewSessionTicket, ServerHello};
use handshake_core::pki::{Finding, Verifier, WebPkiVerifier};
use handshake_core::server::ClientAuth;
use handshake_core::trace::Epoch;
use handshake_core::{Rule, Side, Statement};
use handshake_tests::script::{Script, Told, record};
use handshake_wire::{decode, encode};
use std::sync::Arc;

pub fn lies() -> Vec<Lie> {
    [around_a_retry(), sizes(), identities(), after()].into_iter().flatten().collect()
}

fn around_a_retry() -> Vec<Lie> {
    let retried = |lie: Lie| Lie { world: retry, ..lie };
    vec![
        retried(to_client("a second retry", Rule::OneRetry, |s| s.told.insert(1, s.told[0].clone()))),
        retried(to_client("another suite than the retry named", Rule::RetrySuiteSame, |s| {
            edit_last::<ServerHello>(s, |hello| hello.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384);
        })),
        retried(to_server("another random in the second hello", Rule::SecondHelloSame, |s| {
            edit_last::<ClientHello>(s, |hello| hello.random[0] ^= 1);
        })),
        retried(to_server("another extension in the second hello", Rule::SecondHelloSame, |s| {
            edit_last::<ClientHello>(s, |hello| {
                hello.extensions.0.push(Extension::Raw(ExtensionType(0x1234), vec![]));
            });
        })),
        retried(to_server("early data in the second hello", Rule::SecondHelloSame, |s| {
            edit_last::<ClientHello>(s, |hello| {
                hello.extensions.0.push(Extension::Raw(ExtensionType::EARLY_DATA, vec![]));
            });
        })),
        retried(to_server("a cookie that was not given", Rule::CookieEcho, |s| {
            edit_last::<ClientHello>(s, |hello| {
                for extension in &mut hello.extensions.0 {
                    if let Extension::Cookie(Cookie(cookie)) = extension {
                        cookie[0] ^= 1;
                    }
                }
            });
        })),
        retried(to_server("a share of another group than asked for", Rule::RetryShare, |s| {
            edit_last::<ClientHello>(s, |hello| {
                for extension in &mut hello.extensions.0 {
                    if let Extension::ClientKeyShares(shares) = extension {
                        shares.0[0].group = NamedGroup::X25519;
                    }
                }
            });
        })),
    ]
}

fn sizes() -> Vec<Lie> {
    vec![
        in_world("a record_size_limit of 63", Side::Server, Rule::RecordSizeLimitForm, |world| {
            world.client.record_size_limit = Some(63);
        }),
        in_world("a record_size_limit of 63", Side::Client, Rule::RecordSizeLimitForm, |world| {
            world.client.record_size_limit = Some(64);
            world.server.record_size_limit = Some(63);
        }),
        in_world("a limit of records, and one of fragments", Side::Client, Rule::RecordSizeLimitForm, |world| {
            world.client.record_size_limit = Some(100);
            world.client.max_fragment_length = Some(MaxFragmentLength(1));
            world.server.extra_extensions.push(Extension::RecordSizeLimit(100));
            world.server.extra_extensions.push(Extension::MaxFragmentLength(MaxFragmentLength(1)));
        }),
        in_world("a max_fragment_length that is none", Side::Server, Rule::MaxFragmentForm, |world| {
            world.client.extra_extensions.push(Extension::Raw(ExtensionType::MAX_FRAGMENT_LENGTH, vec![9]));
        }),
        Lie {
            world: |world| {
                world.client.record_size_limit = Some(100);
                world.server.record_size_limit = Some(100);
            },
            ..to_server("a record over the limit", Rule::RecordSizeRespected, |s| {
                s.after::<Finished>(record(Epoch::Application, ContentType::APPLICATION_DATA, &[1; 100]));
            })
        },
        in_world("another name than the server's", Side::Server, Rule::NameServed, |world| {
            world.server.names = vec!["example.org".to_owned()];
        }),
        in_world("nothing but what the server thinks weak", Side::Server, Rule::SecurityEnough, |world| {
            world.client.suites = vec![CipherSuite::TLS_AES_128_GCM_SHA256];
            world.server.suites = vec![CipherSuite::TLS_AES_256_GCM_SHA384];
            world.server.too_weak = vec![CipherSuite::TLS_AES_128_GCM_SHA256];
        }),
    ]
}

fn identities() -> Vec<Lie> {
    vec![
        to_client("a demand that names no signatures", Rule::RequestSchemes, |s| {
            let demand = [HandshakeType::CERTIFICATE_REQUEST.0, 0, 0, 7, 0, 0, 4, 0x12, 0x34, 0, 0];
            s.before::<Certificate>(record(Epoch::Handshake, ContentType::HANDSHAKE, &demand));
        }),
        in_world("no certificate, though one is demanded", Side::Server, Rule::CertificateRequired, |world| {
            world.server.client_auth = Some(ClientAuth {
                verifier: Arc::new(WebPkiVerifier::none()),
                required: true,
                signature_schemes: world.client.signature_schemes.clone(),
                authorities: vec![],
            });
        }),
        in_world("a certificate that may not come in", Side::Client, Rule::AccessAllowed, |world| {
            world.client.verifier = Arc::new(Refuses(Rule::AccessAllowed));
        }),
        in_world(
            "a certificate that something else speaks against",
            Side::Client,
            Rule::CertificateAcceptable,
            |world| {
                world.client.verifier = Arc::new(Refuses(Rule::CertificateAcceptable));
            },
        ),
    ]
}

fn after() -> Vec<Lie> {
    vec![
        to_client("a KeyUpdate of a third kind", Rule::KeyUpdateForm, |s| {
            let update = [HandshakeType::KEY_UPDATE.0, 0, 0, 1, 2];
            s.after::<NewSessionTicket>(record(Epoch::Application, ContentType::HANDSHAKE, &update));
        }),
        Lie {
            world: |world| world.client.records.max_idle_messages = 3,
            ..to_client("tickets without end", Rule::NoEndlessMessages, |s| {
                let at = s.place::<NewSessionTicket>();
                for _ in 0..3 {
                    s.told.insert(at, s.told[at].clone());
                }
            })
        },
    ]
}

/// The server wants another group than the client has sent a share for, and gives a cookie.
fn retry(world: &mut World) {
    world.client.key_shares = vec![NamedGroup::X25519];
    world.server.groups = vec![NamedGroup::SECP256R1];
    world.server.cookie = Some(32);
}

/// Changes the fields of the last message of this type.
fn edit_last<B: Body>(script: &mut Script, change: impl FnOnce(&mut B)) {
    let is = |told: &Told| match told {
        Told::Record { content_type: ContentType::HANDSHAKE, content, .. } => content.first() == Some(&B::TYPE.0),
        _ => false,
    };
    let at = script.told.iter().rposition(is).expect("a message");
    let bytes = script.content(at);
    let mut message = decode::<Handshake<B>>(bytes).0.expect("an honest message");
    change(&mut message.0);
    *bytes = encode(&mut message).expect("a message that can be written").0;
}

/// Finds one thing wrong with any chain.
struct Refuses(Rule);

impl Verifier for Refuses {
    fn chain(&self, _: &[Vec<u8>], _: Option<&str>, _: u64) -> Vec<Finding> {
        vec![Finding::broken(self.0, Statement::plain("nobody may"))]
    }

    fn signature(&self, _: handshake_core::msgs::codes::SignatureScheme, _: &[u8], _: &[u8], _: &[u8]) -> bool {
        false
    }
}
