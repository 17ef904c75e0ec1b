//! The built page on its way to readers: packed for any host, and served from here.
#![forbid(unsafe_code)]

pub mod ahead;
pub mod asked_for;
pub mod files;
pub mod lan;
pub mod pack;
pub mod page;
pub mod policy;
pub mod serve;
pub mod single;
pub mod worker;

/// A failure, as a sentence for the person: what is wrong, and what to do.
pub type Outcome<T = ()> = Result<T, String>;
