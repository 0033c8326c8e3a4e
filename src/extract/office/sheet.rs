//! The cells of one sheet of a workbook.

use std::collections::BTreeMap;

use super::field::strings_of_formula;
use super::parts::{link, tell_text};
use super::relations::Relations;
use super::xml::{Attributes, Node, walk};
use crate::extract::found::{Event, Role, See, Spot};
use crate::extract::reading::Options;

/// The strings that cells share, by their numbers: those that can hold a link, as the others are not needed.
pub(in crate::extract) struct Shared(pub(in crate::extract) Vec<Option<Box<str>>>);

/// A hyperlink of a cell.
struct Hyperlink {
    target: String,
    shown: Option<String>,
}

/// Tells the links of the cells of a sheet, in its order; `false` if the part breaks the rules.
pub(in crate::extract) fn read(bytes: &[u8], name: &str, shared: &Shared, relations: &mut Relations, options: &Options, see: See<'_>) -> bool {
    let mut hyperlinks = BTreeMap::new();
    walk(bytes, |node| {
        let Node::Start("hyperlink", attributes) = node else { return };
        let target = attributes.prefixed("r", &["id"]).and_then(|id| relations.take_external(&id)).map(|relation| relation.target);
        let (Some(target), Some(cells)) = (target, attributes.get("ref")) else { return };
        let location = attributes.get("location").filter(|_| !target.contains('#')).map_or_else(String::new, |location| format!("#{location}"));
        let first = cells.split(':').next().unwrap_or_default().to_owned();
        hyperlinks.insert(first, Hyperlink { target: format!("{target}{location}"), shown: attributes.get("display") });
    });
    let mut sheet = Sheet { name, options, shared, hyperlinks, cell: Cell::default(), within: Within::Nothing, number: 0, see };
    let is_whole = walk(bytes, |node| match node {
        Node::Start(name, attributes) => sheet.start(name, attributes),
        Node::Text(text) => sheet.text(text),
        Node::End(name) => sheet.end(name),
    });
    sheet.without_cells();
    is_whole
}

#[derive(Default)]
struct Cell {
    reference: String,
    kind: String,
    value: String,
    formula: String,
    inline: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    Formula,
    Inline,
}

struct Sheet<'n, 's> {
    name: &'n str,
    options: &'n Options,
    shared: &'n Shared,
    hyperlinks: BTreeMap<String, Hyperlink>,
    cell: Cell,
    within: Within,
    /// The number of the cell in its row, for cells that do not say where they stand.
    number: u64,
    see: See<'s>,
}

impl Sheet<'_, '_> {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "row" => self.number = 0,
            "c" => {
                self.number += 1;
                let reference = attributes.get("r").unwrap_or_else(|| format!("#{}", self.number));
                self.cell = Cell { reference, kind: attributes.get("t").unwrap_or_default(), ..Cell::default() };
            }
            "v" => self.within = Within::Value,
            "f" | "formula" | "formula1" => self.within = Within::Formula,
            "t" => self.within = Within::Inline,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.within {
            Within::Value => self.cell.value.push_str(text),
            Within::Formula => self.cell.formula.push_str(text),
            Within::Inline => self.cell.inline.push_str(text),
            Within::Nothing => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "v" | "f" | "t" | "formula" | "formula1" => self.within = Within::Nothing,
            "c" => self.cell_ends(),
            _ => {}
        }
    }

    fn cell_ends(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        let spot = Spot { sheet: Some(self.name.to_owned()), cell: Some(cell.reference.clone()), ..Spot::default() };
        let text = match cell.kind.as_str() {
            "s" => cell.value.trim().parse().ok().and_then(|number: usize| self.shared.0.get(number)?.as_deref()).unwrap_or_default(),
            "inlineStr" => &cell.inline,
            _ => &cell.value,
        };
        let shown = |shown: &str| if shown.is_empty() { None } else { Some(shown.to_owned().into()) };
        let hyperlink = self.hyperlinks.remove(&cell.reference);
        let strings = strings_of_formula(&cell.formula);
        let is_target_of_formula = strings.iter().any(|(_, is_target)| *is_target);
        for (string, is_target) in &strings {
            if *is_target {
                (self.see)(Event::Link(link(string.as_str().into(), Role::Link, spot.clone(), shown(text))));
            } else if string != text || !is_target_of_formula {
                tell_text(string, Role::Cell, Role::Text, &spot, self.options, self.see);
            }
        }
        match hyperlink {
            Some(hyperlink) => {
                let words = if text.is_empty() { hyperlink.shown.clone().unwrap_or_default() } else { text.to_owned() };
                (self.see)(Event::Link(link(hyperlink.target.into(), Role::Link, spot, shown(&words))));
            }
            // What a formula makes of its strings was told with them.
            None if is_target_of_formula || strings.iter().any(|(string, _)| string == text) => {}
            None => tell_text(text, Role::Cell, Role::Text, &spot, self.options, self.see),
        }
    }

    /// Tells the hyperlinks of cells that hold nothing.
    fn without_cells(&mut self) {
        for (reference, hyperlink) in std::mem::take(&mut self.hyperlinks) {
            let spot = Spot { sheet: Some(self.name.to_owned()), cell: Some(reference), ..Spot::default() };
            (self.see)(Event::Link(link(hyperlink.target.into(), Role::Link, spot, hyperlink.shown.map(Into::into))));
        }
    }
}
