//! What stands where in certificates, OCSP responses and lists, as ASN.1 names it. RFC 5280 appendix A, RFC 6960 appendix B.

use crate::pki::der::tag;
use crate::pki::oids;

/// What a value holds.
pub(super) enum Shape {
    /// Anything; named by its type.
    Any,
    /// Named fields in this order; those with a tag may be missing.
    Record(&'static [Field]),
    /// Many of one kind.
    List(&'static str, &'static Shape),
    /// A string of bytes that holds another value of this name.
    Holds(&'static str, &'static Shape),
    /// An extension: named by its object identifier.
    Extension,
    /// An attribute of a name: the same.
    Attribute,
    /// One of several kinds of name: by its tag.
    GeneralName,
}

/// A named value inside another.
pub(super) struct Field {
    pub name: &'static str,
    /// Its tag, if it may be missing.
    pub tag: Option<u8>,
    pub shape: Shape,
}

const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, tag: None, shape }
}

const fn may(name: &'static str, tag: u8, shape: Shape) -> Field {
    Field { name, tag: Some(tag), shape }
}

use Shape::{Any, Attribute, Extension, GeneralName, Holds, List, Record};

pub(super) static ANY: Shape = Any;
pub(super) static NAME: Shape = List("RelativeDistinguishedName", &List("AttributeTypeAndValue", &Attribute));
static ALGORITHM: &[Field] = &[must("algorithm", Any), must("parameters", Any)];
static SIGNATURE: Shape = Record(&[must("r", Any), must("s", Any)]);
static RSA_KEY: Shape = Record(&[must("modulus", Any), must("publicExponent", Any)]);
static GENERAL_NAMES: Shape = List("GeneralName", &GeneralName);

pub(super) static EXTENSION: &[Field] =
    &[must("extnID", Any), may("critical", tag::BOOLEAN, Any), must("extnValue", Holds("value", &Any))];
pub(super) static ATTRIBUTE: &[Field] = &[must("type", Any), must("value", Any)];

pub(super) static CERTIFICATE: Shape = Record(&[
    must("tbsCertificate", Record(TBS_CERTIFICATE)),
    must("signatureAlgorithm", Record(ALGORITHM)),
    must("signatureValue", Holds("ECDSA-Sig-Value", &SIGNATURE)),
]);

static TBS_CERTIFICATE: &[Field] = &[
    may("version", tag::context(0), Record(&[must("Version", Any)])),
    must("serialNumber", Any),
    must("signature", Record(ALGORITHM)),
    must("issuer", List("RelativeDistinguishedName", &List("AttributeTypeAndValue", &Attribute))),
    must("validity", Record(&[must("notBefore", Any), must("notAfter", Any)])),
    must("subject", List("RelativeDistinguishedName", &List("AttributeTypeAndValue", &Attribute))),
    must(
        "subjectPublicKeyInfo",
        Record(&[must("algorithm", Record(ALGORITHM)), must("subjectPublicKey", Holds("RSAPublicKey", &RSA_KEY))]),
    ),
    may("issuerUniqueID", tag::implicit(1), Any),
    may("subjectUniqueID", tag::implicit(2), Any),
    may("extensions", tag::context(3), Record(&[must("Extensions", List("Extension", &Extension))])),
];

pub(super) static OCSP_RESPONSE: Shape = Record(&[
    must("responseStatus", Any),
    may(
        "responseBytes",
        tag::context(0),
        Record(&[must(
            "ResponseBytes",
            Record(&[must("responseType", Any), must("response", Holds("BasicOCSPResponse", &BASIC))]),
        )]),
    ),
]);

static BASIC: Shape = Record(&[
    must(
        "tbsResponseData",
        Record(&[
            may("version", tag::context(0), Record(&[must("Version", Any)])),
            may("byName", tag::context(1), Record(&[must("Name", List("RelativeDistinguishedName", &RDN))])),
            may("byKey", tag::context(2), Record(&[must("KeyHash", Any)])),
            must("producedAt", Any),
            must("responses", List("SingleResponse", &SINGLE)),
            may("responseExtensions", tag::context(1), Record(&[must("Extensions", List("Extension", &Extension))])),
        ]),
    ),
    must("signatureAlgorithm", Record(ALGORITHM)),
    must("signature", Holds("ECDSA-Sig-Value", &SIGNATURE)),
    may("certs", tag::context(0), Record(&[must("certificates", List("Certificate", &CERTIFICATE))])),
]);
static RDN: Shape = List("AttributeTypeAndValue", &Attribute);

static SINGLE: Shape = Record(&[
    must(
        "certID",
        Record(&[
            must("hashAlgorithm", Record(ALGORITHM)),
            must("issuerNameHash", Any),
            must("issuerKeyHash", Any),
            must("serialNumber", Any),
        ]),
    ),
    may("good", tag::implicit(0), Any),
    may(
        "revoked",
        tag::context(1),
        Record(&[
            must("revocationTime", Any),
            may("revocationReason", tag::context(0), Record(&[must("CRLReason", Any)])),
        ]),
    ),
    may("unknown", tag::implicit(2), Any),
    must("thisUpdate", Any),
    may("nextUpdate", tag::context(0), Record(&[must("time", Any)])),
    may("singleExtensions", tag::context(1), Record(&[must("Extensions", List("Extension", &Extension))])),
]);

pub(super) static CERTIFICATE_LIST: Shape = Record(&[
    must(
        "tbsCertList",
        Record(&[
            may("version", tag::INTEGER, Any),
            must("signature", Record(ALGORITHM)),
            must("issuer", List("RelativeDistinguishedName", &RDN)),
            must("thisUpdate", Any),
            may("nextUpdate", tag::UTC_TIME, Any),
            may("nextUpdate", tag::GENERALIZED_TIME, Any),
            may("revokedCertificates", tag::SEQUENCE, List("revokedCertificate", &REVOKED)),
            may("crlExtensions", tag::context(0), Record(&[must("Extensions", List("Extension", &Extension))])),
        ]),
    ),
    must("signatureAlgorithm", Record(ALGORITHM)),
    must("signatureValue", Holds("ECDSA-Sig-Value", &SIGNATURE)),
]);

static REVOKED: Shape = Record(&[
    must("userCertificate", Any),
    must("revocationDate", Any),
    may("crlEntryExtensions", tag::SEQUENCE, List("Extension", &Extension)),
]);

static DISTRIBUTION_POINTS: Shape = List(
    "DistributionPoint",
    &Record(&[
        may(
            "distributionPoint",
            tag::context(0),
            Record(&[may("fullName", tag::context(0), List("GeneralName", &GeneralName))]),
        ),
        may("reasons", tag::implicit(1), Any),
        may("cRLIssuer", tag::context(2), List("GeneralName", &GeneralName)),
    ]),
);

static POLICIES: Shape = List(
    "PolicyInformation",
    &Record(&[
        must("policyIdentifier", Any),
        must(
            "policyQualifiers",
            List("PolicyQualifierInfo", &Record(&[must("policyQualifierId", Any), must("qualifier", Any)])),
        ),
    ]),
);

/// What an extension's extnValue holds.
pub(super) fn of_extension(oid: &[u8]) -> &'static Shape {
    static ACCESS: Shape =
        List("AccessDescription", &Record(&[must("accessMethod", Any), must("accessLocation", GeneralName)]));
    static CONSTRAINTS: Shape = Record(&[may("cA", tag::BOOLEAN, Any), may("pathLenConstraint", tag::INTEGER, Any)]);
    static KEY_ID: Shape = Record(&[
        may("keyIdentifier", tag::implicit(0), Any),
        may("authorityCertIssuer", tag::context(1), List("GeneralName", &GeneralName)),
        may("authorityCertSerialNumber", tag::implicit(2), Any),
    ]);
    static NAME_CONSTRAINTS: Shape = Record(&[
        may("permittedSubtrees", tag::context(0), List("GeneralSubtree", &SUBTREE)),
        may("excludedSubtrees", tag::context(1), List("GeneralSubtree", &SUBTREE)),
    ]);
    static SUBTREE: Shape = Record(&[must("base", GeneralName)]);
    static PURPOSES: Shape = List("KeyPurposeId", &Any);
    static FEATURES: Shape = List("feature", &Any);
    macro_rules! holds {
        ($name:literal, $shape:expr) => {{
            static HOLDS: Shape = Holds($name, $shape);
            &HOLDS
        }};
    }
    match oid {
        oids::BASIC_CONSTRAINTS => holds!("BasicConstraints", &CONSTRAINTS),
        oids::KEY_USAGE => holds!("KeyUsage", &ANY),
        oids::SUBJECT_ALT_NAME => holds!("GeneralNames", &GENERAL_NAMES),
        oids::SUBJECT_KEY_ID => holds!("KeyIdentifier", &ANY),
        oids::AUTHORITY_KEY_ID => holds!("AuthorityKeyIdentifier", &KEY_ID),
        oids::NAME_CONSTRAINTS => holds!("NameConstraints", &NAME_CONSTRAINTS),
        oids::EXT_KEY_USAGE => holds!("ExtKeyUsageSyntax", &PURPOSES),
        oids::AUTHORITY_INFO => holds!("AuthorityInfoAccessSyntax", &ACCESS),
        oids::TLS_FEATURE => holds!("Features", &FEATURES),
        oids::CRL_POINTS => holds!("CRLDistributionPoints", &DISTRIBUTION_POINTS),
        oids::POLICIES => holds!("CertificatePolicies", &POLICIES),
        _ => holds!("value", &ANY),
    }
}

/// The name of a GeneralName's kind, by its tag.
pub(super) fn general_name(tag: u8) -> Option<&'static str> {
    Some(match tag & 0x1f {
        0 => "otherName",
        1 => "rfc822Name",
        2 => "dNSName",
        3 => "x400Address",
        4 => "directoryName",
        5 => "ediPartyName",
        6 => "uniformResourceIdentifier",
        7 => "iPAddress",
        8 => "registeredID",
        _ => return None,
    })
}

/// The name of a type, for what has no other.
pub(super) fn type_name(tag: u8) -> &'static str {
    match tag {
        tag::BOOLEAN => "BOOLEAN",
        tag::INTEGER => "INTEGER",
        tag::BIT_STRING => "BIT STRING",
        tag::OCTET_STRING => "OCTET STRING",
        tag::NULL => "NULL",
        tag::OID => "OBJECT IDENTIFIER",
        tag::ENUMERATED => "ENUMERATED",
        tag::UTF8_STRING => "UTF8String",
        tag::PRINTABLE_STRING => "PrintableString",
        tag::TELETEX_STRING => "TeletexString",
        tag::IA5_STRING => "IA5String",
        tag::UTC_TIME => "UTCTime",
        tag::GENERALIZED_TIME => "GeneralizedTime",
        tag::BMP_STRING => "BMPString",
        tag::SEQUENCE => "SEQUENCE",
        tag::SET => "SET",
        _ => "tagged value",
    }
}
