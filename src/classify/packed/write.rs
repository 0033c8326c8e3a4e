//! Packing names into pages.

use std::hint::black_box;
use std::panic::resume_unwind;

use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_64;

use super::super::hash_filter::HashFilter;
use super::super::name_filter::LastLabels;
use super::super::name_table::{hash_bytes, is_single};
use super::{BUCKETS_A_PAGE, LONG, NAMES_A_BUCKET, SHORT, bucket_of, place_width};

/// Names that are packed, as they are written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackedNames {
    /// How many buckets there are.
    pub buckets: u64,
    /// Whether there is a name of one label.
    pub has_single: bool,
    /// Where each page ends, counted from the first, and its checksum; behind that, a filter that tells most hosts and names apart without a page.
    pub directory: Vec<u8>,
    /// The pages.
    pub pages: Vec<u8>,
}

/// What a name takes in its page, about; more room is made where it is too little.
const BYTES_A_NAME: usize = 28;

/// A name with its number. Names are asked for their bytes alone, of which nobody needs to know that they are text.
type Numbered<'n> = (&'n [u8], u32);
/// A name with its hash.
type Hashed<'n> = (u64, Numbered<'n>);

/// From how many buckets on two threads share the pages.
const MANY: usize = 1 << 14;

/// Packs names with their numbers; the order they come in does not matter. `None` where they are more than pages can hold.
#[must_use]
pub fn pack<'n>(names: impl Iterator<Item = Numbered<'n>>) -> Option<PackedNames> {
    let names: Vec<Hashed<'n>> = names.map(|name| (hash_bytes(name.0), name)).collect();
    let has_single = names.iter().any(|(_, (name, _))| is_single(name));
    let (order, ends) = by_bucket(names)?;
    let mut packed = PackedNames { buckets: ends.len() as u64, has_single, ..PackedNames::default() };
    // A page has its buckets whole, so the work is parted between two pages.
    let middle = if ends.len() < MANY { 0 } else { ends.len() / 2 / BUCKETS_A_PAGE * BUCKETS_A_PAGE };
    let (head, tail) = ends.split_at(middle);
    let (head, tail) = std::thread::scope(|scope| {
        let start = head.last().copied().unwrap_or(0);
        if head.is_empty() {
            return (paged(&order, head, 0), paged(&order, tail, start));
        }
        let head = scope.spawn(|| paged(&order, head, 0));
        let tail = paged(&order, tail, start);
        (head.join().unwrap_or_else(|panic| resume_unwind(panic)), tail)
    });
    let (head, tail) = (head?, tail?);
    let mut filter = head.filter;
    filter.join(&tail.filter);
    for (pages, ends) in [(head.pages, head.ends), (tail.pages, tail.ends)] {
        let before = packed.pages.len();
        for (end, sum) in ends {
            packed.directory.extend_from_slice(&((before + end) as u64).to_le_bytes());
            packed.directory.extend_from_slice(&sum.to_le_bytes());
        }
        if before == 0 {
            packed.pages = pages;
        } else {
            packed.pages.extend_from_slice(&pages);
        }
    }
    filter.write(&mut packed.directory);
    Some(packed)
}

/// Pages one behind another.
struct Paged {
    pages: Vec<u8>,
    /// Where each ends, and its checksum.
    ends: Vec<(usize, u64)>,
    /// Their names and what these end in.
    filter: HashFilter,
}

/// The pages of some buckets, which end where is given; the first begins at `start` among the names.
fn paged(order: &[Hashed<'_>], ends: &[usize], start: usize) -> Option<Paged> {
    let names = order.get(start..ends.last().copied().unwrap_or(start))?;
    // As large as that of all names, so that two can be joined.
    let mut paged = Paged { pages: Vec::with_capacity(names.len() * BYTES_A_NAME), ends: Vec::new(), filter: HashFilter::with_room(order.len()) };
    let Paged { pages, ends: page_ends, filter } = &mut paged;
    let (mut bucket, mut records) = (Vec::new(), Vec::new());
    let mut start = start;
    for ends in ends.chunks(BUCKETS_A_PAGE) {
        // All names of a page are loaded before the first is copied, so that the loads do not wait for each other.
        let of_page = order.get(start..ends.last().copied().unwrap_or(start))?;
        black_box(of_page.iter().fold(0, |seen, (_, (name, _))| seen ^ name.first().copied().unwrap_or_default()));
        let page = pages.len();
        records.clear();
        let mut places: SmallVec<[usize; BUCKETS_A_PAGE]> = SmallVec::new();
        for end in ends {
            places.push(records.len());
            bucket.clear();
            bucket.extend_from_slice(order.get(start..*end)?);
            // By their hashes, which are at hand, and by themselves only where these are the same.
            bucket.sort_unstable();
            for (hash, (name, number)) in &bucket {
                put(&mut records, u32::try_from(name.len()).ok()?);
                put(&mut records, *number);
                records.extend_from_slice(name);
                filter.insert(*hash);
                filter.insert(LastLabels::of_bytes(name).hash());
            }
            start = *end;
        }
        put_places(pages, &places, records.len())?;
        pages.extend_from_slice(&records);
        page_ends.push((pages.len(), xxh3_64(pages.get(page..)?)));
    }
    Some(paged)
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
    let mut order = vec![(0, (b"".as_slice(), 0)); names.len()];
    for name in names {
        let place = places.get_mut(bucket(name.0))?;
        *order.get_mut(*place)? = name;
        *place += 1;
    }
    // Where a bucket was filled up to is where it ends.
    Some((order, places))
}

/// The places of the buckets of a page before so many bytes of records, in as few bytes as the page allows.
fn put_places(page: &mut Vec<u8>, places: &[usize], records: usize) -> Option<()> {
    let is_long = place_width(places.len() * 2 + records) > 2;
    let head = places.len() * if is_long { 4 } else { 2 };
    for place in places {
        if is_long {
            page.extend_from_slice(&u32::try_from(head + place).ok()?.to_le_bytes());
        } else {
            page.extend_from_slice(&u16::try_from(head + place).ok()?.to_le_bytes());
        }
    }
    Some(())
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

#[cfg(test)]
mod tests {
    use super::super::{InMemory, Packed};
    use super::*;

    #[test]
    fn what_two_threads_packed_is_found_whatever_the_order() {
        let names: Vec<String> = (0..MANY * NAMES_A_BUCKET + 100).map(|number| format!("{number}.example")).collect();
        let numbered = || names.iter().map(String::as_bytes).zip(0_u32..);
        let packed = pack(numbered()).unwrap();
        assert!(packed.buckets > MANY as u64);
        assert!(packed == pack(numbered().collect::<Vec<_>>().into_iter().rev()).unwrap());
        let found = Packed::open(Box::new(InMemory(packed.pages.into())), 0, packed.buckets, packed.has_single, &packed.directory).unwrap();
        assert!(found.check() && names.iter().zip(0..).all(|(name, number)| found.number(name) == Some(number)));
        assert_eq!(found.iter().count(), names.len());
    }

    #[test]
    fn pages_of_long_names_have_longer_places() {
        let name = |number: u32| format!("{}{number}.example", "long.".repeat(number as usize % 300));
        let names: Vec<String> = (0..1000).map(name).collect();
        let packed = pack(names.iter().map(String::as_bytes).zip(0..)).unwrap();
        let length = packed.pages.len();
        let found = Packed::open(Box::new(InMemory(packed.pages.into())), 0, packed.buckets, packed.has_single, &packed.directory).unwrap();
        assert!(length / found.pages.count() > usize::from(u16::MAX), "pages of {length} bytes in all");
        assert!(names.iter().zip(0..).all(|(name, number)| found.number(name) == Some(number)));
        assert!(names.iter().all(|name| found.number(&format!("x.{name}")).is_none()));
        assert!(!found.is_damaged() && found.iter().count() == names.len());
    }
}
