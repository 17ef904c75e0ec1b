//! ConnectionSlots for connections, so many at most.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// ConnectionSlots that can be taken, so many at most.
pub struct ConnectionSlots {
    most: usize,
    taken: Arc<AtomicUsize>,
}

/// A place that is taken, until this is dropped.
pub struct ConnectionSlot(Arc<AtomicUsize>);

impl ConnectionSlots {
    pub fn new(most: usize) -> Self {
        ConnectionSlots { most, taken: Arc::default() }
    }

    /// Takes one, if there is one.
    pub fn take(&self) -> Option<ConnectionSlot> {
        let place = ConnectionSlot(Arc::clone(&self.taken));
        // A place too many is given back at once.
        (self.taken.fetch_add(1, Ordering::SeqCst) < self.most).then_some(place)
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
