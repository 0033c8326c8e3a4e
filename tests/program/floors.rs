//! The floors of the house: imports go down or stay on a floor, no two modules import each other, files stay short.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the library with its floor. A new module gets a line here.
const FLOORS: &[(&str, u8)] = &[
    ("message", 1),
    ("verdict", 1),
    ("signal", 1),
    ("time", 1),
    ("timing", 1),
    ("source", 1),
    ("path", 1),
    ("lanes", 1),
    ("ends", 1),
    ("marked", 1),
    ("punycode", 1),
    ("room", 1),
    ("words", 1),
    ("suffix", 1),
    ("canon", 1),
    ("diag", 2),
    ("document", 2),
    ("extract", 2),
    ("unwrap", 2),
    ("lookalike", 2),
    ("authoring", 7),
    ("classify", 3),
    ("page", 3),
    ("list", 3),
    ("policy", 3),
    ("input", 3),
    ("engine", 4),
    ("lint", 5),
    ("suppress", 5),
    ("settings", 5),
    ("lint", 7),
    ("check", 6),
    ("parity", 7),
    ("policy_diff", 7),
    ("policy_space", 7),
    ("policy_test", 7),
    ("policy_use", 7),
    ("resolve", 6),
    ("baseline", 7),
    ("fix", 7),
    ("report", 7),
    ("session", 7),
    ("suggest", 7),
];
const CODE_LIMIT: usize = 500;
const MEDIAN_LIMIT: usize = 200;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn library() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&root).into_iter().filter(|path| !path.starts_with(root.join("bin")) && *path != root.join("lib.rs"));
    files
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let module = inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (module, path, text)
        })
        .collect()
}

/// The modules a file names, without its own; tests at its end may look anywhere.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found = BTreeSet::new();
    for line in lines {
        for part in line.split("crate::").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.insert(name);
            }
            if let Some(group) = part.strip_prefix('{') {
                found.extend(group.split([',', '}']).map(|item| item.trim().split("::").next().unwrap().to_owned()).filter(|item| !item.is_empty()));
            }
        }
    }
    found
}

#[test]
fn imports_go_down_only() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (module, path, text) in library() {
        seen.insert(module.clone());
        let Some(own) = floors.get(module.as_str()) else {
            faults.push(format!("{}: `{module}` has no floor", path.display()));
            continue;
        };
        for other in imports(&text) {
            match floors.get(other.as_str()) {
                Some(floor) if floor > own => faults.push(format!("{}: floor {own} imports `{other}` of floor {floor}", path.display())),
                _ => {}
            }
        }
    }
    let named: BTreeSet<String> = floors.keys().map(|name| (*name).to_owned()).collect();
    assert_eq!(seen, named, "the list of floors names just the modules there are");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_two_modules_import_each_other() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, _, text) in library() {
        let others = imports(&text).into_iter().filter(|other| *other != module && FLOORS.iter().any(|(name, _)| name == other));
        graph.entry(module.clone()).or_default().extend(others);
    }
    let mut circles = Vec::new();
    for start in graph.keys() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = graph[start].iter().collect();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(graph.get(next).into_iter().flatten());
            }
        }
        if reached.contains(start) {
            circles.push(start.clone());
        }
    }
    assert!(circles.is_empty(), "modules in a circle of imports: {}", circles.join(", "));
}

#[test]
fn files_stay_short() {
    let mut lengths: Vec<(usize, String)> = Vec::new();
    for (_, path, text) in library() {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//")).count();
        lengths.push((lines, path.display().to_string()));
    }
    lengths.sort();
    let (longest, name) = lengths.last().unwrap();
    assert!(*longest <= CODE_LIMIT, "{name} has {longest} lines of code");
    let (median, _) = lengths[lengths.len() / 2];
    assert!(median < MEDIAN_LIMIT, "the median file has {median} lines of code");
}

#[test]
fn only_the_command_line_names_clap_and_only_one_file_the_renderer() {
    for (_, path, text) in library() {
        assert!(!text.contains("clap::"), "{} names clap", path.display());
        assert!(!text.contains("annotate_snippets") || path.ends_with("report/snippet.rs"), "{} names the snippet renderer", path.display());
    }
}

/// Libraries that decide about links: another version of one could give another answer.
const DECIDING: &[&str] = &[
    "base64",
    "html-escape",
    "icu_properties_data",
    "idna",
    "jiff",
    "percent-encoding",
    "psl",
    "publicsuffix",
    "unicode-normalization",
    "unicode-script",
    "unicode-security",
    "url",
];

#[test]
fn both_packages_decide_with_the_same_libraries() {
    let versions = |path: &str, name: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let packages = text.split("[[package]]").filter(|package| package.lines().any(|line| line == format!("name = \"{name}\"")));
        packages.filter_map(|package| package.lines().find(|line| line.starts_with("version = "))).map(str::to_owned).collect()
    };
    for name in DECIDING {
        let (ours, theirs) = (versions("Cargo.lock", name), versions("python/Cargo.lock", name));
        assert!(!theirs.is_empty() && theirs.is_subset(&ours), "{name}: {ours:?} at the root, {theirs:?} in python/");
    }
}
