//! Maps written in the order of their keys: what is written of a catalog is the same every time.

use std::collections::{BTreeMap, HashMap};

use serde::{Serialize, Serializer};

/// Writes a map in the order of its keys.
///
/// # Errors
/// Those of the serializer.
pub(super) fn sorted<K: Serialize + Ord, V: Serialize, H, S: Serializer>(map: &HashMap<K, V, H>, serializer: S) -> Result<S::Ok, S::Error> {
    map.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
}
