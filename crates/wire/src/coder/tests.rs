//! The coder's own tests.

use super::*;
use crate::{Layout, decode, encode};

#[derive(Default, Debug, PartialEq)]
struct Note {
    kind: u8,
    words: Vec<Vec<u8>>,
    tail: Vec<u8>,
}

impl Layout for Note {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("Note", |c| {
            c.u8("kind", &mut self.kind)?;
            c.list("words", 2, 2..=65535, &mut self.words, |c, word| c.opaque("word", 1, 1..=255, word))?;
            c.rest("tail", &mut self.tail)
        })
    }
}

fn note() -> Note {
    Note { kind: 7, words: vec![b"ab".to_vec(), b"c".to_vec()], tail: vec![9, 9] }
}

#[test]
fn what_is_written_is_read_with_the_same_spans() {
    let (bytes, written) = encode(&mut note()).unwrap();
    assert_eq!(bytes, [7, 0, 5, 2, b'a', b'b', 1, b'c', 9, 9]);
    let (read, spans) = decode::<Note>(&bytes);
    assert_eq!(read.unwrap(), note());
    assert_eq!(spans, written);
    assert_eq!(
        Span::paths(&spans),
        [
            "Note",
            "Note.kind",
            "Note.words",
            "Note.words.words#length",
            "Note.words.word#length",
            "Note.words.word[0]",
            "Note.words.word#length",
            "Note.words.word[1]",
            "Note.tail"
        ]
    );
}

#[test]
fn leaves_cover_every_byte_once() {
    let (bytes, spans) = encode(&mut note()).unwrap();
    let mut at = 0;
    for leaf in spans.iter().filter(|s| s.is_leaf()) {
        assert_eq!(leaf.start, at);
        at = leaf.end;
    }
    assert_eq!(at, bytes.len());
}

#[test]
fn spans_survive_a_truncation_and_the_error_names_the_field() {
    let (bytes, _) = encode(&mut note()).unwrap();
    let (result, spans) = decode::<Note>(&bytes[..5]);
    let error = result.unwrap_err();
    assert_eq!(error.field, "Note.words.words");
    assert_eq!(spans.len(), 4);
    assert_eq!(error.to_string(), "Note.words.words at byte 3 needs 5 bytes, 2 are left");
}

#[test]
fn a_value_too_long_for_its_prefix_is_not_written() {
    let mut long = Note { words: vec![vec![0; 256]], ..note() };
    assert!(matches!(encode(&mut long).unwrap_err().kind, WireErrorKind::Length { got: 256, .. }));
}

#[test]
fn a_length_beyond_all_addresses_is_an_error() {
    let mut c = Coder::reader(&[1, 2, 3]);
    c.u8("first", &mut 0).expect("a byte");
    let error = c.fixed("rest", usize::MAX, &mut Vec::new()).expect_err("there are two bytes");
    assert_eq!(error.kind, WireErrorKind::Truncated { needed: usize::MAX, left: 2 });
    // Nothing of it was taken.
    let mut rest = Vec::new();
    c.rest("rest", &mut rest).expect("what is left");
    assert_eq!(rest, [2, 3]);
}

#[test]
fn prefixes_of_each_width_tell_what_they_can() {
    assert_eq!([0, 1, 2, 3, 4].map(longest), [0, 0xff, 0xffff, 0xff_ffff, 0xffff_ffff]);
    for width in 1..=4 {
        let mut c = Coder::writer();
        c.vector("list", width, 0..=usize::MAX, |c| c.rest("entries", &mut vec![7; 200])).expect("it fits");
        let (bytes, _) = c.into_output();
        assert_eq!(bytes.len(), width + 200);
        let mut c = Coder::reader(&bytes);
        let mut value = Vec::new();
        c.opaque("list", width, 0..=usize::MAX, &mut value).and_then(|()| c.finish()).expect("as it was written");
        assert_eq!(value, [7; 200]);
    }
    let mut c = Coder::writer();
    let long = c.opaque("list", 1, 0..=usize::MAX, &mut vec![7; 256]);
    assert_eq!(
        long.expect_err("too long for its prefix").kind,
        WireErrorKind::Length { got: 256, min: 0, max: usize::MAX }
    );
}
