//! The Certificates tab, and the page for certificates of one's own.

use super::{FieldNote, HexLine, Link, TreeRow};
use handshake_core::pki::fields::Document;
use handshake_lessons::markdown::Block;
use std::rc::Rc;

/// A chain of certificates with what was checked of each, and one document of it byte by byte.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificatesView {
    /// Whose chain this is and who looked at it; or why there is none to be seen.
    pub context: String,
    /// From the owner's certificate to the trust anchor, as far as it goes.
    pub links: Vec<ChainLink>,
    /// Where the links end without a trust anchor: who should come next, and is not there.
    pub missing: Option<String>,
    /// Certificates that lead nowhere, a status, a list: what else there is.
    pub others: Vec<ChainLink>,
    /// How it ended, once it has been looked at.
    pub verdict: Option<ChainVerdict>,
    /// The selected document.
    pub document: Option<DocumentView>,
    /// Where certificates of one's own are looked at.
    pub more: Option<Link>,
}

/// A certificate of the chain, or another document.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainLink {
    /// Its identity in selections.
    pub id: String,
    /// Whom it names.
    pub title: String,
    /// What it is, for example `root, in the client's store`.
    pub role: String,
    /// Who issued it, in words.
    pub issuer: String,
    /// True for one that the store of trust anchors holds.
    pub anchor: bool,
    /// What was checked of it.
    pub checks: Vec<LinkCheckRow>,
    /// Whether the next link's key made its signature; `None`: nobody has checked that.
    pub signed: Option<bool>,
    /// True if its fields and bytes are shown.
    pub selected: bool,
    /// True if a person selected it: then each check says why it matters.
    pub told: bool,
}

/// One check of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkCheckRow {
    /// Its name in content.
    pub id: &'static str,
    /// What was checked, in a word.
    pub title: String,
    /// Whether it holds; `None`: not checked.
    pub passed: Option<bool>,
    /// What was found.
    pub found: String,
    /// What was wanted.
    pub wanted: String,
    /// Why it matters.
    pub text: Vec<Block>,
}

/// How a chain was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainVerdict {
    /// Whether it is trusted; `None`: that can’t be judged here.
    pub passed: Option<bool>,
    /// In a sentence.
    pub text: String,
    /// Where that is written, and which alert it sends.
    pub source: String,
}

/// One document, byte by byte.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentView {
    /// The path of all of it.
    pub whole: &'static str,
    /// True if somebody looks into it: a field of it is selected.
    pub opened: bool,
    /// Its ASN.1 name, and whom it names.
    pub title: String,
    /// Its length in bytes.
    pub size: String,
    /// Where and why it could not be read to its end.
    pub problem: Option<String>,
    /// Fields in the order of the bytes, parents before children.
    pub tree: Rc<[TreeRow]>,
    /// The bytes.
    pub hex: Rc<[HexLine]>,
    /// About the selected field.
    pub note: Option<FieldNote>,
}

/// The path of all of a document, by its id in selections.
pub fn whole_document(id: &str) -> &'static str {
    let kind = match id {
        "other-status" => Document::OcspResponse,
        id if id.starts_with("other-list") => Document::CertificateList,
        _ => Document::Certificate,
    };
    kind.name()
}
