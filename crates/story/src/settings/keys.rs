//! The settings of the address and of the panel.

/// A setting of the address and of the panel.
pub struct Key {
    /// Its name in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: &'static str,
    /// What it changes.
    pub help: &'static str,
    /// The values it can take, with what the person reads; empty for free text.
    pub options: &'static [(&'static str, &'static str)],
}

/// Longest free text taken from an address or a person.
pub const MAX_TEXT: usize = 200;

/// All settings, in the order of the panel.
pub const KEYS: &[Key] = &[
    Key {
        id: "client_version",
        label: "The client offers",
        help: "The versions of the protocol that it speaks.",
        options: &[
            ("1.3", "TLS 1.3"),
            ("1.2", "TLS 1.2"),
            ("both", "TLS 1.3 and TLS 1.2"),
            ("1.1", "TLS 1.1 at most"),
            ("1.0", "TLS 1.0 at most"),
            ("3.0", "SSL 3.0 at most"),
        ],
    },
    Key {
        id: "server_version",
        label: "The server speaks",
        help: "It takes the newest version that both can do.",
        options: &[("both", "TLS 1.3 and TLS 1.2"), ("1.3", "TLS 1.3"), ("1.2", "TLS 1.2")],
    },
    Key {
        id: "suite",
        label: "Cipher suite of TLS 1.3",
        help: "Seals every record, and hashes the transcript.",
        options: &[
            ("TLS_AES_128_GCM_SHA256", "AES-128-GCM, SHA-256"),
            ("TLS_AES_256_GCM_SHA384", "AES-256-GCM, SHA-384"),
            ("TLS_CHACHA20_POLY1305_SHA256", "ChaCha20-Poly1305, SHA-256"),
        ],
    },
    Key {
        id: "suite12",
        label: "Cipher suite of TLS 1.2",
        help: "Key exchange, kind of certificate, encryption and hash, all in one name.",
        options: &[
            ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE, ECDSA, AES-128-GCM"),
            ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE, RSA, AES-128-GCM"),
            ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE, ECDSA, AES-256-GCM"),
            ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE, RSA, AES-256-GCM"),
            ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE, ECDSA, ChaCha20-Poly1305"),
            ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE, RSA, ChaCha20-Poly1305"),
            ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE, ECDSA, AES-128-CBC, HMAC-SHA-256"),
            ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE, RSA, AES-128-CBC, HMAC-SHA-256"),
            ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "ECDHE, ECDSA, AES-256-CBC, HMAC-SHA-384"),
            ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "ECDHE, RSA, AES-256-CBC, HMAC-SHA-384"),
            ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE, ECDSA, AES-128-CBC, HMAC-SHA-1"),
            ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE, RSA, AES-128-CBC, HMAC-SHA-1"),
            ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE, ECDSA, AES-256-CBC, HMAC-SHA-1"),
            ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE, RSA, AES-256-CBC, HMAC-SHA-1"),
            ("TLS_RSA_WITH_AES_128_GCM_SHA256", "RSA key transport, AES-128-GCM"),
            ("TLS_RSA_WITH_AES_256_GCM_SHA384", "RSA key transport, AES-256-GCM"),
            ("TLS_RSA_WITH_AES_128_CBC_SHA256", "RSA key transport, AES-128-CBC, HMAC-SHA-256"),
            ("TLS_RSA_WITH_AES_256_CBC_SHA256", "RSA key transport, AES-256-CBC, HMAC-SHA-256"),
            ("TLS_RSA_WITH_AES_128_CBC_SHA", "RSA key transport, AES-128-CBC, HMAC-SHA-1"),
            ("TLS_RSA_WITH_AES_256_CBC_SHA", "RSA key transport, AES-256-CBC, HMAC-SHA-1"),
        ],
    },
    Key {
        id: "group",
        label: "Key exchange",
        help: "The group in which both sides make their halves.",
        options: &[
            ("x25519", "X25519"),
            ("secp256r1", "secp256r1 (P-256)"),
            ("secp384r1", "secp384r1 (P-384)"),
            ("X25519MLKEM768", "X25519MLKEM768 (hybrid, post-quantum)"),
        ],
    },
    Key {
        id: "certificate",
        label: "Certificate",
        help: "The kind of key that the server signs with.",
        options: &[
            ("ecdsa_secp256r1_sha256", "ECDSA P-256"),
            ("ecdsa_secp384r1_sha384", "ECDSA P-384"),
            ("ed25519", "Ed25519"),
            ("rsa_pss_rsae_sha256", "RSA-2048, PSS, SHA-256"),
            ("rsa_pss_rsae_sha384", "RSA-2048, PSS, SHA-384"),
            ("rsa_pss_rsae_sha512", "RSA-2048, PSS, SHA-512"),
            ("rsa_pkcs1_sha256", "RSA-2048, PKCS #1 v1.5, SHA-256"),
        ],
    },
    Key {
        id: "name",
        label: "Server name",
        help: "The client asks for it, and looks for it in the certificate.",
        options: &[],
    },
    Key {
        id: "issued",
        label: "The certificate is for",
        help: "A valid certificate for somebody else must be refused.",
        options: &[("same", "that name"), ("other", "another name")],
    },
    Key {
        id: "trust",
        label: "The client trusts",
        help: "Trust begins with a root that the client had before.",
        options: &[("root", "the root of the chain"), ("nobody", "nobody")],
    },
    Key {
        id: "date",
        label: "The handshake takes place in",
        help: "The server's certificate is valid in 2026.",
        options: &[("2026", "June 2026"), ("2028", "June 2028")],
    },
    Key {
        id: "alpn",
        label: "Application protocol (ALPN)",
        help: "What will be spoken inside; agreed on the way.",
        options: &[("http/1.1", "http/1.1"), ("h2", "h2 (HTTP/2)"), ("none", "none offered")],
    },
    Key {
        id: "compat",
        label: "Middlebox compatibility",
        help: "Makes the handshake look like TLS 1.2 from outside.",
        options: &[("yes", "on"), ("no", "off")],
    },
    Key {
        id: "ticket",
        label: "Session ticket",
        help: "The server hands out a ticket to come back with.",
        options: &[("no", "none"), ("yes", "one")],
    },
    Key {
        id: "server_group",
        label: "The server accepts",
        help: "If the client guessed another group, the server asks for another hello.",
        options: &[
            ("any", "any group offered"),
            ("x25519", "X25519 only"),
            ("secp256r1", "secp256r1 only"),
            ("secp384r1", "secp384r1 only"),
            ("X25519MLKEM768", "X25519MLKEM768 only"),
        ],
    },
    Key {
        id: "cookie",
        label: "Cookie",
        help: "The server lets the client bring a value back before it does any work.",
        options: &[("no", "none"), ("yes", "asked back")],
    },
    Key {
        id: "visit",
        label: "Known from before",
        help: "A key that both sides have already can take the certificate's place.",
        options: &[
            ("nothing", "nothing"),
            ("ticket", "a ticket of an earlier visit"),
            ("session", "the id of an earlier session (TLS 1.2)"),
            ("external", "a key agreed on elsewhere"),
        ],
    },
    Key {
        id: "psk_mode",
        label: "That key is used",
        help: "With a fresh key exchange there is forward secrecy; without one it is quicker.",
        options: &[("psk_dhe_ke", "with a key exchange"), ("psk_ke", "alone")],
    },
    Key {
        id: "early",
        label: "Early data (0-RTT)",
        help: "The client speaks before the server has answered. Needs a ticket.",
        options: &[("no", "none"), ("yes", "the client's request")],
    },
    Key {
        id: "early_taken",
        label: "The server takes early data",
        help: "If it does not, the client has to say it again.",
        options: &[("yes", "yes"), ("no", "no")],
    },
    Key {
        id: "replay",
        label: "An attacker repeats the hello",
        help: "What was recorded is sent to the server again. Needs early data.",
        options: &[("no", "no"), ("yes", "yes")],
    },
    Key {
        id: "replay_protection",
        label: "The server remembers hellos",
        help: "One that it has seen gets no early data.",
        options: &[("yes", "yes"), ("no", "no")],
    },
    Key {
        id: "client_auth",
        label: "The server asks who the client is",
        help: "With a certificate of its own the client can show it.",
        options: &[("no", "no"), ("optional", "yes, and lets anyone in"), ("required", "yes, and insists")],
    },
    Key {
        id: "client_certificate",
        label: "The client shows",
        help: "The server trusts the school's authority only.",
        options: &[("known", "a certificate of the school's"), ("unknown", "one of somebody else's"), ("none", "none")],
    },
    Key {
        id: "update",
        label: "New keys (KeyUpdate)",
        help: "A side can move its keys on at any time.",
        options: &[("no", "none"), ("client", "the client's"), ("server", "the server's"), ("both", "both")],
    },
    Key {
        id: "export",
        label: "Exporter",
        help: "Both sides make a value for the application out of the connection's secrets.",
        options: &[("no", "not used"), ("yes", "32 bytes")],
    },
    Key {
        id: "padding",
        label: "Padding",
        help: "Zeros in each sealed record hide how long its content is.",
        options: &[("0", "none"), ("64", "64 bytes"), ("256", "256 bytes")],
    },
    Key {
        id: "record_limit",
        label: "Longest record",
        help: "Small devices ask for short records (record_size_limit).",
        options: &[("none", "no wish"), ("64", "64 bytes"), ("256", "256 bytes"), ("1024", "1024 bytes")],
    },
    Key {
        id: "coalesce",
        label: "Messages in a record",
        help: "A record can carry several messages that follow one another.",
        options: &[("no", "one message each"), ("yes", "as many as fit")],
    },
    Key {
        id: "grease",
        label: "Meaningless offers (GREASE)",
        help: "Offers that mean nothing keep servers used to the unknown.",
        options: &[("no", "none"), ("yes", "mixed in")],
    },
    Key {
        id: "ems",
        label: "Extended master secret",
        help: "TLS 1.2: the master secret hangs on the whole handshake, not on two random values (RFC 7627).",
        options: &[("yes", "both can do it"), ("no", "not used")],
    },
    Key {
        id: "etm",
        label: "Encrypt-then-MAC",
        help: "TLS 1.2 with CBC: the MAC covers what was encrypted, not what is inside (RFC 7366).",
        options: &[("yes", "both can do it"), ("no", "not used")],
    },
    Key {
        id: "renegotiation",
        label: "Safe renegotiation is said",
        help: "TLS 1.2: in an extension, or by a suite that is none (RFC 5746).",
        options: &[("extension", "in an extension"), ("suite", "among the suites")],
    },
    Key {
        id: "fallback",
        label: "The client says it fell back",
        help: "It failed with a newer version, and tries an older one (RFC 7507).",
        options: &[("no", "no"), ("yes", "yes")],
    },
    Key {
        id: "strip",
        label: "Somebody on the way",
        help: "A man in the middle can change the hello: it is not protected yet.",
        options: &[("no", "only carries"), ("tls13", "takes TLS 1.3 out of the hello")],
    },
    Key {
        id: "theft",
        label: "Later the server's key is stolen",
        help: "Somebody has recorded everything, and gets the certificate's private key afterwards.",
        options: &[("no", "no"), ("yes", "yes")],
    },
    Key { id: "request", label: "The client says", help: "Sent once the handshake is done.", options: &[] },
    Key { id: "reply", label: "The server answers", help: "Sent back, sealed with other keys.", options: &[] },
    Key {
        id: "seed",
        label: "Seed",
        help: "All randomness comes from it: the same number gives the same bytes everywhere.",
        options: &[],
    },
];
