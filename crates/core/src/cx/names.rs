//! What is chosen, and by what.

/// What can be chosen: the values of [`Choice::what`](crate::trace::Choice::what).
pub mod what {
    /// Protocol version.
    pub const VERSION: &str = "version";
    /// Cipher suite.
    pub const SUITE: &str = "cipher_suite";
    /// Group of the key exchange.
    pub const GROUP: &str = "group";
    /// Signature scheme, and with it the certificate.
    pub const SIGNATURE: &str = "signature_scheme";
    /// Application protocol.
    pub const ALPN: &str = "application_protocol";
    /// Certificate.
    pub const CERTIFICATE: &str = "certificate";
    /// Pre-shared key.
    pub const PSK: &str = "pre_shared_key";
    /// Whether early data is read.
    pub const EARLY_DATA: &str = "early_data";

    /// Every one.
    pub const ALL: [&str; 8] = [VERSION, SUITE, GROUP, SIGNATURE, ALPN, CERTIFICATE, PSK, EARLY_DATA];
}

/// By what a choice was made: the values of [`Choice::why`](crate::trace::Choice::why).
pub mod why {
    /// The first of what the chooser accepts that was offered.
    pub const OWN_ORDER: &str = "own-order";
    /// The first of what was offered that the chooser accepts.
    pub const THEIR_ORDER: &str = "their-order";
    /// The first accepted one that came with a key share: it saves a round trip.
    pub const SHARE_IS_HERE: &str = "share-is-here";
    /// Accepted, but it came without a key share: the client is asked for one.
    pub const SHARE_IS_MISSING: &str = "share-is-missing";
    /// Nothing offered is accepted.
    pub const NOTHING_FITS: &str = "nothing-fits";
    /// The ticket is unknown, too old, or of another hash.
    pub const NO_USE: &str = "no-use";
    /// The ticket was used before: somebody may have recorded and repeated it.
    pub const USED_BEFORE: &str = "used-before";
    /// The hello's claim of the ticket's age is off by more than the clocks can be.
    pub const TOO_LATE: &str = "too-late";
    /// This server takes none.
    pub const NOT_TAKEN: &str = "not-taken";

    /// Every one.
    pub const ALL: [&str; 9] = [
        OWN_ORDER,
        THEIR_ORDER,
        SHARE_IS_HERE,
        SHARE_IS_MISSING,
        NOTHING_FITS,
        NO_USE,
        USED_BEFORE,
        TOO_LATE,
        NOT_TAKEN,
    ];
}
