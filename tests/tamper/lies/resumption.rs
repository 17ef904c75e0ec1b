//! Lies about pre-shared keys and early data.

use super::{Lie, World, in_world, to_client, to_server};
use handshake_core::keys::PskKind;
use handshake_core::msgs::codes::{CipherSuite, ContentType, ExtensionType, PskKeyExchangeMode};
use handshake_core::msgs::extensions::{Extension, OfferedPsks};
use handshake_core::msgs::{ClientHello, EncryptedExtensions, ServerHello};
use handshake_core::session::{ClientPsk, MemorySessions, ServerSession, SessionStore};
use handshake_core::trace::Epoch;
use handshake_core::{Rule, Side};
use handshake_tests::NOW;
use handshake_tests::script::{Script, record};
use std::sync::Arc;

const SUITE: CipherSuite = CipherSuite::TLS_AES_128_GCM_SHA256;

pub fn lies() -> Vec<Lie> {
    let psk = |lie: Lie| Lie { world: known, ..lie };
    let early = |lie: Lie| Lie { world: early_data, ..lie };
    vec![
        psk(to_server("an extension after pre_shared_key", Rule::PskLast, |s| {
            s.edit::<ClientHello>(|hello| hello.extensions.0.push(Extension::Raw(ExtensionType(0x1234), vec![])));
        })),
        psk(to_server("pre-shared keys without modes", Rule::PskModesSent, |s| {
            s.edit::<ClientHello>(|hello| {
                hello.extensions.0.retain(|e| e.extension_type() != ExtensionType::PSK_KEY_EXCHANGE_MODES);
            });
        })),
        psk(to_server("two binders for one key", Rule::BinderCount, |s| {
            psks(s, |psks| psks.binders.push(psks.binders[0].clone()));
        })),
        psk(to_server("another binder", Rule::BinderFits, |s| psks(s, |psks| psks.binders[0][31] ^= 1))),
        psk(to_server("another hello under the same binder", Rule::BinderFits, |s| {
            s.edit::<ClientHello>(|hello| hello.random[0] ^= 1);
        })),
        in_world("a key that a server without a certificate does not know", Side::Server, Rule::PskKnown, |world| {
            known(world);
            world.server.identities.clear();
            world.server.sessions = Some(Arc::new(MemorySessions::new()));
        }),
        in_world("a key to be used alone that the server does not know", Side::Server, Rule::GroupInCommon, |world| {
            known(world);
            world.client.psk_modes = vec![PskKeyExchangeMode::PSK_KE];
            (world.client.groups, world.client.key_shares) = (Vec::new(), Vec::new());
            world.server.sessions = Some(Arc::new(MemorySessions::new()));
        }),
        psk(to_client("a key that was not offered", Rule::PskOffered, |s| {
            s.edit::<ServerHello>(|hello| {
                for extension in &mut hello.extensions.0 {
                    if let Extension::SelectedIdentity(index) = extension {
                        *index = 1;
                    }
                }
            });
        })),
        psk(to_client("a suite of another hash than the key's", Rule::PskHashFits, |s| {
            s.edit::<ServerHello>(|hello| hello.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384);
        })),
        psk(to_client("no key exchange, which was not offered", Rule::PskModeOffered, |s| {
            s.edit::<ServerHello>(|hello| {
                hello.extensions.0.retain(|e| e.extension_type() != ExtensionType::KEY_SHARE);
            });
        })),
        early(to_client("early data taken, but not for its protocol", Rule::EarlyDataFits, |s| {
            s.edit::<EncryptedExtensions>(|message| {
                message.extensions.0.retain(|e| e.extension_type() != ExtensionType::ALPN);
            });
        })),
        early(to_server("more early data than the ticket is good for", Rule::EarlyDataSize, |s| {
            let is_early = |told: &handshake_tests::script::Told| {
                matches!(told, handshake_tests::script::Told::Record { epoch: Epoch::EarlyData, .. })
            };
            let at = s.told.iter().position(is_early).expect("early data");
            s.told.insert(at, record(Epoch::EarlyData, ContentType::APPLICATION_DATA, &[7; 17]));
        })),
    ]
}

fn psks(script: &mut Script, change: fn(&mut OfferedPsks)) {
    script.edit::<ClientHello>(|hello| match hello.extensions.0.last_mut() {
        Some(Extension::OfferedPsks(psks)) => change(psks),
        other => panic!("{other:?} instead of pre_shared_key"),
    });
}

/// Both sides have an external key.
fn known(world: &mut World) {
    let sessions = MemorySessions::new();
    sessions.add_external(b"class", &[7; 32], SUITE);
    world.client.psks = vec![ClientPsk::external(b"class", &[7; 32], SUITE)];
    world.client.psk_modes = vec![PskKeyExchangeMode::PSK_DHE_KE];
    world.server.sessions = Some(Arc::new(sessions));
}

/// Both sides have a ticket that is good for 16 bytes of early data.
fn early_data(world: &mut World) {
    let sessions = MemorySessions::without_replay_protection();
    let alpn = Some(b"echo".to_vec());
    sessions.keep(
        b"ticket",
        ServerSession {
            secret: vec![7; 32],
            kind: PskKind::Resumption,
            suite: SUITE,
            alpn: alpn.clone(),
            issued_at: NOW,
            lifetime: 3600,
            age_add: 5,
            max_early_data: 16,
            client_chain: vec![],
            server_name: None,
            tls12: None,
        },
    );
    let psk = ClientPsk { kind: PskKind::Resumption, ..ClientPsk::external(b"ticket", &[7; 32], SUITE) };
    world.client.psks = vec![ClientPsk { obfuscated_ticket_age: 5, max_early_data: 16, alpn, ..psk }];
    world.client.early_data = Some(b"early".to_vec());
    world.server.sessions = Some(Arc::new(sessions));
    world.server.early_data = true;
}
