//! Compiled lists: a file that is opened in no time, and refused unless it is just what was written.
//!
//! A head of fixed length, then what is kept of each list, the directory of the pages with a filter of names, and the pages. All numbers are
//! little-endian, whatever machine wrote them. The head has a checksum of itself and of what stands between it and the
//! pages; the directory has one of every page. Nothing is believed before its checksum, and nothing is read beyond its
//! bounds.

mod kept;
mod write;

pub use kept::KeptList;
pub use write::write;

use xxhash_rust::xxh3::xxh3_64;

use crate::classify::packed::{ListBits, Packed, PageSource};
use crate::message::{Text, list as text};
use kept::Contents;

/// What every compiled list begins with.
const MAGIC: [u8; 8] = *b"outlinkL";
/// The version of the format: of the layout, of the hashes of names and of their last labels, and of what is kept of a list.
pub const VERSION: u32 = 3;
/// The length of the head.
const HEAD: usize = 64;
/// The most bytes between head and pages; a directory takes a sixteenth of a byte for each of its names.
const CONTENTS_LIMIT: u64 = 1 << 30;
/// The most lists of one file: they are bits of one word.
pub const LISTS_LIMIT: usize = 64;

/// Why a compiled list is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is no compiled list at all.
    Foreign,
    /// It is one of another version.
    Version(u32),
    /// It is not what was written.
    Damaged,
    /// It cannot be read.
    Unread(String),
}

impl Refused {
    /// The reason as a sentence, with a way out.
    #[must_use]
    pub fn sentence(&self, name: &str) -> Text {
        match self {
            Self::Foreign => text::not_compiled(name),
            Self::Version(version) => text::other_version(name, *version, VERSION),
            Self::Damaged => text::damaged_compiled(name),
            Self::Unread(reason) => text::unreadable(name, reason),
        }
    }
}

/// A compiled file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// Its names.
    pub names: Packed,
    /// The sets of lists that their numbers stand for.
    pub sets: Vec<ListBits>,
    /// Its lists; the first is the first bit of the sets, and so on.
    pub lists: Vec<KeptList>,
}

/// The numbers of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    buckets: u64,
    contents: u64,
    directory: u64,
    pages: u64,
    has_single: bool,
    sum: u64,
}

impl Head {
    fn write(&self) -> [u8; HEAD] {
        let mut bytes = [0; HEAD];
        let words = [self.buckets, self.contents, self.directory, self.pages, self.sum].map(u64::to_le_bytes);
        let start = MAGIC
            .iter()
            .chain(&VERSION.to_le_bytes())
            .chain(&u32::from(self.has_single).to_le_bytes())
            .chain(words.as_flattened())
            .copied()
            .collect::<Vec<u8>>();
        bytes.iter_mut().zip(&start).for_each(|(byte, value)| *byte = *value);
        let sum = xxh3_64(&start).to_le_bytes();
        bytes.iter_mut().skip(start.len()).zip(sum).for_each(|(byte, value)| *byte = value);
        bytes
    }

    fn read(bytes: &[u8; HEAD]) -> Result<Self, Refused> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(Refused::Foreign)?;
        let (version, _) = rest.split_first_chunk().ok_or(Refused::Damaged)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(Refused::Version(version));
        }
        let (flags, words) = rest.get(4..).and_then(<[u8]>::split_first_chunk).ok_or(Refused::Damaged)?;
        let (words, _) = words.as_chunks();
        let [buckets, contents, directory, pages, sum, _] = <[[u8; 8]; 6]>::try_from(words).map_err(|_| Refused::Damaged)?.map(u64::from_le_bytes);
        let head = Self { buckets, contents, directory, pages, has_single: u32::from_le_bytes(*flags) == 1, sum };
        // What was written is the only thing that is accepted, to the last bit.
        if head.write() == *bytes { Ok(head) } else { Err(Refused::Damaged) }
    }
}

/// Opens a compiled file.
///
/// # Errors
/// It is none, of another version, or not what was written.
pub fn open(source: Box<dyn PageSource>) -> Result<Opened, Refused> {
    let length = source.length();
    let first = source.read(0..length.min(HEAD as u64)).map_err(Refused::Unread)?;
    if !first.starts_with(&MAGIC) {
        return Err(Refused::Foreign);
    }
    let head = Head::read(first.first_chunk().ok_or(Refused::Damaged)?)?;
    let end = head.contents.checked_add(head.directory).filter(|length| *length <= CONTENTS_LIMIT).ok_or(Refused::Damaged)? + HEAD as u64;
    if end.checked_add(head.pages) != Some(length) {
        return Err(Refused::Damaged);
    }
    let middle = source.read(HEAD as u64..end).map_err(Refused::Unread)?;
    if xxh3_64(&middle) != head.sum {
        return Err(Refused::Damaged);
    }
    let (contents, directory) = usize::try_from(head.contents).ok().and_then(|at| middle.split_at_checked(at)).ok_or(Refused::Damaged)?;
    let Contents { lists, sets } = postcard::from_bytes(contents).map_err(|_| Refused::Damaged)?;
    if lists.len() > LISTS_LIMIT {
        return Err(Refused::Damaged);
    }
    let names = Packed::open(source, end, head.buckets, head.has_single, directory).map_err(|_| Refused::Damaged)?;
    if names.check() { Ok(Opened { names, sets, lists }) } else { Err(Refused::Damaged) }
}
