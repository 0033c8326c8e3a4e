//! How content is read: what a user may choose.

/// Whether links in code spans and code blocks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Code {
    /// They are links like others.
    #[default]
    Read,
    /// They are passed over.
    Skip,
}

/// How content is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Links in code.
    pub code: Code,
    /// The columns of tables that are read, by name or by number from 1; all where empty.
    pub columns: Vec<String>,
}
