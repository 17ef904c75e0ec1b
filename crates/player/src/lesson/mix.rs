//! The order in which answers are offered.

use super::player::Player;

/// What an order hangs on: the seed of the lesson, and the step.
pub(super) fn seed(player: &Player) -> u64 {
    player.runs.seed.unwrap_or(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (player.number as u64) << 8
}

/// Numbers below `len`, mixed: where an answer stands says nothing about it.
pub(super) fn shuffled(len: usize, mut seed: u64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..len).collect();
    for at in (1..len).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(at, (seed >> 33) as usize % (at + 1));
    }
    all
}
