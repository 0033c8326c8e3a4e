//! Reading catalog files: categories, owners and their sites; the other tables are read by the files beside this one.

use std::collections::{HashMap, HashSet};

use super::catalog::{Catalog, Named, Owner};
use super::hosts::{Reach, Site};
use super::ids::{CATEGORY_LIMIT, CategorySet, OwnerId};
use crate::diag::{Diagnostic, nearest};
use crate::document::table::Table;
use crate::document::{self, Placed};
use crate::message::document as text;
use crate::path::{PathFault, PathPattern};
use crate::source::{SourceFile, Span};
use crate::suffix::SuffixList;

/// A catalog being put together from its files.
#[derive(Debug)]
pub struct Builder<'s> {
    pub(super) catalog: Catalog,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) suffixes: &'s dyn SuffixList,
    owners: HashMap<String, OwnerId>,
    seen: HashSet<String>,
}

/// The tables of one catalog file, before anything refers to anything.
pub(super) struct Reading<'b, 's> {
    pub(super) builder: &'b mut Builder<'s>,
    pub(super) sources: HashSet<String>,
}

impl<'s> Builder<'s> {
    /// An empty catalog.
    #[must_use]
    pub fn new(suffixes: &'s dyn SuffixList) -> Self {
        Self { catalog: Catalog::default(), problems: Vec::new(), suffixes, owners: HashMap::new(), seen: HashSet::new() }
    }

    /// Reads one file. Categories must come before what names them, owners before what they own.
    pub fn read(&mut self, file: &SourceFile) {
        let mut problems = std::mem::take(&mut self.problems);
        document::read(file, &mut problems, |mut root, problems| {
            read_schema(&mut root, problems);
            let mut reading = Reading { builder: self, sources: HashSet::new() };
            for source in root.tables("source", problems) {
                reading.source(source, problems);
            }
            for table in root.tables("category", problems) {
                reading.category(table, problems);
            }
            reading.owners(root.tables("owner", problems), problems);
            for table in root.tables("site", problems) {
                reading.site(table, problems);
            }
            reading.links(&mut root, problems);
            reading.codes(&mut root, problems);
            root.finish(problems);
        });
        self.problems = problems;
    }

    /// The catalog, or everything that is wrong with its files.
    ///
    /// # Errors
    /// At least one diagnostic of weight error.
    pub fn finish(mut self) -> Result<Catalog, Vec<Diagnostic>> {
        let category = |id: &str| self.catalog.category(id).unwrap_or_default();
        let (user_content, cdn) = (category("user-content"), category("cdn"));
        self.catalog.known_names.set_categories(user_content, cdn);
        if self.problems.is_empty() { Ok(self.catalog) } else { Err(self.problems) }
    }
}

/// Checks `schema = 1`.
pub fn read_schema(root: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
    if let Some(value) = root.require("schema", problems)
        && let Some(schema) = value.integer(i64::MIN, i64::MAX, problems)
        && schema.value != 1
    {
        problems.push(value.error("unknown-schema", text::unknown_schema(schema.value)).with_help(Some(text::known_schema())));
    }
}

impl Reading<'_, '_> {
    fn source(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let id = table.require_string("id", problems);
        table.require_string("title", problems);
        table.string("url", problems);
        table.time("date", problems);
        if let Some(grade) = table.require("grade", problems) {
            grade.word(crate::verdict::Grade::NAMES, crate::verdict::Grade::parse, problems);
        }
        if let Some(id) = id {
            let fresh = self.sources.insert(id.value.clone());
            if !fresh {
                problems.push(Diagnostic::error("duplicate-id", table.file(), id.span, text::duplicate_id("source", &id.value)));
            }
        }
        table.finish(problems);
    }

    fn category(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        if let Some(named) = self.named(&mut table, "category", problems) {
            if self.builder.catalog.categories.len() < CATEGORY_LIMIT {
                self.builder.catalog.categories.push(named);
            } else {
                problems.push(Diagnostic::error("too-many", table.file(), table.span(), text::out_of_range("category", 0, 64)));
            }
        }
        table.finish(problems);
    }

    /// Owners first, then who stands above whom: a parent may come later in the file.
    fn owners(&mut self, tables: Vec<Table<'_>>, problems: &mut Vec<Diagnostic>) {
        let mut read = Vec::with_capacity(tables.len());
        for mut table in tables {
            if let Some(named) = self.named(&mut table, "owner", problems) {
                let number = u16::try_from(self.builder.catalog.owners.len()).unwrap_or(u16::MAX);
                self.builder.owners.insert(named.id.clone(), OwnerId(number));
                self.builder.catalog.owners.push(Owner { named, parent: None });
                read.push((table, usize::from(number)));
            }
        }
        for (mut table, number) in read {
            let parent = self.owner_ref(&mut table, "parent", problems);
            if let Some(owner) = self.builder.catalog.owners.get_mut(number) {
                owner.parent = parent;
            }
            table.finish(problems);
        }
    }

    fn site(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let owner = self.owner_ref(&mut table, "owner", problems);
        let category = self.categories(&mut table, problems);
        let domains = table.strings("domains", problems);
        let hosts = table.strings("hosts", problems);
        let paths = table.strings("paths", problems);
        self.source_ref(&mut table, problems);
        if domains.is_empty() && hosts.is_empty() && paths.is_empty() {
            problems.push(Diagnostic::error("missing-key", table.file(), table.span(), text::missing_key("site", "domains")));
        }
        if let (Some(owner), false) = (owner, category.is_empty()) {
            let site = Site { owner, category };
            for (names, reach) in [(domains, Reach::Below), (hosts, Reach::Exact)] {
                for name in names {
                    self.site_name(table.file(), &name, reach, site, problems);
                }
            }
            for path in paths {
                self.site_path(table.file(), &path, site, problems);
            }
        } else if owner.is_none() && !table.has("owner") {
            problems.push(Diagnostic::error("missing-key", table.file(), table.span(), text::missing_key("site", "owner")));
        }
        table.finish(problems);
    }

    fn site_name(&mut self, file: &SourceFile, name: &Placed<String>, reach: Reach, site: Site, problems: &mut Vec<Diagnostic>) {
        if !check_host(file, name, problems) {
            return;
        }
        let hosting = self.builder.catalog.category("user-content").is_some_and(|set| set.intersects(site.category));
        if reach == Reach::Below && !hosting && self.builder.suffixes.is_public_suffix(&name.value) {
            problems.push(Diagnostic::error("public-suffix", file, name.span, text::public_suffix(&name.value)));
        }
        if !self.builder.catalog.hosts.add_site(&name.value, reach, site) {
            problems.push(Diagnostic::error("duplicate-entry", file, name.span, text::duplicate_entry(&name.value)));
        }
        self.builder.catalog.known_names.add(&name.value, site.owner);
    }

    fn site_path(&mut self, file: &SourceFile, written: &Placed<String>, site: Site, problems: &mut Vec<Diagnostic>) {
        let at = written.value.find('/').unwrap_or(written.value.len());
        let (host, path) = written.value.split_at_checked(at).unwrap_or_default();
        let host = Placed { value: host.to_owned(), span: written.span };
        if !check_host(file, &host, problems) {
            return;
        }
        match PathPattern::parse(path) {
            Ok(pattern) if self.builder.seen.insert(written.value.clone()) => {
                self.builder.catalog.hosts.add_path_site(&host.value, pattern, site);
            }
            Ok(_) => problems.push(Diagnostic::error("duplicate-entry", file, written.span, text::duplicate_entry(&written.value))),
            Err(fault) => problems.push(Diagnostic::error("bad-path", file, written.span, path_fault(path, fault))),
        }
    }

    /// `id` and `name`, with a check that the id is new.
    pub(super) fn named(&mut self, table: &mut Table<'_>, what: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Named> {
        let id = self.new_id(table, what, problems);
        let name = table.require("name", problems).and_then(|value| value.bilingual(problems));
        Some(Named { id: id?.value, name: name?.value })
    }

    /// `id`, which must be well formed and new among the entries of its kind.
    pub(super) fn new_id(&mut self, table: &mut Table<'_>, what: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Placed<String>> {
        let id = table.require_string("id", problems)?;
        if !is_id(&id.value) {
            problems.push(Diagnostic::error("bad-id", table.file(), id.span, text::bad_id(&id.value)));
            return None;
        }
        if !self.builder.seen.insert(format!("{what} {}", id.value)) {
            problems.push(Diagnostic::error("duplicate-id", table.file(), id.span, text::duplicate_id(what, &id.value)));
            return None;
        }
        Some(id)
    }

    /// A reference to an owner that stands in the catalog.
    pub(super) fn owner_ref(&self, table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<OwnerId> {
        let id = table.string(key, problems)?;
        let owner = self.builder.owners.get(id.value.as_str()).copied();
        if owner.is_none() {
            let help = nearest(&id.value, self.builder.catalog.owners.iter().map(|owner| owner.named.id.as_str())).map(text::did_you_mean);
            let title = text::unknown_reference("owner", &id.value);
            problems.push(Diagnostic::error("unknown-owner", table.file(), id.span, title).with_help(help));
        }
        owner
    }

    /// `category`, a list of ids that stand in the catalog.
    pub(super) fn categories(&self, table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> CategorySet {
        let mut set = CategorySet::default();
        for id in table.strings("category", problems) {
            match self.builder.catalog.category(&id.value) {
                Some(CategorySet(bit)) => set.0 |= bit,
                None => {
                    let known = self.builder.catalog.categories.iter().map(|category| category.id.as_str());
                    let help = nearest(&id.value, known).map(text::did_you_mean);
                    let title = text::unknown_reference("category", &id.value);
                    problems.push(Diagnostic::error("unknown-category", table.file(), id.span, title).with_help(help));
                }
            }
        }
        set
    }

    /// `source`, which must stand in the same file.
    pub(super) fn source_ref(&self, table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
        if let Some(id) = table.require_string("source", problems)
            && !self.sources.contains(id.value.as_str())
        {
            let title = text::unknown_reference("source", &id.value);
            problems.push(Diagnostic::error("unknown-source", table.file(), id.span, title));
        }
    }
}

/// Whether a text is an id: lower-case letters, digits and single hyphens, beginning with a letter or digit.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain && !text.is_empty() && !text.starts_with('-') && !text.ends_with('-') && !text.contains("--")
}

/// Checks that a host is written in canonical form, and says how to write it.
pub fn check_host(file: &SourceFile, host: &Placed<String>, problems: &mut Vec<Diagnostic>) -> bool {
    let canonical = canonical_host(&host.value);
    if canonical.as_deref() == Some(host.value.as_str()) {
        return true;
    }
    let help = canonical.as_deref().map(text::canonical_host);
    problems.push(Diagnostic::error("bad-host", file, host.span, text::bad_host(&host.value)).with_help(help));
    false
}

/// A host in canonical form; plain names are recognised without parsing.
fn canonical_host(host: &str) -> Option<String> {
    let label = |label: &str| {
        !label.is_empty() && !label.starts_with("xn--") && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    if host.split('.').all(label) && host.rsplit('.').next().is_some_and(|last| last.bytes().any(|b| b.is_ascii_lowercase())) {
        return Some(host.to_owned());
    }
    if host.contains(['/', ':', '@', '?', '#', '\\', ' ']) {
        return None;
    }
    let url = crate::canon::canonicalise(&format!("http://{host}/")).url.ok()?.into_owned();
    let canonical = url.host()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    canonical.chars().all(plain).then(|| canonical.to_owned())
}

/// The message for a faulty path pattern.
#[must_use]
pub fn path_fault(pattern: &str, fault: PathFault) -> crate::message::Text {
    let reason = match fault {
        PathFault::NoSlash => "it must begin with `/`",
        PathFault::EarlyRest => "`**` may only stand at the end",
        PathFault::PartialStar => "`*` stands for one whole segment; only a final `*.ext` may be a part",
        PathFault::EmptySegment => "a segment is empty, `.` or `..`",
    };
    text::bad_path(pattern, reason)
}

/// A diagnostic about the place of a table.
pub(super) fn at_table(table: &Table<'_>, code: &'static str, title: crate::message::Text) -> Diagnostic {
    let span: Span = table.span();
    Diagnostic::error(code, table.file(), span, title)
}
