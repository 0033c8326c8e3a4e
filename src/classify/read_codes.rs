//! Reading payment codes, mini-program links and share codes.

use super::catalog::Prefix;
use super::code_shape::{Alphabet, Closing, Delimited, Mix, Opening, Shape};
use super::codes::{ShareCode, Standing};
use super::payment::{PayerCode, Segment};
use super::read::{Reading, at_table};
use crate::diag::Diagnostic;
use crate::document::table::{Table, Value};
use crate::message::document as text;
use crate::verdict::Kind;

const TOKENS: &[&str] = &["letters-colon-slash"];

/// The most characters of a code.
const LONGEST_CODE: i64 = 256;

impl Reading<'_, '_> {
    /// `[[payment-code]]`, `[[payer-code]]`, `[[mini-program]]` and `[[share-code]]`.
    pub(super) fn codes(&mut self, root: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
        for table in root.tables("payment-code", problems) {
            self.prefixes(table, "payment-code", Kind::PaymentCode, problems);
        }
        for table in root.tables("payer-code", problems) {
            self.payer_code(table, problems);
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
        let segments = segments(&mut table, problems);
        self.source_ref(&mut table, problems);
        if prefixes.is_empty() {
            problems.push(at_table(&table, "missing-key", text::missing_key(what, "prefixes")));
        }
        if let Some(id) = id {
            for prefix in prefixes {
                if let Some(host) = web_host(&prefix.value) {
                    self.builder.catalog.hosts.add_code(host);
                }
                self.builder.catalog.prefixes.push(Prefix { id: id.value.clone(), kind, owner, text: prefix.value, segments: segments.clone() });
            }
        }
        table.finish(problems);
    }

    fn payer_code(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let id = self.new_id(&mut table, "payer-code", problems);
        table.bilingual("network", problems);
        let owner = self.owner_ref(&mut table, "owner", problems);
        let starts = table.strings("starts", problems);
        self.source_ref(&mut table, problems);
        if starts.is_empty() {
            problems.push(at_table(&table, "missing-key", text::missing_key("payer-code", "starts")));
        }
        if let Some(id) = id {
            let starts = starts.into_iter().map(|start| start.value).collect();
            self.builder.catalog.payer_codes.push(PayerCode { id: id.value, owner, starts });
        }
        table.finish(problems);
    }

    fn share_code(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let id = self.new_id(&mut table, "share-code", problems);
        let owner = self.owner_ref(&mut table, "owner", problems);
        let app = table.require("app", problems).and_then(|value| value.bilingual(problems));
        let category = self.categories(&mut table, problems);
        let words = optional_strings(&mut table, "words", problems);
        let standing = table.get("standing").and_then(|value| value.word(Standing::NAMES, Standing::parse, problems));
        table.string("example", problems);
        self.source_ref(&mut table, problems);
        let shape = shape(&mut table, problems);
        if let (Some(id), Some(app), Some(shape)) = (id, app, shape) {
            let code =
                ShareCode { id: id.value, owner, app: app.value, category, shape, words, standing: standing.map_or(Standing::Text, |standing| standing.value) };
            self.builder.catalog.share_codes.push(code);
        }
        table.finish(problems);
    }
}

/// `segments = [{ alphabet = "digits", length = [8, 8] }, ...]`: what must follow the prefix, part by part.
fn segments(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Segment> {
    let Some(items) = table.get("segments").and_then(|value| value.items(problems)) else { return Vec::new() };
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        let Some(mut table) = item.table(problems) else { continue };
        let alphabet = table.require("alphabet", problems).and_then(|value| value.word(Alphabet::NAMES, Alphabet::parse, problems));
        if let (Some(alphabet), Some(length)) = (alphabet, length(&mut table, problems)) {
            read.push(Segment { alphabet: alphabet.value, length });
        }
        table.finish(problems);
    }
    read
}

/// The host of a prefix that begins like a web URL.
fn web_host(prefix: &str) -> Option<&str> {
    let rest = prefix.strip_prefix("https://").or_else(|| prefix.strip_prefix("http://"))?;
    rest.split('/').next().filter(|host| !host.is_empty())
}

fn shape(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<Shape> {
    if let Some(token) = table.get("token") {
        let token = token.word(TOKENS, |word| TOKENS.contains(&word).then_some(Shape::LettersColonSlash), problems);
        return token.map(|shape| shape.value);
    }
    let open = match table.get("open") {
        None => Opening::Free,
        Some(value) if value.any_string().as_deref() == Some("sign") => Opening::Sign,
        Some(value) => match strings_of(&value, problems) {
            marks if marks.is_empty() => Opening::Free,
            marks => Opening::OneOf(marks),
        },
    };
    let prefix = table.get("prefix").and_then(|value| value.any_string()).unwrap_or_default();
    let close = match table.require("close", problems)? {
        value if value.any_string().as_deref() == Some("same") => Closing::Same,
        value if value.any_string().as_deref() == Some("any") => Closing::Anything,
        value => Closing::OneOf(strings_of(&value, problems)),
    };
    let length = length(table, problems)?;
    let alphabet = table.require("alphabet", problems)?.word(Alphabet::NAMES, Alphabet::parse, problems)?.value;
    let starts = optional_strings(table, "starts", problems);
    let mix = table.require("mix", problems)?.word(Mix::NAMES, Mix::parse, problems)?.value;
    Some(Shape::Delimited(Delimited { prefix, open, close, length, alphabet, starts, mix }))
}

/// `length = [least, most]`.
fn length(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<(usize, usize)> {
    let value = table.require("length", problems)?;
    let numbers: Vec<usize> = value
        .items(problems)?
        .iter()
        .filter_map(|item| item.integer(1, LONGEST_CODE, problems))
        .filter_map(|number| usize::try_from(number.value).ok())
        .collect();
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
    table.get(key).map(|value| strings_of(&value, problems)).unwrap_or_default()
}

fn strings_of(value: &Value<'_>, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(items) = value.items(problems) else { return Vec::new() };
    items.iter().filter_map(|item| item.string(problems)).map(|item| item.value).collect()
}
