//! What can be asked of a run, against what the trace itself says.

use handshake_lessons::lesson::Answer;
use handshake_player::query;
use handshake_player::query::{QueryContext, Runs, Value};

fn ask(run: &str, question: &str) -> Result<String, String> {
    let runs = Runs::default();
    let run = runs.get(run)?;
    query::ask(question, &QueryContext { run: &run, runs: &runs }).map(|value| value.text()).map_err(String::from)
}

fn check(run: &str, question: &str, expect: &str) {
    assert_eq!(ask(run, question).as_deref(), Ok(expect), "{run}: {question}");
}

#[test]
fn runs_answer() {
    let full = "tls13-full";
    for (question, expect) in [
        ("alert", "none"),
        ("connected", "yes"),
        ("round_trips", "1"),
        ("in(tls13-hrr, round_trips)", "2"),
        ("in(tls13-0rtt, round_trips)", "0"),
        ("in(\"tls13-full?trust=nobody\", alert)", "unknown_ca"),
        (
            "in(\"tls13-full?trust=nobody\", rule) = chain-trusted and not in(\"tls13-full?trust=nobody\", connected)",
            "yes",
        ),
        ("message(ServerHello).field(\"ServerHello.cipher_suite\") = setting(suite)", "yes"),
        ("message(ServerHello).sealed", "no"),
        ("message(Certificate).sealed and message(Certificate).epoch = handshake", "yes"),
        ("message(EncryptedExtensions).key", "server_handshake_write_key"),
        ("message(Finished, client).key", "client_handshake_write_key"),
        ("message(Finished).sender", "server"),
        ("message(\"application data\").epoch", "application"),
        ("knows(eavesdropper, client_public) and not knows(eavesdropper, shared_secret)", "yes"),
        ("knows(client, shared_secret, client.send.ClientHello)", "no"),
        ("reads(eavesdropper, ServerHello) and not reads(eavesdropper, Certificate)", "yes"),
        ("before(server.send.Certificate, server.send.Finished)", "yes"),
        ("count(Finished)", "2"),
        ("value(shared_secret).len", "32"),
        ("message(ClientHello).record.len - message(ClientHello).len", "5"),
        ("plain(setting(request)).as_text", "GET /"),
        ("sent(client) + sent(server) = sent", "yes"),
        ("offered(cipher_suite) has chosen(cipher_suite)", "yes"),
        ("message(Certificate).parts(CertificateEntry)", "2"),
    ] {
        check(full, question, expect);
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    for (question, part) in [
        ("nothing(x)", "there is no question “nothing”"),
        ("message(Hello)", "no message “Hello”"),
        ("knows(teacher, psk)", "no point of view"),
        ("knows(client, sesame)", "no key “sesame”"),
        ("value(resumption_psk)", "makes no resumption_psk"),
        ("message(ClientHello).field(x)", "has no x"),
        ("message(ClientHello).size", "has no .size"),
        ("alert and connected", "yes or no is needed"),
        ("step(client.send.nothing)", "no moment"),
        ("in(tls14, alert)", "tls14"),
        ("setting(colour)", "no setting"),
        ("message(Finished, teacher)", "no side"),
    ] {
        let problem = ask("tls13-full", question).expect_err(question);
        assert!(problem.contains(part), "{question}: {problem}");
    }
}

#[test]
fn every_question_there_is_can_be_asked() {
    // So that the list in the source and what is answered can't drift apart.
    for query::Question { name, .. } in query::QUESTIONS {
        let problem = ask("tls13-full", &format!("{name}(client, client)"));
        assert!(problem.as_ref().err().is_none_or(|problem| !problem.contains("there is no question")), "{name}");
    }
}

#[test]
fn values_are_put_into_texts() {
    let runs = Runs::new(Some(3));
    let run = runs.get("tls13-full").unwrap();
    let place = QueryContext { run: &run, runs: &runs };
    let text = query::fill("It says {setting(reply)} in {count(ClientHello)} hello.", &place).unwrap();
    assert_eq!(text, "It says Hello\\, class\\! in 1 hello.");
    assert!(query::fill("{message(Nothing)}", &place).is_err());
    assert_eq!(query::ask("setting(seed)", &place), Ok(Value::Text("3".into())));
}

/// What the answers of worksheets and of picked keys are made of.
#[test]
fn parts_of_values_records_and_suites_are_asked_for() {
    let data = "message(\"application data\", client)";
    for (run, question, expect) in [
        ("tls12-ecdhe", "suite_part(exchange)", "ECDHE"),
        ("tls12-ecdhe", "suite_part(hash)", "SHA256"),
        ("tls13-full", "suite_part(cipher)", "AES_128_GCM"),
        ("tls13-full", "longest(server)", "Certificate"),
        ("tls13-full", "longest(client)", "ClientHello"),
        ("tls13-full", "secret_into(handshake_secret)", "shared_secret"),
        ("tls13-full", "secret_into(server_verify_data)", "server_finished_key"),
        ("tls13-full", "made_from(shared_secret)", "handshake_secret"),
        ("tls13-resume", "secret_into(early_secret)", "psk"),
        ("tls12-cbc", &format!("{data}.mac_key"), "client_write_MAC_key"),
        ("tls13-full", &format!("{data}.mac_key"), "none"),
        ("tls13-full", &format!("{data}.outer(\"TLSCiphertext.tag\").len"), "16"),
        ("tls13-full", "value(client_application_write_key).bits", "128"),
        ("downgrade", "message(ServerHello).field(\"ServerHello.random\").last(8).first(7).as_text", "DOWNGRD"),
        ("downgrade", "message(ServerHello).field(\"ServerHello.random\").last(1).number", "1"),
        ("tls13-full?tamper=c3.drop", "attacks has drop and not attacks has flip", "yes"),
        ("tls13-full", "attacks has drop", "no"),
    ] {
        check(run, question, expect);
    }
    for (question, part) in [
        ("suite_part(exchange)", "names no “exchange”"),
        ("secret_into(shared_secret)", "secrets go into shared_secret, and not one"),
        ("value(shared_secret).first(99)", "only 32 bytes"),
        ("message(ServerHello).outer(tag)", "has no tag"),
    ] {
        let problem = ask("tls13-full", question).expect_err(question);
        assert!(problem.contains(part), "{question}: {problem}");
    }
}

/// An answer is asked of the run: no key is named in what a lesson takes for right.
#[test]
fn no_answer_is_a_name() {
    for lesson in handshake_lessons::lessons() {
        for question in lesson.step.iter().filter_map(|step| step.question.as_ref()) {
            let Answer::Key(wanted) = &question.answer else { continue };
            let key = wanted.key.trim_matches('"');
            assert!(handshake_core::keys::ScheduleEntry::by_name(key).is_none(), "{}: {key}", lesson.id);
        }
    }
}
