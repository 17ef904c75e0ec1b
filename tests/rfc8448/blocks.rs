//! The RFC's account: every block of hex of a section, with the step it belongs to.

use handshake_core::Side;
use serde::Deserialize;

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

    /// The x25519 private half of a side.
    pub fn private_key(&self, side: Side) -> &[u8] {
        self.find(side, "create an ephemeral x25519 key pair", "private key").expect("a private key")
    }

    /// The application data of a side; empty if it says nothing.
    pub fn said(&self, side: Side) -> &[u8] {
        self.find(side, "send application_data record", "payload").unwrap_or_default()
    }

    /// The complete records of both sides in the RFC's order.
    pub fn records(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.label == "complete record")
    }
}

fn from_hex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let byte = |i: usize| u8::from_str_radix(&text[i..i + 2], 16).map_err(serde::de::Error::custom);
    (0..text.len()).step_by(2).map(byte).collect()
}
