//! What the page says: fields, keys, rules, steps, as data.
#![forbid(unsafe_code)]

pub mod markdown;
