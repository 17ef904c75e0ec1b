//! What is rarely used, against OpenSSL's programs: P-521, RSASSA-PSS keys, AES-CCM, a server that speaks first, a status, names
//! of authorities, Mozilla's roots.

mod programs;

use programs::{Files, HANDSHAKE, fails, ok, out};
use std::process::Command;

const P521: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"];
const PSS: &[&str] = &["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"];

#[test]
fn rare_keys_in_both_versions_and_roles() {
    for (what, key, signature) in [("p521", P521, "ecdsa_secp521r1_sha512"), ("pss", PSS, "rsa_pss_pss_sha256")] {
        let files = Files::new(what);
        files.certify(key);
        for version in ["1.3", "1.2"] {
            let flag = if version == "1.3" { "-tls1_3" } else { "-tls1_2" };
            let server = files.s_server(&["-rev", flag]);
            let output = files.connect(server.port, &["--send", "abc\n", "-o", "run.json"]);
            ok(&output);
            assert_eq!(out(&output), "cba\n", "{what}, {version}");
            let account = std::fs::read_to_string(files.path("run.json")).expect("the account");
            assert!(account.contains(signature), "{what}, {version}");
            let server = files.serve(&["--reply", "welcome\n", "--tls", version]);
            let said = files.s_client(server.port, "hello\n", &[flag]);
            assert!(said.contains("welcome") && said.contains("Verification: OK"), "{what}, {version}: {said}");
        }
    }
}

#[test]
fn the_group_p521_and_ccm_in_both_roles() {
    let files = Files::new("ccm");
    for (suite, group) in [("TLS_AES_128_CCM_SHA256", "P-521"), ("TLS_AES_128_CCM_8_SHA256", "P-256")] {
        let server = files.s_server(&["-rev", "-ciphersuites", suite, "-groups", group]);
        let output = files.connect(server.port, &["--send", "abc\n", "--suite", suite]);
        ok(&output);
        assert_eq!(out(&output), "cba\n", "{suite}");
        let server = files.serve(&["--reply", "welcome\n", "--suite", suite, "--group", group]);
        let said = files.s_client(server.port, "hello\n", &["-ciphersuites", suite, "-groups", group]);
        assert!(said.contains("welcome") && said.contains(suite), "{said}");
    }
    // The common tag is offered if nothing is said; the short one has to be asked for.
    let server = files.s_server(&["-rev", "-ciphersuites", "TLS_AES_128_CCM_SHA256"]);
    ok(&files.connect(server.port, &["--send", "abc\n"]));
    let server = files.s_server(&["-rev", "-ciphersuites", "TLS_AES_128_CCM_8_SHA256"]);
    fails(&files.connect(server.port, &["--send", "abc\n", "--tls", "1.3"]), 4, "handshake_failure");
}

#[test]
fn a_server_speaks_first() {
    let files = Files::new("greeting");
    let mut server = files.serve(&["--greeting", "220 ready\n", "--reply", "bye\n", "--once"]);
    let said = files.s_client(server.port, "QUIT\n", &["-tls1_3"]);
    assert!(said.contains("220 ready\n") && said.contains("bye"), "{said}");
    let (code, ladder) = server.end();
    let at = |part: &str| ladder.find(part).unwrap_or_else(|| panic!("{part} is missing in {ladder}"));
    assert!(at("application data") < at("WAIT_FINISHED → CONNECTED"), "{ladder}");
    assert_eq!(code, Some(0));
    for version in ["1.3", "1.2"] {
        let server = files.serve(&["--greeting", "220 ready\n", "--reply", "bye\n", "--tls", version]);
        let output = files.connect(server.port, &["--send", "QUIT\n"]);
        ok(&output);
        assert_eq!(out(&output), "220 ready\nbye\n", "{version}");
    }
}

#[test]
fn a_status_comes_along_and_names_of_authorities() {
    let files = Files::new("status");
    std::fs::write(files.path("index.txt"), "").expect("a file");
    let ca = ["-rsigner", "ca.pem", "-rkey", "ca.key", "-CA", "ca.pem", "-issuer", "ca.pem", "-cert", "cert.pem"];
    let ask = ["ocsp", "-index", "index.txt", "-ndays", "1", "-noverify", "-respout", "status.der"];
    files.openssl(&[ask.as_slice(), &ca].concat());
    for flag in ["-tls1_3", "-tls1_2"] {
        let server = files.serve(&["--ocsp", "status.der", "--client-ca", "ca.pem"]);
        let client = ["-status", "-cert", "cert.pem", "-key", "key.pem", flag];
        let said = files.s_client(server.port, "hello\n", &client);
        assert!(said.contains("OCSP Response Status: successful"), "{flag}: {said}");
        let named = said.split("Acceptable client certificate CA names").nth(1).unwrap_or_default();
        assert!(named.trim_start().starts_with("CN = root"), "{flag}: {said}");
    }
    let output = Command::new(HANDSHAKE)
        .args(["serve", "--listen", "127.0.0.1:0", "--cert", "cert.pem", "--key", "key.pem", "--ocsp", "cert.pem"])
        .current_dir(files.path("."))
        .output();
    fails(&output.expect("our own"), 2, "cert.pem: no OCSP response in DER");
}

#[test]
fn mozillas_roots_are_trusted_and_no_others() {
    let files = Files::new("mozilla");
    let server = files.s_server(&["-rev"]);
    let output = Command::new(HANDSHAKE)
        .args(["connect", &format!("localhost:{}", server.port), "--mozilla", "--timeout", "20"])
        .current_dir(files.path("."))
        .output();
    fails(&output.expect("our own"), 4, "chain-trusted");
    let output = Command::new(HANDSHAKE).args(["connect", "localhost:1", "--mozilla", "--ca", "ca.pem"]).output();
    fails(&output.expect("our own"), 2, "cannot be used with");
}
