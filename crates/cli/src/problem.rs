//! What the system says went wrong, in words.

use std::io::{Error, ErrorKind};

/// In words that a person can act on; no numbers of the system's.
pub fn words(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::ConnectionRefused => "the connection was refused: nothing listens there",
        ErrorKind::ConnectionReset => "the connection was reset by the other end",
        ErrorKind::ConnectionAborted => "the connection was broken off",
        ErrorKind::BrokenPipe => "the other end has gone away",
        ErrorKind::HostUnreachable => "the host can't be reached",
        ErrorKind::NetworkUnreachable => "there is no network that leads there",
        ErrorKind::NetworkDown => "the network is down",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "there was no answer in time",
        ErrorKind::AddrInUse => "the address is in use: something else listens there",
        ErrorKind::AddrNotAvailable => "this machine has no such address",
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission is denied",
        ErrorKind::IsADirectory => "it is a folder, not a file",
        ErrorKind::NotADirectory => "a part of the path is no folder",
        ErrorKind::ReadOnlyFilesystem => "it can't be written: the file system is read-only",
        ErrorKind::StorageFull => "there is no room left on the disk",
        ErrorKind::UnexpectedEof => "it ended too early",
        _ => return unnumbered(&error.to_string()),
    };
    known.to_owned()
}

/// Why a name has no address.
pub fn of_name(error: &Error) -> String {
    let said = error.to_string();
    match error.kind() {
        ErrorKind::InvalidInput => "it is no HOST:PORT with a port from 1 to 65535".to_owned(),
        _ if said.contains("Temporary failure") => "the name could not be looked up: no name server answers".to_owned(),
        _ if said.contains("lookup") => "the name is not known".to_owned(),
        _ => words(error),
    }
}

/// The system's words without its number.
fn unnumbered(said: &str) -> String {
    let end = said.find(" (os error").unwrap_or(said.len());
    said.get(..end).unwrap_or(said).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_the_systems_is_said() {
        for number in 1..=133 {
            let said = words(&Error::from_raw_os_error(number));
            assert!(!said.contains("os error") && !said.is_empty(), "{number}: {said}");
        }
    }

    #[test]
    fn a_name_that_is_none_is_told_from_one_that_is_not_known() {
        use std::net::ToSocketAddrs as _;
        for bad in ["localhost", "localhost:", "localhost:x", "localhost:70000"] {
            let error = bad.to_socket_addrs().expect_err("no address");
            assert!(of_name(&error).contains("HOST:PORT"), "{bad}: {}", of_name(&error));
        }
        let error = "no-such-name.invalid:1".to_socket_addrs().expect_err("RFC 6761 has no such name");
        assert!(of_name(&error).starts_with("the name"), "{}", of_name(&error));
    }
}
