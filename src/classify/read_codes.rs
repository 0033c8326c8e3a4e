//! Reading payment codes, mini-program links and share codes.

use super::catalog::Prefix;
use super::codes::{Alphabet, Closing, Shape, ShareCode};
use super::read::{Reading, at_table};
use crate::diag::Diagnostic;
use crate::document::table::Table;
use crate::message::document as text;
use crate::verdict::Kind;

const TOKENS: &[&str] = &["letters-colon-slash"];

impl Reading<'_, '_> {
    /// `[[payment-code]]`, `[[mini-program]]` and `[[share-code]]`.
    pub(super) fn codes(&mut self, root: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
        for table in root.tables("payment-code", problems) {
            self.prefixes(table, "payment-code", Kind::PaymentCode, problems);
        }
        for table in root.tables("mini-program", problems) {
            self.prefixes(table, "mini-program", Kind::MiniProgram, problems);
        }
        for table in root.tables("share-code", problems) {
            self.share_code(table, problems);
        }
    }

    fn prefixes(&mut self, mut table: Table<'_>, what: &'static str, kind: Kind, problems: &mut Vec<Diagnostic>) {
        let id = self.new_id(&mut table, what, problems);
        table.bilingual("network", problems);
        let owner = self.owner_ref(&mut table, "owner", problems);
        let prefixes = table.strings("prefixes", problems);
        self.source_ref(&mut table, problems);
        if prefixes.is_empty() {
            problems.push(at_table(&table, "missing-key", text::missing_key(what, "prefixes")));
        }
        if let Some(id) = id {
            for prefix in prefixes {
                if let Some(host) = web_host(&prefix.value) {
                    self.builder.catalog.hosts.add_code(host);
                }
                self.builder.catalog.prefixes.push(Prefix { id: id.value.clone(), kind, owner, text: prefix.value });
            }
        }
        table.finish(problems);
    }

    fn share_code(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let id = self.new_id(&mut table, "share-code", problems);
        let owner = self.owner_ref(&mut table, "owner", problems);
        let app = table.require("app", problems).and_then(|value| value.bilingual(problems));
        let category = self.categories(&mut table, problems);
        let words = optional_strings(&mut table, "words", problems);
        table.string("example", problems);
        self.source_ref(&mut table, problems);
        let shape = shape(&mut table, problems);
        if let (Some(id), Some(app), Some(shape)) = (id, app, shape) {
            let code = ShareCode { id: id.value, owner, app: app.value, category, shape, words };
            self.builder.catalog.share_codes.push(code);
        }
        table.finish(problems);
    }
}

/// The host of a prefix that begins like a web URL.
fn web_host(prefix: &str) -> Option<&str> {
    let rest = prefix.strip_prefix("https://").or_else(|| prefix.strip_prefix("http://"))?;
    rest.split('/').next().filter(|host| !host.is_empty())
}

fn shape(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<Shape> {
    let open = optional_strings(table, "open", problems);
    if let Some(token) = table.get("token") {
        let token = token.word(TOKENS, |word| TOKENS.contains(&word).then_some(Shape::LettersColonSlash), problems);
        return token.map(|shape| shape.value);
    }
    let prefix = table.get("prefix").and_then(|value| value.any_string()).unwrap_or_default();
    let close = match table.require("close", problems)? {
        value if value.any_string().as_deref() == Some("same") => Closing::Same,
        value => Closing::OneOf(value.items(problems)?.iter().filter_map(|item| item.string(problems)).map(|item| item.value).collect()),
    };
    let length = length(table, problems)?;
    let alphabet = table.require("alphabet", problems)?.word(Alphabet::NAMES, Alphabet::parse, problems)?.value;
    let starts = optional_strings(table, "starts", problems);
    let mixed = table.flag("mixed", problems);
    Some(Shape::Delimited { prefix, open, close, length, alphabet, starts, mixed })
}

/// `length = [least, most]`.
fn length(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<(usize, usize)> {
    let value = table.require("length", problems)?;
    let numbers: Vec<usize> =
        value.items(problems)?.iter().filter_map(|item| item.integer(1, 256, problems)).filter_map(|number| usize::try_from(number.value).ok()).collect();
    match numbers.as_slice() {
        [least, most] if least <= most => Some((*least, *most)),
        _ => {
            problems.push(value.wrong_type("[least, most]"));
            None
        }
    }
}

/// A list of strings that may be empty or absent.
fn optional_strings(table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(items) = table.get(key).and_then(|value| value.items(problems)) else { return Vec::new() };
    items.iter().filter_map(|item| item.string(problems)).map(|item| item.value).collect()
}
