//! The command line, as a person uses it.

use handshake_app::suites::find;
use std::process::{Command, Output};

fn handshake(line: &str) -> Output {
    let args = line.split_whitespace();
    Command::new(env!("CARGO_BIN_EXE_handshake")).args(args).output().expect("it can be started")
}

fn stdout(line: &str) -> String {
    let output = handshake(line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{line}");
    String::from_utf8(output.stdout).expect("text")
}

/// A mistake is one line on stderr that names the argument and what would be right, and exit code 2.
fn refused(line: &str, names: &[&str]) {
    let output = handshake(line);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{line}: {error}");
    assert!(output.stdout.is_empty(), "{line}");
    assert_eq!(error.lines().count(), 1, "{line}: {error}");
    for name in names {
        assert!(error.contains(name), "{line}: {error} does not name {name}");
    }
}

#[test]
fn scenarios_are_listed() {
    assert!(stdout("scenarios").lines().any(|line| line.starts_with("tls13-full ")));
}

#[test]
fn an_attack_reads_a_cookie_and_a_mended_victim_keeps_it() {
    let list = stdout("attack");
    assert!(list.lines().count() >= 6 && list.lines().any(|line| line.starts_with("beast ")), "{list}");
    let won = stdout("attack beast --seed 3");
    // A line for each of the cookie's 12 letters, and the last one with all of them.
    let cookie = won.lines().rev().nth(1).and_then(|line| line.split(' ').next()).expect("a cookie").to_owned();
    assert_eq!(cookie.chars().filter(char::is_ascii_alphanumeric).count(), 12, "{won}");
    for read in 1..=12 {
        let begun = format!("{}{}", &cookie[..read], "·".repeat(12 - read));
        assert!(won.lines().any(|line| line.starts_with(&begun)), "{begun} is missing in {won}");
    }
    assert!(won.ends_with("The attack has succeeded.\n"), "{won}");
    assert_eq!(won, stdout("attack beast --seed 3"), "a function of the seed");
    for (line, section) in
        [("attack beast --mended", "RFC 4346 §6.2.3.2"), ("attack beast --mended split", "RFC 7457 §2.3")]
    {
        let stopped = stdout(line);
        assert!(stopped.contains("The attack has failed.") && stopped.contains(section), "{stopped}");
        assert!(stopped.lines().all(|line| !line.starts_with(&cookie[..1]) || line.contains("····")), "{stopped}");
    }
    refused("attack nope", &["“nope”", "beast", "padding-oracle"]);
    refused("attack beast --mended aead", &["“aead”", "explicit-iv, split"]);
    refused("attack beast --seed x", &["“x”"]);
    refused("attack --seed 2", &["NAME"]);
}

#[test]
fn suites_are_known_by_everybodys_names() {
    for name in
        ["TLS_RSA_WITH_RC4_128_MD5", "rc4-md5", "SSL_RSA_WITH_RC4_128_MD5", "tls_rsa_arcfour_128_md5", "0x0004", "4"]
    {
        let said = stdout(&format!("suites {name}"));
        let first = said.lines().next().expect("a line");
        assert!(first.starts_with("0x00,0x04  TLS_RSA_WITH_RC4_128_MD5 "), "{name}: {first}");
        for part in
            ["OpenSSL: RC4-MD5", "GnuTLS: TLS_RSA_ARCFOUR_128_MD5", "Java: SSL_RSA_WITH_RC4_128_MD5", "RFC 7465"]
        {
            assert!(said.contains(part), "{name}: {part} is missing in {said}");
        }
        assert!(
            said.contains("In its place: TLS_AES_128_GCM_SHA256 or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            "{said}"
        );
    }
    assert!(stdout("suites").lines().count() > 350);
    assert_eq!(stdout("suites ecdhe chacha").lines().count(), 3);
    let none = handshake("suites nobody knows this");
    assert_eq!(none.status.code(), Some(1));
    refused("connect localhost:1 --suite NULL-MD5", &["TLS_RSA_WITH_NULL_MD5", "does not speak it"]);
    refused("connect localhost:1 --suite nope", &["'nope' is unknown", "TLS_AES_128_GCM_SHA256"]);
}

/// What the programs themselves call the suites that they have.
#[test]
fn names_are_those_of_openssl_and_gnutls() {
    let openssl = ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"];
    let openssl = Command::new("openssl").args(openssl).output().expect("openssl is installed");
    let gnutls = Command::new("gnutls-cli").arg("-l").output().expect("gnutls-cli is installed");
    let number = |text: &str| {
        let digits: String = text.chars().filter(|c| c.is_ascii_hexdigit() || *c == 'x').collect();
        u16::from_str_radix(&digits.replace("0x", ""), 16).ok()
    };
    let mut seen = 0;
    for line in String::from_utf8_lossy(&openssl.stdout).lines() {
        // 0xC0,0x2F - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 - ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 …
        let mut parts = line.split(" - ").map(str::trim);
        let (Some(code), Some(name), Some(rest)) = (parts.next().and_then(number), parts.next(), parts.next()) else {
            continue;
        };
        let own = rest.split_whitespace().next().expect("a name");
        for name in [name, own] {
            assert_eq!(find(name).map(|one| one.code), Some(code), "{line}");
        }
        seen += 1;
    }
    assert!(seen > 100, "{seen} of OpenSSL");
    let mut seen = 0;
    for line in String::from_utf8_lossy(&gnutls.stdout).lines().filter(|line| line.starts_with("TLS_")) {
        // TLS_RSA_ARCFOUR_128_MD5    0x00, 0x04    TLS1.0
        let mut parts = line.split_whitespace();
        let (Some(name), Some(high), Some(low)) = (parts.next(), parts.next(), parts.next()) else { continue };
        assert_eq!(find(name).map(|one| one.code), number(&format!("{high}{low}")), "{line}");
        seen += 1;
    }
    assert!(seen > 100, "{seen} of GnuTLS");
}

/// A reader that goes away at once is no reason to panic; and each command's mistakes lead to its own help.
#[test]
fn each_command_has_its_own_help() {
    for line in ["connect --help", "help", "--version"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_handshake"))
            .args(line.split_whitespace())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it can be started");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{line}: {output:?}");
    }
    refused("connect --bogus x:1", &["--bogus", "see handshake connect --help"]);
    refused("connect", &["HOST:PORT", "see handshake connect --help"]);
    refused("serve --listen 127.0.0.1:0", &["--cert", "see handshake serve --help"]);
    refused("trace --bogus", &["--scenario ID"]);
    refused("gibberish", &["connect", "lesson"]);
}

#[test]
fn a_trace_as_text_tells_every_step() {
    let text = stdout("trace --scenario tls13-full");
    for part in ["ClientHello", "ServerHello", "── Talk", " 26  C ◀── S  close_notify", "its SHA-256: "] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn a_trace_as_json_is_the_same_each_time_and_depends_on_the_seed() {
    let line = "trace --scenario tls13-full --format json --seed";
    let one = stdout(&format!("{line} 7"));
    assert_eq!(one, stdout(&format!("{line} 7")));
    assert_ne!(one, stdout(&format!("{line} 8")));
    assert!(one.starts_with("{\"format\":\"handshake-lab-trace\",\"version\":2,"), "{}", &one[..80]);
}

#[test]
fn settings_reach_the_run() {
    let text = stdout("trace --scenario tls13-full --set suite=TLS_AES_256_GCM_SHA384 --set alpn=none --format json");
    assert!(text.contains("\"picked\":\"TLS_AES_256_GCM_SHA384\"") && text.contains("AES-256-GCM"));
    assert!(!text.contains("application_layer_protocol_negotiation"));
}

#[test]
fn a_trace_goes_to_a_file_on_request() {
    let file = std::env::temp_dir().join(format!("handshake-trace-{}.json", std::process::id()));
    let line = format!("trace --scenario tls13-full --format json -o {}", file.display());
    assert_eq!(stdout(&line), "");
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), stdout("trace --scenario tls13-full --format json"));
    std::fs::remove_file(&file).expect("it was there");
    let output = handshake("trace --scenario tls13-full -o /nowhere/at/all");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/at/all"));
}

#[test]
fn mistakes_are_named_in_one_line() {
    refused("", &["no command", "scenarios, suites, trace", "attack"]);
    refused("trce", &["'trce'", "scenarios, suites, trace"]);
    refused("scenarios now", &["'now'"]);
    refused("trace", &["--scenario"]);
    refused("trace --scenario nope", &["--scenario 'nope'", "tls13-full"]);
    refused("trace --scenario", &["--scenario"]);
    refused("trace --scenario tls13-full --format xml", &["'xml'", "--format", "text, json"]);
    refused("trace --scenario tls13-full --seed x", &["--seed", "“x”", "whole number"]);
    refused("trace --scenario tls13-full --seed -1", &["--seed", "-1"]);
    refused("trace --scenario tls13-full --set suite", &["--set 'suite'", "SETTING=VALUE", "suite12, group"]);
    refused("trace --scenario tls13-full --set suite=RC4", &["--set", "“RC4”", "TLS_AES_128_GCM_SHA256"]);
    refused("trace --scenario tls13-full --set what=1", &["--set", "“what”", "suite12, group"]);
    refused("trace --scenario tls13-full --frob", &["'--frob'", "--seed N"]);
}

#[test]
fn help_is_no_mistake() {
    assert!(stdout("--help").contains("trace"));
    assert!(stdout("trace --help").contains("--seed"));
    assert!(stdout("--version").starts_with("handshake "));
}

#[test]
fn bytes_are_taken_apart_from_standard_input() {
    use std::io::Write as _;
    use std::process::Stdio;
    let inspect = |text: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handshake"));
        command.args(["inspect", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().expect("it can be started");
        running.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it reads");
        running.wait_with_output().expect("an end")
    };
    // An alert in its record: fatal, handshake_failure.
    let said = inspect("15 03 03 00 02 02 28");
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && text.contains("description: 28  handshake_failure"), "{text}");
    assert!(text.contains("content_type") || text.contains("type: 15"), "{text}");
    let said = inspect("15 03 03 00 02 02 2x");
    let error = String::from_utf8_lossy(&said.stderr);
    assert!(!said.status.success() && error.contains("line 1, column 20") && error.lines().count() == 1, "{error}");
    for (bytes, named) in
        [("%PDF-1.7", "PDF"), ("<!doctype html><p>", "web page"), ("-----BEGIN CERTIFICATE-----", "PEM")]
    {
        let error = String::from_utf8_lossy(&inspect(bytes).stderr).into_owned();
        assert!(error.contains(named), "{error}");
    }
}
