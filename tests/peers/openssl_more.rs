//! What a handshake with OpenSSL can be besides full: retried, resumed, with a client's certificate, with new keys. For
//! every suite, group and kind of certificate. (OpenSSL's client resumes, and early data flows, in the tests of the
//! `handshake` program: its library lends a session only to unsafe code.)

use crate::openssl_peer::{client, group, over, server};
use crate::peer::{Peer, drive};
use crate::terms::Terms;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::{TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{CA_SEED, Endpoint, NOW, configs};
use openssl::pkey::PKey;
use openssl::ssl::{SslContext, SslVerifyMode};
use openssl::x509::X509;
use std::sync::Arc;

fn our_client(config: ClientConfig) -> ClientConnection {
    ClientConnection::new(Arc::new(config), Box::new(Seeded::for_side(7, Side::Client)), NOW)
}

fn our_server(config: ServerConfig) -> ServerConnection {
    ServerConnection::new(Arc::new(config), Box::new(Seeded::for_side(7, Side::Server)), NOW)
}

fn client_config(terms: &Terms) -> ClientConfig {
    let (mut config, _) = configs(terms.kind);
    config.alpn = vec![b"echo".to_vec()];
    config.key_shares = vec![terms.group];
    config
}

fn server_config(terms: &Terms) -> ServerConfig {
    let (_, mut config) = configs(terms.kind);
    config.identities[0].chain = terms.chain.clone();
    config.alpn = vec![b"echo".to_vec()];
    config
}

fn openssl(side: Side, context: &SslContext) -> Box<dyn Peer> {
    over(side, context, Default::default())
}

/// Connects, and talks both ways.
fn talk(ours: &mut dyn Endpoint, peer: &mut dyn Peer) {
    drive(ours, peer);
    assert_eq!((ours.status(), peer.view().error), (Status::Connected, None));
    assert!(peer.view().connected);
    ours.send(b"question").expect("connected");
    drive(ours, peer);
    assert!(peer.view().data.ends_with(b"question"));
    peer.send(b"answer");
    drive(ours, peer);
    assert_eq!(ours.take_data(), b"answer");
}

fn sent(ours: &dyn Endpoint, name: &str) -> usize {
    use handshake_core::trace::Event;
    let events = ours.steps().iter().flat_map(|step| &step.events);
    events.filter(|event| matches!(event, Event::Message(message) if message.name == name)).count()
}

fn another(group: NamedGroup) -> NamedGroup {
    if group == NamedGroup::X25519 { NamedGroup::SECP256R1 } else { NamedGroup::X25519 }
}

#[test]
fn a_hello_is_asked_for_again() {
    for terms in Terms::all() {
        let context = server(&terms, Default::default()).build();
        let mut ours = our_client(ClientConfig { key_shares: vec![another(terms.group)], ..client_config(&terms) });
        talk(&mut ours, openssl(Side::Server, &context).as_mut());
        assert_eq!(sent(&ours, "HelloRetryRequest"), 1);

        let mut context = client(&terms, Default::default());
        let groups = format!("{}:{}", group(another(terms.group)), group(terms.group));
        context.set_groups_list(&groups).expect("groups of OpenSSL");
        let mut ours = our_server(ServerConfig { groups: vec![terms.group], ..server_config(&terms) });
        talk(&mut ours, openssl(Side::Client, &context.build()).as_mut());
        assert_eq!(sent(&ours, "HelloRetryRequest"), 1);
    }
}

#[test]
fn our_client_comes_back() {
    for terms in Terms::all() {
        let mut context = server(&terms, Default::default());
        context.set_session_id_context(b"tests").expect("a name");
        let context = context.build();
        let mut first = our_client(client_config(&terms));
        talk(&mut first, openssl(Side::Server, &context).as_mut());

        let psk = first.sessions().last().and_then(|session| session.psk(NOW)).expect("a ticket");
        let mut ours = our_client(ClientConfig { psks: vec![psk], ..client_config(&terms) });
        let mut peer = openssl(Side::Server, &context);
        talk(&mut ours, peer.as_mut());
        assert!(ours.resumed() && peer.view().resumed);
        assert_eq!(sent(&ours, "Certificate"), 0);
    }
}

#[test]
fn keys_move_on() {
    for terms in Terms::all() {
        let context = server(&terms, Default::default()).build();
        let (mut ours, mut peer) = (our_client(client_config(&terms)), openssl(Side::Server, &context));
        talk(&mut ours, peer.as_mut());
        ours.key_update(true).expect("connected");
        talk(&mut ours, peer.as_mut());
        assert_eq!(sent(&ours, "KeyUpdate"), 2);

        let context = client(&terms, Default::default()).build();
        let config = ServerConfig { groups: vec![terms.group], ..server_config(&terms) };
        let (mut ours, mut peer) = (our_server(config), openssl(Side::Client, &context));
        talk(&mut ours, peer.as_mut());
        ours.key_update(true).expect("connected");
        talk(&mut ours, peer.as_mut());
        assert_eq!(sent(&ours, "KeyUpdate"), 2);
    }
}

#[test]
fn clients_show_who_they_are() {
    for terms in Terms::all() {
        let clients = TeachingCa::new(terms.kind, CA_SEED).issue_client("student.example").expect("a chain");
        let mut context = server(&terms, Default::default());
        context.cert_store_mut().add_cert(X509::from_der(&clients.root).expect("a root")).expect("a store");
        context.verify_param_mut().set_time(NOW as i64);
        context.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
        let config = ClientConfig { identities: vec![clients.identity.clone()], ..client_config(&terms) };
        let mut ours = our_client(config);
        talk(&mut ours, openssl(Side::Server, &context.build()).as_mut());

        let mut context = client(&terms, Default::default());
        let mut chain = clients.identity.chain.iter().map(|der| X509::from_der(der).expect("a certificate"));
        context.set_certificate(&chain.next().expect("a leaf")).expect("a certificate that it takes");
        chain.for_each(|issuer| context.add_extra_chain_cert(issuer).expect("a certificate that it takes"));
        let key = PKey::private_key_from_pkcs8(&terms.client_key()).expect("a key");
        context.set_private_key(&key).expect("the leaf's key");
        let verifier = WebPkiVerifier::new(&[&clients.root]).expect("a root").of_clients();
        let auth = ClientAuth {
            verifier: Arc::new(verifier),
            required: true,
            signature_schemes: client_config(&terms).signature_schemes,
            authorities: vec![],
        };
        let mut ours = our_server(ServerConfig { client_auth: Some(auth), ..server_config(&terms) });
        talk(&mut ours, openssl(Side::Client, &context.build()).as_mut());
        assert_eq!(ours.client_chain(), clients.identity.chain);
    }
}
