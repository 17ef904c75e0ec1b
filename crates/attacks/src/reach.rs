//! What an attacker has: what crosses the wire, and what it can make a victim do. There is no way from here to a key.
//!
//! Who attacks a browser has a script in it, on a page of the attacker's own. It can send requests to the site, and the browser
//! adds the cookie, which the script can't read.

/// The victim's site.
pub const HOST: &str = "school.example";
/// What stands before the path in a request.
pub const BEFORE_PATH: &str = "GET /";
/// What stands between the path and the cookie.
pub const BEFORE_COOKIE: &str = " HTTP/1.1\r\nHost: school.example\r\nCookie: session=";
/// What stands behind the cookie.
pub const AFTER_COOKIE: &str = "\r\n\r\n";
/// Length of the cookie. Whoever has an account there knows it.
pub const COOKIE_LEN: usize = 12;
/// What cookies of this site are written in. Whoever has an account there knows it.
pub const COOKIE_LETTERS: &[u8] = b"abcdfgjklmpqruvwxyz23456789";
/// What the site shows to everybody.
pub const PUBLIC_PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThe library is open from 8 to 16 on all days of the week but Sunday.";

/// Where the cookie begins in a request for a path of this length.
pub fn cookie_at(path: usize) -> usize {
    BEFORE_PATH.len() + path + BEFORE_COOKIE.len()
}

/// A script in the victim's browser, and a tap on the wire, on one connection that stays open.
pub trait TappedStream {
    /// The script requests this path. What crosses the wire to the server, as records.
    fn request(&mut self, path: &str) -> Vec<u8>;

    /// The script adds these bytes to its request. What crosses the wire.
    fn add(&mut self, bytes: &[u8]) -> Vec<u8>;
}

/// A script in the victim's browser, and a tap on the wire; each request goes over a connection of its own.
pub trait TappedRequests {
    /// The script requests this path. What crosses the wire to the server once the connection stands.
    fn request(&mut self, path: &str) -> Vec<u8>;

    /// The attacker visits the site with a cookie of its own making. Whether the site takes it for the victim's.
    fn visit(&mut self, cookie: &[u8]) -> bool;
}

/// What a side does with what has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What it sends.
    pub bytes: Vec<u8>,
    /// It has closed the connection.
    pub hung_up: bool,
}

/// A script in the victim's browser, and a place on the way to the server, on a new connection for each request.
pub trait Relay {
    /// The script requests this path. What would cross the wire; it is kept back.
    fn request(&mut self, path: &str) -> Vec<u8>;

    /// This arrives at the server in its place. What the server does.
    fn deliver(&mut self, bytes: &[u8]) -> Heard;
}

/// A place on the way from a server to somebody who reads three pages of it on one connection.
pub trait Between {
    /// What the server sends next; it arrives, too.
    fn next(&mut self) -> Option<Vec<u8>>;

    /// This is sent to the reader in the server's name. What the reader does.
    fn forge(&mut self, bytes: &[u8]) -> Heard;
}

/// Somebody who connects to a server, while others do, too.
pub trait Stranger {
    /// Sends these bytes on a connection of one's own. What the server answers.
    fn send(&mut self, bytes: &[u8]) -> Vec<u8>;
}

/// A tap on the wire where the same message is sent again and again, each time with another key.
pub trait Broadcast {
    /// What crosses the wire the next time.
    fn next(&mut self) -> Vec<u8>;
}
