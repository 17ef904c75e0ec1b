//! Lies in TLS 1.2.

use super::{Lie, World};
use handshake_core::msgs::codes::{
    CipherSuite, ContentType, EcPointFormat, ExtensionType, MaxFragmentLength, NamedGroup, ProtocolVersion,
    SignatureScheme,
};
use handshake_core::msgs::extensions::{EcPointFormatList, Extension, RenegotiationInfo};
use handshake_core::msgs::tls12::{
    Certificate, CertificateRequest, EcdheClientKeyExchange, NewSessionTicket, ServerHelloDone, ServerKeyExchange,
};
use handshake_core::msgs::{Body, CertificateVerify, ClientHello, Finished, ServerHello};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::server::ClientAuth;
use handshake_core::session::MemorySessions;
use handshake_core::trace::Epoch;
use handshake_core::{Rule, Side};
use handshake_tests::script::{Script, record};
use handshake_tests::{CA_SEED, TLS12};
use std::sync::Arc;

const BOTH: &[ProtocolVersion] = &[ProtocolVersion::TLS13, ProtocolVersion::TLS12];

/// Both sides speak TLS 1.2, with a ticket and all else.
pub fn world(world: &mut World) {
    world.client = world.client.clone().with_versions(TLS12);
    world.server = world.server.clone().with_versions(TLS12);
    world.server.sessions = Some(Arc::new(MemorySessions::new()));
}

pub const fn to_client(what: &'static str, rule: Rule, tell: fn(&mut Script)) -> Lie {
    Lie { what, to: Side::Client, rule, tell, world }
}

pub const fn to_server(what: &'static str, rule: Rule, tell: fn(&mut Script)) -> Lie {
    Lie { what, to: Side::Server, rule, tell, world }
}

pub fn lies() -> Vec<Lie> {
    [hello(), extensions(), keys(), to_the_server(), identity()].into_iter().flatten().collect()
}

fn hello() -> Vec<Lie> {
    vec![
        to_client("a suite of TLS 1.3", Rule::SuiteOffered, |s| {
            s.edit::<ServerHello>(|hello| hello.cipher_suite = CipherSuite::TLS_AES_128_GCM_SHA256);
        }),
        to_client("compression", Rule::CompressionNone, |s| {
            s.edit::<ServerHello>(|hello| hello.legacy_compression_method = 1);
        }),
        to_client("TLS 1.1 chosen", Rule::VersionSelected, |s| {
            s.edit::<ServerHello>(|hello| hello.legacy_version = ProtocolVersion::TLS11);
        }),
        Lie {
            world: |world| {
                world.client = world.client.clone().with_versions(BOTH);
                world.server = world.server.clone().with_versions(TLS12);
            },
            ..to_client("the mark of a downgrade", Rule::NotDowngraded, |s| {
                s.edit::<ServerHello>(|hello| hello.random[24..].copy_from_slice(b"DOWNGRD\x01"));
            })
        },
        to_client("TLS 1.3, which was not offered", Rule::ExtensionSolicited, |s| {
            add(s, Extension::SelectedVersion(ProtocolVersion::TLS13));
        }),
    ]
}

fn extensions() -> Vec<Lie> {
    vec![
        to_client("an extension that nobody asked for", Rule::ExtensionSolicited, |s| {
            add(s, Extension::MaxFragmentLength(MaxFragmentLength::B512));
        }),
        to_client("signatures", Rule::ExtensionAllowed, |s| {
            add(s, Extension::Raw(ExtensionType::SIGNATURE_ALGORITHMS, vec![0, 2, 8, 4]));
        }),
        to_client("an extension twice", Rule::NoDuplicateExtension, |s| {
            add(s, Extension::Raw(ExtensionType::EXTENDED_MASTER_SECRET, vec![]));
        }),
        to_client("an extended master secret with content", Rule::Decodes, |s| {
            instead(s, Extension::Raw(ExtensionType::EXTENDED_MASTER_SECRET, vec![0]));
        }),
        Lie {
            world: asking_for_status,
            ..to_client("a status in ServerHello", Rule::Decodes, |s| {
                add(s, Extension::Raw(ExtensionType::STATUS_REQUEST, vec![1, 0, 0, 0, 0]));
            })
        },
        to_client("a ticket in ServerHello", Rule::Decodes, |s| {
            instead(s, Extension::Raw(ExtensionType::SESSION_TICKET, vec![1]));
        }),
        to_client("a renegotiation", Rule::RenegotiationEmpty, |s| {
            instead(s, Extension::RenegotiationInfo(RenegotiationInfo(vec![7; 24])));
        }),
        to_client("compressed points only", Rule::PointFormats, |s| {
            instead(s, Extension::EcPointFormats(EcPointFormatList(vec![EcPointFormat(1)])));
        }),
        to_client("a protocol that was not offered", Rule::AlpnOffered, |s| {
            instead(s, Extension::Raw(ExtensionType::ALPN, [&[0, 7, 6], b"gopher".as_slice()].concat()));
        }),
        Lie {
            world: |w| {
                world(w);
                w.client.record_size_limit = Some(1000);
                w.server.record_size_limit = Some(1000);
            },
            ..to_client("a limit of 63 bytes", Rule::RecordSizeLimitForm, |s| {
                instead(s, Extension::RecordSizeLimit(63))
            })
        },
        Lie {
            world: |w| {
                world(w);
                w.client.max_fragment_length = Some(MaxFragmentLength::B512);
            },
            ..to_client("another limit than was asked for", Rule::MaxFragmentForm, |s| {
                instead(s, Extension::MaxFragmentLength(MaxFragmentLength::B1024));
            })
        },
        Lie {
            world: short_records,
            ..to_client("a longer record in the clear than was agreed on", Rule::RecordSizeRespected, |s| {
                in_one_record::<Certificate, ServerHelloDone>(s);
            })
        },
        Lie {
            world: |w| {
                world(w);
                w.client.max_fragment_length = Some(MaxFragmentLength::B512);
                w.client.record_size_limit = Some(1000);
            },
            ..to_client("two limits", Rule::RecordSizeLimitForm, |s| {
                add(s, Extension::MaxFragmentLength(MaxFragmentLength::B512));
                add(s, Extension::RecordSizeLimit(500));
            })
        },
    ]
}

fn keys() -> Vec<Lie> {
    vec![
        to_client("no certificate", Rule::CertificatePresent, |s| {
            s.edit::<Certificate>(|message| message.certificate_list.clear());
        }),
        to_client("no X.509", Rule::CertificateParses, |s| {
            s.edit::<Certificate>(|message| message.certificate_list[0] = b"Certificate".to_vec());
        }),
        to_client("a chain that leads nowhere", Rule::ChainTrusted, |s| {
            s.edit::<Certificate>(|message| message.certificate_list.truncate(1));
        }),
        to_client("a curve that was not offered", Rule::CurveOffered, |s| {
            s.edit::<ServerKeyExchange>(|message| message.named_curve = NamedGroup::X448);
        }),
        to_client("the hybrid of TLS 1.3", Rule::CurveOffered, |s| {
            s.edit::<ServerKeyExchange>(|message| message.named_curve = NamedGroup::X25519MLKEM768);
        }),
        to_client("a curve of one's own", Rule::CurveOffered, |s| s.bytes::<ServerKeyExchange>()[4] = 1),
        to_client("a scheme for another kind of certificate", Rule::SchemeOffered, |s| {
            s.edit::<ServerKeyExchange>(|message| message.algorithm = SignatureScheme::RSA_PSS_RSAE_SHA256);
        }),
        to_client("a signature with SHA-1", Rule::SchemeOffered, |s| {
            s.edit::<ServerKeyExchange>(|message| message.algorithm = SignatureScheme::ECDSA_SHA1);
        }),
        to_client("another public half than was signed", Rule::SignatureFits, |s| {
            s.edit::<ServerKeyExchange>(|message| message.public[0] ^= 1);
        }),
        to_client("a signature with a wrong bit", Rule::SignatureFits, Script::spoil::<ServerKeyExchange>),
        to_client("no signature", Rule::SignatureFits, |s| {
            s.edit::<ServerKeyExchange>(|message| message.signature.clear());
        }),
        to_client("another Finished", Rule::FinishedMatches, Script::spoil::<Finished>),
        to_client("a Finished of one byte", Rule::Decodes, |s| {
            s.edit::<Finished>(|message| message.verify_data.truncate(1));
        }),
        to_client("another ticket than Finished covers", Rule::FinishedMatches, Script::spoil::<NewSessionTicket>),
        to_server("a public half of zeros", Rule::ShareValid, |s| {
            s.edit::<EcdheClientKeyExchange>(|message| message.public.fill(0));
        }),
        to_server("half a public half", Rule::ShareValid, |s| {
            s.edit::<EcdheClientKeyExchange>(|message| message.public.truncate(16));
        }),
        to_server("another public half", Rule::RecordTag, |s| {
            s.edit::<EcdheClientKeyExchange>(|message| message.public[0] ^= 1);
        }),
        to_server("another Finished", Rule::FinishedMatches, Script::spoil::<Finished>),
    ]
}

fn to_the_server() -> Vec<Lie> {
    vec![
        to_server("TLS 1.1", Rule::VersionInCommon, |s| {
            s.edit::<ClientHello>(|hello| hello.legacy_version = ProtocolVersion::TLS11);
        }),
        to_server("compression only", Rule::NullCompression, |s| {
            s.edit::<ClientHello>(|hello| hello.legacy_compression_methods = vec![1]);
        }),
        to_server("a renegotiation", Rule::RenegotiationEmpty, |s| {
            offer(s, Extension::RenegotiationInfo(RenegotiationInfo(vec![7; 12])));
        }),
        to_server("compressed points only", Rule::PointFormats, |s| {
            offer(s, Extension::EcPointFormats(EcPointFormatList(vec![EcPointFormat(1)])));
        }),
        to_server("encrypt_then_mac with content", Rule::Decodes, |s| {
            offer(s, Extension::Raw(ExtensionType::ENCRYPT_THEN_MAC, vec![0]));
        }),
        to_server("no signatures that this server makes", Rule::SuiteInCommon, |s| {
            s.edit::<ClientHello>(|hello| {
                hello.extensions.0.retain(|e| e.extension_type() != ExtensionType::SIGNATURE_ALGORITHMS);
                hello.cipher_suites.retain(|suite| !suite.text().starts_with("TLS_RSA_"));
            });
        }),
        Lie {
            world: |w| {
                world(w);
                w.client.tls12.fallback_scsv = true;
                w.server = w.server.clone().with_versions(BOTH);
            },
            ..to_server("a needless fallback", Rule::NoNeedlessFallback, |_| {})
        },
    ]
}

/// The client asks for the status of the server's certificate.
fn asking_for_status(w: &mut World) {
    world(w);
    w.client.status_request = true;
}

/// Records of at most 512 bytes.
fn short_records(w: &mut World) {
    world(w);
    w.client.max_fragment_length = Some(MaxFragmentLength::B512);
    w.client.extra_extensions.push(Extension::Raw(ExtensionType(0x1234), vec![0; 600]));
}

/// What a side says at once, put into one record.
fn in_one_record<A: Body, B: Body>(script: &mut Script) {
    let (from, to) = (script.place::<A>(), script.place::<B>());
    let content = (from..to).flat_map(|at| script.content(at).clone()).collect::<Vec<u8>>();
    assert!(content.len() > 512);
    script.told.splice(from..to, [record(Epoch::Plain, ContentType::HANDSHAKE, &content)]);
}

/// Clients are asked who they are.
fn asking(w: &mut World) {
    world(w);
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("student.example").expect("a chain");
    w.server.client_auth = Some(ClientAuth {
        verifier: Arc::new(WebPkiVerifier::new(&[&issued.root]).expect("a root").of_clients()),
        required: true,
        signature_schemes: vec![SignatureScheme::ECDSA_SECP256R1_SHA256],
        authorities: Vec::new(),
    });
    w.client.identities = vec![issued.identity];
}

fn identity() -> Vec<Lie> {
    let asked = |lie: Lie| Lie { world: asking, ..lie };
    [
        to_client("CertificateRequest twice", Rule::MessageExpected, |s| {
            let again = s.told[s.place::<CertificateRequest>()].clone();
            s.after::<CertificateRequest>(again);
        }),
        to_client("CertificateRequest before the keys", Rule::MessageExpected, |s| {
            s.swap::<CertificateRequest, ServerKeyExchange>();
        }),
        to_client("a request for no kind of certificate", Rule::Decodes, |s| {
            let bytes = s.bytes::<CertificateRequest>();
            *bytes = vec![13, 0, 0, 7, 0, 0, 2, 4, 3, 0, 0];
        }),
        to_server("no certificate", Rule::ClientCertificateSent, |s| {
            s.edit::<Certificate>(|message| message.certificate_list.clear());
        }),
        to_server("a certificate without proof", Rule::MessageExpected, Script::leave_out::<CertificateVerify>),
        to_server("proof of something else", Rule::SignatureFits, Script::spoil::<CertificateVerify>),
        to_server("a scheme that was not asked for", Rule::SchemeOffered, |s| {
            s.edit::<CertificateVerify>(|message| message.algorithm = SignatureScheme::ED25519);
        }),
        to_server("a certificate from nowhere", Rule::ChainTrusted, |s| {
            s.edit::<Certificate>(|message| message.certificate_list.truncate(1));
        }),
    ]
    .map(asked)
    .into()
}

/// ServerHello answers with this, too.
fn add(script: &mut Script, extension: Extension) {
    script.edit::<ServerHello>(|hello| hello.extensions.0.push(extension));
}

/// ServerHello answers with this in the place of another of its type.
fn instead(script: &mut Script, extension: Extension) {
    script.edit::<ServerHello>(|hello| {
        hello.extensions.0.retain(|other| other.extension_type() != extension.extension_type());
        hello.extensions.0.push(extension);
    });
}

/// ClientHello offers this in the place of another of its type.
fn offer(script: &mut Script, extension: Extension) {
    script.edit::<ClientHello>(|hello| {
        hello.extensions.0.retain(|other| other.extension_type() != extension.extension_type());
        hello.extensions.0.push(extension);
    });
}
