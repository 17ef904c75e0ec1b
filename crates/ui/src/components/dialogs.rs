//! The dialogs of the step view.

/// A dialog that can be open.
#[derive(Clone, Copy, PartialEq)]
pub enum Dialog {
    Setup,
    Share,
    Help,
    Find,
}
