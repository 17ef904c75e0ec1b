//! What a trace means: the steps that a person takes through it, who knows what since when, how it ended and why.
#![forbid(unsafe_code)]

pub mod align;
pub mod attack;
pub mod effect;
pub mod ending;
pub mod infer_settings;
pub mod key_compromise;
pub mod knowledge;
pub mod moments;
pub mod parts;
pub mod round_trips;
pub mod run;
pub mod surprise;
