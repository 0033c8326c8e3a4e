//! The catalog's part of the table, written and read.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::facts::Facts;
use super::{Entry, HostTable};

/// What the catalog knows at one name, to be written and read.
#[derive(Serialize, Deserialize)]
struct Known<N, F> {
    name: N,
    exact: F,
    below: F,
}

/// Writes what the catalog knows; users' lists are compiled into files of their own.
impl Serialize for HostTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = self.named_entries().filter(|(_, entry)| entry.has_facts());
        let known: Vec<_> = known.map(|(name, entry)| Known { name, exact: &entry.exact, below: &entry.below }).collect();
        known.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for HostTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        let all = Vec::<Known<&str, Option<Box<Facts>>>>::deserialize(deserializer)?;
        table.names.reserve(all.len());
        for Known { name, exact, below } in all {
            table.filter.insert(name);
            let number = table.push(Entry { exact, below, ..Entry::default() });
            table.names.insert(name, number);
        }
        Ok(table)
    }
}
