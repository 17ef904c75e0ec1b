//! The JSON Schema of a trace: that of docs, and true of every scenario.

use handshake_app::Story;
use handshake_lessons as lessons;
use serde_json::Value;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/trace.schema.json");

#[test]
fn the_schema_in_docs_is_what_the_program_prints() {
    let now = handshake_trace_json::json_schema();
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(written, now, "cargo run -p handshake-cli -- schema -o docs/trace.schema.json writes it anew");
}

#[test]
fn the_json_of_every_scenario_is_valid_and_other_json_is_not() {
    let schema: Value = serde_json::from_str(&handshake_trace_json::json_schema()).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for scenario in lessons::scenarios() {
        let text = Story::open(&format!("/s/{}/1", scenario.id)).json();
        let document: Value = serde_json::from_str(&text).expect("JSON");
        if let Err(error) = schema.validate(&document) {
            panic!("{}: {error} at {}", scenario.id, error.instance_path());
        }
        let mut wrong = document.clone();
        wrong["steps"][0]["side"] = "nobody".into();
        assert!(!schema.is_valid(&wrong), "{}", scenario.id);
        let mut wrong = document.clone();
        wrong["version"] = 1.into();
        assert!(!schema.is_valid(&wrong), "{}", scenario.id);
        let mut wrong = document;
        wrong.as_object_mut().expect("an object").remove("outcome");
        assert!(!schema.is_valid(&wrong), "{}", scenario.id);
    }
}
