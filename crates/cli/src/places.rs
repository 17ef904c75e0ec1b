//! Places for connections, so many at most.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Places that can be taken, so many at most.
pub struct Places {
    most: usize,
    taken: Arc<AtomicUsize>,
}

/// A place that is taken, until this is dropped.
pub struct Place(Arc<AtomicUsize>);

impl Places {
    pub fn new(most: usize) -> Self {
        Places { most, taken: Arc::default() }
    }

    /// Takes one, if there is one.
    pub fn take(&self) -> Option<Place> {
        let place = Place(Arc::clone(&self.taken));
        // A place too many is given back at once.
        (self.taken.fetch_add(1, Ordering::SeqCst) < self.most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
