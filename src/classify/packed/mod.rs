//! The names of compiled lists: packed into pages, looked up where they stand.
//!
//! The hash of a name tells its bucket, and so many buckets make a page. A page begins with the places of its buckets;
//! a bucket holds its names one after another, each behind its length and the number of its set of lists. A lookup
//! touches one page, and a filter spares most names that are not there even that. The filter holds names by their hashes, and by their last two
//! labels, which a host shares with all names at and above it: of most hosts that no list names, one word is read. Every access is bounded by the
//! page, every page is held to its checksum before it is believed, and what does not fit marks the list as damaged.

mod held;
mod pages;
mod write;

pub use held::{CompiledLists, HeldId};
pub use pages::{Checking, InMemory, NamedPages, PageSource};
pub use write::{PackedNames, pack};

use std::hint::black_box;

use smallvec::SmallVec;

use super::hash_filter::HashFilter;
use super::name_filter::LastLabels;
use super::name_table::{Part, hash};
use pages::{PageEntry, Pages};

/// How many names a bucket has on average.
const NAMES_A_BUCKET: usize = 4;
/// How many buckets make a page.
const BUCKETS_A_PAGE: usize = 32;
/// What a short length or number may be at most; a longer one stands in four bytes behind this mark.
const SHORT: u8 = 254;
const LONG: u8 = 255;
/// What a page takes in the directory: where it ends, and its checksum.
const DIRECTORY_ENTRY: usize = 16;
/// In how many bytes it is written where a bucket begins: a page that is longer than two can tell has four.
const fn place_width(page: usize) -> usize {
    if page <= u16::MAX as usize { 2 } else { 4 }
}

/// The lists that name a host, as bits: this host, and what stands under it.
pub type ListBits = (u64, u64);

/// Names that were compiled, each with a number.
#[derive(Debug)]
pub struct Packed {
    pages: Pages,
    buckets: u64,
    has_single: bool,
    filter: HashFilter,
}

/// What is wrong with a directory of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDirectory;

impl Packed {
    /// The names behind a directory of pages and a filter of names, which stand in one stretch; the first page begins at `base`.
    ///
    /// # Errors
    /// The directory does not fit the source.
    pub fn open(source: Box<dyn PageSource>, base: u64, buckets: u64, has_single: bool, directory: &[u8]) -> Result<Self, BadDirectory> {
        let length = usize::try_from(buckets.div_ceil(BUCKETS_A_PAGE as u64)).ok().and_then(|pages| pages.checked_mul(DIRECTORY_ENTRY));
        let (directory, filter) = length.and_then(|length| directory.split_at_checked(length)).ok_or(BadDirectory)?;
        let filter = HashFilter::from_bytes(filter).ok_or(BadDirectory)?;
        let (chunks, _) = directory.as_chunks::<DIRECTORY_ENTRY>();
        let mut entries = Vec::with_capacity(chunks.len());
        let mut start = base;
        for chunk in chunks {
            let [a, b, c, d, e, f, g, h, sum @ ..] = *chunk;
            let end = base.checked_add(u64::from_le_bytes([a, b, c, d, e, f, g, h])).ok_or(BadDirectory)?;
            if end < start {
                return Err(BadDirectory);
            }
            entries.push(PageEntry { start, end, sum: u64::from_le_bytes(sum) });
            start = end;
        }
        // A file that goes on behind its last page is none of ours.
        if start != source.length() {
            return Err(BadDirectory);
        }
        Ok(Self { pages: Pages::new(source, entries), buckets, has_single, filter })
    }

    /// Whether anything was found damaged so far.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.pages.is_damaged()
    }

    #[cold]
    fn spoil(&self) {
        self.pages.spoil();
    }

    /// Holds all pages to their checksums now, if their source asks for it; `false` if something is damaged.
    #[must_use]
    pub fn check(&self) -> bool {
        if self.pages.checking() == Checking::AtOnce {
            (0..self.pages.count()).for_each(|page| self.pages.look(page));
        }
        !self.is_damaged()
    }

    /// Whether a host or a name above it may be among the names, by its last two labels; `false` is certain.
    pub(super) fn may_hold(&self, host: LastLabels) -> bool {
        self.has_single || self.filter.may_hold(host.hash())
    }

    /// Brings near what is asked of the filter for some hosts.
    pub(super) fn foresee_hosts(&self, hosts: impl Iterator<Item = LastLabels>) {
        self.filter.foresee(hosts.map(LastLabels::hash));
    }

    /// The number of a part of a host.
    pub(super) fn get(&self, part: Part<'_>) -> Option<u32> {
        if part.is_single && !self.has_single || !self.filter.may_hold(part.hash) {
            return None;
        }
        self.find(part.hash, part.name.as_bytes())
    }

    /// Brings near what is looked at for some hashes, step by step for all of them: loads that do not wait for each other are made
    /// together.
    pub(super) fn foresee(&self, hashes: &[u64]) {
        self.filter.foresee(hashes.iter().copied());
        let likely = hashes.iter().filter(|hash| self.filter.may_hold(**hash));
        let likely: SmallVec<[Bucket<'_>; 64]> = likely.filter_map(|hash| self.bucket(*hash)).collect();
        black_box(likely.iter().fold(0, |seen, bucket| seen ^ bucket.place(bucket.number).unwrap_or_default()));
        black_box(likely.iter().fold(0, |seen, bucket| seen ^ bucket.records().and_then(<[u8]>::first).copied().unwrap_or_default()));
    }

    /// The number of a name.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let hash = hash(name);
        if self.filter.may_hold(hash) { self.find(hash, name.as_bytes()) } else { None }
    }

    fn find(&self, hash: u64, name: &[u8]) -> Option<u32> {
        let Some(mut rest) = self.bucket(hash)?.records() else {
            self.spoil();
            return None;
        };
        while !rest.is_empty() {
            let Some((number, known, behind)) = record(rest) else {
                self.spoil();
                return None;
            };
            if known == name {
                return Some(number);
            }
            rest = behind;
        }
        None
    }

    /// The bucket of a hash.
    fn bucket(&self, hash: u64) -> Option<Bucket<'_>> {
        let bucket = bucket_of(hash, self.buckets);
        let page = self.pages.page(usize::try_from(bucket / BUCKETS_A_PAGE as u64).ok()?)?;
        Some(Bucket { page, number: usize::try_from(bucket % BUCKETS_A_PAGE as u64).ok()?, count: self.buckets_of(bucket) })
    }

    /// How many buckets the page of a bucket has; only the last page may have fewer.
    fn buckets_of(&self, bucket: u64) -> usize {
        let first = bucket - bucket % BUCKETS_A_PAGE as u64;
        usize::try_from(self.buckets - first).unwrap_or(usize::MAX).min(BUCKETS_A_PAGE)
    }

    /// All names with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.pages.count()).flat_map(move |number| {
            let buckets = self.buckets_of(number as u64 * BUCKETS_A_PAGE as u64);
            let mut rest = self.pages.page(number).and_then(|page| page.get(buckets * place_width(page.len())..)).unwrap_or_default();
            std::iter::from_fn(move || {
                let found = record(rest).and_then(|(number, name, behind)| Some((std::str::from_utf8(name).ok()?, number, behind)));
                let Some((name, number, behind)) = found else {
                    if !rest.is_empty() {
                        self.spoil();
                    }
                    return None;
                };
                rest = behind;
                Some((name, number))
            })
        })
    }
}

/// The bucket of a hash: buckets share the hashes evenly among them, in their order.
const fn bucket_of(hash: u64, buckets: u64) -> u64 {
    ((hash as u128 * buckets as u128) >> 64) as u64
}

/// A bucket in its page.
#[derive(Debug, Clone, Copy)]
struct Bucket<'p> {
    page: &'p [u8],
    /// Which of the page it is.
    number: usize,
    /// How many the page has.
    count: usize,
}

impl<'p> Bucket<'p> {
    /// Where a bucket of the page begins, counted from the beginning of the page.
    fn place(&self, number: usize) -> Option<usize> {
        if number == self.count {
            return Some(self.page.len());
        }
        let width = place_width(self.page.len());
        let bytes = self.page.get(number * width..)?;
        if width == 2 {
            bytes.first_chunk().map(|bytes| u16::from_le_bytes(*bytes).into())
        } else {
            usize::try_from(u32::from_le_bytes(*bytes.first_chunk()?)).ok()
        }
    }

    fn records(&self) -> Option<&'p [u8]> {
        self.page.get(self.place(self.number)?..self.place(self.number + 1)?)
    }
}

/// The first record: its number, its name, and what stands behind it.
fn record(bytes: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    let (length, rest) = short(bytes)?;
    let (number, rest) = short(rest)?;
    let (name, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    Some((number, name, rest))
}

fn short(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first != LONG {
        return Some(((*first).into(), rest));
    }
    let (word, rest) = rest.split_first_chunk()?;
    Some((u32::from_le_bytes(*word), rest))
}
