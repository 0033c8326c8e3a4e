//! Our own rows of tables, JSON, YAML and TOML.

use std::path::Path;

use outlink::extract::format::Format;

use super::told::text;

struct Row {
    text: String,
    columns: Vec<String>,
    tells: Vec<String>,
}

fn rows(format: Format) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/extract/data/{}.toml", format.as_str()));
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let strings = |row: &toml::Value, key: &str| -> Vec<String> {
        row.get(key).map(|list| list.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()).unwrap_or_default()
    };
    let row = |row: &toml::Value| Row { text: row["text"].as_str().unwrap().to_owned(), columns: strings(row, "columns"), tells: strings(row, "tells") };
    table["row"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn rows_tell_just_what_they_should() {
    let mut faults = Vec::new();
    let mut count = 0;
    for format in [Format::Csv, Format::Tsv, Format::Json, Format::Jsonl, Format::Yaml, Format::Toml] {
        for row in rows(format) {
            count += 1;
            let told = text(format, &row.text, &row.columns);
            if told != row.tells {
                faults.push(format!("{} {:?}\n  expected {:#?}\n  but was  {told:#?}", format.as_str(), row.text, row.tells));
            }
        }
    }
    assert!(count >= 120, "only {count} rows");
    assert!(faults.is_empty(), "{} of {count} rows:\n{}", faults.len(), faults.join("\n"));
}
