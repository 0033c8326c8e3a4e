//! Word documents: text and links by paragraph, headers, footers, notes, comments.

use super::field::target_of_field;
use super::parts::{broken, link, relations, rest, untold};
use super::relations::Relations;
use super::xml::{Attributes, Node, walk};
use crate::extract::context::Context;
use crate::extract::data::value::links_of_string;
use crate::extract::found::{Event, Found, Role, See, Spot};
use crate::extract::package::Package;
use crate::extract::reading::Options;

/// The part that holds the text itself.
const MAIN: &str = "word/document.xml";
/// The most links and fields that stand in each other.
const OPEN_LIMIT: usize = 32;
/// Stands where a link with a text of its own was, so that the words around it do not run together.
const GAP: char = '\u{fffc}';

/// Reads the parts of a document that hold text, then what they point to.
pub(in crate::extract) fn read(package: &mut Package<'_>, context: &mut Context<'_>, see: See<'_>) {
    let is_text = |name: &&String| name.strip_prefix("word/").is_some_and(|file| file.ends_with(".xml") && !file.contains('/'));
    let mut parts: Vec<String> = package.names().iter().filter(is_text).cloned().collect();
    parts.sort_by_key(|name| (name != MAIN, name.clone()));
    for part in &parts {
        let mut relations = relations(package, part, context, see);
        let Some(bytes) = package.number(part).and_then(|number| package.read(number, context, see)) else { continue };
        let label = part.strip_prefix("word/").filter(|_| part != MAIN);
        let mut text = Text { options: context.options, relations: &mut relations, part: label, paragraphs: Vec::new(), number: 0, fallback: 0, see };
        let is_whole = walk(&bytes, |node| text.node(&node));
        text.end();
        if !is_whole {
            broken(part, see);
        }
        untold(&relations, label.unwrap_or("document.xml"), see);
    }
    rest(package, &parts, context, see);
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    number: u64,
    text: String,
    /// Links with a text of their own, with the byte of the text at which they stand.
    links: Vec<(usize, String, Role, String)>,
    /// The links that are open: hyperlinks and fields, innermost last.
    open: Vec<Open>,
    /// What kind of text comes.
    run: Run,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Run {
    #[default]
    None,
    Shown,
    Code,
}

/// A link that has begun and not ended.
struct Open {
    target: Option<String>,
    code: String,
    shown: String,
    at: usize,
    state: Within,
}

#[derive(PartialEq, Eq)]
enum Within {
    Hyperlink,
    SimpleField,
    FieldCode,
    FieldResult,
}

struct Text<'r, 's> {
    options: &'r Options,
    relations: &'r mut Relations,
    part: Option<&'r str>,
    paragraphs: Vec<Paragraph>,
    number: u64,
    /// How deep in what only old programs show.
    fallback: u64,
    see: See<'s>,
}

impl Text<'_, '_> {
    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Start("Fallback", _) => self.fallback += 1,
            Node::End("Fallback") => self.fallback = self.fallback.saturating_sub(1),
            _ if self.fallback > 0 => {}
            Node::Start(name, attributes) => self.start(name, attributes),
            Node::Text(text) => self.text(text),
            Node::End(name) => self.close(name),
        }
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        if name == "p" {
            self.number += 1;
            self.paragraphs.push(Paragraph { number: self.number, ..Paragraph::default() });
            return;
        }
        let relation = attributes.prefixed("r", &["id", "link", "href", "embed", "pict"]).and_then(|id| self.relations.take_external(&id));
        let Some(paragraph) = self.paragraphs.last_mut() else {
            if let Some(relation) = relation {
                let spot = Spot { part: self.part.map(str::to_owned), ..Spot::default() };
                (self.see)(Event::Link(link(relation.target.as_str().into(), relation.role, spot, None)));
            }
            return;
        };
        let at = paragraph.text.len();
        let mut begin = |target: Option<String>, code: String, state| {
            if paragraph.open.len() < OPEN_LIMIT {
                paragraph.open.push(Open { target, code, shown: String::new(), at, state });
            } else if let Some(target) = target {
                paragraph.links.push((at, target, Role::Link, String::new()));
            }
        };
        match name {
            "hyperlink" => begin(relation.map(|relation| relation.target), String::new(), Within::Hyperlink),
            "fldSimple" => begin(None, attributes.get("instr").unwrap_or_default(), Within::SimpleField),
            "fldChar" => match attributes.get("fldCharType").as_deref() {
                Some("begin") => begin(None, String::new(), Within::FieldCode),
                Some("separate") => {
                    if let Some(open) = paragraph.open.last_mut().filter(|open| open.state == Within::FieldCode) {
                        open.state = Within::FieldResult;
                    }
                }
                _ => paragraph.close(&[Within::FieldCode, Within::FieldResult]),
            },
            "t" => paragraph.run = Run::Shown,
            "instrText" => paragraph.run = Run::Code,
            "tab" => paragraph.push("\t"),
            "br" | "cr" => paragraph.push("\n"),
            _ => {
                if let Some(relation) = relation {
                    paragraph.links.push((at, relation.target, relation.role, String::new()));
                } else if let Some(href) = attributes.get("href").filter(|href| href.contains(':')) {
                    paragraph.links.push((at, href, Role::Link, String::new()));
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match paragraph.run {
            Run::Shown => paragraph.push(text),
            Run::Code => {
                if let Some(open) = paragraph.open.last_mut() {
                    open.code.push_str(text);
                }
            }
            Run::None => {}
        }
    }

    fn close(&mut self, name: &str) {
        match (name, self.paragraphs.last_mut()) {
            ("p", Some(_)) => self.paragraph_ends(),
            ("t" | "instrText", Some(paragraph)) => paragraph.run = Run::None,
            ("hyperlink", Some(paragraph)) => paragraph.close(&[Within::Hyperlink]),
            ("fldSimple", Some(paragraph)) => paragraph.close(&[Within::SimpleField]),
            _ => {}
        }
    }

    fn paragraph_ends(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        while !paragraph.open.is_empty() {
            paragraph.close(&[Within::Hyperlink, Within::SimpleField, Within::FieldCode, Within::FieldResult]);
        }
        let spot = Spot { paragraph: Some(paragraph.number), part: self.part.map(str::to_owned), ..Spot::default() };
        let text = &paragraph.text;
        let shown = |shown: String| if shown.is_empty() { None } else { Some(shown.into()) };
        let mut found: Vec<(usize, Found<'_>)> =
            paragraph.links.into_iter().map(|(at, target, role, words)| (at, link(target.into(), role, spot.clone(), shown(words)))).collect();
        for (stretch, _) in links_of_string(text, self.options) {
            let written = text.get(stretch.clone()).unwrap_or_default();
            found.push((stretch.start, link(written.into(), Role::Text, spot.clone(), None)));
        }
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().for_each(|(_, found)| (self.see)(Event::Link(found)));
    }

    /// Ends what a broken part left open.
    fn end(&mut self) {
        while !self.paragraphs.is_empty() {
            self.paragraph_ends();
        }
    }
}

impl Paragraph {
    /// Adds words: to the innermost link that has a text of its own, else to the text.
    fn push(&mut self, words: &str) {
        match self.open.last_mut() {
            Some(open) if open.state != Within::FieldCode => open.shown.push_str(words),
            Some(_) => {}
            None => self.text.push_str(words),
        }
    }

    /// Ends the innermost link of a kind, with what stands open in it.
    fn close(&mut self, states: &[Within]) {
        let Some(at) = self.open.iter().rposition(|open| states.contains(&open.state)) else { return };
        for open in self.open.split_off(at).into_iter().rev() {
            let target = open.target.or_else(|| target_of_field(&open.code));
            let role = if open.code.trim_start().to_ascii_uppercase().starts_with("INCLUDEPICTURE") { Role::Image } else { Role::Link };
            match (target, self.open.last_mut()) {
                (Some(target), outer) => {
                    if let Some(outer) = outer {
                        outer.shown.push_str(&open.shown);
                    } else {
                        self.text.push(GAP);
                    }
                    self.links.push((open.at, target, role, open.shown));
                }
                // A field that is no link is text like other text.
                (None, _) => self.push(&open.shown),
            }
        }
    }
}
