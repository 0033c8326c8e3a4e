//! JSON against its schemas, and against the rules that stand in no schema.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{NAME, findings, hostile_links, output, schema_folder};

fn parsed(format: &str) -> Value {
    serde_json::from_str(&output(format)).unwrap()
}

fn assert_valid(document: &Value, schema: &str) {
    let Some(folder) = schema_folder() else { return };
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(folder.join(schema)).unwrap()).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sarif_holds_to_its_schema_and_names_its_places() {
    let log = parsed("sarif");
    assert_valid(&log, "sarif/sarif-schema-2.1.0.json");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings());
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["exitCode"], 1);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut prints = BTreeSet::new();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(prints.insert(result["partialFingerprints"]["outlink/v1"].as_str().unwrap()), "fingerprints differ");
        let address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        let path = percent_encoding::percent_decode_str(address).decode_utf8().unwrap();
        assert!(path == NAME || path == "posts.md", "{path}");
        let message = result["message"]["text"].as_str().unwrap();
        assert!(!message.contains(['\u{202e}', '\u{1b}', '\u{0}']), "{message}");
    }
    let related = results.iter().filter_map(|result| result.get("relatedLocations")).count();
    assert!(related > 0, "statements of a user's policy are related places");
    let ip = rules.iter().find(|rule| rule["id"] == "shop/ip").unwrap();
    assert_eq!(ip["properties"]["verdict"], "block");
    assert_eq!(ip["properties"]["sources"][0], "https://shop.example/handbook");
    assert!(ip["help"]["markdown"].as_str().unwrap().contains("\\<b\\>why"), "Markdown of a page is escaped");
}

#[test]
fn rdjson_holds_to_its_schema_and_counts_bytes() {
    let document = parsed("rdjson");
    assert_valid(&document, "rdjson/DiagnosticResult.json");
    let diagnostics = document["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), findings());
    let on_third = diagnostics.iter().find(|entry| entry["location"]["path"] == "posts.md" && entry["location"]["range"]["start"]["line"] == 3).unwrap();
    assert_eq!(on_third["location"]["range"]["start"]["column"], "先看 ".len() + 1);
    for diagnostic in diagnostics {
        assert_valid(diagnostic, "rdjson/Diagnostic.json");
    }
}

#[test]
fn gitlab_has_what_its_reader_asks_for() {
    let document = parsed("gitlab");
    let issues = document.as_array().unwrap();
    assert_eq!(issues.len(), findings());
    let mut prints = BTreeSet::new();
    for issue in issues {
        assert!(!issue["description"].as_str().unwrap().is_empty());
        assert!(!issue["check_name"].as_str().unwrap().is_empty());
        assert!(prints.insert(issue["fingerprint"].as_str().unwrap()), "fingerprints differ");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        let path = issue["location"]["path"].as_str().unwrap();
        assert!((path == NAME || path == "posts.md") && !path.starts_with("./"));
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn json_is_one_document_with_every_record() {
    let document = parsed("json");
    let records = document["records"].as_array().unwrap();
    let lines: Vec<Value> = output("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records, &lines, "the records of both are the same");
    assert!(records.len() > hostile_links().len());
    assert_eq!(document["summary"]["links"].as_u64().unwrap(), records.len() as u64);
    assert_eq!(document["run"], lines[0]["run"]);
}

#[test]
fn csv_has_a_row_for_each_decision() {
    let text = output("csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let width = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert!(rows.iter().all(|row| row.len() == width));
    let decisions: usize = output("jsonl").lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["decisions"].as_array().unwrap().len()).sum();
    assert_eq!(rows.len(), decisions);
    let begins_formula = |cell: &str| cell.starts_with(['=', '+', '@']);
    assert!(!rows.iter().flatten().any(begins_formula));
}
