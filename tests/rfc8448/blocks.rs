//! The RFC's account: every block of hex of a section, with the step it belongs to.

use handshake_core::Side;
use handshake_core::msgs::ServerHello;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A block of hex: `{side} step`, then `label (n octets): …`.
#[derive(Clone, Debug, Deserialize)]
pub struct Block {
    pub step: String,
    pub label: String,
    #[serde(deserialize_with = "from_hex")]
    pub hex: Vec<u8>,
}

impl Block {
    /// Whose step it is.
    pub fn side(&self) -> Side {
        if self.step.starts_with("{client}") { Side::Client } else { Side::Server }
    }

    /// The step without the side.
    pub fn action(&self) -> &str {
        self.step.split_once("} ").expect("a side").1
    }
}

/// A section of the RFC.
#[derive(Clone, Debug)]
pub struct Section {
    pub blocks: Vec<Block>,
}

impl Section {
    /// 3. Simple 1-RTT Handshake.
    pub fn simple() -> Self {
        Section::parse(include_str!("../data/rfc8448-section3.json"))
    }

    /// 4. Resumed 0-RTT Handshake.
    pub fn resumed() -> Self {
        Section::parse(include_str!("../data/rfc8448-section4.json"))
    }

    /// 5. HelloRetryRequest.
    pub fn retry() -> Self {
        Section::parse(include_str!("../data/rfc8448-section5.json"))
    }

    /// 6. Client Authentication.
    pub fn client_authentication() -> Self {
        Section::parse(include_str!("../data/rfc8448-section6.json"))
    }

    /// 7. Compatibility Mode.
    pub fn compatibility() -> Self {
        Section::parse(include_str!("../data/rfc8448-section7.json"))
    }

    fn parse(text: &str) -> Self {
        Section { blocks: serde_json::from_str(text).expect("the section's blocks") }
    }

    /// The first block of a side with this label in a step that begins so.
    pub fn find(&self, side: Side, action: &str, label: &str) -> Option<&[u8]> {
        let fits = |block: &&Block| block.side() == side && block.action().starts_with(action) && block.label == label;
        self.blocks.iter().find(fits).map(|block| block.hex.as_slice())
    }

    /// A handshake message of a side.
    pub fn message(&self, side: Side, name: &str) -> &[u8] {
        self.find(side, "construct", name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// All that a side constructs by this name, in order.
    pub fn messages(&self, side: Side, name: &str) -> Vec<&[u8]> {
        let fits =
            |block: &&Block| block.side() == side && block.action().starts_with("construct") && block.label == name;
        self.blocks.iter().filter(fits).map(|block| block.hex.as_slice()).collect()
    }

    /// The private half of a side's key pair of this kind.
    pub fn private_key(&self, side: Side, kind: &str) -> Option<&[u8]> {
        self.find(side, &format!("create an ephemeral {kind} key pair"), "private key")
    }

    /// The application data of a side; empty if it says nothing.
    pub fn said(&self, side: Side) -> &[u8] {
        let data = |(at, block): &(usize, &Block)| {
            block.side() == side
                && block.action() == "send application_data record"
                && block.label == "payload"
                && !self.is_early(*at)
        };
        self.blocks.iter().enumerate().find(data).map(|(_, block)| block.hex.as_slice()).unwrap_or_default()
    }

    /// The early data of the client, if it sends any.
    pub fn early_data(&self) -> Option<&[u8]> {
        let payload = |(at, block): &(usize, &Block)| {
            block.action() == "send application_data record" && block.label == "payload" && self.is_early(*at)
        };
        self.blocks.iter().enumerate().find(payload).map(|(_, block)| block.hex.as_slice())
    }

    /// True for a block that comes before anything the server says.
    pub fn is_early(&self, at: usize) -> bool {
        let first = self.blocks.iter().position(|block| block.side() == Side::Server);
        first.is_some_and(|first| at < first)
    }

    /// What a side signs in its CertificateVerify: the transcript up to its Certificate. RFC 8446 §4.4.1.
    pub fn transcript(&self, signer: Side) -> Vec<u8> {
        let mut transcript = Vec::new();
        for block in self.blocks.iter().filter(|block| block.action().starts_with("construct")) {
            if is_retry(&block.hex) {
                let folded = Sha256::digest(&transcript);
                transcript = [&[254, 0, 0, 32], folded.as_slice()].concat();
            }
            transcript.extend_from_slice(&block.hex);
            if block.side() == signer && block.label == "Certificate" {
                break;
            }
        }
        transcript
    }

    /// The complete records of both sides in the RFC's order, each with its place among the blocks.
    pub fn records(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.blocks.iter().enumerate().filter(|(_, block)| block.label == "complete record")
    }
}

/// True for a ServerHello that is a HelloRetryRequest.
pub fn is_retry(message: &[u8]) -> bool {
    message.first() == Some(&2) && message.get(6..38) == Some(&ServerHello::HELLO_RETRY_REQUEST)
}

fn from_hex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let byte = |i: usize| u8::from_str_radix(&text[i..i + 2], 16).map_err(serde::de::Error::custom);
    (0..text.len()).step_by(2).map(byte).collect()
}
