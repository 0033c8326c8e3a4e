//! Zip archives: every entry by its own format.

use super::context::{Context, NESTING_LIMIT};
use super::encoding::marked;
use super::format::Format;
use super::found::{Event, Fault, FaultKind, See, Spot};
use super::package::Package;
use crate::message::content as message;

/// The most names of files that are not read that are shown.
const SHOWN_LIMIT: usize = 10;
/// How many bytes of an entry are looked at to tell what it is.
const HEAD: usize = 16 << 10;

/// Reads the entries of a package, in its order.
pub(super) fn read(package: &mut Package<'_>, context: &mut Context<'_>, see: See<'_>) {
    if !context.goes_deeper() {
        see(Event::Fault(Fault { kind: FaultKind::Bound, sentence: message::nested(NESTING_LIMIT), place: None, spot: Spot::default() }));
        return;
    }
    let mut unread = Unread::default();
    for number in 0..package.names().len() {
        let name = package.names().get(number).cloned().unwrap_or_default();
        if name.ends_with('/') || name.is_empty() {
            continue;
        }
        if context.bytes_left() == 0 || !context.take_file() {
            unread.add(&name);
            continue;
        }
        let Some(bytes) = package.read(number, context, see) else { continue };
        match format_of(&name, &bytes) {
            Some(format) => context.inner(&name, format, &bytes, see),
            None => unread.add(&name),
        }
    }
    unread.tell(see);
}

/// What a file inside another is read as; `None` for what is no text and of no format that is known.
pub(super) fn format_of(name: &str, bytes: &[u8]) -> Option<Format> {
    Format::of_name(name).or_else(|| {
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        let format = Format::of_content(head);
        let is_binary = memchr::memchr(0, head).is_some() && marked(head).is_none();
        match format {
            Format::Picture | Format::Zip => Some(format),
            _ if is_binary => None,
            Format::Urls if !name.ends_with(".txt") => Some(Format::Text),
            format => Some(format),
        }
    })
}

/// Files inside a file that are not read.
#[derive(Default)]
pub(super) struct Unread {
    count: usize,
    names: Vec<String>,
}

impl Unread {
    pub(super) fn add(&mut self, name: &str) {
        self.count += 1;
        if self.names.len() < SHOWN_LIMIT {
            self.names.push(name.to_owned());
        }
    }

    /// Tells of them together, where there are any.
    pub(super) fn tell(self, see: See<'_>) {
        if self.count > 0 {
            let more = if self.count > self.names.len() { ", …" } else { "" };
            let sentence = message::unread_files(self.count, &format!("{}{more}", self.names.join(", ")));
            see(Event::Fault(Fault { kind: FaultKind::Unsupported, sentence, place: None, spot: Spot::default() }));
        }
    }
}
