//! Compiled lists in place of texts: those that a policy names, and those that a cache keeps of long texts.

use std::io::Read as _;

use xxhash_rust::xxh3::Xxh3;

use super::files::Files;
use super::list_source::{LoadedList, OpenedFile};
use super::load::Loader;
use super::wanted_list::{FILINGS, Wanted, list_hash};
use crate::list::compiled::{self, KeptList, Opened};
use crate::list::report::Loaded;
use crate::list::{Fault, Format, Naming};
use crate::message::list as text;

/// A list shorter than this is read as fast as its compiled form is found.
pub const CACHED_LENGTH: u64 = 256 << 10;
/// How many bytes are hashed at a time.
const BLOCK: usize = 256 << 10;

/// The long lists of one policy file, which are kept together.
#[derive(Debug)]
pub(super) struct Unit {
    key: u64,
    /// By the numbers of the lists in the policy: the hash of the list's file and of how it is read.
    members: Vec<(usize, u64)>,
}

impl Unit {
    /// The long lists among those that are wanted. `None` where there is no cache or no such list.
    pub(super) fn of(wanted: &[Option<Wanted<'_>>], files: &dyn Files, suffixes: &str) -> Option<Self> {
        files.cache()?;
        let mut key = Xxh3::new();
        key.update(&compiled::VERSION.to_le_bytes());
        for part in [env!("CARGO_PKG_VERSION"), suffixes] {
            key.update(&(part.len() as u64).to_le_bytes());
            key.update(part.as_bytes());
        }
        let mut members = Vec::new();
        for (number, wanted) in wanted.iter().enumerate() {
            let Some(content) = wanted.as_ref().and_then(|wanted| hash_of_long(wanted, files)) else { continue };
            key.update(&content.to_le_bytes());
            key.update(&[u8::from(wanted.as_ref().is_some_and(|wanted| wanted.id == FILINGS))]);
            members.push((number, content));
        }
        (!members.is_empty()).then(|| Self { key: key.digest(), members })
    }

    /// The place of a list among those that are kept.
    pub(super) fn place(&self, number: usize) -> Option<usize> {
        self.members.iter().position(|(member, _)| *member == number)
    }
}

/// The hash of a list that is one long file, read in blocks.
fn hash_of_long(wanted: &Wanted<'_>, files: &dyn Files) -> Option<u64> {
    if matches!(wanted.request.format, Format::V2fly | Format::Squidguard | Format::Compiled) {
        return None;
    }
    let (length, mut file) = files.stream(wanted.path, wanted.beside)?;
    if !(CACHED_LENGTH..=crate::list::FILE_LIMIT).contains(&length) {
        return None;
    }
    let mut hash = list_hash(&wanted.request);
    hash.update(&length.to_le_bytes());
    let mut block = vec![0; BLOCK];
    let mut read = 0;
    loop {
        let count = file.read(&mut block).ok()?;
        let Some(bytes) = block.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        read += count as u64;
    }
    (read == length).then(|| hash.digest())
}

impl Loader<'_> {
    /// Brings a list from a compiled file that a policy or the command line names.
    pub(super) fn compiled(&mut self, wanted: &Wanted<'_>, bit: u64, naming: Naming) -> Result<LoadedList, Fault> {
        let file = self.opened(wanted)?;
        let asked = wanted.request.entry.as_deref().unwrap_or(wanted.id);
        let Some(place) = self.opened.get(file).and_then(|file| file.lists.iter().position(|list| list.id == asked)) else {
            let known: Vec<&str> = self.opened.get(file).map(|file| file.lists.iter().map(|list| list.id.as_str()).collect()).unwrap_or_default();
            return Err(Fault::new(text::not_in_compiled(wanted.path, asked, &known.join(", "))));
        };
        let Some(list) = self.opened.get(file).and_then(|file| file.lists.get(place)) else { return Err(Fault::new(text::damaged_compiled(wanted.path))) };
        if list.naming != naming {
            return Err(Fault::new(text::other_naming(wanted.path, asked)));
        }
        if naming == Naming::Filings && list.suffixes != self.suffixes.origin() {
            return Err(Fault::new(text::other_suffixes(wanted.path, &list.suffixes, self.suffixes.origin())));
        }
        let (content, loaded) = self.attach(file, place, bit).ok_or_else(|| Fault::new(text::damaged_compiled(wanted.path)))?;
        Ok(LoadedList { id: wanted.id.to_owned(), loaded, content })
    }

    /// The number of a compiled file among those that are open.
    fn opened(&mut self, wanted: &Wanted<'_>) -> Result<usize, Fault> {
        let found = self.files.pages(wanted.path, wanted.beside).map_err(|reason| Fault::unread(text::unreadable(wanted.path, &reason)))?;
        let (name, source) = found.ok_or_else(|| Fault::unread(text::no_such_file(wanted.path)))?;
        if let Some(known) = self.opened.iter().position(|file| file.name == name) {
            return Ok(known);
        }
        let opened = compiled::open(source).map_err(|refused| Fault::new(refused.sentence(wanted.path)))?;
        Ok(self.hold(name, opened))
    }

    fn hold(&mut self, name: String, opened: Opened) -> usize {
        let held = self.catalog.hosts.compiled.hold(opened.names, opened.sets);
        self.opened.push(OpenedFile { name, held, lists: opened.lists });
        self.opened.len() - 1
    }

    /// Asks for a list of an opened file under a bit; its hash, and what it brought when it was read.
    fn attach(&mut self, file: usize, place: usize, bit: u64) -> Option<(u64, Loaded)> {
        let file = self.opened.get(file)?;
        let list = file.lists.get(place)?;
        self.catalog.hosts.compiled.attach(file.held, 1_u64.checked_shl(u32::try_from(place).ok()?)?, bit);
        if list.entries.as_ref().is_some_and(|entries| !self.catalog.hosts.restore_entries(bit, entries)) {
            return None;
        }
        Some((list.content, list.loaded()))
    }

    /// Opens what the cache keeps of the long lists of a policy file.
    pub(super) fn find_kept(&mut self, unit: &Unit) -> Option<usize> {
        let cache = self.files.cache()?;
        let (name, source) = cache.find(unit.key)?;
        let opened = compiled::open(source).ok();
        let fits = |opened: &Opened| opened.lists.iter().map(|list| list.content).eq(unit.members.iter().map(|(_, content)| *content));
        match opened.filter(fits) {
            Some(opened) => Some(self.hold(name, opened)),
            None => {
                self.notes.push(text::damaged_cache(&name));
                cache.discard(unit.key);
                None
            }
        }
    }

    /// Brings a list that the cache keeps.
    pub(super) fn kept(&mut self, file: usize, place: usize, bit: u64, id: &str) -> Option<LoadedList> {
        let (content, loaded) = self.attach(file, place, bit)?;
        Some(LoadedList { id: id.to_owned(), loaded, content })
    }

    /// Keeps the long lists of a policy file, which were read under these bits, for the next run.
    pub(super) fn keep(&mut self, unit: &Unit, read: &[(usize, u64)]) {
        let Some(cache) = self.files.cache() else { return };
        let member = |(number, content): &(usize, u64)| -> Option<(u64, KeptList)> {
            let (_, bit) = read.iter().find(|(read, _)| read == number)?;
            let list = self.lists.get(usize::try_from(bit.trailing_zeros()).ok()?).filter(|list| list.content == *content)?;
            let naming = if list.id == FILINGS { Naming::Filings } else { Naming::Hosts };
            let entries = self.catalog.hosts.kept_entries(*bit);
            Some((*bit, KeptList::new(&list.id, list.content, naming, self.suffixes.origin(), entries, &list.loaded)))
        };
        let Some(members) = unit.members.iter().map(member).collect::<Option<Vec<_>>>() else { return };
        let Some(bytes) = compiled::write(&self.catalog.hosts, members) else { return };
        if let Err((path, reason)) = cache.keep(unit.key, &bytes) {
            self.notes.push(text::unkept(&path, &reason));
        }
    }
}
