//! Our side on a socket, and programs on the other end of it.

use handshake_core::connection::Status;
use handshake_tests::Endpoint;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Nothing here takes longer, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// Our side on a socket.
pub struct Tcp<E> {
    pub own: E,
    stream: TcpStream,
}

impl<E: Endpoint> Tcp<E> {
    pub fn connect(own: E, address: &str) -> Self {
        Tcp { own, stream: patient(TcpStream::connect(address)) }
    }

    pub fn accept(own: E, listener: &TcpListener) -> Self {
        Tcp { own, stream: accept(listener) }
    }

    /// Goes on until something holds.
    pub fn until(&mut self, holds: impl Fn(&E) -> bool) {
        self.own.receive(&[]).expect("no fault");
        self.flush();
        while !holds(&self.own) {
            let mut buffer = [0; 4096];
            let n = self.stream.read(&mut buffer).expect("bytes in time");
            assert_ne!(n, 0, "the peer hung up");
            self.own.receive(&buffer[..n]).expect("no fault");
            self.flush();
        }
    }

    pub fn connected(&mut self) {
        self.until(|own| own.status() == Status::Connected);
    }

    pub fn read(&mut self, len: usize) -> Vec<u8> {
        let mut data = self.own.take_data();
        while data.len() < len {
            let steps = self.own.steps().len();
            self.until(|own| own.steps().len() > steps);
            data.extend(self.own.take_data());
        }
        data
    }

    pub fn say(&mut self, data: &[u8]) {
        self.own.send(data).expect("connected");
        self.flush();
    }

    pub fn close(&mut self) {
        self.own.close().expect("connected");
        self.flush();
    }

    /// Closes after the peer has.
    pub fn closed(&mut self) {
        self.until(|own| own.status() == Status::PeerClosed);
        self.close();
    }

    pub fn flush(&mut self) {
        // The peer may hang up once it has what it wants.
        let _ = self.stream.write_all(&self.own.take_output());
    }
}

/// A port of our own.
pub fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, port)
}

fn accept(listener: &TcpListener) -> TcpStream {
    listener.set_nonblocking(true).expect("a socket");
    let start = Instant::now();
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false).expect("a socket");
                return patient(Ok(stream));
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Err(error) => panic!("nobody came: {error}"),
        }
    }
}

fn patient(stream: io::Result<TcpStream>) -> TcpStream {
    let stream = stream.expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
    stream.set_write_timeout(Some(PATIENCE)).expect("a socket");
    stream.set_nodelay(true).expect("a socket");
    stream
}

/// A program that runs, and does not outlive the test.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Running {
    pub fn start(command: &mut Command) -> Running {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (speaks, lines) = mpsc::channel();
        std::thread::spawn(move || {
            let text = |line: Result<Vec<u8>, _>| line.map(|line| String::from_utf8_lossy(&line).into_owned());
            output.split(b'\n').map(text).map_while(Result::ok).try_for_each(|line| speaks.send(line))
        });
        Running { child, lines }
    }

    pub fn say(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().expect("its input");
        input.write_all(line.as_bytes()).and_then(|()| input.flush()).expect("it listens");
    }

    /// It is told nothing more.
    pub fn hush(&mut self) {
        drop(self.child.stdin.take());
    }

    /// The next line that holds this.
    pub fn line_with(&mut self, part: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).expect("it speaks, and in time");
            if line.contains(part) {
                return line;
            }
        }
    }

    /// True if it ends by itself, and well.
    pub fn succeeds(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until somebody listens on a port.
pub fn somebody_listens(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "nobody listens on {port}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
