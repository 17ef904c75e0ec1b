//! What a handshake with OpenSSL's library can be besides full: retried, resumed, with a client's certificate, with new
//! keys. For every suite, group and kind of certificate. (Its client resumes, and early data flows, in `s_programs`: the
//! library lends a session only to unsafe code.)

use crate::openssl_peer::{client, group, over, server};
use crate::peer::{Peer, drive};
use crate::table::{Column, Row, Table, Version, Who};
use crate::terms::Terms;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::{Issued, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{CA_SEED, Endpoint, NOW, configs, count_of};
use openssl::pkey::PKey;
use openssl::ssl::{SslContext, SslContextBuilder, SslVerifyMode};
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

fn another(group: NamedGroup) -> NamedGroup {
    if group == NamedGroup::X25519 { NamedGroup::SECP256R1 } else { NamedGroup::X25519 }
}

const CLIENT: Row = Row { version: Version::Tls13, peer: Who::OpenSsl, ours: Side::Client };
const SERVER: Row = Row { version: Version::Tls13, peer: Who::OpenSsl, ours: Side::Server };

pub fn lane(table: &Table) {
    for terms in Terms::all() {
        let what = terms.text();
        table.case(CLIENT, Column::Retry, &what, || retried_client(&terms));
        table.case(SERVER, Column::Retry, &what, || retried_server(&terms));
        table.case(CLIENT, Column::Resumed, &what, || resumed_client(&terms));
        table.case(CLIENT, Column::KeyUpdate, &what, || updated_client(&terms));
        table.case(SERVER, Column::KeyUpdate, &what, || updated_server(&terms));
        table.case(CLIENT, Column::ClientCertificate, &what, || known_client(&terms));
        table.case(SERVER, Column::ClientCertificate, &what, || knowing_server(&terms));
    }
}

fn retried_client(terms: &Terms) {
    let context = server(terms, Default::default()).build();
    let mut ours = our_client(ClientConfig { key_shares: vec![another(terms.group)], ..client_config(terms) });
    talk(&mut ours, openssl(Side::Server, &context).as_mut());
    assert_eq!(count_of(&ours, "HelloRetryRequest"), 1);
}

fn retried_server(terms: &Terms) {
    let mut context = client(terms, Default::default());
    let groups = format!("{}:{}", group(another(terms.group)), group(terms.group));
    context.set_groups_list(&groups).expect("groups of OpenSSL");
    let mut ours = our_server(ServerConfig { groups: vec![terms.group], ..server_config(terms) });
    talk(&mut ours, openssl(Side::Client, &context.build()).as_mut());
    assert_eq!(count_of(&ours, "HelloRetryRequest"), 1);
}

fn resumed_client(terms: &Terms) {
    let mut context = server(terms, Default::default());
    context.set_session_id_context(b"tests").expect("a name");
    let context = context.build();
    let mut first = our_client(client_config(terms));
    talk(&mut first, openssl(Side::Server, &context).as_mut());

    let psk = first.sessions().last().and_then(|session| session.psk(NOW)).expect("a ticket");
    let mut ours = our_client(ClientConfig { psks: vec![psk], ..client_config(terms) });
    let mut peer = openssl(Side::Server, &context);
    talk(&mut ours, peer.as_mut());
    assert!(ours.resumed() && peer.view().resumed);
    assert_eq!(count_of(&ours, "Certificate"), 0);
}

fn updated_client(terms: &Terms) {
    let context = server(terms, Default::default()).build();
    let (mut ours, mut peer) = (our_client(client_config(terms)), openssl(Side::Server, &context));
    talk(&mut ours, peer.as_mut());
    ours.key_update(true).expect("connected");
    talk(&mut ours, peer.as_mut());
    assert_eq!(count_of(&ours, "KeyUpdate"), 2);
}

fn updated_server(terms: &Terms) {
    let context = client(terms, Default::default()).build();
    let config = ServerConfig { groups: vec![terms.group], ..server_config(terms) };
    let (mut ours, mut peer) = (our_server(config), openssl(Side::Client, &context));
    talk(&mut ours, peer.as_mut());
    ours.key_update(true).expect("connected");
    talk(&mut ours, peer.as_mut());
    assert_eq!(count_of(&ours, "KeyUpdate"), 2);
}

fn clients(terms: &Terms) -> Issued {
    TeachingCa::new(terms.kind, CA_SEED).issue_client("student.example").expect("a chain")
}

fn known_client(terms: &Terms) {
    let clients = clients(terms);
    let context = asking(server(terms, Default::default()), &clients);
    let mut ours = our_client(ClientConfig { identities: vec![clients.identity], ..client_config(terms) });
    talk(&mut ours, openssl(Side::Server, &context.build()).as_mut());
    assert_eq!(count_of(&ours, "CertificateVerify"), 2);
}

fn knowing_server(terms: &Terms) {
    let clients = clients(terms);
    let context = showing(client(terms, Default::default()), terms, &clients);
    let mut ours = our_server(ServerConfig { client_auth: Some(asks(terms, &clients)), ..server_config(terms) });
    talk(&mut ours, openssl(Side::Client, &context.build()).as_mut());
    assert_eq!(ours.client_chain(), clients.identity.chain);
}

/// An OpenSSL server that lets in nobody but these clients.
pub fn asking(mut context: SslContextBuilder, clients: &Issued) -> SslContextBuilder {
    context.cert_store_mut().add_cert(X509::from_der(&clients.root).expect("a root")).expect("a store");
    context.verify_param_mut().set_time(NOW as i64);
    context.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    context
}

/// An OpenSSL client that is one of these.
pub fn showing(mut context: SslContextBuilder, terms: &Terms, clients: &Issued) -> SslContextBuilder {
    let mut chain = clients.identity.chain.iter().map(|der| X509::from_der(der).expect("a certificate"));
    context.set_certificate(&chain.next().expect("a leaf")).expect("a certificate that it takes");
    chain.for_each(|issuer| context.add_extra_chain_cert(issuer).expect("a certificate that it takes"));
    let key = PKey::private_key_from_pkcs8(&terms.client_key()).expect("a key");
    context.set_private_key(&key).expect("the leaf's key");
    context
}

/// Our server lets in nobody but these clients.
pub fn asks(terms: &Terms, clients: &Issued) -> ClientAuth {
    ClientAuth {
        verifier: Arc::new(WebPkiVerifier::new(&[&clients.root]).expect("a root").of_clients()),
        required: true,
        signature_schemes: client_config(terms).signature_schemes,
        authorities: vec![],
    }
}
