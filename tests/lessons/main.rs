//! Plays every lesson to its end, as a person would: every answer, right and wrong, every hint, every link.

mod beside;
mod cases;
mod files;
mod guess;
mod once;
mod paper;
mod play;
mod progress;
mod queries;
mod words;
mod wrong;
