//! What the parts of a package point to.

use std::collections::BTreeMap;

use super::xml::{Node, walk};
use crate::extract::found::Role;

/// What a part points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract) struct Relation {
    /// The path or URL.
    pub(in crate::extract) target: String,
    /// Whether it leads out of the package.
    pub(in crate::extract) is_external: bool,
    /// As what it stands.
    pub(in crate::extract) role: Role,
}

/// The relations of a part by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::extract) struct Relations {
    all: BTreeMap<String, Relation>,
    used: std::collections::BTreeSet<String>,
}

impl Relations {
    /// Reads a part that ends in `.rels`; `false` beside it if it breaks the rules.
    pub(in crate::extract) fn read(bytes: &[u8]) -> (Self, bool) {
        let mut all = BTreeMap::new();
        let is_whole = walk(bytes, |node| {
            let Node::Start("Relationship", attributes) = node else { return };
            let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target")) else { return };
            let kind = attributes.get("Type").unwrap_or_default();
            let role = match kind.rsplit('/').next().unwrap_or_default() {
                "hyperlink" => Role::Link,
                "image" | "video" | "audio" | "media" => Role::Image,
                _ => Role::Reference,
            };
            let is_external = attributes.get("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
            all.insert(id, Relation { target, is_external, role });
        });
        (Self { all, used: std::collections::BTreeSet::new() }, is_whole)
    }

    /// A relation that leads out, by its id; it counts as told from now on.
    pub(in crate::extract) fn take_external(&mut self, id: &str) -> Option<Relation> {
        let relation = self.all.get(id).filter(|relation| relation.is_external)?;
        self.used.insert(id.to_owned());
        Some(relation.clone())
    }

    /// The target of a relation that stays inside.
    pub(in crate::extract) fn inside(&self, id: &str) -> Option<&str> {
        self.all.get(id).filter(|relation| !relation.is_external).map(|relation| relation.target.as_str())
    }

    /// The relations that lead out and were not told.
    pub(in crate::extract) fn untold(&self) -> impl Iterator<Item = &Relation> {
        self.all.iter().filter(|(id, relation)| relation.is_external && !self.used.contains(*id)).map(|(_, relation)| relation)
    }
}

/// The name of the part that holds the relations of a part.
pub(in crate::extract) fn name_for(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The name of a part that another one names: from the folder of that one, or from the root.
pub(in crate::extract) fn resolve(part: &str, target: &str) -> String {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
    let mut parts: Vec<&str> = Vec::new();
    for piece in joined.split('/') {
        match piece {
            "" | "." => {}
            ".." => drop(parts.pop()),
            piece => parts.push(piece),
        }
    }
    parts.join("/")
}
