//! The key schedule as a graph.

use super::paint::{Ink, Paint, Type};
use crate::view::{KeysView, NodeKind, NodeState};

pub fn draw(paint: &mut Paint, view: &KeysView) {
    // What is in use by now, if that is not all.
    let (nodes, edges, height) = match &view.in_use {
        Some(used) => (&used.nodes, &used.edges, used.height),
        None => (&view.nodes, &view.edges, view.height),
    };
    paint.size(f64::from(view.width), f64::from(height));
    for edge in edges {
        paint.path(&edge.path, if edge.live { Ink::Keys } else { Ink::Line }, if edge.new { 2.5 } else { 1.5 });
    }
    for node in nodes {
        let (ink, tint) = match (node.state, node.kind) {
            (NodeState::NotYet | NodeState::Hidden, _) => (Ink::Line, Ink::Card),
            (_, NodeKind::Application) => (Ink::App, Ink::AppTint),
            (_, NodeKind::Input) => (Ink::Dim, Ink::Card),
            (_, NodeKind::Secret | NodeKind::Handshake) => (Ink::Keys, Ink::KeysTint),
        };
        let [x, y, w, h] = [node.x, node.y, node.w, node.h].map(f64::from);
        paint.frame([x, y, w, h], tint, ink, node.state == NodeState::Hidden);
        let words = if tint_is_empty(node.state) { Ink::Dim } else { Ink::Text };
        let first = if node.value.is_some() { y + 16.0 } else { y + h / 2.0 + 4.0 };
        let how = Type { size: 11.5, anchor: "middle", mono: false, bold: node.state == NodeState::New };
        paint.text(x + w / 2.0, first, &node.title, words, how);
        if let Some(value) = &node.value {
            let how = Type { size: 10.5, anchor: "middle", mono: true, bold: false };
            paint.text(x + w / 2.0, y + 30.0, value, Ink::Text, how);
        }
    }
}

fn tint_is_empty(state: NodeState) -> bool {
    matches!(state, NodeState::NotYet | NodeState::Hidden)
}
