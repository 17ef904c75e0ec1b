//! What Wireshark's tshark makes of what is written for it, and what is made of captures.

mod export;
mod fields;
mod import;
mod live;
mod pasted;
mod programs;
mod tshark;
mod watched;
