//! The JSON Schema of settings files, for editors. The words come from the vocabularies that the reader uses.

use serde_json::{Value, json};

use super::levels::Weight;
use super::model::{BASES, THRESHOLDS};

/// Where the schema says it is from.
pub const ID: &str = "outlink-settings-1";

/// The schema, draft 2020-12.
#[must_use]
pub fn schema() -> Value {
    let word = json!({ "type": "string", "minLength": 1 });
    let words = |what: &str| json!({ "type": "array", "minItems": 1, "items": word, "description": what });
    let map = |what: &str| json!({ "type": "object", "additionalProperties": word, "description": what });
    let policies = words("Policies: ids of built-in ones, or paths from this file's folder");
    let scenes = words("Scenes; all where not given");
    let fail_on = json!({ "enum": THRESHOLDS, "description": "The loosest verdict that counts" });
    let levels =
        json!({ "type": "object", "additionalProperties": { "enum": Weight::NAMES }, "description": "Weights by rule: statement, wechat/*, signal or check" });
    let globs = |what: &str| words(&format!("{what}; globs from this file's folder"));
    let closed =
        |required: &[&str], properties: Value| json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties });
    let input = closed(
        &[],
        json!({
            "include": globs("Only these inputs"),
            "exclude": globs("None of these inputs"),
            "code": { "enum": ["read", "skip"], "description": "Whether links in code are read" },
            "columns": words("The columns of tables"),
        }),
    );
    let mut over = closed(&["files"], json!({ "files": globs("The inputs"), "policies": policies, "scenes": scenes, "fail-on": fail_on, "levels": levels }));
    if let Some(over) = over.as_object_mut() {
        over.insert("anyOf".to_owned(), required_one_of(&["policies", "scenes", "fail-on", "levels"]));
    }
    let mut exception = closed(
        &["rules", "reason"],
        json!({
            "rules": words("The rules that are allowed"),
            "hosts": words("Just these hosts"),
            "domains": words("These domains with all below them"),
            "links": words("These links, by canonical URL or as written"),
            "files": globs("In these inputs"),
            "reason": { "type": "string", "minLength": 1, "description": "Why" },
            "until": { "description": "The day from which it is over; a date, not a string" },
        }),
    );
    if let Some(exception) = exception.as_object_mut() {
        exception.insert("anyOf".to_owned(), required_one_of(&["hosts", "domains", "links", "files"]));
    }
    let properties = json!({
        "root": { "type": "boolean", "description": "Leave the settings of outer folders aside" },
        "policies": policies,
        "scenes": scenes,
        "fail-on": fail_on,
        "levels": levels,
        "basis": { "enum": BASES, "description": "Which statements count" },
        "strict": { "type": "boolean", "description": "Judge what is not certain by its worst alternative" },
        "context": map("Contexts by id"),
        "lists": map("Lists by id: FILE or FILE:FORMAT, from this file's folder"),
        "baseline": { "type": "string", "minLength": 1, "description": "The baseline, from this file's folder" },
        "input": input,
        "override": { "type": "array", "items": over },
        "exception": { "type": "array", "items": exception },
    });
    let mut schema = closed(&[], properties);
    if let Some(top) = schema.as_object_mut() {
        top.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        top.insert("$id".to_owned(), json!(ID));
        top.insert("title".to_owned(), json!("outlink.toml"));
    }
    schema
}

fn required_one_of(keys: &[&str]) -> Value {
    keys.iter().map(|key| json!({ "required": [key] })).collect()
}
