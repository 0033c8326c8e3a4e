//! What every page is made of, in one language, before it is laid out.

/// A page in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The id, as it stands in records.
    pub id: String,
    /// The one sentence.
    pub sentence: String,
    /// Short facts: a label and a value each.
    pub fields: Vec<(String, String)>,
    /// Longer parts, in order.
    pub sections: Vec<Section>,
}

/// A part of a page under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What stands under it.
    pub items: Vec<Item>,
}

/// One piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Running text.
    Text(String),
    /// A statement with what it stands on.
    Sourced {
        /// The statement.
        text: String,
        /// What it stands on.
        source: String,
    },
    /// A piece of a file, line by line.
    Code(String),
    /// A link with what to see in it; it is shown whole, and never made clickable.
    Link {
        /// The link.
        link: String,
        /// What to see.
        note: String,
    },
}

impl Sheet {
    /// Adds a short fact, unless it is empty.
    pub fn field(&mut self, label: &str, value: String) {
        if !value.is_empty() {
            self.fields.push((label.to_owned(), value));
        }
    }

    /// Adds a section, unless it is empty.
    pub fn section(&mut self, heading: &str, items: Vec<Item>) {
        if !items.is_empty() {
            self.sections.push(Section { heading: heading.to_owned(), items });
        }
    }
}
