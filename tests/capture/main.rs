//! What others make of the captures that are written here: tshark, Wireshark without its windows.

mod export;
mod import;
mod live;
mod tshark;
