//! What is wrong with what somebody brought is told in the language of the page.

use handshake_app::Story;
use handshake_lessons::{Language, OneOf, say, set_language, word};
use handshake_live::bridge::{Closing, Reason};
use handshake_live::{Session, State, Wish};
use handshake_trace_json::export;
use std::fmt::Display;

/// What is told in Spanish.
fn in_spanish<T>(tell: impl FnOnce() -> T) -> T {
    set_language(Language::Spanish);
    let told = tell();
    set_language(Language::English);
    told
}

/// It is told with the words for a key in either language, and they differ.
fn is_told(tell: impl Fn() -> String, key: &'static str, values: &[(&str, &dyn Display)]) {
    let (english, spanish) = (tell(), in_spanish(&tell));
    assert_eq!(english, say(key, values));
    assert_eq!(spanish, in_spanish(|| say(key, values)));
    assert_ne!(english, spanish, "{key}");
}

#[test]
fn a_bad_trace() {
    let good = export::live(&crate::recordings::all_accounts()[0]);
    let is = |text: &str, key, values: &[(&str, &dyn Display)]| {
        is_told(|| Story::recorded(text, "/open/1").expect_err(key).to_string(), key, values);
    };
    let change = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    is("", "trace.empty", &[]);
    is("[]", "trace.other", &[]);
    is(r#"{"format":"else"}"#, "trace.other-format", &[("format", &"handshake-lab-trace")]);
    is(&change(r#""version":2"#, r#""version":1"#), "trace.other-version", &[("found", &1), ("version", &2)]);
    let state: [(&str, &dyn Display); 2] = [("place", &"steps[0].to"), ("name", &"WAIT_XX")];
    is(&change(r#""to":"WAIT_SH""#, r#""to":"WAIT_XX""#), "trace.no-state", &state);
    let scenario = change(r#""scenario":"live""#, r#""scenario":"dead""#);
    let told = in_spanish(|| Story::recorded(&scenario, "/open/1").expect_err("no scenario").to_string());
    assert!(told.starts_with("En scenario: no existe «dead»"), "{told}");
    // The place is the file's, and what a library says of its JSON is in English.
    let told = in_spanish(|| Story::recorded(&good[..good.len() / 2], "/open/1").expect_err("half a file").to_string());
    let (before, _) = in_spanish(|| word("trace.cut")).split_once("{error}").expect("a place for it");
    assert!(told.starts_with(before), "{told}");
}

#[test]
fn a_bad_wish_to_connect() {
    let wish = crate::live::wish;
    let no = |wish: Wish, key| {
        let random = || Box::new(handshake_core::random::Seeded::for_side(3, handshake_core::Side::Client));
        is_told(|| Session::new(&wish, random(), 0).err().expect(key).to_string(), key, &[]);
    };
    no(Wish { server_name: " ".to_owned(), ..wish("1.3") }, "connect.no-name");
    no(Wish { roots: Some("no PEM".to_owned()), ..wish("1.3") }, "connect.no-roots");
    no(Wish { alpn: "x".repeat(300), ..wish("1.3") }, "connect.long-protocol");
    let answered = |bytes: &[u8]| {
        let mut session = crate::live::session(&wish("both"));
        while session.advance() {}
        session.arrived(bytes);
        session.hung_up();
        while session.advance() {}
        match session.state() {
            State::Failed(why) => why,
            other => panic!("{other:?}"),
        }
    };
    is_told(|| answered(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "connect.foreign", &[("protocol", &"HTTP")]);
    is_told(|| answered(b""), "connect.cut", &[]);
    // The alert of a server that wants none of it.
    let refused: [(&str, &dyn Display); 1] = [("alert", &"handshake_failure")];
    is_told(|| answered(&[21, 3, 3, 0, 2, 2, 40]), "connect.refused", &refused);
    // A record of no known type: the rule, its section and the alert of this side.
    let told = in_spanish(|| answered(&[99, 3, 3, 0, 1, 0]));
    assert!(told.starts_with("Esto no se cumple: ") && told.contains("unexpected_message"), "{told}");
}

#[test]
fn a_bad_edit_in_an_address() {
    let notice = |edit: &str| Story::open(&format!("/s/tls13-full/5?tamper={edit}")).page().notice.expect("a notice");
    for (edit, key) in [
        ("x0.drop", "bad-edit.sender"),
        ("s.drop", "bad-edit.record"),
        ("s0.flip", "bad-edit.byte-missing"),
        ("s0.flip.x.1", "bad-edit.byte"),
        ("s0.flip.5", "bad-edit.bit-missing"),
        ("s0.flip.5.x", "bad-edit.bit"),
        ("s0.flip.5.8", "bad-edit.no-such-bit"),
        ("s0.put.5", "bad-edit.length-missing"),
        ("s0.put.5.x", "bad-edit.length"),
        ("s0.put.5.1", "bad-edit.bytes-missing"),
        ("s0.put.5.1.xyz", "bad-edit.bytes"),
        ("s0.cut", "bad-edit.keep-missing"),
        ("s0.cut.x", "bad-edit.keep"),
        ("s0.drop.5", "bad-edit.more"),
    ] {
        is_told(|| notice(edit), key, &[("edit", &edit)]);
    }
    let kinds: [(&str, &dyn Display); 2] =
        [("edit", &"s0.burn"), ("all", &handshake_scenario::tamper::What::IDS.join(", "))];
    is_told(|| notice("s0.burn"), "bad-edit.kind", &kinds);
}

/// The bridge is a program of its own: what it says in a close frame is data, which the page tells in its language.
#[test]
fn what_the_bridge_said() {
    for reason in Reason::ALL {
        let closing = Closing { reason: *reason, target: "b:2".to_owned(), error: "nothing listens there".to_owned() };
        assert_eq!(Closing::read(&closing.write()), Some(closing.clone()));
        let told = closing.problem().to_string();
        assert!(!told.contains(['{', '}']) && told.ends_with('.'), "{told}");
        assert_ne!(in_spanish(|| closing.problem().to_string()), told);
        // A close frame has room for 123 bytes.
        assert!(closing.write().len() < 100, "{}", closing.write());
    }
    let unreachable = Closing::read("bridge.unreachable b:2 no");
    assert_eq!(
        in_spanish(|| unreachable.expect("a reason").problem().to_string()),
        "No se puede llegar a b:2. El sistema lo dice así: «no»."
    );
    assert_eq!(Closing::read("bridge.gone").map(|closing| closing.reason), Some(Reason::Gone));
    assert_eq!((Closing::read("something else"), Closing::read("")), (None, None));
}

/// Where only a library knows what is wrong, its own words stand in quotation marks and are said to be English.
#[test]
fn a_librarys_words_are_told_to_be_its_own() {
    let no_json = || Story::recorded("{", "/open/1").map(|_| ()).expect_err("no trace").to_string();
    let told = in_spanish(no_json);
    assert!(told.contains("lo dice en inglés: «") && told.ends_with("»."), "{told}");
    // Of a record of progress only the place is told, and that in every language.
    let no_record =
        || handshake_player::lesson::progress::Progress::read("{\n\"lessons\": 3}").expect_err("no record").to_string();
    assert_eq!(
        in_spanish(no_record),
        "Esto no es un registro de progreso: no se puede leer a partir de la línea 2, carácter 12."
    );
}
