//! The parts of a package that are read alike in documents and workbooks: relations, pictures, files put in.

use std::borrow::Cow;

use super::relations::{Relations, name_for};
use crate::extract::archive::{Unread, format_of};
use crate::extract::context::Context;
use crate::extract::data::value::links_of_string;
use crate::extract::format::Format;
use crate::extract::found::{Event, Fault, FaultKind, Found, Role, See, Spot};
use crate::extract::package::Package;
use crate::extract::reading::Options;
use crate::message::content as message;
use crate::signal::SignalSet;

/// A link of a package, without lines.
pub(in crate::extract) fn link<'t>(text: Cow<'t, str>, role: Role, spot: Spot, shown: Option<Cow<'t, str>>) -> Found<'t> {
    Found { text, resolved: None, role, place: None, span: None, spot, shown, signals: SignalSet::EMPTY }
}

/// Tells the links of a running text.
pub(in crate::extract) fn tell_text(text: &str, alone: Role, among: Role, spot: &Spot, options: &Options, see: See<'_>) {
    for (stretch, is_alone) in links_of_string(text, options) {
        let found = text.get(stretch).unwrap_or_default();
        see(Event::Link(link(found.into(), if is_alone { alone } else { among }, spot.clone(), None)));
    }
}

/// The relations of a part; none where it has none.
pub(in crate::extract) fn relations(package: &mut Package<'_>, part: &str, context: &mut Context<'_>, see: See<'_>) -> Relations {
    let name = name_for(part);
    let Some(bytes) = package.number(&name).and_then(|number| package.read(number, context, see)) else { return Relations::default() };
    let (relations, is_whole) = Relations::read(&bytes);
    if !is_whole {
        broken(&name, see);
    }
    relations
}

/// Tells that a part breaks the rules of XML.
pub(in crate::extract) fn broken(part: &str, see: See<'_>) {
    let spot = Spot { part: Some(part.to_owned()), ..Spot::default() };
    see(Event::Fault(Fault { kind: FaultKind::Malformed, sentence: message::broken_part(), place: None, spot }));
}

/// Tells the relations of a part that lead out and that nothing in it uses.
pub(in crate::extract) fn untold(relations: &Relations, part: &str, see: See<'_>) {
    for relation in relations.untold() {
        let spot = Spot { part: Some(part.to_owned()), ..Spot::default() };
        see(Event::Link(link(relation.target.as_str().into(), relation.role, spot, None)));
    }
}

/// Reads everything else in a package: relations of parts that were not read, and files put in, pictures among them.
pub(in crate::extract) fn rest(package: &mut Package<'_>, done: &[String], context: &mut Context<'_>, see: See<'_>) {
    let mut unread = Unread::default();
    for number in 0..package.names().len() {
        let name = package.names().get(number).cloned().unwrap_or_default();
        if let Some(part) = part_of_relations(&name) {
            if !done.contains(&part) {
                let relations = relations(package, &part, context, see);
                untold(&relations, &part, see);
            }
            continue;
        }
        // Chunks in other formats, such as HTML that Word puts in place of a paragraph, may stand anywhere.
        let is_chunk = Format::of_name(&name).is_some_and(|format| !matches!(format, Format::Xml | Format::Picture));
        let is_put_in = is_chunk || ["/media/", "/embeddings/"].iter().any(|folder| name.contains(folder));
        if !is_put_in || !context.goes_deeper() {
            continue;
        }
        if !context.take_file() {
            unread.add(&name);
            continue;
        }
        let Some(bytes) = package.read(number, context, see) else { continue };
        match format_of(&name, &bytes) {
            // Vector drawings are text and are no picture with a code.
            Some(Format::Text | Format::Urls) | None => unread.add(&name),
            Some(format) => context.inner(&name, format, &bytes, see),
        }
    }
    unread.tell(see);
}

/// The part whose relations a part of this name holds.
fn part_of_relations(name: &str) -> Option<String> {
    let (folder, file) = name.strip_suffix(".rels")?.rsplit_once("_rels/")?;
    Some(format!("{folder}{file}"))
}
