//! The extensions, in one table: number, name, the messages that may hold it, and what it says in each.
//!
//! A row is `CONSTANT = number "name" in [messages] { forms }`. The messages are those of RFC 8446 §4.2's table (RFC 9846 §4.3 has
//! server_name in CertificateRequest, too, for RFC 9261, which is not spoken here); `ServerHello12` is what a server of TLS 1.2
//! may answer (RFC 5246 §7.4.1.4: nothing that belongs to TLS 1.3). A form is
//! `getter: Variant(Type) in [messages] = layout`; the first that holds for a message is taken, and one without `in` holds for
//! all that are left. Where there is no form, `empty` says that its presence is all that it has to say (`empty in […]`: there
//! alone); the bytes of any other are kept as they are.
//!
//! `codes` makes the numbers and names of it, `msgs::extensions` the rest: each hands in a macro that takes the rows.

macro_rules! extensions {
    ($then:ident) => {
        $then! {
            SERVER_NAME = 0 "server_name" in [ClientHello, EncryptedExtensions, ServerHello12] empty {
                /// The name the client wants to reach.
                server_name: ServerName(ServerNameList) in [ClientHello] = |x, c| x.layout(c);
            }
            MAX_FRAGMENT_LENGTH = 1 "max_fragment_length" in [ClientHello, EncryptedExtensions, ServerHello12] {
                /// Longest record content on this connection (RFC 6066 §4).
                max_fragment_length: MaxFragmentLength(MaxFragmentLength) = |x, c| c.code("max_fragment_length", x);
            }
            // The only ServerHello that may hold it is one of TLS 1.2. RFC 6066 §8.
            STATUS_REQUEST = 5 "status_request" in [ClientHello, CertificateRequest, Certificate, ServerHello12] empty in [ServerHello] {
                /// The status of the peer's certificate is wished for.
                status_request: StatusRequest(CertificateStatusRequest) in [ClientHello] = |x, c| x.layout(c);
                /// The status of a certificate, in TLS 1.3 (RFC 8446 §4.4.2.1).
                certificate_status: CertificateStatus(CertificateStatus) in [Certificate] = |x, c| status_request::status(x, c);
            }
            // The groups of a server of TLS 1.2 are none of the client's business, but some send them, and clients bear it.
            SUPPORTED_GROUPS = 10 "supported_groups" in [ClientHello, EncryptedExtensions, ServerHello12] {
                /// Groups in order of preference.
                supported_groups: SupportedGroups(NamedGroupList) = |x, c| x.layout(c);
            }
            EC_POINT_FORMATS = 11 "ec_point_formats" in [ClientHello, ServerHello12] {
                /// How points are written, TLS 1.2 (RFC 8422 §5.1.2).
                ec_point_formats: EcPointFormats(EcPointFormatList) = |x, c| x.layout(c);
            }
            SIGNATURE_ALGORITHMS = 13 "signature_algorithms" in [ClientHello, CertificateRequest] {
                /// Signatures the sender can check.
                signature_algorithms: SignatureAlgorithms(SignatureSchemeList) = |x, c| x.layout(c);
            }
            ALPN = 16 "application_layer_protocol_negotiation" in [ClientHello, EncryptedExtensions, ServerHello12] {
                /// Protocols above TLS: offered, or (one) chosen.
                alpn: Alpn(ProtocolNameList) = |x, c| x.layout(c);
            }
            // Empty: the client's wish, and the server's. RFC 6962 §3.3.1, RFC 8446 §4.4.2.
            SIGNED_CERTIFICATE_TIMESTAMP = 18 "signed_certificate_timestamp" in [ClientHello, CertificateRequest, Certificate, ServerHello12] empty in [ClientHello, CertificateRequest] {
                /// That logs of certificates have seen this one (RFC 6962 §3.3): of a Certificate, or of a ServerHello of TLS 1.2.
                timestamps: SignedCertificateTimestamps(SignedCertificateTimestampList) in [ServerHello, Certificate] = |x, c| x.layout(c);
            }
            PADDING = 21 "padding" in [ClientHello] {}
            // RFC 7366 §2.
            ENCRYPT_THEN_MAC = 22 "encrypt_then_mac" in [ClientHello, ServerHello12] empty {}
            // RFC 7627 §5.1.
            EXTENDED_MASTER_SECRET = 23 "extended_master_secret" in [ClientHello, ServerHello12] empty {}
            RECORD_SIZE_LIMIT = 28 "record_size_limit" in [ClientHello, EncryptedExtensions, ServerHello12] {
                /// Longest inside of a protected record that the sender takes, in bytes (RFC 8449 §4).
                record_size_limit: RecordSizeLimit(u16) = |x, c| c.u16("record_size_limit", x);
            }
            SESSION_TICKET = 35 "session_ticket" in [ClientHello, ServerHello12] empty {
                /// A ticket to resume with, TLS 1.2 (RFC 5077 §3.2); empty: none yet, but welcome.
                session_ticket: SessionTicket(Vec<u8>) in [ClientHello] = |x, c| opaque("ticket", x, c);
            }
            PRE_SHARED_KEY = 41 "pre_shared_key" in [ClientHello, ServerHello] {
                /// Pre-shared keys offered.
                offered_psks: OfferedPsks(OfferedPsks) in [ClientHello] = |x, c| x.layout(c);
                /// Pre-shared key chosen: its place among those offered, from 0 (RFC 8446 §4.2.11).
                selected_identity: SelectedIdentity(u16) in [ServerHello] = |x, c| c.u16("selected_identity", x);
            }
            EARLY_DATA = 42 "early_data" in [ClientHello, EncryptedExtensions, NewSessionTicket] empty {
                /// Early data a ticket is good for.
                ticket_early_data: TicketEarlyData(TicketEarlyData) in [NewSessionTicket] = |x, c| x.layout(c);
            }
            SUPPORTED_VERSIONS = 43 "supported_versions" in [ClientHello, ServerHello, HelloRetryRequest] {
                /// Versions offered.
                client_versions: ClientVersions(ClientVersions) in [ClientHello] = |x, c| x.layout(c);
                /// Version chosen.
                selected_version: SelectedVersion(ProtocolVersion) = |x, c| c.code("selected_version", x);
            }
            COOKIE = 44 "cookie" in [ClientHello, HelloRetryRequest] {
                /// To be sent back.
                cookie: Cookie(Cookie) = |x, c| x.layout(c);
            }
            PSK_KEY_EXCHANGE_MODES = 45 "psk_key_exchange_modes" in [ClientHello] {
                /// How pre-shared keys may be used.
                psk_key_exchange_modes: PskKeyExchangeModes(PskKeyExchangeModes) = |x, c| x.layout(c);
            }
            CERTIFICATE_AUTHORITIES = 47 "certificate_authorities" in [ClientHello, CertificateRequest] {
                /// Authorities whose certificates are taken.
                certificate_authorities: CertificateAuthorities(CertificateAuthorities) = |x, c| x.layout(c);
            }
            OID_FILTERS = 48 "oid_filters" in [CertificateRequest] {}
            POST_HANDSHAKE_AUTH = 49 "post_handshake_auth" in [ClientHello] empty {}
            SIGNATURE_ALGORITHMS_CERT = 50 "signature_algorithms_cert" in [ClientHello, CertificateRequest] {}
            KEY_SHARE = 51 "key_share" in [ClientHello, ServerHello, HelloRetryRequest] {
                /// Public halves offered.
                client_key_shares: ClientKeyShares(ClientKeyShares) in [ClientHello] = |x, c| x.layout(c);
                /// Public half chosen.
                server_key_share: ServerKeyShare(KeyShareEntry) in [ServerHello] = |x, c| c.group("server_share", |c| x.layout(c));
                /// Group for which a public half is asked for (`KeyShareHelloRetryRequest`, RFC 8446 §4.2.8).
                selected_group: SelectedGroup(NamedGroup) in [HelloRetryRequest] = |x, c| c.code("selected_group", x);
            }
            RENEGOTIATION_INFO = 0xff01 "renegotiation_info" in [ClientHello, ServerHello12] {
                /// Binds a renegotiation to what came before, TLS 1.2 (RFC 5746 §3.2).
                renegotiation_info: RenegotiationInfo(RenegotiationInfo) = |x, c| x.layout(c);
            }
        }
    };
}

pub(crate) use extensions;
