//! Packing names into pages.

use xxhash_rust::xxh3::xxh3_64;

use super::super::name_table::hash;
use super::{BUCKETS_A_PAGE, LONG, NAMES_A_BUCKET, PLACE, SHORT, bucket_of};

/// Names that are packed, as they are written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackedNames {
    /// How many buckets there are.
    pub buckets: u64,
    /// Whether there is a name of one label.
    pub has_single: bool,
    /// Where each page ends, counted from the first, and its checksum.
    pub directory: Vec<u8>,
    /// The pages.
    pub pages: Vec<u8>,
}

/// Packs names with their numbers; the order they come in does not matter. `None` where they are more than a page can hold.
#[must_use]
pub fn pack<'n>(names: impl Iterator<Item = (&'n str, u32)>) -> Option<PackedNames> {
    let mut sorted: Vec<(u64, &str, u32)> = names.map(|(name, number)| (hash(name), name, number)).collect();
    sorted.sort_unstable();
    let buckets = sorted.len().div_ceil(NAMES_A_BUCKET).max(1) as u64;
    let mut packed = PackedNames { buckets, has_single: sorted.iter().any(|(_, name, _)| !name.contains('.')), ..PackedNames::default() };
    packed.pages.reserve(sorted.iter().map(|(_, name, _)| name.len() + 3).sum());
    let mut rest = sorted.as_slice();
    let mut page = Vec::new();
    let mut first = 0;
    while first < buckets {
        let end = (first + BUCKETS_A_PAGE as u64).min(buckets);
        page.clear();
        page.resize(usize::try_from(end - first).ok()? * PLACE, 0);
        for bucket in first..end {
            let place = u32::try_from(page.len()).ok()?.to_le_bytes();
            let at = usize::try_from(bucket - first).ok()? * PLACE;
            page.get_mut(at..at + PLACE)?.copy_from_slice(&place);
            let count = rest.iter().take_while(|(hash, ..)| bucket_of(*hash, buckets) == bucket).count();
            let (here, behind) = rest.split_at_checked(count)?;
            for (_, name, number) in here {
                put(&mut page, u32::try_from(name.len()).ok()?);
                put(&mut page, *number);
                page.extend_from_slice(name.as_bytes());
            }
            rest = behind;
        }
        packed.pages.extend_from_slice(&page);
        packed.directory.extend_from_slice(&(packed.pages.len() as u64).to_le_bytes());
        packed.directory.extend_from_slice(&xxh3_64(&page).to_le_bytes());
        first = end;
    }
    Some(packed)
}

fn put(page: &mut Vec<u8>, number: u32) {
    match u8::try_from(number) {
        Ok(number) if number <= SHORT => page.push(number),
        _ => {
            page.push(LONG);
            page.extend_from_slice(&number.to_le_bytes());
        }
    }
}
