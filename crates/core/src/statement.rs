//! What is found, as a sentence with its values: which sentence it is, and what stands in it. The words, in any language,
//! belong to whoever shows it.

/// A moment: seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub i64);

/// What stands in a place of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A name, or what an RFC calls something.
    Text(&'a str),
    /// A number.
    Number(u64),
    /// A moment.
    Moment(Moment),
    /// Another statement.
    Statement(&'a Statement),
}

/// What is put in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnValue {
    /// A name, or what an RFC calls something.
    Text(String),
    /// A number.
    Number(u64),
    /// A moment.
    Moment(Moment),
    /// Another statement.
    Statement(Box<Statement>),
}

/// What can stand in a place.
trait Place: Sized {
    fn value(&self) -> Value<'_>;

    fn of(value: OwnValue) -> Option<Self>;
}

impl Place for String {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }

    fn of(value: OwnValue) -> Option<Self> {
        match value {
            OwnValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Place for u64 {
    fn value(&self) -> Value<'_> {
        Value::Number(*self)
    }

    fn of(value: OwnValue) -> Option<Self> {
        match value {
            OwnValue::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl Place for Moment {
    fn value(&self) -> Value<'_> {
        Value::Moment(*self)
    }

    fn of(value: OwnValue) -> Option<Self> {
        match value {
            OwnValue::Moment(moment) => Some(moment),
            _ => None,
        }
    }
}

impl Place for Box<Statement> {
    fn value(&self) -> Value<'_> {
        Value::Statement(self)
    }

    fn of(value: OwnValue) -> Option<Self> {
        match value {
            OwnValue::Statement(statement) => Some(statement),
            OwnValue::Text(text) => Some(Box::new(Statement::Plain(text))),
            _ => None,
        }
    }
}

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $id:literal $({ $($field:ident: $kind:ty),* })?;)*) => {
        /// Something that is said of a certificate, a status or a list, or of why one is refused.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Statement {
            /// No sentence: a name, what an RFC calls something, or what somebody else wrote.
            Plain(String),
            /// No sentence: a moment, as a calendar has it.
            Date(Moment),
            $(
                $(#[$doc])*
                $name $({ $(#[doc = concat!("In the place of `", stringify!($field), "`.")] $field: $kind),* })?,
            )*
        }

        impl Statement {
            /// The ids of all sentences.
            pub const IDS: &[&str] = &[$($id),*];

            /// Which sentence it is; `None` if it is no sentence.
            pub fn id(&self) -> Option<&'static str> {
                match self {
                    Statement::Plain(_) | Statement::Date(_) => None,
                    $(Statement::$name $({ $($field: _),* })? => Some($id),)*
                }
            }

            /// The sentence with this id, and what stands in its places; `None` if there is no such sentence, or one of its
            /// places would be empty.
            pub fn build(id: &str, value: &mut dyn FnMut(&str) -> Option<OwnValue>) -> Option<Statement> {
                Some(match id {
                    $($id => Statement::$name $({ $($field: Place::of(value(stringify!($field))?)?),* })?,)*
                    _ => return None,
                })
            }

            /// What stands in it, by the names of the places.
            pub fn values(&self) -> Vec<(&'static str, Value<'_>)> {
                match self {
                    Statement::Plain(_) | Statement::Date(_) => Vec::new(),
                    $(Statement::$name $({ $($field),* })? => vec![$($((stringify!($field), Place::value($field))),*)?],)*
                }
            }
        }
    };
}

statements! {
    /// The signature of a certificate.
    Signature = "signature" { algorithm: String, n: u64 };
    /// The signature of a status or a list.
    StatusSignature = "signature-status" { algorithm: String, n: u64 };
    /// A signature is wanted by this issuer's key.
    ByKey = "by-key" { by: String, kind: Box<Statement> };
    /// The same, without a word about the key.
    By = "by" { by: String };
    /// By the key of an issuer whose certificate nobody has.
    ByMissing = "by-missing" { by: String };
    /// By the key of an issuer, or of one to whom it left that.
    ByDelegate = "by-delegate" { by: String, whom: String };
    /// By the key of an issuer, or of one to whom it left that, of which there is none.
    ByNobody = "by-nobody" { by: String };
    /// By the certificate's own key.
    ByItself = "by-itself";
    /// Who issued it is its owner.
    SelfSigned = "self";
    /// Who issued it is not trusted.
    Untrusted = "untrusted" { by: String };
    /// What is wanted at the end of a path.
    TrustedIssuer = "issuer";
    /// Where a trust anchor is kept.
    InStore = "store";
    /// When it is valid.
    ValidFromTo = "dates" { from: Moment, to: Moment };
    /// When it should be valid.
    ValidOn = "date" { now: Moment };
    /// It has no name.
    NoName = "no-name";
    /// basicConstraints: cA is false.
    NoAuthority = "no-authority";
    /// basicConstraints: cA is true.
    Authority = "authority";
    /// basicConstraints: with pathLenConstraint.
    AuthorityWithLimit = "authority-limit" { n: u64 };
    /// What an issuer has to be.
    WantsAuthority = "wants-authority";
    /// How many may have to follow below it.
    WantsMore = "wants-more" { n: u64 };
    /// extKeyUsage.
    ExtKeyUsage = "ext-key-usage" { purposes: String };
    /// keyUsage.
    KeyUsage = "key-usage" { usages: String };
    /// What keyUsage of the first certificate has to allow.
    SignsOrDecrypts = "usage";
    /// nameConstraints: permitted subtrees.
    OnlyNames = "only-names" { names: String };
    /// nameConstraints: excluded subtrees.
    NotNames = "not-names" { names: String };
    /// nameConstraints: both.
    BothNames = "both-names" { names: String, others: String };
    /// How long an RSA key has to be.
    LongRsa = "long-rsa";
    /// Which hash a signature has to have.
    GoodHash = "good-hash";
    /// How strong it has to be.
    Unbroken = "unbroken";
    /// An RSA key.
    RsaKey = "rsa" { n: u64 };
    /// A key on a curve.
    CurveKey = "curve" { curve: Box<Statement> };
    /// A key, and what the signature was made with.
    KeyAndSignature = "strength" { key: Box<Statement>, algorithm: String };
    /// Nobody knows what.
    UnknownValue = "unknown-value";
    /// It stands on a list of revoked certificates.
    Listed = "listed" { number: String, date: Moment };
    /// It does not.
    NotListed = "not-listed" { number: String };
    /// On whose list it must not stand.
    NotOnListOf = "not-on" { by: String };
    /// What a status has to be.
    AnOcspResponse = "response";
    /// How many answers a status has.
    Answers = "answers" { n: u64 };
    /// Whom a status is about.
    About = "about" { number: String };
    /// Whom it should be about.
    AboutOf = "about-of" { number: String, by: String };
    /// When a status is good.
    GoodFromTo = "fresh" { from: Moment, to: Moment };
    /// When it should be good.
    GoodOn = "fresh-on" { now: Moment };
    /// certStatus good.
    Good = "good";
    /// certStatus revoked.
    RevokedOn = "revoked" { date: Moment };
    /// certStatus unknown.
    UnknownToAuthority = "unknown";
    /// NULL.
    Nothing = "nothing";
    /// A long INTEGER.
    NumberOfBits = "number" { n: u64 };
    /// A number that no RFC gives a meaning.
    Undefined = "undefined";
    /// Why a check failed.
    Compared = "compared" { found: Box<Statement>, wanted: Box<Statement> };
    /// The same of one certificate.
    ComparedOf = "compared-of" { name: String, found: Box<Statement>, wanted: Box<Statement> };
    /// What is to be said of one certificate.
    Of = "of" { name: String, what: Box<Statement> };
    /// There is no certificate.
    EmptyChain = "empty-chain";
    /// A status should have come.
    NoStatus = "no-status";
    /// It is in no form that can be read.
    Refused = "refused";
    /// The judge refuses a path, and nothing of it shows why.
    JudgeRefuses = "judge-refuses";
    /// A key for RSASSA-PSS alone.
    PssKey = "rsa-pss" { n: u64 };
    /// Made with an algorithm that can't be checked.
    UnknownAlgorithm = "unknown-algorithm" { algorithm: String };
    /// Of an old version.
    Version = "version" { n: u64 };
    /// Which version is wanted.
    WantsVersion = "wants-version";
    /// A critical extension that is not known.
    CriticalExtension = "critical-extension" { name: String };
    /// Which extensions are wanted.
    KnownExtensions = "known-extensions";
    /// Two names of the algorithm of its signature.
    TwoAlgorithms = "two-algorithms";
    /// An extension that stands there twice, or can't be read.
    BadExtension = "bad-extension";
    /// The certificate itself is a trust anchor.
    ItselfTrusted = "itself";
    /// A trust anchor that is out of date.
    AnchorExpired = "anchor-expired" { now: Moment };
    /// No subjectAltName.
    OnlyCommonName = "only-common-name" { name: String };
    /// An address that is written as a DNS name.
    AddressAsName = "address-as-name" { name: String };
    /// A wildcard that would have to stand for none or more than one label.
    WildcardOneLabel = "wildcard-one-label" { name: String };
    /// A wildcard for all of a top-level domain.
    WildcardTooHigh = "wildcard-too-high" { name: String };
    /// Policies: one is left.
    PolicyLeft = "policy-left";
    /// What is wanted of policies.
    PolicyWanted = "policy-wanted";
    /// Policies: none is left.
    NoPolicyLeft = "no-policy";
    /// Policies: anyPolicy is mapped.
    AnyPolicyMapped = "any-policy-mapped";
    /// Policies: an extension about them can't be read.
    PolicyUnread = "policy-unread";
    /// A list that can't be read.
    ListUnread = "list-unread" { problem: Box<Statement> };
    /// A list with a critical extension that is not known.
    ListUnknown = "list-unknown" { name: String };
    /// A list whose signature nobody can check, since its issuer's key is not there.
    ListUnsigned = "list-unsigned" { by: String };
    /// A list with a wrong signature.
    ListForged = "list-forged" { by: String };
    /// A list of one who may not sign any.
    ListNotAllowed = "list-not-allowed" { by: String };
    /// When a list is good.
    ListFromTo = "list-from-to" { from: Moment, to: Moment };
    /// Since when it is.
    ListFrom = "list-from" { from: Moment };
    /// What can't be read, and where.
    Unreadable = "der-at" { byte: String, problem: Box<Statement> };
    /// There are too many bytes.
    DerTooLong = "der-too-long" { n: u64 };
    /// A BIT STRING that ends within a byte.
    DerOddBits = "der-odd-bits";
    /// No time.
    DerNoTime = "der-no-time";
    /// Nothing is left.
    DerNothingLeft = "der-nothing-left";
    /// A tag of more than one byte.
    DerLongTag = "der-long-tag" { tag: String };
    /// A length that is cut off.
    DerCutLength = "der-cut-length";
    /// A length that is longer than it has to be.
    DerPaddedLength = "der-padded-length";
    /// A length that is left open.
    DerOpenLength = "der-open-length";
    /// No length.
    DerNoLength = "der-no-length" { byte: String };
    /// There is no length.
    DerMissingLength = "der-missing-length";
    /// A value that is longer than what is left.
    DerCutOff = "der-cut-off" { n: u64, left: u64 };
    /// Another tag than the wanted one.
    DerOtherTag = "der-other-tag" { what: String, wanted: String, found: String };
    /// A value is missing.
    DerMissing = "der-missing" { what: String };
    /// Bytes that belong to nothing.
    DerTrailing = "der-trailing" { n: u64 };
    /// Too many values in values.
    DerTooDeep = "der-too-deep";
    /// responseStatus is not successful.
    OcspNoAnswer = "ocsp-no-answer";
    /// responseType is another one.
    OcspOtherType = "ocsp-other-type";
    /// responderID is none.
    OcspNoResponder = "ocsp-no-responder";
    /// certStatus is none.
    OcspNoStatus = "ocsp-no-status";
}

impl Statement {
    /// A name, or what an RFC calls something.
    pub fn plain(text: impl Into<String>) -> Self {
        Statement::Plain(text.into())
    }

    /// That this was found, and that wanted.
    pub fn compared(found: Statement, wanted: Statement) -> Self {
        Statement::Compared { found: Box::new(found), wanted: Box::new(wanted) }
    }

    /// What is to be said of a certificate.
    pub fn of(name: String, what: Statement) -> Self {
        Statement::Of { name, what: Box::new(what) }
    }
}

impl std::error::Error for Statement {}

/// For logs: the sentence's id with its values. Whoever shows it to people has better words.
impl std::fmt::Display for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let id = match self {
            Statement::Plain(text) => return f.write_str(text),
            Statement::Date(Moment(seconds)) => return write!(f, "{seconds}"),
            other => other.id().unwrap_or_default(),
        };
        f.write_str(id)?;
        for (name, value) in self.values() {
            match value {
                Value::Text(text) => write!(f, " {name}={text}")?,
                Value::Number(number) => write!(f, " {name}={number}")?,
                Value::Moment(Moment(seconds)) => write!(f, " {name}={seconds}")?,
                Value::Statement(inner) => write!(f, " {name}=({inner})")?,
            }
        }
        Ok(())
    }
}
