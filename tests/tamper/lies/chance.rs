//! Lies by chance, under the right keys, in both versions: nothing panics, and whoever is not told the truth does not end
//! well.

use super::{World, script, tell};
use handshake_core::Side;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::Epoch;
use handshake_tests::script::{Script, Told};
use handshake_tests::{Dice, NOW, worlds};

/// `HANDSHAKE_LIES` sets how many are told.
const LIES: u64 = 3_000;

#[test]
fn by_chance() {
    let worlds: Vec<World> =
        worlds().into_iter().map(|(_, client, server)| World { client, server, now: NOW }).collect();
    let honest: Vec<[Script; 2]> =
        worlds.iter().map(|world| [Side::Client, Side::Server].map(|teller| script(world, teller))).collect();
    let lies = std::env::var("HANDSHAKE_LIES").ok().and_then(|lies| lies.parse().ok()).unwrap_or(LIES);
    for seed in 0..lies {
        let mut dice = Dice::new(seed);
        let world = dice.below(worlds.len());
        let to = if dice.below(2) == 0 { Side::Client } else { Side::Server };
        let mut script = honest[world][to.peer() as usize].clone();
        for _ in 0..=dice.below(3) {
            lie(&mut script, &mut dice);
        }
        let heard = tell(&worlds[world], to, &script);
        // Who takes data has heard the handshake as it was.
        let same = handshake(&script) == handshake(&honest[world][to.peer() as usize]);
        assert!(same || heard.data.is_empty(), "seed {seed}: told lies, and all is well");
        let told: usize = script.told.iter().map(|told| told.content_len()).sum();
        assert!(heard.data.len() <= told, "seed {seed}: data from nowhere");
        assert!(heard.alerts.len() <= 1 + 32, "seed {seed}: {} alerts", heard.alerts.len());
    }
}

/// The handshake's messages that are told before any data, in order. (In TLS 1.3 tickets are no part of it.)
fn handshake(script: &Script) -> Vec<u8> {
    let is_data = |told: &&Told| matches!(told, Told::Record { content_type: ContentType::APPLICATION_DATA, content, .. } if !content.is_empty());
    let content = |told: &Told| match told {
        Told::Record { epoch, content_type: ContentType::HANDSHAKE, content, .. } if *epoch != Epoch::Application => {
            content.clone()
        }
        _ => Vec::new(),
    };
    script.told.iter().take_while(|told| !is_data(told)).flat_map(content).collect()
}

fn lie(script: &mut Script, dice: &mut Dice) {
    let at = dice.below(script.told.len());
    if script.told.is_empty() {
        return;
    }
    match dice.below(6) {
        0 => drop(script.told.remove(at)),
        1 => {
            let again = script.told[at].clone();
            script.told.insert(dice.below(script.told.len() + 1), again);
        }
        2 => {
            let other = dice.below(script.told.len());
            script.told.swap(at, other);
        }
        3 => {
            let content = script.content(at);
            if !content.is_empty() {
                let byte = dice.below(content.len());
                content[byte] ^= 1 << dice.below(8);
            }
        }
        4 => {
            let content = script.content(at);
            let (from, len) = (dice.below(content.len() + 1), dice.below(30));
            let more = dice.bytes(len);
            content.splice(from..from, more);
        }
        _ => {
            let content = script.content(at);
            let from = dice.below(content.len() + 1);
            let to = (from + dice.below(30)).min(content.len());
            content.drain(from..to);
        }
    }
}
