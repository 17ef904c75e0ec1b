//! The key schedules: tables of named values, and what fills them in.

mod eval;
mod key;
mod nodes;
mod table;
mod tls12;
mod tls13;

pub use eval::{Keys, PskKind};
pub use key::Key;
pub use nodes::ScheduleEntry;
pub use table::{Len, Op, Piece, Row, When};

/// The key exchange of both versions.
const EXCHANGE: [Row; 5] = {
    use ScheduleEntry::*;
    [
        exchange(ClientPrivate, Op::Given, "RFC 8446 §4.2.8.2"),
        exchange(ClientPublic, Op::Public(ClientPrivate), "RFC 8446 §4.2.8.2"),
        exchange(ServerPrivate, Op::Given, "RFC 8446 §4.2.8.2"),
        exchange(ServerPublic, Op::Public(ServerPrivate), "RFC 8446 §4.2.8.2"),
        exchange(SharedSecret, Op::SharedSecret, "RFC 8446 §7.4.2"),
    ]
};

const fn exchange(node: ScheduleEntry, op: Op, section: &'static str) -> Row {
    Row { node, op, section, when: When::Always }
}

/// Every row, inputs before what is computed from them: the key exchange, what TLS 1.3 makes of it, what TLS 1.2 makes
/// of it.
pub static SCHEDULE: &[Row] = &{
    let parts: [&[Row]; 3] = [&EXCHANGE, tls13::SCHEDULE, tls12::SCHEDULE];
    let mut all = [EXCHANGE[0]; EXCHANGE.len() + tls13::SCHEDULE.len() + tls12::SCHEDULE.len()];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_one_row_and_inputs_come_first() {
        let order: Vec<ScheduleEntry> = SCHEDULE.iter().map(|row| row.node).collect();
        for node in ScheduleEntry::ALL {
            assert_eq!(order.iter().filter(|n| *n == node).count(), 1, "{}", node.name());
        }
        for (i, row) in SCHEDULE.iter().enumerate() {
            for input in row.inputs() {
                assert!(order[..i].contains(&input), "{} before {}", input.name(), row.node.name());
            }
        }
    }
}
