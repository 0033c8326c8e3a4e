//! Exceptions: links that settings allow, with a reason, and whether they were ever needed.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use globset::GlobSet;

use crate::document::Placed;
use crate::document::fields::WrittenTime;
use crate::source::SourceFile;
use crate::suppress::names::covers;

/// One `[[exception]]`. Each kind of test that is given must hold; an empty one holds for everything.
#[derive(Debug)]
pub struct Exception {
    /// The settings file.
    pub file: SourceFile,
    /// Its folder, from which globs are meant.
    pub folder: PathBuf,
    /// The rules, by name or as `wechat/*`.
    pub rules: Vec<Placed<String>>,
    /// Hosts, just these.
    pub hosts: Vec<String>,
    /// Domains with all that stands below them.
    pub domains: Vec<String>,
    /// Links, by canonical URL or as they are written.
    pub links: Vec<String>,
    /// Files, by globs from the settings file's folder.
    pub files: Option<GlobSet>,
    /// Why.
    pub reason: String,
    /// When it is over.
    pub until: Option<WrittenTime>,
    /// Where it stands.
    pub span: crate::source::Span,
    used: AtomicBool,
}

/// What an exception is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'f> {
    /// The rule that found something.
    pub rule: &'f str,
    /// The host of the layer that brought it.
    pub host: Option<&'f str>,
    /// The canonical URL of that layer.
    pub url: Option<&'f str>,
    /// The link as written.
    pub link: &'f str,
    /// The file, whole and without `..`.
    pub path: &'f Path,
}

/// The tests of an exception, as they are read.
#[derive(Debug, Default)]
pub struct Tests {
    /// Hosts.
    pub hosts: Vec<String>,
    /// Domains.
    pub domains: Vec<String>,
    /// Links.
    pub links: Vec<String>,
    /// Files.
    pub files: Option<GlobSet>,
}

impl Exception {
    /// An exception that was not needed yet.
    #[must_use]
    pub fn new(file: &SourceFile, folder: &Path, rules: Vec<Placed<String>>, tests: Tests, reason: Placed<String>, until: Option<WrittenTime>) -> Self {
        let Tests { hosts, domains, links, files } = tests;
        Self {
            file: file.clone(),
            folder: folder.to_owned(),
            rules,
            hosts,
            domains,
            links,
            files,
            reason: reason.value,
            until,
            span: reason.span,
            used: AtomicBool::new(false),
        }
    }

    /// Whether it allows what was found; this is remembered.
    #[must_use]
    pub fn allows(&self, asked: Asked<'_>) -> bool {
        let rule = self.rules.iter().any(|name| covers(&name.value, asked.rule));
        let under =
            |domain: &String| asked.host.is_some_and(|host| host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
        let any_link = self.hosts.is_empty() && self.domains.is_empty() && self.links.is_empty();
        let link = any_link
            || self.hosts.iter().any(|host| Some(host.as_str()) == asked.host)
            || self.domains.iter().any(under)
            || self.links.iter().any(|link| link == asked.link || Some(link.as_str()) == asked.url);
        let holds = rule && link && self.files.as_ref().is_none_or(|files| files.is_match(asked.path.strip_prefix(&self.folder).unwrap_or(asked.path)));
        if holds {
            self.used.store(true, Ordering::Relaxed);
        }
        holds
    }

    /// Whether it was ever needed.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}
