//! The compiled form of v2fly's lists, `dlc.dat`, and one list of it.
//!
//! Source: v2ray-core, `app/router/routercommon/common.proto`: a file holds entries (field 1), an entry a code (1) and domains
//! (2), a domain a type (1), a value (2) and attributes (3), an attribute a key (1). The file is walked field by field and
//! nothing is kept but names, so no bytes can make it grow.

use prost::encoding::{WireType, decode_key, decode_varint};

use super::collect::Collector;
use super::lines::At;
use super::report::Why;
use super::v2fly_rule::{Filter, entry};
use super::{Fault, Shelf};
use crate::classify::listed::ListReach;
use crate::diag::nearest;
use crate::message::list as text;
use crate::source::SourceFile;

/// Reads the list of a file that `written` names, such as `cn` or `category-ads@cn`.
pub(super) fn read(path: &str, written: Option<&str>, shelf: &mut dyn Shelf, collector: &mut Collector<'_>) -> Result<(), Fault> {
    let Some(written) = written else { return Err(Fault::new(text::no_entry(path))) };
    let found = shelf.bytes(path).map_err(|reason| Fault::unread(text::unreadable(path, &reason)))?;
    let (name, bytes) = found.ok_or_else(|| Fault::unread(text::no_such_file(path)))?;
    let (code, filter) = entry(written);
    collector.enter(&SourceFile::new(&name, ""));
    let damaged = |reason: &str| Fault::new(text::damaged(path, reason));
    let mut known = Vec::new();
    let mut found = 0;
    for field in fields(&bytes) {
        let (1, Field::Bytes(site)) = field.map_err(|reason| damaged(&reason))? else { continue };
        let name = text_field(site, 1).map_err(|reason| damaged(&reason))?.unwrap_or_default();
        if name.eq_ignore_ascii_case(code) {
            domains(site, &filter, collector).map_err(|reason| damaged(&reason))?;
            found += 1;
        } else {
            known.push(name);
        }
    }
    if found == 0 {
        let upper = code.to_ascii_uppercase();
        let near = nearest(&upper, known.iter().copied()).or(known.first().copied()).unwrap_or("?");
        return Err(Fault::new(text::unknown_entry(code, &near.to_ascii_lowercase())));
    }
    Ok(())
}

/// The domains of one entry. Types: 0 is a keyword, 1 a regular expression, 2 a domain with all below it, 3 a host alone.
fn domains(site: &[u8], filter: &Filter, collector: &mut Collector<'_>) -> Result<(), String> {
    let mut number = 0;
    for field in fields(site) {
        let (2, Field::Bytes(domain)) = field? else { continue };
        number += 1;
        let (mut kind, mut value, mut attributes) = (0, "", Vec::new());
        for field in fields(domain) {
            match field? {
                (1, Field::Number(number)) => kind = number,
                (2, Field::Bytes(bytes)) => value = std::str::from_utf8(bytes).map_err(|_| "a name is not UTF-8".to_owned())?,
                (3, Field::Bytes(attribute)) if attributes.len() < ATTRIBUTE_LIMIT => attributes.extend(text_field(attribute, 1)?),
                _ => {}
            }
        }
        if !filter.takes(attributes.iter().copied()) {
            continue;
        }
        let at = At { line: number, start: 0, text: value };
        match kind {
            _ if !collector.is_readable(at) => {}
            0 => collector.unusable(at, Why::Keyword),
            1 => collector.unusable(at, Why::Regex),
            2 => collector.host(at, value, ListReach::Below),
            3 => collector.host(at, value, ListReach::Exact),
            _ => collector.unusable(at, Why::Pattern),
        }
    }
    Ok(())
}

/// The most attributes of a domain that are looked at.
const ATTRIBUTE_LIMIT: usize = 64;

/// The value of a field, as far as it matters here.
enum Field<'b> {
    Number(u64),
    Bytes(&'b [u8]),
    Other,
}

/// The last text in a field with this number.
fn text_field(message: &[u8], wanted: u32) -> Result<Option<&str>, String> {
    let mut found = None;
    for field in fields(message) {
        if let (number, Field::Bytes(bytes)) = field?
            && number == wanted
        {
            found = Some(std::str::from_utf8(bytes).map_err(|_| "a name is not UTF-8".to_owned())?);
        }
    }
    Ok(found)
}

/// The fields of a message, in order; ends at the first fault.
fn fields(message: &[u8]) -> impl Iterator<Item = Result<(u32, Field<'_>), String>> {
    let mut rest = message;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let field = next(&mut rest);
        if field.is_err() {
            rest = &[];
        }
        Some(field)
    })
}

fn next<'b>(rest: &mut &'b [u8]) -> Result<(u32, Field<'b>), String> {
    let said = |error: prost::DecodeError| error.to_string();
    let (number, wire) = decode_key(rest).map_err(said)?;
    let field = match wire {
        WireType::Varint => Field::Number(decode_varint(rest).map_err(said)?),
        WireType::LengthDelimited => {
            let length = decode_varint(rest).map_err(said)?;
            Field::Bytes(take(rest, usize::try_from(length).unwrap_or(usize::MAX))?)
        }
        WireType::SixtyFourBit => take(rest, 8).map(|_| Field::Other)?,
        WireType::ThirtyTwoBit => take(rest, 4).map(|_| Field::Other)?,
        WireType::StartGroup | WireType::EndGroup => return Err("it has groups".to_owned()),
    };
    Ok((number, field))
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Result<&'b [u8], String> {
    let (bytes, after) = rest.split_at_checked(length).ok_or("it ends early")?;
    *rest = after;
    Ok(bytes)
}
