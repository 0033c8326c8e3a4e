//! A JSON Schema of the language, made of the keys that the reader itself holds files to. Draft 7, in words that draft 4 has
//! too: that is what editors of TOML understand.

use serde_json::{Map, Value, json};

use super::format::Language;
use crate::document::shape::{Demand, Key, Need, TableShape, Takes};
use crate::message::Lang;

/// A date, or date with time, as editors hand it to a schema: as a text.
const TIME: &str = r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?)?$";
/// An id.
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// A distance from UTC.
const OFFSET: &str = r"^([+-]\d{2}:\d{2}|Z)$";

/// The schema of policies or of files of rows, with its descriptions in one language.
#[must_use]
pub fn schema(language: Language, lang: Lang) -> Value {
    let mut writer = Writer { lang, tables: Map::new() };
    let mut root = writer.table(language.shape());
    root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("title".to_owned(), root.get("description").cloned().unwrap_or_default());
    root.insert("definitions".to_owned(), Value::Object(writer.tables));
    Value::Object(root)
}

struct Writer {
    lang: Lang,
    tables: Map<String, Value>,
}

impl Writer {
    fn said(&self, about: (&str, &str)) -> Value {
        let (en, zh) = about;
        json!(match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        })
    }

    fn table(&mut self, shape: &'static TableShape) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in shape.keys {
            let value = self.key(key);
            properties.insert(key.name.to_owned(), value);
        }
        let required: Vec<&str> = shape.keys.iter().filter(|key| key.need == Need::Required).map(|key| key.name).collect();
        let mut table = Map::new();
        table.insert("type".to_owned(), json!("object"));
        table.insert("description".to_owned(), self.said(shape.about));
        table.insert("additionalProperties".to_owned(), json!(false));
        table.insert("properties".to_owned(), Value::Object(properties));
        // An empty list is no list in draft 4.
        if !required.is_empty() {
            table.insert("required".to_owned(), json!(required));
        }
        if shape.demands.iter().any(|demand| matches!(demand, Demand::NotEmpty)) {
            table.insert("minProperties".to_owned(), json!(1));
        }
        let demands: Vec<Value> = shape.demands.iter().filter_map(demand).collect();
        if !demands.is_empty() {
            table.insert("allOf".to_owned(), json!(demands));
        }
        table
    }

    /// A reference to a table, which is written once.
    fn refer(&mut self, shape: &'static TableShape) -> Value {
        if !self.tables.contains_key(shape.name) {
            // Conditions hold conditions: the name is taken before the table is written.
            self.tables.insert(shape.name.to_owned(), Value::Null);
            let table = self.table(shape);
            self.tables.insert(shape.name.to_owned(), Value::Object(table));
        }
        json!({ "$ref": format!("#/definitions/{}", shape.name) })
    }

    fn key(&mut self, key: &'static Key) -> Value {
        let mut value = self.takes(key.takes);
        if let Some(object) = value.as_object_mut() {
            if let Some(reference) = object.remove("$ref") {
                // Beside a reference nothing else is read.
                object.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            }
            object.insert("description".to_owned(), self.said(key.about));
        }
        value
    }

    fn takes(&mut self, takes: Takes) -> Value {
        let text = || json!({ "type": "string", "minLength": 1 });
        match takes {
            Takes::Version(number) => json!({ "type": "integer", "enum": [number] }),
            Takes::Text => text(),
            Takes::AnyText => json!({ "type": "string" }),
            Takes::Id => json!({ "type": "string", "pattern": ID }),
            Takes::Offset => json!({ "type": "string", "pattern": OFFSET }),
            Takes::Time => time(),
            Takes::Flag => json!({ "type": "boolean" }),
            Takes::Number(least, most) => number(least, most),
            Takes::Bilingual => self.bilingual(),
            Takes::Word(words) => json!({ "type": "string", "enum": words }),
            Takes::TextOrNumber(least, most) => json!({ "anyOf": [text(), number(least, most)] }),
            Takes::TextOrTexts => json!({ "anyOf": [text(), { "type": "array", "minItems": 1, "items": text() }] }),
            Takes::Texts([]) => json!({ "type": "array", "minItems": 1, "items": text() }),
            Takes::Texts(examples) => json!({ "type": "array", "minItems": 1, "items": text(), "examples": [examples] }),
            Takes::Words(words) => json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": words } }),
            Takes::WordsOrNone(words) => json!({ "type": "array", "items": { "type": "string", "enum": words } }),
            Takes::Times => json!({ "type": "array", "items": time() }),
            Takes::Numbers(least, most) => json!({ "type": "array", "minItems": 1, "items": number(least, most) }),
            Takes::WordMap(words) => {
                let word = json!({ "type": "string", "enum": words });
                let properties: Map<String, Value> = words.iter().map(|name| ((*name).to_owned(), word.clone())).collect();
                json!({ "type": "object", "minProperties": 1, "additionalProperties": false, "properties": properties })
            }
            Takes::OpenText => json!({ "type": "object", "minProperties": 1, "additionalProperties": text() }),
            Takes::OpenTexts => json!({ "type": "object", "minProperties": 1, "additionalProperties": { "type": "array", "minItems": 1, "items": text() } }),
            Takes::OpenWords(words) => {
                json!({ "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string", "enum": words } } })
            }
            Takes::Table(shape) => self.refer(shape),
            Takes::Inner(shape) => {
                let items = self.refer(shape);
                json!({ "type": "array", "minItems": 1, "items": items })
            }
            Takes::Tables(shape) => {
                let items = self.refer(shape);
                json!({ "type": "array", "items": items })
            }
        }
    }

    fn bilingual(&mut self) -> Value {
        let name = "bilingual";
        if !self.tables.contains_key(name) {
            let text = json!({ "type": "string", "minLength": 1 });
            let about = self.said(("A text in both languages.", "中英文文本。"));
            let table = json!({
                "type": "object", "description": about, "additionalProperties": false,
                "properties": { "en": text, "zh": text }, "required": ["en", "zh"],
            });
            self.tables.insert(name.to_owned(), table);
        }
        json!({ "$ref": "#/definitions/bilingual" })
    }
}

fn time() -> Value {
    json!({ "type": "string", "pattern": TIME })
}

fn number(least: i64, most: i64) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

/// What keys demand of each other; `None` for what is said elsewhere.
fn demand(demand: &Demand) -> Option<Value> {
    let stands = |key: &&str| json!({ "required": [key] });
    Some(match demand {
        Demand::NotEmpty => return None,
        Demand::JustOne(keys) => json!({ "oneOf": keys.iter().map(stands).collect::<Vec<_>>() }),
        Demand::AtLeastOne(keys) => json!({ "anyOf": keys.iter().map(stands).collect::<Vec<_>>() }),
        Demand::Unless(key, others) => json!({ "anyOf": [stands(key), { "required": others }] }),
        Demand::JustWith(key, word, other) => {
            let has_word = json!({ "properties": { (*key): { "enum": [word] } } });
            json!({ "oneOf": [
                { "allOf": [has_word, stands(other)] },
                { "not": { "anyOf": [has_word, stands(other)] } },
            ] })
        }
        Demand::Never(key, word) => json!({ "properties": { (*key): { "not": { "enum": [word] } } } }),
    })
}
