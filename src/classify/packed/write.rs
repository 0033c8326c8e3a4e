//! Packing names into pages.

use std::hint::black_box;

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
/// A name with its hash.
type Hashed<'n> = (u64, Numbered<'n>);

/// Packs names with their numbers; the order they come in does not matter. `None` where they are more than pages can hold.
#[must_use]
pub fn pack<'n>(names: impl Iterator<Item = Numbered<'n>>) -> Option<PackedNames> {
    let names: Vec<Hashed<'n>> = names.map(|name| (hash(name.0), name)).collect();
    let mut packed = PackedNames { has_single: names.iter().any(|(_, (name, _))| is_single(name)), ..PackedNames::default() };
    packed.pages.reserve(names.iter().map(|(_, (name, _))| name.len() + 3).sum());
    let (order, ends) = by_bucket(names)?;
    packed.buckets = ends.len() as u64;
    let mut page = Vec::new();
    let mut bucket: Vec<Hashed<'n>> = Vec::new();
    let mut start = 0;
    for ends in ends.chunks(BUCKETS_A_PAGE) {
        // All names of a page are loaded before the first is copied, so that the loads do not wait for each other.
        let of_page = order.get(start..ends.last().copied().unwrap_or(start))?;
        black_box(of_page.iter().fold(0, |seen, (_, (name, _))| seen ^ name.as_bytes().first().copied().unwrap_or_default()));
        page.clear();
        page.resize(ends.len() * PLACE, 0);
        for (at, end) in ends.iter().enumerate() {
            let place = u32::try_from(page.len()).ok()?.to_le_bytes();
            page.get_mut(at * PLACE..(at + 1) * PLACE)?.copy_from_slice(&place);
            bucket.clear();
            bucket.extend(order.get(start..*end)?);
            // By their hashes, which are at hand, and by themselves only where these are the same.
            bucket.sort_unstable();
            for (_, (name, number)) in &bucket {
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

/// The names by their buckets, each with its hash, and where each bucket ends among them. Names are counted and then put into place:
/// there are millions, and a bucket has but a few.
fn by_bucket(names: Vec<Hashed<'_>>) -> Option<(Vec<Hashed<'_>>, Vec<usize>)> {
    let count = u32::try_from(names.len().div_ceil(NAMES_A_BUCKET)).ok()?.max(1);
    let bucket = |hash: u64| usize::try_from(bucket_of(hash, count.into())).unwrap_or(usize::MAX);
    let mut places = vec![0_usize; count as usize];
    for (hash, _) in &names {
        *places.get_mut(bucket(*hash))? += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        (*place, sum) = (sum, sum + *place);
    }
    let mut order = vec![(0, ("", 0)); names.len()];
    for name in names {
        let place = places.get_mut(bucket(name.0))?;
        *order.get_mut(*place)? = name;
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
