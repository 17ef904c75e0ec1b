//! Undo and redo: where the person has been, by address. The address holds the whole view, so this is all it takes.

/// Most places that are remembered.
const MOST: usize = 500;

/// The places one after the other, and which of them is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    places: Vec<String>,
    at: usize,
}

impl Past {
    /// Begins at a place.
    pub fn new(address: &str) -> Past {
        Past { places: vec![address.to_owned()], at: 0 }
    }

    /// A place was opened: a new one, or, by the browser's own Back and Forward, the one before or after.
    pub fn visit(&mut self, address: &str) {
        let is = |at: Option<usize>| at.and_then(|at| self.places.get(at)).is_some_and(|place| place == address);
        match () {
            () if is(Some(self.at)) => {}
            () if is(self.at.checked_sub(1)) => self.at -= 1,
            () if is(Some(self.at + 1)) => self.at += 1,
            () => {
                self.places.truncate(self.at + 1);
                self.places.push(address.to_owned());
                let over = self.places.len().saturating_sub(MOST);
                self.places.drain(..over);
                self.at = self.places.len().saturating_sub(1);
            }
        }
    }

    /// The place before this one, if there is one; it is open then.
    pub fn undo(&mut self) -> Option<String> {
        let at = self.at.checked_sub(1)?;
        self.at = at;
        self.places.get(at).cloned()
    }

    /// The place after this one, if one was left by [`Past::undo`].
    pub fn redo(&mut self) -> Option<String> {
        let place = self.places.get(self.at + 1).cloned()?;
        self.at += 1;
        Some(place)
    }

    /// Whether there is something to undo, and to redo.
    pub fn can(&self) -> (bool, bool) {
        (self.at > 0, self.at + 1 < self.places.len())
    }
}
