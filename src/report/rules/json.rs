//! Pages and the list of signals for machines: signals in both languages, statements in the one asked for.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::sheet::{Item, Sheet};
use crate::lint::level::default;
use crate::message::Text;
use crate::page::lints::LintPage;
use crate::page::{Example, ExampleLink, Fact, Page};
use crate::signal::Signal;

/// Every signal with its sentence.
#[must_use]
pub fn list() -> Value {
    Signal::ALL.iter().map(|signal| json!({ "id": signal.id(), "sentence": both(&signal.sentence()) })).collect()
}

/// A signal's page.
#[must_use]
pub fn page(page: &Page) -> Value {
    let examples = |examples: &[Example]| examples.iter().map(example).collect::<Vec<_>>();
    json!({
        "id": page.signal.id(),
        "sentence": both(&page.signal.sentence()),
        "level": page.level.as_str(),
        "needs": page.needs.map(crate::page::Need::as_str),
        "what": both(&page.what),
        "why": both(&page.why),
        "do": both(&page.action),
        "facts": page.facts.iter().map(fact).collect::<Vec<_>>(),
        "examples": examples(&page.examples),
        "counter_examples": examples(&page.counter_examples),
        "see": page.see.iter().copied().map(Signal::id).collect::<Vec<_>>(),
    })
}

/// A lint's page.
#[must_use]
pub fn lint(page: &LintPage) -> Value {
    json!({
        "id": page.id,
        "level": default(&page.id).as_str(),
        "what": both(&page.what),
        "why": both(&page.why),
        "do": both(&page.action),
        "example": page.example,
    })
}

/// Policy statements of one name.
#[must_use]
pub fn statements(sheets: &[Sheet]) -> Value {
    let texts = |items: &[Item]| items.iter().map(item).collect::<Vec<_>>();
    let one = |sheet: &Sheet| {
        let fields: Vec<Value> = sheet.fields.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
        let sections: Vec<Value> = sheet.sections.iter().map(|section| json!({ "heading": section.heading, "items": texts(&section.items) })).collect();
        json!({ "id": sheet.id, "sentence": sheet.sentence, "fields": fields, "sections": sections })
    };
    sheets.iter().map(one).collect()
}

fn item(item: &Item) -> Value {
    match item {
        Item::Text(text) => json!({ "text": text }),
        Item::Code(code) => json!({ "code": code }),
        Item::Sourced { text, source } => json!({ "text": text, "source": source }),
        Item::Link { link, note } => json!({ "link": link, "note": note }),
    }
}

fn both(text: &Text) -> Value {
    json!({ "en": text.en, "zh": text.zh })
}

fn fact(fact: &Fact) -> Value {
    json!({
        "platform": fact.platform,
        "rule": fact.rule,
        "note": both(&fact.note),
        "source": fact.source,
        "grade": fact.grade.as_str(),
    })
}

fn example(example: &Example) -> Value {
    let mut value = json!({ "layer": example.layer, "note": both(&example.note) });
    if let Value::Object(map) = &mut value {
        match &example.link {
            ExampleLink::Text(link) => map.insert("link".to_owned(), link.clone().into()),
            ExampleLink::Bytes(bytes) => map.insert("link_base64".to_owned(), BASE64_STANDARD.encode(bytes).into()),
            ExampleLink::Padded(link, letters) => {
                map.insert("padding".to_owned(), (*letters).into());
                map.insert("link".to_owned(), link.clone().into())
            }
        };
    }
    value
}
