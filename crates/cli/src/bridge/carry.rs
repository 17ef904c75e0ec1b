//! Bytes in both directions, within limits.

use super::protocol::{Limits, PATIENCE, Steady, close, code};
use handshake_live::bridge::{Closing, Reason};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};
use tungstenite::{Error, Message, WebSocket};

/// How long it listens to one end before it looks at the other.
const TURN: Duration = Duration::from_millis(10);

/// Carries until an end closes or a limit is reached: why it ended, and the bytes there and back.
pub fn carry(socket: &mut WebSocket<Steady>, server: TcpStream, limits: Limits) -> (String, u64, u64) {
    let (mut there, mut back) = (0, 0);
    let mut server = Steady::new(server, limits.time);
    let end = turns(socket, &mut server, limits, &mut there, &mut back);
    // Wakes the thread that reads from the server, too.
    server.hang_up();
    if let Some((code, reason)) = end.told {
        close(socket, code, &reason);
    }
    (end.reason, there, back)
}

struct End {
    /// For who runs the bridge.
    reason: String,
    /// What the page is still to be told.
    told: Option<(u16, Closing)>,
}

fn ends(reason: &str) -> End {
    End { reason: reason.to_owned(), told: None }
}

fn tells(code: u16, reason: Reason) -> End {
    let closing = Closing::from(reason);
    End { reason: closing.problem().to_string(), told: Some((code, closing)) }
}

fn turns(socket: &mut WebSocket<Steady>, server: &mut Steady, limits: Limits, there: &mut u64, back: &mut u64) -> End {
    let Ok(answers) = server.try_clone().map(|stream| listen(stream, limits.time)) else {
        return tells(1000, Reason::Gone);
    };
    socket.get_mut().renew(limits.time, TURN);
    let began = Instant::now();
    let mut last = began;
    loop {
        if began.elapsed() > limits.time {
            return tells(code::LIMIT, Reason::Time);
        }
        if last.elapsed() > limits.idle {
            return tells(code::LIMIT, Reason::Idle);
        }
        if (*there).max(*back) > limits.bytes {
            return tells(code::LIMIT, Reason::Bytes);
        }
        match socket.read() {
            Ok(Message::Binary(bytes)) => {
                last = Instant::now();
                *there += bytes.len() as u64;
                match if *there <= limits.bytes { server.write_all(&bytes) } else { Ok(()) } {
                    Ok(()) => {}
                    Err(error) if is_wait(&error) && began.elapsed() > limits.time => {}
                    Err(error) if is_wait(&error) => {
                        return tells(code::LIMIT, Reason::Deaf);
                    }
                    Err(_) => return tells(1000, Reason::Gone),
                }
            }
            Ok(Message::Close(_)) => return ends("the page closed the connection"),
            Ok(_) => {}
            Err(Error::Io(error)) if is_wait(&error) => {}
            Err(Error::Capacity(_)) => return tells(code::LIMIT, Reason::Long),
            Err(_) => return ends("the page went away"),
        }
        loop {
            match answers.try_recv() {
                Ok(bytes) => {
                    last = Instant::now();
                    *back += bytes.len() as u64;
                    if *back > limits.bytes {
                        break;
                    }
                    if socket.send(Message::binary(bytes)).is_err() {
                        return ends("the page went away");
                    }
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return tells(1000, Reason::Gone),
            }
        }
    }
}

/// True if it was the waiting that came to its end.
fn is_wait(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Reads what the server sends, a few records ahead at most.
fn listen(server: TcpStream, time: Duration) -> Receiver<Vec<u8>> {
    let (send, receive) = sync_channel(8);
    std::thread::spawn(move || {
        let (mut server, mut buffer) = (Steady::new(server, time + PATIENCE), [0; 1 << 14]);
        while let Ok(count @ 1..) = server.read(&mut buffer) {
            if send.send(buffer.get(..count).unwrap_or_default().to_vec()).is_err() {
                break;
            }
        }
    });
    receive
}
