//! The whole schedule: both versions' tables, one after the other.

use super::nodes::ScheduleEntry;
use super::table::{Op, Row, When};
use super::{tls12, tls13};

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

impl Row {
    /// The row that computes a node.
    pub fn of(node: ScheduleEntry) -> &'static Row {
        SCHEDULE.iter().find(|row| row.node == node).unwrap_or(&SCHEDULE[0])
    }
}

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
