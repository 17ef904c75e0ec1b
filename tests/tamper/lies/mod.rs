//! A peer that holds the right keys and lies: which rule it breaks, and that the rule's alert is sent.

mod chance;
mod changes;
mod harmless;
mod hellos;
mod identity;
mod records;
mod resumption;
mod retries;
mod sealed;
mod tls12;
mod tls12_order;

use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::{AlertDescription, ContentType};
use handshake_core::pair::{Honest, Setup, run};
use handshake_core::pki::CertificateKind;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Event};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side};
use handshake_tests::script::Script;
use handshake_tests::{Endpoint, NOW, configs, rich, setup};
use std::collections::BTreeSet;

/// A lie, whom it is told to, and the rule that it breaks.
struct Lie {
    what: &'static str,
    to: Side,
    rule: Rule,
    tell: fn(&mut Script),
    /// How the world is other than usual.
    world: fn(&mut World),
}

/// Both sides' settings, and the time.
struct World {
    client: ClientConfig,
    server: ServerConfig,
    now: u64,
}

/// A lie to the client.
const fn to_client(what: &'static str, rule: Rule, tell: fn(&mut Script)) -> Lie {
    Lie { what, to: Side::Client, rule, tell, world: |_| {} }
}

/// A lie to the server.
const fn to_server(what: &'static str, rule: Rule, tell: fn(&mut Script)) -> Lie {
    Lie { what, to: Side::Server, rule, tell, world: |_| {} }
}

/// The truth, which a side must not take in this world.
const fn in_world(what: &'static str, to: Side, rule: Rule, world: fn(&mut World)) -> Lie {
    Lie { what, to, rule, tell: |_| {}, world }
}

#[test]
fn the_truth_is_believed() {
    for to in [Side::Client, Side::Server] {
        let world = World::usual();
        let heard = tell(&world, to, &script(&world, to.peer()));
        assert_eq!(heard.status, Status::PeerClosed, "{}", to.name());
        assert_eq!(heard.data, if to == Side::Client { b"pong" } else { b"ping" });
    }
}

#[test]
fn every_lie_breaks_its_rule() {
    let wrong: Vec<String> = lies().iter().filter_map(|lie| check(lie).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rule that a lie breaks is named, and its alert is sent, alone.
fn check(lie: &Lie) -> Result<(), String> {
    let what = format!("{}, to the {}", lie.what, lie.to.name());
    let mut world = World::usual();
    (lie.world)(&mut world);
    let mut script = script(&world, lie.to.peer());
    (lie.tell)(&mut script);
    let heard = tell(&world, lie.to, &script);
    match &heard.status {
        Status::Failed(Fault::Broken { rule, .. }) if *rule == lie.rule && heard.alerts == [rule.alert()] => Ok(()),
        status => Err(format!("{what}: {status:?}, alerts {:?}, instead of {}", heard.alerts, lie.rule.id())),
    }
}

#[test]
fn every_rule_is_broken_by_some_lie() {
    let broken: BTreeSet<Rule> = lies().iter().map(|lie| lie.rule).collect();
    let never: Vec<&Rule> = Rule::ALL.iter().filter(|rule| !broken.contains(rule)).collect();
    // Those of sessions are broken in tests/engine/tls12.rs, as is that of a key that can't do what its suite wants.
    // That of a certificate's curve, which no honest server shows, and that of a spent key are in tests/engine/keys.rs.
    // Internal is for what this engine should have been able to do: no peer can bring it about.
    let elsewhere = [
        Rule::SessionAsked,
        Rule::SessionSuiteSame,
        Rule::SessionSecretSame,
        Rule::KeyFitsSuite,
        Rule::CertificateCurveOffered,
        Rule::KeyNotSpent,
        Rule::Internal,
    ];
    assert_eq!(never, elsewhere.iter().collect::<Vec<_>>());
}

fn lies() -> Vec<Lie> {
    [
        hellos::to_the_client(),
        hellos::to_the_server(),
        sealed::lies(),
        records::lies(),
        resumption::lies(),
        retries::lies(),
        tls12::lies(),
        tls12_order::lies(),
        identity::lies(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl World {
    fn usual() -> Self {
        let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
        rich(&mut client, &mut server);
        World { client, server, now: NOW }
    }

    fn setup(&self) -> Setup {
        Setup { now: self.now, ..setup(self.client.clone(), self.server.clone()) }
    }
}

/// What a side says in this world, when it is honest.
fn script(world: &World, teller: Side) -> Script {
    Script::of(&run(world.setup(), &mut Honest), teller)
}

/// What became of who was told.
struct Heard {
    status: Status,
    alerts: Vec<AlertDescription>,
    data: Vec<u8>,
}

/// Tells a script to a side that has the seed, and with it the keys, of the run it comes from.
fn tell(world: &World, to: Side, script: &Script) -> Heard {
    let mut victim = victim(world, to);
    let _ = victim.receive(&[]);
    for record in script.wire() {
        if victim.receive(&record).is_err() {
            break;
        }
    }
    // Once it has failed, nothing changes that.
    let status = victim.status();
    victim.take_output();
    let _ = victim.receive(b"more");
    assert_eq!((victim.status(), victim.take_output()), (status.clone(), vec![]));
    Heard { status, alerts: alerts(victim.as_ref()), data: victim.take_data() }
}

fn victim(world: &World, to: Side) -> Box<dyn Endpoint> {
    let setup = world.setup();
    match to {
        Side::Client => Box::new(ClientConnection::new(setup.client, setup.client_random, setup.now)),
        Side::Server => Box::new(ServerConnection::new(setup.server, setup.server_random, setup.now)),
    }
}

fn alerts(victim: &dyn Endpoint) -> Vec<AlertDescription> {
    let events = victim.steps().iter().flat_map(|step| &step.events);
    let sent = |event: &Event| match event {
        Event::Message(m) if m.dir == Dir::Sent && m.content_type == ContentType::ALERT => {
            Some(AlertDescription(m.bytes[1]))
        }
        _ => None,
    };
    events.filter_map(sent).collect()
}
