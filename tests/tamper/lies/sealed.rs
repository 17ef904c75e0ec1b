//! Lies under the right keys: in EncryptedExtensions, Certificate, CertificateVerify, Finished and what follows.

use super::{Lie, in_world, to_client, to_server};
use handshake_core::client::ClientConfig;
use handshake_core::msgs::codes::{ContentType, ExtensionType, SignatureScheme};
use handshake_core::msgs::extensions::{Extension, ProtocolNameList};
use handshake_core::msgs::{
    Certificate, CertificateVerify, EncryptedExtensions, Finished, NewSessionTicket, ServerHello,
};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::trace::Epoch;
use handshake_core::{Rule, Side};
use handshake_tests::CA_SEED;
use handshake_tests::script::{Script, record};
use std::sync::Arc;

pub fn lies() -> Vec<Lie> {
    [extensions(), certificates(), signatures(), order(), after()].into_iter().flatten().collect()
}

fn extensions() -> Vec<Lie> {
    vec![
        to_client("an extension that nobody asked for", Rule::ExtensionSolicited, |s| {
            answer(s, Extension::Raw(ExtensionType::MAX_FRAGMENT_LENGTH, vec![1]));
        }),
        to_client("an extension of another message", Rule::ExtensionAllowed, |s| {
            answer(s, Extension::Raw(ExtensionType::KEY_SHARE, vec![0]));
        }),
        Lie {
            world: |world| world.client.status_request = true,
            ..to_client("a status, which belongs into Certificate", Rule::ExtensionAllowed, |s| {
                answer(s, Extension::Raw(ExtensionType::STATUS_REQUEST, vec![1, 0, 0, 0, 0]));
            })
        },
        to_client("an extension twice", Rule::NoDuplicateExtension, |s| {
            answer(s, Extension::Raw(ExtensionType::SERVER_NAME, vec![]));
        }),
        to_client("a protocol that was not offered", Rule::AlpnOffered, |s| protocols(s, &[b"gopher"])),
        to_client("two protocols", Rule::AlpnOffered, |s| protocols(s, &[b"echo", b"http/1.1"])),
        Lie {
            world: |world| world.client.alpn.push(b"echo, http/1.1".to_vec()),
            ..to_client("two protocols, when one that reads like both was offered", Rule::AlpnOffered, |s| {
                protocols(s, &[b"echo", b"http/1.1"]);
            })
        },
        Lie {
            world: |world| world.client.alpn.push(vec![0xff]),
            ..to_client("a protocol that looks like one offered, but is none", Rule::AlpnOffered, |s| {
                protocols(s, &[&[0xfe]]);
            })
        },
        to_client("a protocol that was offered, but not the one chosen", Rule::SignatureFits, |s| {
            protocols(s, &[b"http/1.1"]);
        }),
        to_client("a name's acknowledgement that says something", Rule::Decodes, |s| {
            s.edit::<EncryptedExtensions>(|message| {
                message.extensions.0.retain(|extension| extension.extension_type() != ExtensionType::SERVER_NAME);
                message.extensions.0.push(Extension::Raw(ExtensionType::SERVER_NAME, vec![0]));
            });
        }),
        to_client("bytes after the extensions", Rule::Decodes, |s| {
            let bytes = s.bytes::<EncryptedExtensions>();
            bytes.push(0);
            bytes[3] += 1;
        }),
    ]
}

fn certificates() -> Vec<Lie> {
    vec![
        to_client("a context", Rule::ContextEmpty, |s| {
            s.edit::<Certificate>(|message| message.certificate_request_context = vec![1]);
        }),
        to_client("no certificate", Rule::CertificatePresent, |s| {
            s.edit::<Certificate>(|message| message.certificate_list.clear());
        }),
        to_client("an empty certificate", Rule::Decodes, |s| {
            let bytes = s.bytes::<Certificate>();
            *bytes = [&[11, 0, 0, 9, 0, 0, 0, 5], [0, 0, 0, 0, 0].as_slice()].concat();
        }),
        to_client("an extension that nobody asked for", Rule::ExtensionSolicited, |s| {
            s.edit::<Certificate>(|message| {
                let stapled = Extension::Raw(ExtensionType::STATUS_REQUEST, vec![1, 0, 0, 1, 0]);
                message.certificate_list[0].extensions.0.push(stapled);
            });
        }),
        to_client("an extension of another message", Rule::ExtensionAllowed, |s| {
            s.edit::<Certificate>(|message| {
                let name = Extension::Raw(ExtensionType::SERVER_NAME, vec![]);
                message.certificate_list[1].extensions.0.push(name);
            });
        }),
        to_client("no X.509", Rule::CertificateParses, |s| {
            s.edit::<Certificate>(|message| message.certificate_list[0].cert_data = b"Certificate".to_vec());
        }),
        to_client("a certificate with another signature", Rule::ChainTrusted, |s| {
            s.edit::<Certificate>(|message| {
                *message.certificate_list[0].cert_data.last_mut().expect("a byte") ^= 1;
            });
        }),
        to_client("a chain that leads nowhere", Rule::ChainTrusted, |s| {
            s.edit::<Certificate>(|message| message.certificate_list.truncate(1));
        }),
        to_client("the CA's certificate as the server's", Rule::ChainUsage, |s| {
            s.edit::<Certificate>(|message| drop(message.certificate_list.remove(0)));
        }),
        in_world("trust in another root", Side::Client, Rule::ChainTrusted, |world| {
            let other = TeachingCa::new(CertificateKind::Ed25519, CA_SEED + 1).issue("example.com").expect("a chain");
            world.client.verifier = Arc::new(WebPkiVerifier::new(&[other.root]).expect("a root"));
        }),
        in_world("trust in nobody", Side::Client, Rule::ChainTrusted, |world| {
            world.client.verifier = Arc::new(WebPkiVerifier::new::<Vec<u8>>(&[]).expect("no root"));
        }),
        // 2025-12-31 and 2027-01-02.
        in_world("a day too early", Side::Client, Rule::ChainInTime, |world| world.now = 1_767_139_200),
        in_world("a day too late", Side::Client, Rule::ChainInTime, |world| world.now = 1_798_848_000),
        in_world("another name", Side::Client, Rule::NameMatches, |world| expect(&mut world.client, "example.org")),
        in_world("a name below", Side::Client, Rule::NameMatches, |world| expect(&mut world.client, "a.example.com")),
        in_world("no name at all", Side::Client, Rule::NameMatches, |world| expect(&mut world.client, "exa mple")),
    ]
}

fn signatures() -> Vec<Lie> {
    vec![
        to_client("a signature with a wrong bit", Rule::SignatureFits, Script::spoil::<CertificateVerify>),
        to_client("a signature by another key", Rule::SignatureFits, |s| {
            let other = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED + 1).issue("example.com").expect("a chain");
            let content = [0x20; 130];
            let signature =
                other.identity.signer.sign(ECDSA, &content, &mut handshake_core::random::Seeded::new(0, ""));
            s.edit::<CertificateVerify>(|message| message.signature = signature.expect("a signature"));
        }),
        to_client("no signature", Rule::SignatureFits, |s| {
            s.edit::<CertificateVerify>(|message| message.signature.clear());
        }),
        to_client("a scheme of another kind of key", Rule::SignatureFits, |s| {
            s.edit::<CertificateVerify>(|message| message.algorithm = SignatureScheme::ED25519);
        }),
        to_client("a scheme that was not offered", Rule::SchemeOffered, |s| {
            s.edit::<CertificateVerify>(|message| message.algorithm = SignatureScheme::ED448);
        }),
        to_client("a scheme that was offered for certificates only", Rule::SchemeOffered, |s| {
            s.edit::<CertificateVerify>(|message| message.algorithm = SignatureScheme::RSA_PKCS1_SHA256);
        }),
        to_client("another Finished", Rule::FinishedMatches, Script::spoil::<Finished>),
        to_client("a Finished too short", Rule::Decodes, |s| {
            s.edit::<Finished>(|message| message.verify_data.truncate(31));
        }),
        to_client("an empty Finished", Rule::Decodes, |s| {
            s.edit::<Finished>(|message| message.verify_data.clear());
        }),
        to_server("another Finished", Rule::FinishedMatches, Script::spoil::<Finished>),
        to_server("a Finished too long", Rule::Decodes, |s| {
            s.edit::<Finished>(|message| message.verify_data.push(0));
        }),
    ]
}

fn order() -> Vec<Lie> {
    vec![
        to_client("no EncryptedExtensions", Rule::MessageExpected, Script::leave_out::<EncryptedExtensions>),
        to_client("no Certificate", Rule::MessageExpected, Script::leave_out::<Certificate>),
        to_client("no CertificateVerify", Rule::MessageExpected, Script::leave_out::<CertificateVerify>),
        to_client("CertificateVerify first", Rule::MessageExpected, Script::swap::<Certificate, CertificateVerify>),
        to_client("Finished at once", Rule::MessageExpected, Script::swap::<EncryptedExtensions, Finished>),
        to_client("EncryptedExtensions twice", Rule::MessageExpected, |s| {
            let again = record(Epoch::Handshake, ContentType::HANDSHAKE, &s.bytes::<EncryptedExtensions>().clone());
            s.after::<EncryptedExtensions>(again);
        }),
        to_client("a message that nobody knows", Rule::MessageExpected, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, ContentType::HANDSHAKE, &[99, 0, 0, 1, 7]));
        }),
        to_client("data before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Handshake, ContentType::APPLICATION_DATA, b"early"));
        }),
        to_client("data without content before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Handshake, ContentType::APPLICATION_DATA, b""));
        }),
        to_client("ClientHello as an answer", Rule::MessageExpected, |s| s.bytes::<ServerHello>()[0] = 1),
        to_server("data before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Handshake, ContentType::APPLICATION_DATA, b"early"));
        }),
        to_server("a certificate that nobody asked for", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Handshake, ContentType::HANDSHAKE, &[11, 0, 0, 4, 0, 0, 0, 0]));
        }),
        to_server("Finished as an opening", Rule::MessageExpected, |s| {
            let told = s.bytes::<Finished>().clone();
            s.told.insert(0, record(Epoch::Plain, ContentType::HANDSHAKE, &told));
        }),
    ]
}

fn after() -> Vec<Lie> {
    vec![
        to_client("a ticket for 8 days", Rule::TicketLifetime, |s| {
            s.edit::<NewSessionTicket>(|ticket| ticket.ticket_lifetime = 604_801);
        }),
        to_client("an extension twice in a ticket", Rule::NoDuplicateExtension, |s| {
            s.edit::<NewSessionTicket>(|ticket| {
                let again = ticket.extensions.0[0].clone();
                ticket.extensions.0.push(again);
            });
        }),
        to_client("an extension of another message in a ticket", Rule::ExtensionAllowed, |s| {
            s.edit::<NewSessionTicket>(|ticket| {
                ticket.extensions.0.push(Extension::Raw(ExtensionType::KEY_SHARE, vec![]));
            });
        }),
        to_client("an empty ticket", Rule::Decodes, |s| {
            let ticket = [&[4, 0, 0, 14], [0; 4].as_slice(), &[0; 4], &[1, 1], &[0, 0], &[0, 0]].concat();
            *s.bytes::<NewSessionTicket>() = ticket;
        }),
        to_client("Finished again", Rule::MessageExpected, |s| {
            let again = record(Epoch::Application, ContentType::HANDSHAKE, &s.bytes::<Finished>().clone());
            s.after::<Finished>(again);
        }),
        to_client("HelloRequest of older versions", Rule::MessageExpected, |s| {
            s.after::<Finished>(record(Epoch::Application, ContentType::HANDSHAKE, &[0, 0, 0, 0]));
        }),
        to_server("a ticket from the client", Rule::MessageExpected, |s| {
            let ticket = [&[4, 0, 0, 15], [0; 4].as_slice(), &[0; 4], &[1, 1], &[0, 1, 9], &[0, 0]].concat();
            s.after::<Finished>(record(Epoch::Application, ContentType::HANDSHAKE, &ticket));
        }),
        to_server("another ClientHello", Rule::MessageExpected, |s| {
            let at = s.place::<handshake_core::msgs::ClientHello>();
            let again = record(Epoch::Application, ContentType::HANDSHAKE, &s.content(at).clone());
            s.after::<Finished>(again);
        }),
    ]
}

const ECDSA: SignatureScheme = SignatureScheme::ECDSA_SECP256R1_SHA256;

fn answer(script: &mut Script, extension: Extension) {
    script.edit::<EncryptedExtensions>(|message| message.extensions.0.push(extension));
}

fn protocols(script: &mut Script, names: &[&[u8]]) {
    script.edit::<EncryptedExtensions>(|message| {
        message.extensions.0.retain(|extension| extension.extension_type() != ExtensionType::ALPN);
        let names = names.iter().map(|name| name.to_vec()).collect();
        message.extensions.0.push(Extension::Alpn(ProtocolNameList(names)));
    });
}

fn expect(client: &mut ClientConfig, name: &str) {
    client.server_name = Some(name.to_owned());
}
