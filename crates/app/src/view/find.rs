//! What was found.

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct FindResult {
    /// In the order of the run; a long list is cut.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub count: usize,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The step of its message, from 1.
    pub step: usize,
    /// The message's name.
    pub message: String,
    /// The field's path.
    pub field: String,
    /// Its value in short.
    pub value: String,
    /// Address of the view that has it selected.
    pub href: String,
}
