//! How far something has come, and how that is spread over its time.

/// How far something that takes from one moment to another has come: 0 before, 1 after.
pub(super) fn between(at: f64, from: f64, to: f64) -> f64 {
    if to <= from {
        return if at >= to { 1.0 } else { 0.0 };
    }
    ((at - from) / (to - from)).clamp(0.0, 1.0)
}

/// Slow at both ends.
pub(super) fn smooth(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}

/// Slow at the end.
pub(super) fn landing(at: f64) -> f64 {
    1.0 - (1.0 - at).powi(3)
}

/// On the way from one number to another.
pub(super) fn mix(from: f64, to: f64, at: f64) -> f64 {
    from + (to - from) * at
}

/// How many of so many things are done.
pub(super) fn count(of: usize, at: f64) -> usize {
    // At the very end all of them are, whatever was lost in rounding.
    ((of as f64 * at + 1e-9).floor() as usize).min(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_a_while_goes_from_nothing_to_all() {
        assert_eq!([0.0, 0.2, 0.3, 0.4, 1.0].map(|at| between(at, 0.2, 0.4)), [0.0, 0.0, 0.4999999999999999, 1.0, 1.0]);
        assert_eq!([0.0, 0.5, 1.0].map(|at| count(3, at)), [0, 1, 3]);
        assert_eq!([smooth(0.0), smooth(1.0), landing(0.0), landing(1.0)], [0.0, 1.0, 0.0, 1.0]);
    }
}
