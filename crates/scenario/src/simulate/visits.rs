//! A visit as the settings have it, and the one before it.

use super::strip::Strip;
use crate::settings::issuing;
use crate::settings::issuing::Authority;
use crate::settings::{Choice, Settings, value};
use crate::tamper::{Attacker, Carried};
use handshake_core::client::ClientConfig;
use handshake_core::crypto::Signer;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme};
use handshake_core::pair::{Honest, Network, ScriptLine, Setup, Visit, replay, visit};
use handshake_core::pki::{CertificateKind, Issued, Order, WebPkiVerifier};
use handshake_core::random::{Randomness, Seeded};
use handshake_core::server::{ClientAuth, ServerConfig, TicketConfig};
use handshake_core::session::{ClientPsk, MemorySessions};
use handshake_core::{Side, Trace};
use std::sync::Arc;

/// The second visit is an hour after the first.
const LATER: u64 = 3600;
/// The attacker repeats what the client sent so many seconds after it.
const REPEATED_AFTER: u64 = 3;
/// Name of the key that both sides have from elsewhere.
const EXTERNAL: &[u8] = b"class key";

impl Settings {
    /// Runs the handshake; with an attacker in the middle, the one of the two that is asked for. What became of the records, if
    /// there was an attacker on the way.
    pub(super) fn visit_shown(&self) -> (Trace, Vec<Carried>) {
        let mut usual = self.usual();
        if self.tampering.is_empty() {
            return (self.run_across(usual.as_mut()), Vec::new());
        }
        let mut attacker = Attacker::new(&self.tampering, self.seed, usual.as_mut());
        let trace = self.run_across(&mut attacker);
        (trace, attacker.into_carried())
    }

    /// What lies between the sides in this setup, before anybody tampers with single records.
    fn usual(&self) -> Box<dyn Network> {
        if self.strips() { Box::new(Strip) } else { Box::new(Honest) }
    }

    fn run_across(&self, network: &mut dyn Network) -> Trace {
        let now = self.now();
        let sessions = Arc::new(match self.choice::<value::ReplayProtection>() {
            value::ReplayProtection::No => MemorySessions::without_replay_protection(),
            _ => MemorySessions::new(),
        });
        let mut server = self.server();
        server.sessions = Some(Arc::clone(&sessions) as Arc<_>);
        let mut client = self.client();
        let (psks, now) = match (self.choice::<value::Visit>(), self.version()) {
            (value::Visit::Ticket | value::Visit::Session, Some(ProtocolVersion::TLS12)) => {
                client.tls12.session = self.first_visit(&server, now).session12;
                (Vec::new(), now + LATER)
            }
            (value::Visit::Ticket, _) => {
                let sessions = self.first_visit(&server, now).sessions;
                (sessions.last().and_then(|session| session.psk(now + LATER)).into_iter().collect(), now + LATER)
            }
            (value::Visit::External, _) if client.versions.contains(&ProtocolVersion::TLS13) => {
                let secret = self.random("external key");
                sessions.add_external(EXTERNAL, &secret, self.suite);
                (vec![ClientPsk::external(EXTERNAL, &secret, self.suite)], now)
            }
            _ => (Vec::new(), now),
        };
        client.psks = psks;
        if self.choice::<value::Early>() == value::Early::Yes {
            client.early_data = Some(self.request.as_bytes().to_vec());
        }
        if self.choice::<value::PskMode>() == value::PskMode::PskKe && !client.psks.is_empty() {
            client.psk_modes = vec![PskKeyExchangeMode::PSK_KE];
            (client.groups, client.key_shares) = (Vec::new(), Vec::new());
        }
        server.early_data = self.choice::<value::EarlyTaken>() == value::EarlyTaken::Yes;
        let server = Arc::new(server);
        let repeats = self.choice::<value::Replay>() != value::Replay::No;
        let rngs = [self.rng(Side::Client), self.rng(Side::Server)];
        // What is recorded was not tampered with: the attacker does that when it repeats it.
        let seen = match repeats {
            true => self.visit(client, Arc::clone(&server), now, rngs, self.usual().as_mut()),
            false => return self.visit(client, Arc::clone(&server), now, rngs, network).trace,
        };
        let rng = Box::new(Seeded::new(self.seed, "server, when it is repeated"));
        replay(&seen.trace, server, rng, now + REPEATED_AFTER, network)
    }

    /// The first visit, at which the client gets what it comes back with. It takes place as this one does, but for what
    /// makes this one a second one.
    fn first_visit(&self, server: &ServerConfig, now: u64) -> Visit {
        let mut server = server.clone();
        server.ticket = (self.choice::<value::Visit>() == value::Visit::Ticket).then(ticket);
        let mut client = self.client();
        client.key_shares = vec![NamedGroup::X25519];
        let rng = |side: &str| Box::new(Seeded::new(self.seed, &format!("{side}, first visit"))) as Box<dyn Randomness>;
        self.visit(client, Arc::new(server), now, [rng("client"), rng("server")], self.usual().as_mut())
    }

    fn visit(
        &self,
        client: ClientConfig,
        server: Arc<ServerConfig>,
        now: u64,
        [client_random, server_random]: [Box<dyn Randomness>; 2],
        network: &mut dyn Network,
    ) -> Visit {
        let script = self.script(client.early_data.is_some());
        let setup = Setup { client: Arc::new(client), server, client_random, server_random, now, script };
        visit(setup, network)
    }

    fn script(&self, early_data: bool) -> Vec<ScriptLine> {
        let request = self.request.as_bytes().to_vec();
        let mut script = Vec::new();
        if self.choice::<value::Export>() == value::Export::Yes {
            script.push(ScriptLine::Exports(Side::Client, "EXPORTER-handshake-lab".to_owned(), 32));
        }
        match self.choice::<value::Update>() {
            value::Update::Client => script.push(ScriptLine::Updates(Side::Client, false)),
            value::Update::Server => script.push(ScriptLine::Updates(Side::Server, false)),
            value::Update::Both => script.push(ScriptLine::Updates(Side::Client, true)),
            _ => {}
        }
        script.extend([
            if early_data {
                ScriptLine::SaysAgain(Side::Client, request)
            } else {
                ScriptLine::Says(Side::Client, request)
            },
            ScriptLine::Says(Side::Server, self.reply.as_bytes().to_vec()),
            ScriptLine::Closes(Side::Client),
            ScriptLine::Closes(Side::Server),
        ]);
        // An attacker who has read nothing has nothing to pass on.
        script.retain(|line| !matches!(line, ScriptLine::Says(_, said) if said.is_empty()));
        script
    }

    fn client(&self) -> ClientConfig {
        let mut client = ClientConfig::new(&self.server_name, self.trusted());
        client.status_request = self.asks_status();
        client.versions = self.client_versions();
        client.suites = self.offered_suites();
        client.key_shares = vec![self.group];
        if let Some(at) = client.groups.iter().position(|group| *group == self.group) {
            client.groups[..=at].rotate_right(1);
        }
        // Of RSA's ways to sign only the one that was set, so that the server takes it; those of PKCS #1 v1.5 are for the
        // certificates, too.
        client.signature_schemes.retain(|scheme| {
            !crate::settings::is_pss(*scheme)
                || !crate::settings::is_rsa(self.certificate)
                || *scheme == self.certificate
        });
        client.compatibility_mode = self.compatibility;
        client.alpn = self.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        client.grease = self.choice::<value::Grease>() == value::Grease::Yes;
        client.records.coalesce = self.choice::<value::Coalesce>() == value::Coalesce::Yes;
        client.records.padding = self.choice::<value::Padding>().id().parse().unwrap_or(0);
        client.record_size_limit = self.choice::<value::RecordLimit>().id().parse().ok();
        client.tls12.extended_master_secret = self.choice::<value::Ems>() == value::Ems::Yes;
        client.tls12.encrypt_then_mac = self.choice::<value::Etm>() == value::Etm::Yes;
        client.tls12.tickets = self.choice::<value::Visit>() != value::Visit::Session;
        client.tls12.renegotiation_scsv = self.choice::<value::Renegotiation>() == value::Renegotiation::Suite;
        client.tls12.fallback_scsv = self.choice::<value::Fallback>() == value::Fallback::Yes;
        if client.versions == [ProtocolVersion::SSL3] {
            // There were no extensions yet.
            (client.server_name, client.groups, client.alpn) = (None, Vec::new(), Vec::new());
            client.record_size_limit = None;
        }
        let authority = match self.choice::<value::ClientCertificate>() {
            _ if self.is_attackers_leg() => None,
            value::ClientCertificate::Known => Some(self.seed),
            value::ClientCertificate::Unknown => Some(!self.seed),
            _ => None,
        };
        if let (Some(seed), true) = (authority, self.choice::<value::ClientAuth>() != value::ClientAuth::No) {
            let issued = students(seed);
            client.identities = issued.into_iter().map(|issued| issued.identity).collect();
        }
        client
    }

    /// One suite for each version offered, so that it is the one that is taken.
    fn offered_suites(&self) -> Vec<CipherSuite> {
        match self.choice::<value::ClientVersion>() {
            value::ClientVersion::Tls12 => vec![self.suite12],
            value::ClientVersion::Both => vec![self.suite, self.suite12],
            value::ClientVersion::Tls10 | value::ClientVersion::Tls11 => {
                vec![CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA, CipherSuite::TLS_RSA_WITH_3DES_EDE_CBC_SHA]
            }
            value::ClientVersion::Ssl3 => {
                vec![CipherSuite::TLS_RSA_WITH_3DES_EDE_CBC_SHA, CipherSuite::TLS_RSA_WITH_RC4_128_SHA]
            }
            _ => vec![self.suite],
        }
    }

    fn server(&self) -> ServerConfig {
        let issued = self.shown();
        let server = ServerConfig::new(issued.iter().map(|issued| issued.identity.clone()).collect());
        let mut server = server.with_versions(&self.server_versions());
        server.status = issued.as_ref().and_then(|issued| self.status(issued));
        server.alpn = self.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        server.ticket = self.ticket.then(ticket);
        server.groups = match NamedGroup::by_name(self.choice::<value::ServerGroup>().id()) {
            Some(group) => vec![group],
            None => server.groups,
        };
        // In TLS 1.2 no half comes along that would decide it.
        if let (Some(ProtocolVersion::TLS12), Some(at)) =
            (self.version(), server.groups.iter().position(|group| *group == self.group))
        {
            server.groups[..=at].rotate_right(1);
        }
        server.cookie = (self.choice::<value::Cookie>() == value::Cookie::Yes).then_some(32);
        server.records.coalesce = self.choice::<value::Coalesce>() == value::Coalesce::Yes;
        server.records.padding = self.choice::<value::Padding>().id().parse().unwrap_or(0);
        server.record_size_limit = self.choice::<value::RecordLimit>().id().parse().ok();
        let required = self.choice::<value::ClientAuth>() == value::ClientAuth::Required;
        if self.choice::<value::ClientAuth>() != value::ClientAuth::No {
            let root = students(self.seed);
            let roots: Vec<Vec<u8>> = root.into_iter().map(|issued| issued.root).collect();
            server.client_auth = WebPkiVerifier::new(&roots).ok().map(|verifier| ClientAuth {
                verifier: Arc::new(verifier.of_clients()),
                required,
                signature_schemes: vec![SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme::ED25519],
                authorities: Vec::new(),
            });
        }
        server
    }

    fn rng(&self, side: Side) -> Box<dyn Randomness> {
        Box::new(Seeded::new(self.seed, self.party(side)))
    }

    fn random(&self, name: &'static str) -> [u8; 32] {
        let mut bytes = [0; 32];
        Seeded::new(self.seed, "agreed on elsewhere").fill(name, &mut bytes);
        bytes
    }
}

/// The private key of the server's certificate, if it has one.
pub fn server_key(settings: &Settings) -> Option<Arc<dyn Signer>> {
    settings.server().identities.into_iter().next().map(|identity| identity.signer)
}

/// What a client shows that has a certificate.
fn students(seed: u64) -> Option<Issued> {
    issuing::chain(Authority::Clients, CertificateKind::EcdsaP256, seed, &Order::server("student.example"))
}

fn ticket() -> TicketConfig {
    TicketConfig { lifetime: 7200, len: 32, nonce: vec![0], max_early_data: Some(16384), count: 1 }
}

/// What was done on the network, as the page tells it: what has a name has words, an edit is told as it is written.
pub fn network_words(what: &str) -> &str {
    handshake_lessons::word_of("network", what).unwrap_or(what)
}
