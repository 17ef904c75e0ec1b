//! What the bridge and the page have agreed on, and what a connection may cost.

use handshake_live::bridge::Closing;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};
use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Message, WebSocket};

/// Longest wait for the whole request, for the target, and for an end that does not take what it is sent.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The close codes of the bridge, from those that RFC 6455 §7.4.2 leaves for private use.
pub mod code {
    /// The token is not the one in the link.
    pub const TOKEN: u16 = 4001;
    /// The target is not allowed.
    pub const TARGET: u16 = 4002;
    /// The target can't be reached.
    pub const UNREACHABLE: u16 = 4003;
    /// A limit was reached.
    pub const LIMIT: u16 = 4004;
}

/// What one connection may cost.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Bytes each way.
    pub bytes: u64,
    /// Silence after which it is closed.
    pub idle: Duration,
    /// Longest life.
    pub time: Duration,
}

/// A stream with a last moment, after which it neither reads nor writes; it goes on after a signal. No peer, however slow,
/// holds it for longer.
pub struct Steady {
    stream: TcpStream,
    until: Instant,
    /// Longest wait of one read.
    wait: Duration,
}

impl Steady {
    /// A stream that is good for so long.
    pub fn new(stream: TcpStream, time: Duration) -> Self {
        let _ = stream.set_nodelay(true);
        Steady { stream, until: Instant::now() + time, wait: time }
    }

    /// Good for so long from now on; a read waits for no longer than `wait`.
    pub fn renew(&mut self, time: Duration, wait: Duration) {
        (self.until, self.wait) = (Instant::now() + time, wait);
    }

    /// The same connection once more, without a last moment.
    pub fn try_clone(&self) -> std::io::Result<TcpStream> {
        self.stream.try_clone()
    }

    /// Ends both directions; whoever reads from it in another thread wakes up.
    pub fn hang_up(&self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn left(&self) -> std::io::Result<Duration> {
        match self.until.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(ErrorKind::TimedOut.into()),
            left => Ok(left),
        }
    }
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            self.stream.set_read_timeout(Some(self.left()?.min(self.wait)))?;
            match self.stream.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }
}

impl Write for Steady {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?.min(PATIENCE)))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

/// Closes, and lets the page have the reason: it holds 123 bytes at most.
pub fn close(socket: &mut WebSocket<Steady>, code: u16, why: &Closing) {
    let why = why.write();
    let mut end = why.len().min(123);
    while !why.is_char_boundary(end) {
        end -= 1;
    }
    let reason = why.get(..end).unwrap_or_default().to_owned();
    let leave = Duration::from_secs(2);
    socket.get_mut().renew(leave, leave);
    let _ = socket.close(Some(CloseFrame { code: CloseCode::from(code), reason: reason.into() }));
    // Until the page has closed, too, or does not answer.
    while let Ok(Message::Binary(_) | Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Close(_)) =
        socket.read()
    {}
}
