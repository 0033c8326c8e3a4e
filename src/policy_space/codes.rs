//! The sites that are no plain URL: payment codes, share codes, and texts that cannot be read.

use std::collections::BTreeSet;

use super::facts::{Facts, PathFact, Reach};
use super::hosts::app_key;
use super::pages::Builder;
use super::site::{Recipe, Site, facts_of};
use super::table::HostClass;
use crate::classify::catalog::{Catalog, Prefix};
use crate::classify::code_shape::{Alphabet, Closing, Delimited, Opening, Shape};
use crate::classify::codes::{self, ShareCode};
use crate::classify::payment::{PAYER_CODE_DIGITS, PayerCode};
use crate::signal::Signal;

/// Letters and digits that codes are made of.
const MIXED: &str = "aB3dE5gH7jK9mN2pQ4sT6vW8xZ";

/// Every such site.
pub fn sites(builder: &Builder<'_, '_>, each: &mut impl FnMut(Site)) {
    prefixes(builder, each);
    unreadable(builder, each);
    share_codes(builder, each);
    for code in &builder.classifier.catalog.payer_codes {
        if let Some(text) = payer_code(code) {
            put(builder, &text, each);
        }
    }
    lines(builder, each);
}

/// A text for every beginning, share code and payer's code of the catalog.
pub fn example_texts(catalog: &Catalog) -> Vec<String> {
    let shares = catalog.share_codes.iter().filter_map(|code| share_code_text(code, &catalog.share_codes));
    let payers = catalog.payer_codes.iter().filter_map(payer_code);
    catalog.prefixes.iter().map(prefix_text).chain(shares).chain(payers).collect()
}

fn prefix_text(prefix: &Prefix) -> String {
    let fill = |alphabet: Alphabet, length: usize| MIXED.chars().chain("0123456789".chars()).cycle().filter(|c| alphabet.holds(*c)).take(length).collect();
    let segments: Vec<String> = prefix.segments.iter().map(|segment| fill(segment.alphabet, segment.length.0)).collect();
    let rest = if segments.is_empty() { "x1".to_owned() } else { segments.join("/") };
    format!("{}{rest}", prefix.text)
}

/// Payment codes and mini-program links by their beginnings; what follows those may match any path pattern.
fn prefixes(builder: &Builder<'_, '_>, each: &mut impl FnMut(Site)) {
    for prefix in &builder.classifier.catalog.prefixes {
        let text = prefix_text(prefix);
        let layer = builder.layer(&text);
        let mut facts = facts_of(&layer, HostClass::Exact, builder.mentioned);
        if layer.canonical().is_some() {
            facts.path = PathFact::Free;
            facts.certain = facts.certain.iter().filter(|signal| *signal != Signal::FileDownload).collect();
            if builder.mentioned.contains(Signal::FileDownload) {
                facts.open.insert(Signal::FileDownload);
            }
        }
        each(Site { facts, recipe: Recipe::Text(text.into_bytes()), host_class: HostClass::Exact, name: None });
    }
}

/// Texts without a URL: of the web, and of every class of schemes.
fn unreadable(builder: &Builder<'_, '_>, each: &mut impl FnMut(Site)) {
    for text in ["x1 no link", "https://[x1/"] {
        put(builder, text, each);
    }
    let catalog = builder.classifier.catalog;
    let names: BTreeSet<&str> = catalog.schemes.keys().map(AsRef::as_ref).collect();
    let mut seen = BTreeSet::new();
    for name in names {
        let text = format!("{name}://[x1/");
        let layer = builder.layer(&text);
        if layer.canonical().is_none() && seen.insert(app_key(&layer, builder.asks)) {
            put(builder, &text, each);
        }
    }
}

fn share_codes(builder: &Builder<'_, '_>, each: &mut impl FnMut(Site)) {
    let all = &builder.classifier.catalog.share_codes;
    for text in all.iter().filter_map(|code| share_code_text(code, all)) {
        put(builder, &text, each);
    }
}

/// A text in which a code is found; `None` for one that only stands beside something else.
fn share_code_text(code: &ShareCode, all: &[ShareCode]) -> Option<String> {
    let word = code.words.first().map(String::as_str).unwrap_or_default();
    let mut texts = texts_of(&code.shape).filter(|_| code.standing == codes::Standing::Text).map(|code| format!("{word} {code}"));
    texts.find(|text| codes::find(text, all).is_some_and(|found| found.id == code.id))
}

/// Texts of a shape.
fn texts_of(shape: &Shape) -> Box<dyn Iterator<Item = String> + '_> {
    match shape {
        Shape::LettersColonSlash => Box::new(std::iter::once("fBt:/".to_owned())),
        Shape::Delimited(shape) => Box::new(delimited(shape)),
    }
}

fn delimited(shape: &Delimited) -> impl Iterator<Item = String> {
    let openings: Vec<&str> = match &shape.open {
        Opening::Free => vec![""],
        Opening::OneOf(marks) => marks.iter().map(String::as_str).collect(),
        Opening::Sign => vec!["⌚", "☎"],
    };
    let starts: Vec<&str> = if shape.starts.is_empty() { vec![""] } else { shape.starts.iter().map(String::as_str).collect() };
    let pairs = openings.into_iter().flat_map(move |open| starts.clone().into_iter().map(move |start| (open, start)));
    pairs.map(|(open, start)| {
        let close = match &shape.close {
            Closing::Same => open,
            Closing::OneOf(marks) => marks.first().map(String::as_str).unwrap_or_default(),
            Closing::Anything => "",
        };
        let left = shape.length.0.saturating_sub(start.chars().count());
        let code: String = MIXED.chars().cycle().filter(|c| shape.alphabet.holds(*c)).take(left).collect();
        format!("{}{open}{start}{code}{close}", shape.prefix)
    })
}

fn payer_code(code: &PayerCode) -> Option<String> {
    let start = code.starts.first()?;
    let text: String = start.chars().chain("3".chars().cycle()).take(PAYER_CODE_DIGITS).collect();
    code.is(&text).then_some(text)
}

/// Lines that are no text or too long are read as far as they can be.
fn lines(builder: &Builder<'_, '_>, each: &mut impl FnMut(Site)) {
    let long = "x".repeat(crate::input::blocks::LINK_LIMIT + 1).into_bytes();
    for (signal, bytes) in [(Signal::NotUtf8, b"x1\xff".to_vec()), (Signal::TooLong, long)] {
        if !builder.mentioned.contains(signal) {
            continue;
        }
        let mut seen = BTreeSet::new();
        let mut again = |site: Site| {
            let (Facts { kind, owner, category, .. }, is_first) = (site.facts.clone(), seen.is_empty());
            if seen.insert((kind, owner, category.0)) {
                let mut facts = Facts { reach: Reach::Outermost, ..site.facts };
                facts.certain.insert(signal);
                facts.open = facts.open.union(crate::signal::SignalSet::of(Signal::TooLong).intersection(builder.mentioned));
                each(Site { facts, recipe: if is_first { Recipe::Text(bytes.clone()) } else { Recipe::Unknown }, ..site });
            }
        };
        unreadable(builder, &mut again);
        share_codes(builder, &mut again);
    }
}

fn put(builder: &Builder<'_, '_>, text: &str, each: &mut impl FnMut(Site)) {
    let layer = builder.layer(text);
    let facts = facts_of(&layer, HostClass::None, builder.mentioned);
    each(Site { facts, recipe: Recipe::Text(text.as_bytes().to_vec()), host_class: HostClass::None, name: None });
}
