//! Lessons, played: questions put to a run, answers judged, progress kept, worksheets made.
#![forbid(unsafe_code)]

pub mod lesson;
pub mod query;
