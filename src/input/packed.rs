//! Inputs packed by gzip or zstd, unpacked as they are read.

use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as Frames;

use crate::extract::package::{RATIO_FROM, RATIO_LIMIT};
use crate::message::{Text, input as text};
use crate::timing::{self, Stage};

/// How many packed bytes are read at once.
const PIECE: usize = 128 << 10;
/// The endings of names that tell of packing.
const ENDINGS: [&str; 4] = [".gz", ".gzip", ".zst", ".zstd"];

/// How an input is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// By gzip, in one member or several.
    Gzip,
    /// By zstd, in one frame or several.
    Zstd,
}

impl Packing {
    /// How an input is packed that begins so; `None` where it is not.
    #[must_use]
    pub fn of_head(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            // A frame, or one that is to be skipped.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// What is packed in a reader.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn unpack<R: Read>(self, reader: R) -> io::Result<Unpacked<R>> {
        let counted = BufReader::with_capacity(PIECE, Counted { reader, count: 0 });
        let packed = match self {
            Self::Gzip => Packed::Gzip(Box::new(MultiGzDecoder::new(counted))),
            Self::Zstd => Packed::Zstd(Frames::with_buffer(counted)?),
        };
        Ok(Unpacked { packed, count: 0 })
    }
}

/// The name of what is packed in a file: `a.csv` for `a.csv.gz`.
#[must_use]
pub fn inner_name(name: &str) -> &str {
    let stem = |ending: &str| {
        let (stem, tail) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        tail.eq_ignore_ascii_case(ending).then_some(stem)
    };
    ENDINGS.iter().find_map(|ending| stem(ending)).unwrap_or(name)
}

/// Why no more of a packed input was read. It travels as the cause of an [`io::Error`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage(Text);

impl Damage {
    /// What is named as if it were packed and has no byte.
    pub(super) fn empty() -> io::Error {
        Self(text::empty_packed()).into()
    }
}

impl From<Damage> for io::Error {
    fn from(damage: Damage) -> Self {
        Self::new(io::ErrorKind::InvalidData, damage)
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Damage {}

/// The reason of an error in the words of this tool where it has any, else in the system's.
#[must_use]
pub fn reason(error: &io::Error) -> Text {
    let told = error.get_ref().and_then(|cause| cause.downcast_ref::<Damage>());
    told.map_or_else(|| Text::same(&error.to_string()), |damage| damage.0.clone())
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

enum Packed<R: Read> {
    Gzip(Box<MultiGzDecoder<BufReader<Counted<R>>>>),
    Zstd(Frames<'static, BufReader<Counted<R>>>),
}

/// What is packed in a reader, within bounds.
pub struct Unpacked<R: Read> {
    packed: Packed<R>,
    count: u64,
}

impl<R: Read> std::fmt::Debug for Unpacked<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacked").field("packing", &self.packing()).field("count", &self.count).finish_non_exhaustive()
    }
}

impl<R: Read> Unpacked<R> {
    const fn packing(&self) -> Packing {
        match self.packed {
            Packed::Gzip(_) => Packing::Gzip,
            Packed::Zstd(_) => Packing::Zstd,
        }
    }

    /// How many packed bytes were read so far.
    fn packed_count(&self) -> u64 {
        match &self.packed {
            Packed::Gzip(members) => members.get_ref().get_ref().count,
            Packed::Zstd(frames) => frames.get_ref().get_ref().count,
        }
    }
}

/// Whether an error is one of what is packed, and not of reading it.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | Other | UnexpectedEof)
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _turned = timing::stage(Stage::Unpacking);
        let result = match &mut self.packed {
            Packed::Gzip(members) => members.read(buffer),
            Packed::Zstd(frames) => frames.read(buffer),
        };
        match result {
            Ok(read) => {
                self.count += read as u64;
                timing::count_unpacked(read);
                let most = self.packed_count().saturating_mul(RATIO_LIMIT).max(RATIO_FROM);
                if self.count > most { Err(Damage(text::swelling(self.packing().as_str(), RATIO_LIMIT, most)).into()) } else { Ok(read) }
            }
            Err(error) if is_damage(&error) => Err(Damage(text::damaged(self.packing().as_str(), self.count)).into()),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_one_ending() {
        assert_eq!(inner_name("a.csv.gz"), "a.csv");
        assert_eq!(inner_name("a.CSV.GZ"), "a.CSV");
        assert_eq!(inner_name("links.zst"), "links");
        assert_eq!(inner_name("a.gz.zstd"), "a.gz");
        assert_eq!(inner_name("说明gz"), "说明gz");
        assert_eq!(inner_name("gz"), "gz");
    }

    #[test]
    fn the_first_bytes_tell() {
        assert_eq!(Packing::of_head(b"\x1f\x8b\x08\0"), Some(Packing::Gzip));
        assert_eq!(Packing::of_head(b"\x28\xb5\x2f\xfd\0"), Some(Packing::Zstd));
        assert_eq!(Packing::of_head(b"\x50\x2a\x4d\x18"), Some(Packing::Zstd));
        assert_eq!(Packing::of_head(b"https://a.cn"), None);
        assert_eq!(Packing::of_head(b"\x1f\x8b"), None);
    }
}
