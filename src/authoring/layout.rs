//! Values laid out over lines: what fits stays on one, what its author broke stays broken, comments keep their places.

use toml_edit::{Array, Decor, InlineTable, Key, RawString, Value};

/// The widest a line gets where an array can be broken, in Unicode scalar values.
const WIDTH: usize = 160;
/// How long an array must be to be broken: a short one would be no easier to read.
const BREAKABLE: usize = 60;
/// How far a broken array's items stand in.
const STEP: usize = 2;

/// A value with its comments.
#[derive(Debug)]
pub(super) enum Node {
    /// As it was written, in one piece.
    Scalar(String),
    /// An array or an inline table.
    Group(Group),
}

#[derive(Debug)]
pub(super) struct Group {
    sort: Sort,
    broken: bool,
    opening: Vec<String>,
    entries: Vec<Entry>,
    tail: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Array,
    Table,
}

/// One item of a group, or one key of a table.
#[derive(Debug)]
pub(super) struct Entry {
    /// Comments on lines of their own above it.
    pub(super) above: Vec<String>,
    /// The key with ` = `; empty in arrays.
    pub(super) label: String,
    /// The value.
    pub(super) node: Node,
    /// Comments behind it on its line.
    pub(super) after: Vec<String>,
}

/// Comments in white space: those on the line it begins on, and those on lines of their own.
pub(super) fn comments(raw: Option<&RawString>) -> (Vec<String>, Vec<String>) {
    let text = raw.and_then(RawString::as_str).unwrap_or_default();
    let mut lines = text.split('\n').map(str::trim);
    let kept = |line: &&str| line.starts_with('#');
    let same = lines.next().filter(|line| kept(line)).map(str::to_owned).into_iter().collect();
    (same, lines.filter(kept).map(str::to_owned).collect())
}

/// A key as it is best written: bare where it can be.
pub(super) fn key(key: &Key) -> String {
    let name = key.get();
    let is_bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_bare { name.to_owned() } else { key.display_repr().into_owned() }
}

/// A path of keys with ` = ` behind it.
pub(super) fn label(path: &[&Key]) -> String {
    let names: Vec<String> = path.iter().map(|part| key(part)).collect();
    format!("{} = ", names.join("."))
}

impl Node {
    /// A value as it was parsed.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Array(array) => Self::Group(Group::array(array)),
            Value::InlineTable(table) => Self::Group(Group::table(table)),
            Value::String(string) => Self::Scalar(string_form(&string.display_repr(), string.value())),
            Value::Integer(value) => Self::Scalar(value.display_repr().into_owned()),
            Value::Float(value) => Self::Scalar(value.display_repr().into_owned()),
            Value::Boolean(value) => Self::Scalar(value.display_repr().into_owned()),
            Value::Datetime(value) => Self::Scalar(value.display_repr().into_owned()),
        }
    }

    fn write(&self, indent: usize, out: &mut String) {
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::Group(group) => group.write(indent, out),
        }
    }

    fn flat_length(&self) -> usize {
        let mut text = String::new();
        self.write(0, &mut text);
        text.chars().count()
    }

    /// How long the longest unbroken array in it is that stands in no other.
    fn longest_unbroken(&self) -> usize {
        match self {
            Self::Group(group) if group.can_break() => self.flat_length(),
            Self::Group(group) if !group.broken => group.entries.iter().map(|entry| entry.node.longest_unbroken()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Breaks one array of a value that is too wide; whether there was one.
    fn break_one(&mut self, indent: usize) -> bool {
        let Self::Group(group) = self else { return false };
        if group.can_break() {
            group.broken = true;
            return true;
        }
        if group.broken {
            let inner = indent + STEP;
            return group.entries.iter_mut().any(|entry| entry.is_wide(inner) && entry.node.break_one(inner));
        }
        let longest = group.entries.iter_mut().max_by_key(|entry| entry.node.longest_unbroken());
        if let Some(entry) = longest
            && entry.node.longest_unbroken() > 0
        {
            return entry.node.break_one(indent);
        }
        group.entries.iter_mut().any(|entry| entry.node.break_one(indent))
    }
}

/// A string in double quotes, unless that would need escapes; what has escapes keeps them as they are.
fn string_form(written: &str, value: &str) -> String {
    let is_literal = written.starts_with('\'') && !written.starts_with("'''");
    if is_literal && !value.contains(['"', '\\']) { format!("\"{value}\"") } else { written.to_owned() }
}

impl Group {
    fn array(array: &Array) -> Self {
        let mut group = Self { sort: Sort::Array, broken: begins_a_line(array), opening: Vec::new(), entries: Vec::new(), tail: Vec::new() };
        let mut pending = Vec::new();
        for value in array {
            group.push(value.decor().prefix(), String::new(), value, &mut pending);
        }
        group.close(array.trailing(), pending)
    }

    fn table(table: &InlineTable) -> Self {
        let mut group = Self { sort: Sort::Table, broken: false, opening: Vec::new(), entries: Vec::new(), tail: Vec::new() };
        let mut pending = Vec::new();
        let mut values = table.get_values();
        if values.iter().all(|(path, _)| path.len() == 1 && path.iter().all(|key| matches!(key.get(), "en" | "zh"))) && !has_comments(table, &values) {
            values.sort_by_key(|(path, _)| path.first().map(|key| key.get().to_owned()));
        }
        for (path, value) in values {
            group.push(path.last().and_then(|key| key.leaf_decor().prefix()), label(&path), value, &mut pending);
        }
        group.close(table.trailing(), pending)
    }

    /// Adds an item. `pending` are comments that stand behind the item before, on lines of their own.
    fn push(&mut self, prefix: Option<&RawString>, label: String, value: &Value, pending: &mut Vec<String>) {
        let (same, own) = comments(prefix);
        match self.entries.last_mut() {
            Some(before) if before.after.is_empty() && pending.is_empty() => before.after.extend(same),
            Some(_) => pending.extend(same),
            None => self.opening.extend(same),
        }
        let mut above = std::mem::take(pending);
        above.extend(own);
        let (after, rest) = comments(value.decor().suffix());
        *pending = rest;
        self.entries.push(Entry { above, label, node: Node::of(value), after });
    }

    fn close(mut self, trailing: &RawString, pending: Vec<String>) -> Self {
        let (same, own) = comments(Some(trailing));
        match self.entries.last_mut() {
            Some(last) if last.after.is_empty() && pending.is_empty() => last.after.extend(same),
            Some(_) => self.tail.extend(pending.into_iter().chain(same)),
            None => self.opening.extend(same),
        }
        self.tail.extend(own);
        let has_comments = !self.opening.is_empty() || !self.tail.is_empty();
        self.broken |= has_comments || self.entries.iter().any(|entry| !entry.above.is_empty() || !entry.after.is_empty());
        self
    }

    /// Whether it is an array that would be narrower over several lines.
    fn can_break(&self) -> bool {
        let may = matches!(self.sort, Sort::Array) && !self.broken && self.entries.len() > 1;
        let mut flat = String::new();
        if may {
            self.write(0, &mut flat);
        }
        flat.chars().count() > BREAKABLE
    }

    fn write(&self, indent: usize, out: &mut String) {
        let (open, close, room) = match self.sort {
            Sort::Array => ('[', ']', ""),
            Sort::Table => ('{', '}', " "),
        };
        out.push(open);
        if self.broken {
            self.write_lines(indent, out);
        } else if !self.entries.is_empty() {
            out.push_str(room);
            for (number, entry) in self.entries.iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                out.push_str(&entry.label);
                entry.node.write(indent, out);
            }
            out.push_str(room);
        }
        out.push(close);
    }

    fn write_lines(&self, indent: usize, out: &mut String) {
        for comment in &self.opening {
            out.push(' ');
            out.push_str(comment);
        }
        out.push('\n');
        for entry in &self.entries {
            entry.write(indent + STEP, ",", out);
            out.push('\n');
        }
        for comment in &self.tail {
            out.push_str(&" ".repeat(indent + STEP));
            out.push_str(comment);
            out.push('\n');
        }
        out.push_str(&" ".repeat(indent));
    }
}

/// Whether an array's author began a line behind its bracket.
fn begins_a_line(array: &Array) -> bool {
    let first = array.get(0).map_or_else(|| array.trailing().as_str(), |value| value.decor().prefix().and_then(RawString::as_str));
    first.is_some_and(|space| space.contains('\n')) && !array.is_empty()
}

fn has_comments(table: &InlineTable, values: &[(Vec<&Key>, &Value)]) -> bool {
    let holds = |raw: Option<&RawString>| raw.and_then(RawString::as_str).is_some_and(|text| text.contains('#'));
    let around = |decor: &Decor| holds(decor.prefix()) || holds(decor.suffix());
    holds(Some(table.trailing())) || values.iter().any(|(path, value)| around(value.decor()) || path.iter().any(|key| around(key.leaf_decor())))
}

impl Entry {
    /// The lines of the entry, with its comments; without the line break at the end.
    pub(super) fn write(&self, indent: usize, end: &str, out: &mut String) {
        let room = " ".repeat(indent);
        for comment in &self.above {
            out.push_str(&room);
            out.push_str(comment);
            out.push('\n');
        }
        out.push_str(&room);
        out.push_str(&self.label);
        self.node.write(indent, out);
        out.push_str(end);
        for comment in &self.after {
            out.push(' ');
            out.push_str(comment);
        }
    }

    /// Whether some line of it, comments aside, is too wide.
    fn is_wide(&self, indent: usize) -> bool {
        let mut text = format!("{}{}", " ".repeat(indent), self.label);
        self.node.write(indent, &mut text);
        text.lines().any(|line| line.chars().count() > WIDTH)
    }

    /// Breaks arrays until every line fits, as far as arrays can make them fit.
    pub(super) fn fit(&mut self) {
        while self.is_wide(0) && self.node.break_one(0) {}
    }
}
