//! The workspace's crates: what each depends on, and the modules of each.

use crate::modules::Tree;
use crate::root;
use cargo_metadata::{Metadata, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What `cargo metadata` says of the workspace.
pub fn metadata() -> Metadata {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("metadata")
}

/// The crates in `crates/`, by the names of their directories, as a drawing has them.
pub fn crates(metadata: &Metadata) -> BTreeMap<String, &Package> {
    let place = |package: &&Package| {
        let directory = package.manifest_path.parent().expect("a directory");
        let below = Path::new(directory).strip_prefix(root()).ok()?.to_str()?.replace('\\', "/");
        below.strip_prefix("crates/").map(str::to_owned)
    };
    metadata.workspace_packages().into_iter().filter_map(|package| Some((place(&package)?, package))).collect()
}

/// Which crate depends on which, for any purpose: to be built, to be tested, or by its build script.
pub fn dependencies(metadata: &Metadata) -> BTreeSet<(String, String)> {
    let crates = crates(metadata);
    let by_package: BTreeMap<&str, &String> =
        crates.iter().map(|(name, package)| (package.name.as_str(), name)).collect();
    let edges = crates.iter().flat_map(|(from, package)| {
        let to = package.dependencies.iter().filter_map(|dependency| by_package.get(dependency.name.as_str()));
        to.map(move |to| (from.clone(), (*to).clone()))
    });
    edges.collect()
}

/// The modules of all that a crate is built to: library, program, build script, tests.
pub fn trees(package: &Package) -> Vec<Tree> {
    let mut roots: Vec<String> =
        package.targets.iter().map(|target| below_root(target.src_path.as_std_path())).collect();
    roots.sort();
    roots.dedup();
    roots.iter().map(|path| Tree::read(path, &|path| std::fs::read_to_string(root().join(path)).ok())).collect()
}

fn below_root(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("a path below the workspace's directory");
    path.display().to_string().replace('\\', "/")
}
