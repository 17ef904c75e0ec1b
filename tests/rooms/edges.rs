//! Which crate may depend on which.

use crate::root;
use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};
use std::collections::BTreeSet;

/// From whom, to whom. What is not here is not allowed; the tests may know everybody.
const ALLOWED: &[(&str, &[&str])] = &[
    ("handshake-wire", &[]),
    ("handshake-core", &["handshake-wire"]),
    ("handshake-lessons", &[]),
    ("handshake-scenario", &["handshake-core", "handshake-lessons", "handshake-wire"]),
    ("handshake-trace-json", &["handshake-core", "handshake-lessons", "handshake-scenario", "handshake-wire"]),
    (
        "handshake-analysis",
        &["handshake-core", "handshake-lessons", "handshake-scenario", "handshake-trace-json", "handshake-wire"],
    ),
    ("handshake-live", &["handshake-analysis", "handshake-core", "handshake-lessons"]),
    (
        "handshake-app",
        &[
            "handshake-analysis",
            "handshake-core",
            "handshake-lessons",
            "handshake-scenario",
            "handshake-trace-json",
            "handshake-wire",
        ],
    ),
    (
        "handshake-player",
        &[
            "handshake-analysis",
            "handshake-app",
            "handshake-core",
            "handshake-lessons",
            "handshake-scenario",
            "handshake-wire",
        ],
    ),
    (
        "handshake-ui",
        &[
            "handshake-app",
            "handshake-core",
            "handshake-lessons",
            "handshake-live",
            "handshake-player",
            "handshake-scenario",
            "handshake-trace-json",
        ],
    ),
    (
        "handshake-cli",
        &[
            "handshake-app",
            "handshake-core",
            "handshake-lessons",
            "handshake-live",
            "handshake-player",
            "handshake-scenario",
            "handshake-trace-json",
        ],
    ),
    ("xtask", &[]),
];

/// What the engine must do without: a browser, a format of its own, a clock, the system's randomness, I/O.
const NOT_IN_CORE: &[&str] =
    &["serde", "serde_json", "web-sys", "js-sys", "wasm-bindgen", "yew", "rand", "getrandom", "tokio", "mio", "chrono"];

#[test]
fn only_the_edges_that_were_decided() {
    let metadata = metadata();
    let own = |package: &&Package| package.name.as_str() != env!("CARGO_PKG_NAME");
    let wrong: Vec<String> = metadata
        .workspace_packages()
        .into_iter()
        .filter(own)
        .flat_map(|package| {
            // Of any kind: normal, for its own tests, for its build.
            let edges = package.dependencies.iter().map(|dependency| dependency.name.as_str());
            wrong_edges(package.name.as_str(), edges, &members(&metadata))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn an_edge_that_was_not_decided_is_found() {
    let metadata = metadata();
    let check = |from, to| wrong_edges(from, [to].into_iter(), &members(&metadata)).len();
    assert_eq!(check("handshake-core", "handshake-lessons"), 1);
    assert_eq!(check("handshake-scenario", "handshake-app"), 1);
    assert_eq!(check("handshake-attic", "serde"), 1, "a room that nobody decided on");
    assert_eq!(check("handshake-core", "handshake-wire"), 0);
    assert_eq!(check("handshake-core", "ring"), 0);
}

fn wrong_edges<'a>(from: &str, to: impl Iterator<Item = &'a str>, members: &BTreeSet<&str>) -> Vec<String> {
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == from) else {
        return vec![format!("{from} is new: decide what it may depend on")];
    };
    to.filter(|to| members.contains(to) && !allowed.contains(to)).map(|to| format!("{from} → {to}")).collect()
}

fn members(metadata: &Metadata) -> BTreeSet<&str> {
    metadata.workspace_packages().into_iter().map(|package| package.name.as_str()).collect()
}

#[test]
fn every_room_is_there() {
    let metadata = metadata();
    for (name, _) in ALLOWED {
        package(&metadata, name);
    }
}

#[test]
fn the_engine_depends_on_no_browser_format_or_system() {
    let metadata = metadata();
    for name in ["handshake-wire", "handshake-core"] {
        let dependencies = package(&metadata, name).dependencies.iter().map(|dependency| dependency.name.as_str());
        let unwanted: Vec<&str> = dependencies.filter(|name| NOT_IN_CORE.contains(name)).collect();
        assert_eq!(unwanted, Vec::<&str>::new(), "{name}");
    }
    assert!(package(&metadata, "handshake-wire").dependencies.is_empty(), "wire needs nobody");
    assert!(package(&metadata, "xtask").dependencies.is_empty(), "xtask is built in seconds");
}

#[test]
fn no_crate_has_unsafe_code() {
    let metadata = metadata();
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the workspace's manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""), "the workspace forbids it");
    for package in metadata.workspace_packages() {
        let manifest = std::fs::read_to_string(&package.manifest_path).expect("a manifest");
        let by_workspace = manifest.contains("[lints]\nworkspace = true");
        let roots = package.targets.iter().filter(|target| !target.kind.contains(&TargetKind::CustomBuild));
        for target in roots {
            let text = std::fs::read_to_string(&target.src_path).expect("a source");
            assert!(by_workspace || text.contains("#![forbid(unsafe_code)]"), "{} does not forbid it", target.src_path);
        }
    }
}

fn metadata() -> Metadata {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("metadata")
}

fn package<'a>(metadata: &'a Metadata, name: &str) -> &'a Package {
    let found = metadata.packages.iter().find(|package| package.name.as_str() == name);
    found.unwrap_or_else(|| panic!("there is no {name}"))
}
