//! Packing names into pages.

use xxhash_rust::xxh3::xxh3_64;

use super::super::name_table::{hash, is_single};
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

/// A name with its number.
type Numbered<'n> = (&'n str, u32);

/// Packs names with their numbers; the order they come in does not matter. `None` where they are more than pages can hold.
#[must_use]
pub fn pack<'n>(names: impl Iterator<Item = Numbered<'n>>) -> Option<PackedNames> {
    let names: Vec<Numbered<'n>> = names.collect();
    let count = u32::try_from(names.len().div_ceil(NAMES_A_BUCKET)).ok()?.max(1);
    let (order, ends) = by_bucket(&names, count)?;
    let mut packed = PackedNames { buckets: count.into(), has_single: names.iter().any(|(name, _)| is_single(name)), ..PackedNames::default() };
    packed.pages.reserve(names.iter().map(|(name, _)| name.len() + 3).sum());
    let mut page = Vec::new();
    let mut bucket: Vec<Numbered<'n>> = Vec::new();
    let mut start = 0;
    for ends in ends.chunks(BUCKETS_A_PAGE) {
        page.clear();
        page.resize(ends.len() * PLACE, 0);
        for (at, end) in ends.iter().enumerate() {
            let place = u32::try_from(page.len()).ok()?.to_le_bytes();
            page.get_mut(at * PLACE..(at + 1) * PLACE)?.copy_from_slice(&place);
            bucket.clear();
            bucket.extend(order.get(start..*end)?.iter().filter_map(|number| names.get(*number as usize)));
            bucket.sort_unstable();
            for (name, number) in &bucket {
                put(&mut page, u32::try_from(name.len()).ok()?);
                put(&mut page, *number);
                page.extend_from_slice(name.as_bytes());
            }
            start = *end;
        }
        packed.pages.extend_from_slice(&page);
        packed.directory.extend_from_slice(&(packed.pages.len() as u64).to_le_bytes());
        packed.directory.extend_from_slice(&xxh3_64(&page).to_le_bytes());
    }
    Some(packed)
}

/// The numbers of the names by their buckets, and where each bucket ends among them. Names are counted and then put into place:
/// there are millions, and a bucket has but a few.
fn by_bucket(names: &[Numbered<'_>], count: u32) -> Option<(Vec<u32>, Vec<usize>)> {
    let buckets: Vec<u32> = names.iter().map(|(name, _)| u32::try_from(bucket_of(hash(name), count.into())).unwrap_or(0)).collect();
    let mut places = vec![0_usize; count as usize];
    for bucket in &buckets {
        *places.get_mut(*bucket as usize)? += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        (*place, sum) = (sum, sum + *place);
    }
    let mut order = vec![0; names.len()];
    for (number, bucket) in (0..).zip(&buckets) {
        let place = places.get_mut(*bucket as usize)?;
        *order.get_mut(*place)? = number;
        *place += 1;
    }
    // Where a bucket was filled up to is where it ends.
    Some((order, places))
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
