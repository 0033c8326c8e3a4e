//! Excel workbooks: cells, hyperlinks, formulas, comments, of every sheet, hidden ones too.

use super::parts::{broken, relations, rest, tell_text, untold};
use super::relations::resolve;
use super::sheet::{self, Shared};
use super::xml::{Node, walk};
use crate::extract::context::Context;
use crate::extract::data::value::links_of_string;
use crate::extract::found::{Role, See, Spot};
use crate::extract::package::Package;
use crate::extract::reading::Options;

const WORKBOOK: &str = "xl/workbook.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

/// Reads the sheets of a workbook in its order, then comments and what its parts point to.
pub(in crate::extract) fn read(package: &mut Package<'_>, context: &mut Context<'_>, see: See<'_>) {
    let shared = shared_strings(package, context, see);
    let mut done = Vec::new();
    for (name, part) in sheets(package, context, see) {
        let Some(bytes) = package.number(&part).and_then(|number| package.read(number, context, see)) else { continue };
        let mut relations = relations(package, &part, context, see);
        if !sheet::read(&bytes, &name, &shared, &mut relations, context.options, see) {
            broken(&part, see);
        }
        untold(&relations, &part, see);
        done.push(part);
    }
    let is_comments = |name: &&String| name.starts_with("xl/") && name.to_ascii_lowercase().contains("comments") && name.ends_with(".xml");
    let comments: Vec<String> = package.names().iter().filter(is_comments).cloned().collect();
    for part in comments {
        let Some(bytes) = package.number(&part).and_then(|number| package.read(number, context, see)) else { continue };
        read_comments(&bytes, &part, context.options, see);
    }
    rest(package, &done, context, see);
}

/// The sheets by name, each with its part. Where the workbook cannot tell, every part that is a sheet.
fn sheets(package: &mut Package<'_>, context: &mut Context<'_>, see: See<'_>) -> Vec<(String, String)> {
    let relations = relations(package, WORKBOOK, context, see);
    let mut found: Vec<(String, String)> = Vec::new();
    if let Some(bytes) = package.number(WORKBOOK).and_then(|number| package.read(number, context, see)) {
        let is_whole = walk(&bytes, |node| {
            let Node::Start("sheet", attributes) = node else { return };
            let (Some(name), Some(id)) = (attributes.get("name"), attributes.prefixed("r", &["id"])) else { return };
            if let Some(target) = relations.inside(&id) {
                found.push((name, resolve(WORKBOOK, target)));
            }
        });
        if !is_whole {
            broken(WORKBOOK, see);
        }
    }
    for part in package.names() {
        let is_sheet = part.starts_with("xl/worksheets/") && part.ends_with(".xml") && !part.contains("_rels");
        if is_sheet && !found.iter().any(|(_, known)| known == part) {
            let name = part.trim_start_matches("xl/worksheets/").trim_end_matches(".xml");
            found.push((name.to_owned(), part.clone()));
        }
    }
    found
}

/// The strings that cells share.
fn shared_strings(package: &mut Package<'_>, context: &mut Context<'_>, see: See<'_>) -> Shared {
    let Some(bytes) = package.number(STRINGS).and_then(|number| package.read(number, context, see)) else { return Shared(Vec::new()) };
    let mut strings = Vec::new();
    let mut text = String::new();
    let (mut is_text, mut is_reading_aid) = (false, false);
    let is_whole = walk(&bytes, |node| match node {
        Node::Start("si", _) => text.clear(),
        Node::Start("rPh", _) => is_reading_aid = true,
        Node::End("rPh") => is_reading_aid = false,
        Node::Start("t", _) => is_text = !is_reading_aid,
        Node::End("t") => is_text = false,
        Node::Text(piece) if is_text => text.push_str(piece),
        // Shown beside a hyperlink even a string without a link is of use, if it is short.
        Node::End("si") => strings.push((text.len() <= SHORT || !links_of_string(&text, context.options).is_empty()).then(|| text.as_str().into())),
        _ => {}
    });
    if !is_whole {
        broken(STRINGS, see);
    }
    Shared(strings)
}

/// The most bytes of a shared string that is kept for being shown only.
const SHORT: usize = 200;

/// Tells the links of comments on cells.
fn read_comments(bytes: &[u8], part: &str, options: &Options, see: See<'_>) {
    let mut spot = Spot { part: Some(part.trim_start_matches("xl/").to_owned()), ..Spot::default() };
    let mut text = String::new();
    let mut is_text = false;
    let is_whole = walk(bytes, |node| match node {
        Node::Start("comment" | "threadedComment", attributes) => {
            text.clear();
            spot.cell = attributes.get("ref");
        }
        Node::Start("t" | "text", _) => is_text = true,
        Node::End("t") => is_text = false,
        Node::Text(piece) if is_text => text.push_str(piece),
        Node::End("comment" | "threadedComment") => {
            is_text = false;
            tell_text(&text, Role::Comment, Role::Comment, &spot, options, see);
        }
        _ => {}
    });
    if !is_whole {
        broken(part, see);
    }
}
