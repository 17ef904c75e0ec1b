//! A client that goes on only when its reader does, against the engine's own server in memory.

use handshake_analysis::moments::Act;
use handshake_app::{Action, Story};
use handshake_core::ServerConnection;
use handshake_core::Side;
use handshake_core::msgs::codes::ProtocolVersion;
use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_live::{MAX_HELD, Session, State, Wish};
use std::sync::Arc;

pub fn wish(version: &str) -> Wish {
    Wish {
        server_name: "example.com".to_owned(),
        version: version.to_owned(),
        alpn: "h2, http/1.1".to_owned(),
        roots: None,
    }
}

pub fn session(wish: &Wish) -> Session {
    Session::new(wish, Box::new(Seeded::for_side(3, Side::Client)), handshake_tests::NOW).expect("a client")
}

fn server() -> ServerConnection {
    let (_, server) = handshake_tests::configs(CertificateKind::EcdsaP256);
    let server = server.with_versions(&[ProtocolVersion::TLS13, ProtocolVersion::TLS12]);
    ServerConnection::new(Arc::new(server), Box::new(Seeded::for_side(3, Side::Server)), handshake_tests::NOW)
}

/// Goes on until neither side has anything to say; returns how often the client went on.
fn settle(session: &mut Session, server: &mut ServerConnection) -> usize {
    let mut steps = 0;
    loop {
        let moved = session.advance();
        steps += usize::from(moved);
        let _ = server.receive(&session.take_output());
        let answer = server.take_output();
        session.arrived(&answer);
        if !moved && answer.is_empty() && session.held() == 0 {
            return steps;
        }
    }
}

#[test]
fn it_goes_on_one_step_at_a_time_and_what_came_waits() {
    let mut session = session(&wish("1.3"));
    assert!(session.take_output().is_empty(), "nothing is sent before the first step");
    let mut story = None::<Story>;
    while session.take_output().is_empty() {
        assert!(session.advance());
        let run = session.run();
        let next = match story {
            Some(story) => story.grown(run),
            None => Story::of(run, "/live/1"),
        };
        story = Some(next.act(Action::Last));
    }
    let story = story.expect("a story");
    assert_eq!(story.run().moments.last().map(|moment| moment.key.as_str()), Some("client.send.ClientHello"));
    assert!(!session.advance(), "the server has said nothing yet");
}

#[test]
fn both_versions_connect_talk_and_close() {
    for version in ["1.3", "1.2", "both"] {
        let (mut session, mut server) = (session(&wish(version)), server());
        let steps = settle(&mut session, &mut server);
        assert_eq!((session.state(), session.is_tls12()), (State::Connected, version == "1.2"));
        // A step of the engine can be several of the page: a message, a check, keys.
        assert!(steps > 5 && session.run().moments.len() > steps, "{version}: {steps} steps");
        assert!(session.send("hello"));
        settle(&mut session, &mut server);
        assert_eq!(server.take_data(), b"hello");
        server.send(b"welcome").expect("connected");
        session.arrived(&server.take_output());
        assert_eq!(session.take_data(), b"", "it waits");
        settle(&mut session, &mut server);
        assert_eq!(session.take_data(), b"welcome");
        assert_eq!(session.key_update(), version != "1.2");
        settle(&mut session, &mut server);
        assert!(session.close() && !session.close());
        settle(&mut session, &mut server);
        server.close().expect("connected");
        settle(&mut session, &mut server);
        assert_eq!(session.state(), State::Closed);
        let run = session.run();
        for key in ["server.send.ServerHello", "client.send.data", "server.send.data", "client.send.close"] {
            assert!(run.moments.iter().any(|moment| moment.key == key && moment.act == Act::Send), "{version}: {key}");
        }
        let story = Story::of(run, "/live/2?tab=keys");
        assert_eq!(story.address(), "/live/2?tab=keys");
        assert_eq!(Story::recorded(&story.json(), "/open/1").expect("a trace").run().trace, story.run().trace);
    }
}

/// A server that says more than a page can hold: what waits is bounded, and the reader is told; of what is let in the account
/// keeps its beginning, and a long wait costs no long search.
#[test]
fn a_server_that_says_too_much_fills_no_memory() {
    let (mut session, mut server) = (session(&wish("1.3")), server());
    settle(&mut session, &mut server);
    let connected = session.run().moments.len();
    // In many small records, and less than is too much.
    for _ in 0..40_000 {
        server.send(b"!").expect("connected");
    }
    let said = server.take_output();
    assert!(said.len() < MAX_HELD);
    session.arrived(&said);
    let mut seen = 0;
    while session.advance() {
        seen += 1;
        // The reader is patient, but not so patient.
        if seen == 20 {
            break;
        }
    }
    assert_eq!((seen, session.state()), (20, State::Connected));
    assert!(session.run().moments.len() >= connected + 20);
    session.arrived(&vec![0; MAX_HELD + 1]);
    assert_eq!(session.held(), 0);
    assert!(session.is_flooded() && !session.can_go_on());
    assert!(matches!(session.state(), State::Failed(why) if why.contains("more than 1 MiB")));
}

#[test]
fn what_goes_wrong_is_told_with_what_to_do() {
    let failed = |session: &Session| match session.state() {
        State::Failed(why) => why,
        other => panic!("{other:?}"),
    };
    let mut http = session(&wish("both"));
    while http.advance() {}
    http.arrived(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    while http.advance() {}
    assert!(failed(&http).contains("looks like HTTP"), "{}", failed(&http));

    let mut gone = session(&wish("both"));
    while gone.advance() {}
    gone.hung_up();
    assert!(failed(&gone).contains("in the middle of the handshake"));

    // A root that has signed nothing here.
    let other =
        handshake_core::pki::TeachingCa::new(CertificateKind::EcdsaP256, 99).issue("example.com").expect("a chain");
    let base64 = openssl::base64::encode_block(&other.root);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let (mut strict, mut server) = (session(&Wish { roots: Some(pem), ..wish("1.3") }), server());
    settle(&mut strict, &mut server);
    assert!(failed(&strict).contains("Paste the root"), "{}", failed(&strict));

    let no = |wish: Wish, reason: &str| {
        let made = Session::new(&wish, Box::new(Seeded::for_side(3, Side::Client)), 0);
        assert!(made.err().expect(reason).to_string().contains(reason));
    };
    no(Wish { server_name: " ".to_owned(), ..wish("1.3") }, "name is missing");
    no(Wish { roots: Some("no PEM".to_owned()), ..wish("1.3") }, "no certificate");
    no(Wish { alpn: "x".repeat(300), ..wish("1.3") }, "255 bytes");
}
