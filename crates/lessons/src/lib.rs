//! What the page says: fields, keys, rules, steps, as data.
#![forbid(unsafe_code)]
#![allow(missing_docs)]

pub mod markdown;

pub struct Field { pub key: &'static str, pub text: &'static str, pub source: &'static str }
pub struct Node { pub key: &'static str, pub title: &'static str, pub short: &'static str, pub text: &'static str, pub used_for: &'static str }
pub struct RuleText { pub key: &'static str, pub title: &'static str, pub text: &'static str }
pub struct ChoiceText { pub key: &'static str, pub title: &'static str, pub text: &'static str }
pub struct Phase { pub name: &'static str, pub first: &'static str }
pub struct Moment { pub key: &'static str, pub label: &'static str, pub heading: &'static str, pub body: &'static str, pub aside: &'static str }
pub struct Scenario { pub id: &'static str, pub title: &'static str, pub summary: &'static str, pub phases: &'static [Phase], pub moments: &'static [Moment] }
pub fn field(_: &str) -> Option<&'static Field> { None }
pub fn node(_: &str) -> Option<&'static Node> { None }
pub fn rule(_: &str) -> Option<&'static RuleText> { None }
pub fn choice(_: &str) -> Option<&'static ChoiceText> { None }
pub fn fault(_: &str) -> Option<&'static Moment> { None }
pub fn general(_: &str) -> Option<&'static Moment> { None }
static S: &[Scenario] = &[Scenario { id: "tls13-full", title: "TLS 1.3 · full handshake", summary: "", phases: &[], moments: &[] }];
pub fn scenarios() -> &'static [Scenario] { S }
pub fn scenario(id: &str) -> Option<&'static Scenario> { S.iter().find(|s| s.id == id) }
pub fn fill(text: &str, _: &dyn Fn(&str) -> Option<String>) -> String { text.to_owned() }
