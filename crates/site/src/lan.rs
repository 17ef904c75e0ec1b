//! A class in the same room: the address to type, and a code to photograph.

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::net::{IpAddr, UdpSocket};

/// The address of this machine in its network, if it is in one.
pub fn address() -> Option<IpAddr> {
    // Nothing is sent: the system only says which of its addresses it would send from. 192.0.2.1 is nobody's (RFC 5737).
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_unspecified())
}

/// A code of an address, for a terminal.
pub fn code(url: &str) -> Option<String> {
    let code = QrCode::new(url).ok()?;
    // Dark on light, as readers of codes expect it; a terminal is mostly light on dark.
    Some(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_line_for_two_rows_of_its_modules() {
        let code = code("http://192.168.1.20:8080").unwrap();
        // Version 2 has 25 rows, and 4 of quiet on each side.
        assert_eq!(code.lines().count(), (25 + 8_usize).div_ceil(2));
    }
}
