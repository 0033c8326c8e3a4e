//! Digests what the prepared catalog comes from, so that one of other files is never taken for it; see `src/classify/prepared.rs`.

use std::path::Path;
use std::{env, fs};

/// The embedded files, what reads them, and the types that hold what they say.
const FILES: &[&str] = &[
    "policies/catalog/categories.toml",
    "policies/catalog/owners.toml",
    "policies/catalog/wrappers.toml",
    "policies/catalog/short-links.toml",
    "policies/catalog/schemes.toml",
    "policies/catalog/codes.toml",
    "src/classify/catalog.rs",
    "src/classify/code_shape.rs",
    "src/classify/codes.rs",
    "src/classify/hosts/facts.rs",
    "src/classify/hosts/kept.rs",
    "src/classify/hosts/mod.rs",
    "src/classify/ids.rs",
    "src/classify/known_names.rs",
    "src/classify/payment.rs",
    "src/classify/read.rs",
    "src/classify/read_codes.rs",
    "src/classify/read_wrappers.rs",
    "src/lookalike/names.rs",
    "src/lookalike/shape.rs",
    "src/message/mod.rs",
    "src/path.rs",
    "src/time.rs",
    "src/unwrap/spec.rs",
    "src/verdict.rs",
];

#[expect(clippy::disallowed_methods, reason = "a build script reads nothing but its own package")]
fn main() -> std::io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for file in FILES {
        println!("cargo::rerun-if-changed={file}");
        let bytes = fs::read(Path::new(&root).join(file))?;
        // FNV-1a: it tells changes apart, and asks for no library.
        digest = bytes.iter().filter(|byte| **byte != b'\r').fold(digest, |digest, byte| (digest ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    }
    println!("cargo::rustc-env=OUTLINK_CATALOG_DIGEST={digest:016x}");
    Ok(())
}
