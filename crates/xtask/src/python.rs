//! Python's packages for the tests: what computes the numbers of X25519MLKEM768 once more.

use crate::packages::{PIP, ensure};
use crate::proc::{output, quiet, which};
use crate::{Outcome, tools};
use std::path::PathBuf;
use std::process::Command;

/// What pip is told to get. `cryptography` has ML-KEM since 47; `kyber-py` can be told the randomness of an encapsulation.
const PACKAGES: [&str; 2] = ["cryptography==50.0.2", "kyber-py==1.2.0"];

/// What a Python that has them can do.
const PROBE: &str = "from kyber_py.ml_kem import ML_KEM_768
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
MLKEM768PrivateKey.generate()";

/// A folder for PYTHONPATH that has the packages.
///
/// # Errors
/// If there is no Python or pip, or they can't be had.
pub fn packages() -> Outcome<PathBuf> {
    ensure(&[&PIP])?;
    let folder = tools::folder()?.join(format!("python-{}", PACKAGES.join("-").replace("==", "-")));
    let works = || {
        let mut probe = Command::new("python3");
        output(probe.args(["-c", PROBE]).env("PYTHONPATH", &folder)).is_some()
    };
    let _lock = tools::lock()?;
    if !works() {
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut pip = Command::new(if which("pip3").is_some() { "pip3" } else { "pip" });
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--upgrade", "--only-binary", ":all:"]);
        pip.arg("--target").arg(&folder).args(PACKAGES);
        quiet("Getting Python's packages for ML-KEM with pip", "seconds", &mut pip)?;
    }
    match works() {
        true => Ok(folder),
        false => Err("Python's packages for ML-KEM do not work here".to_owned()),
    }
}
