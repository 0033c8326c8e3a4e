//! Text lists of v2fly's domain-list-community: a file, or one list of a folder, with what it includes.
//!
//! Source: the README of domain-list-community. `include:x @a @-b` takes what has the attribute `a` and lacks `b`;
//! `&x` behind a rule puts it into the list `x` as well. `keyword:` and `regexp:` are counted and not used.

use std::collections::HashMap;

use super::collect::Collector;
use super::lines::{At, lines};
use super::report::Why;
use super::v2fly_rule::{Filter, Kind, Rule, entry, is_list_name};
use super::{Fault, INCLUDE_DEPTH, INCLUDE_LIMIT, Shelf, find, open};
use crate::classify::listed::ListReach;
use crate::message::list as text;
use crate::source::SourceFile;

/// The most lists of a folder whose rules are looked through for affiliations.
const FOLDER_LIMIT: usize = 50_000;

/// A folder of lists being read.
struct Folder<'s> {
    path: String,
    shelf: &'s mut dyn Shelf,
    files: HashMap<String, SourceFile>,
    /// For each list, the lists with rules that belong to it as well.
    affiliated: HashMap<String, Vec<String>>,
    includes: usize,
}

/// Reads a file, or the list of a folder that `written` names.
pub(super) fn read(path: &str, written: Option<&str>, shelf: &mut dyn Shelf, collector: &mut Collector<'_>) -> Result<(), Fault> {
    let (path, code, filter) = match written {
        Some(written) => {
            let (code, filter) = entry(written);
            (path.trim_end_matches('/').to_owned(), code.to_ascii_lowercase(), filter)
        }
        None => {
            let (folder, code) = path.rsplit_once('/').map_or((".", path), |(folder, code)| (folder, code));
            (folder.to_owned(), code.to_owned(), Filter::default())
        }
    };
    let mut folder = Folder { path, shelf, files: HashMap::new(), affiliated: HashMap::new(), includes: 0 };
    if written.is_some() {
        if !is_list_name(&code) {
            return Err(Fault::new(text::bad_include(&code)));
        }
        folder.affiliations()?;
    } else {
        let file = open(folder.shelf, path_of(&folder.path, &code).as_str())?;
        folder.files.insert(code.clone(), file);
    }
    folder.list(&code, &[filter], &mut Vec::new(), collector)
}

fn path_of(folder: &str, code: &str) -> String {
    if folder == "." { code.to_owned() } else { format!("{folder}/{code}") }
}

impl Folder<'_> {
    /// Looks through the folder for rules that belong to other lists as well.
    fn affiliations(&mut self) -> Result<(), Fault> {
        let names = self.shelf.names(&self.path).map_err(|reason| Fault::unread(text::unreadable(&self.path, &reason)))?;
        if names.len() > FOLDER_LIMIT {
            return Err(Fault::new(text::too_many(FOLDER_LIMIT)));
        }
        for code in names.into_iter().filter(|name| is_list_name(name)) {
            let file = self.file(&code)?;
            if memchr::memchr(b'&', file.text.as_bytes()).is_none() {
                continue;
            }
            for at in lines(&file.text) {
                let Some(rule) = Rule::parse(at.before(b'#').text) else { continue };
                for list in rule.affiliations {
                    let from = self.affiliated.entry(list.to_ascii_lowercase()).or_default();
                    if from.last() != Some(&code) {
                        from.push(code.clone());
                    }
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, code: &str) -> Result<SourceFile, Fault> {
        if let Some(file) = self.files.get(code) {
            return Ok(file.clone());
        }
        let path = path_of(&self.path, code);
        let file = find(self.shelf, &path)?.ok_or_else(|| Fault::unread(text::no_such_file(&path)))?;
        self.files.insert(code.to_owned(), file.clone());
        Ok(file)
    }

    /// Reads a list under the filters of all that include it; `open` are those lists.
    fn list(&mut self, code: &str, filters: &[Filter], open: &mut Vec<String>, collector: &mut Collector<'_>) -> Result<(), Fault> {
        let others = self.affiliated.get(code).cloned().unwrap_or_default();
        // A list may live by affiliations alone.
        let is_there = self.files.contains_key(code) || others.is_empty() || find(self.shelf, &path_of(&self.path, code))?.is_some();
        open.push(code.to_owned());
        if is_there {
            let file = self.file(code)?;
            self.rules(&file, filters, open, collector)?;
        }
        for other in others {
            let file = self.file(&other)?;
            collector.enter(&file);
            for at in lines(&file.text) {
                let at = at.before(b'#');
                let rule =
                    Rule::parse(at.text).filter(|rule| rule.kind != Kind::Include && rule.affiliations.iter().any(|list| list.eq_ignore_ascii_case(code)));
                if let Some(rule) = rule {
                    take(at, &rule, filters, collector);
                }
            }
        }
        open.pop();
        Ok(())
    }

    fn rules(&mut self, file: &SourceFile, filters: &[Filter], open: &mut Vec<String>, collector: &mut Collector<'_>) -> Result<(), Fault> {
        collector.enter(file);
        for at in lines(&file.text) {
            let at = at.before(b'#');
            if at.text.is_empty() || !collector.is_readable(at) {
                continue;
            }
            let rule = Rule::parse(at.text).ok_or_else(|| Fault::at(text::bad_rule(at.text), file, at.span()))?;
            if rule.kind == Kind::Include {
                self.include(file, at, &rule, filters, open, collector)?;
                collector.enter(file);
            } else {
                take(at, &rule, filters, collector);
            }
        }
        Ok(())
    }

    fn include(
        &mut self,
        file: &SourceFile,
        at: At<'_>,
        rule: &Rule<'_>,
        filters: &[Filter],
        open: &mut Vec<String>,
        collector: &mut Collector<'_>,
    ) -> Result<(), Fault> {
        let code = rule.value.to_ascii_lowercase();
        self.includes += 1;
        let title = if !is_list_name(&code) {
            text::bad_include(&code)
        } else if open.contains(&code) {
            text::include_circle(&code)
        } else if open.len() >= INCLUDE_DEPTH {
            text::include_depth(INCLUDE_DEPTH)
        } else if self.includes > INCLUDE_LIMIT {
            text::include_limit(INCLUDE_LIMIT)
        } else {
            let own = Filter::of(rule.attributes.iter().copied());
            let all: Vec<Filter> = filters.iter().cloned().chain(std::iter::once(own)).collect();
            let place = |fault: Fault| if fault.place.is_none() { Fault::at(fault.title, file, at.span()) } else { fault };
            return self.list(&code, &all, open, collector).map_err(place);
        };
        Err(Fault::at(title, file, at.span()))
    }
}

fn take(at: At<'_>, rule: &Rule<'_>, filters: &[Filter], collector: &mut Collector<'_>) {
    if !filters.iter().all(|filter| filter.takes(rule.attributes.iter().copied())) {
        return;
    }
    match rule.kind {
        Kind::Domain => collector.host(at, rule.value, ListReach::Below),
        Kind::Full => collector.host(at, rule.value, ListReach::Exact),
        Kind::Keyword => collector.unusable(at, Why::Keyword),
        Kind::Regexp => collector.unusable(at, Why::Regex),
        Kind::Include => {}
    }
}
