//! Undo and redo: where the person has been, by address. The address holds the whole view, so this is all it takes.

/// Most places that are remembered.
const MOST: usize = 500;

/// The places one after the other, and which of them is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoHistory {
    places: Vec<String>,
    at: usize,
}

impl UndoHistory {
    /// Begins at a place.
    pub fn new(address: &str) -> UndoHistory {
        UndoHistory { places: vec![address.to_owned()], at: 0 }
    }

    /// Something was done that led to a place. To come back to where one was is something done, too.
    pub fn go(&mut self, address: &str) {
        if self.places.get(self.at).is_none_or(|place| place != address) {
            self.places.truncate(self.at + 1);
            self.places.push(address.to_owned());
            let over = self.places.len().saturating_sub(MOST);
            self.places.drain(..over);
            self.at = self.places.len().saturating_sub(1);
        }
    }

    /// The place is another one now, and what it was is not to be come back to.
    pub fn replace(&mut self, address: &str) {
        if let Some(place) = self.places.get_mut(self.at).filter(|place| *place != address) {
            address.clone_into(place);
            self.places.truncate(self.at + 1);
            // Dragged to and fro: nothing was done.
            if self.at > 0 && self.places.get(self.at - 1) == self.places.get(self.at) {
                self.places.pop();
                self.at -= 1;
            }
        }
    }

    /// The browser's own Back or Forward led to a place: the nearest one that is it, else a new one.
    pub fn visit(&mut self, address: &str) {
        let found = self.places.iter().enumerate().filter(|(_, place)| *place == address);
        match found.map(|(at, _)| at).min_by_key(|at| at.abs_diff(self.at)) {
            Some(at) => self.at = at,
            None => self.go(address),
        }
    }

    /// The place before this one, if there is one; it is open then.
    pub fn undo(&mut self) -> Option<String> {
        let at = self.at.checked_sub(1)?;
        self.at = at;
        self.places.get(at).cloned()
    }

    /// The place after this one, if one was left by [`UndoHistory::undo`].
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
