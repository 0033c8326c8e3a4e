//! The pages of a compiled list: fetched when a lookup needs one, and held to its checksum then.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

/// When the pages of a compiled list are held to their checksums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Checking {
    /// All of them, before anything is asked.
    #[default]
    AtOnce,
    /// Each when it is first asked for; who asks must look at [`is_damaged`](super::CompiledLists::is_damaged) before an answer counts.
    AtTouch,
}

/// Where the bytes of a compiled list come from.
pub trait PageSource: fmt::Debug + Send + Sync {
    /// How many bytes there are.
    fn length(&self) -> u64;

    /// A stretch of bytes of its own, so that what was checked cannot change afterwards.
    ///
    /// # Errors
    /// It cannot be read, or there are fewer bytes.
    fn read(&self, range: Range<u64>) -> Result<Box<[u8]>, String>;

    /// All bytes, where they are in memory already.
    fn whole(&self) -> Option<&[u8]> {
        None
    }

    /// When its pages are checked.
    fn checking(&self) -> Checking {
        Checking::AtOnce
    }
}

/// A source with its name for people.
pub type NamedPages = (String, Box<dyn PageSource>);

/// Bytes in memory as a source of pages.
#[derive(Debug)]
pub struct InMemory(pub Box<[u8]>);

impl PageSource for InMemory {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, range: Range<u64>) -> Result<Box<[u8]>, String> {
        slice(&self.0, &range).map(Into::into).ok_or_else(|| "it is cut short".to_owned())
    }

    fn whole(&self) -> Option<&[u8]> {
        Some(&self.0)
    }
}

/// Where a page stands, and its checksum.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageEntry {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) sum: u64,
}

/// A page that was looked at.
#[derive(Debug)]
enum Held {
    /// It stands in the source.
    There,
    /// It was read.
    Own(Box<[u8]>),
    /// It is not what was written.
    Damaged,
}

/// The pages of one compiled list.
#[derive(Debug)]
pub(super) struct Pages {
    source: Box<dyn PageSource>,
    /// Each with what was found when it was looked at.
    pages: Vec<(PageEntry, OnceLock<Held>)>,
    damaged: OnceLock<()>,
}

impl Pages {
    pub(super) fn new(source: Box<dyn PageSource>, entries: Vec<PageEntry>) -> Self {
        let pages = entries.into_iter().map(|entry| (entry, OnceLock::new())).collect();
        Self { source, pages, damaged: OnceLock::new() }
    }

    pub(super) const fn count(&self) -> usize {
        self.pages.len()
    }

    pub(super) fn checking(&self) -> Checking {
        self.source.checking()
    }

    /// A page, if it is what was written.
    pub(super) fn page(&self, number: usize) -> Option<&[u8]> {
        let (entry, held) = self.pages.get(number)?;
        match held.get_or_init(|| self.fetch(entry)) {
            Held::There => slice(self.source.whole()?, &(entry.start..entry.end)),
            Held::Own(bytes) => Some(bytes),
            Held::Damaged => None,
        }
    }

    /// Holds a page to its checksum, if that was not done yet.
    pub(super) fn look(&self, number: usize) {
        let _ = self.page(number);
    }

    #[cold]
    fn fetch(&self, entry: &PageEntry) -> Held {
        let range = entry.start..entry.end;
        if let Some(whole) = self.source.whole() {
            if slice(whole, &range).is_some_and(|bytes| xxh3_64(bytes) == entry.sum) {
                return Held::There;
            }
        } else if let Ok(bytes) = self.source.read(range)
            && xxh3_64(&bytes) == entry.sum
        {
            return Held::Own(bytes);
        }
        self.spoil();
        Held::Damaged
    }

    /// Notes that something in the pages is not as it was written.
    pub(super) fn spoil(&self) {
        let _ = self.damaged.set(());
    }

    /// Whether anything was found damaged so far.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.get().is_some()
    }
}

fn slice<'b>(bytes: &'b [u8], range: &Range<u64>) -> Option<&'b [u8]> {
    bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}
