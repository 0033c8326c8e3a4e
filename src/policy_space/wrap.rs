//! Putting a link inside a jump page: the inverse of `unwrap` for the plain ways of writing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::classify::catalog::Catalog;
use crate::classify::ids::WrapperId;
use crate::path::{PathPattern, Progress};
use crate::unwrap::spec::{Encoding, Place, TargetSpec};

/// What a target is escaped by: everything but letters, digits and the marks that no reader takes apart.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// The longest path that is tried for a pattern of a jump page.
const PATH_STEPS: usize = 8;

/// A path that a pattern matches.
#[must_use]
pub fn path_of(pattern: &PathPattern) -> Option<String> {
    let names: Vec<&str> = pattern.names().collect();
    let file = pattern.extension().map(|extension| format!("x1.{extension}"));
    let (mut path, mut progress) = (String::new(), PathPattern::start());
    for _ in 0..PATH_STEPS {
        if pattern.accepts(progress) {
            return Some(if path.is_empty() { "/".to_owned() } else { path });
        }
        let other = names.iter().copied().chain(["x1"]).chain(file.as_deref());
        let (segment, next) = other.map(|segment| (segment, pattern.step(progress, segment))).find(|(_, next)| *next != Progress::Dead)?;
        path.push('/');
        path.push_str(segment);
        progress = next;
    }
    None
}

/// A jump page of a host: on a path if one is given, else on any that fits, with a target inside.
#[must_use]
pub fn wrap(catalog: &Catalog, wrapper: WrapperId, origin: &str, path: Option<&str>, query: &str, target: &str) -> Vec<String> {
    let Some(entry) = catalog.wrapper_entry(wrapper) else { return Vec::new() };
    let paths: Vec<String> = match path {
        Some(path) => vec![path.to_owned()],
        None => entry.spec.paths.iter().filter_map(path_of).collect(),
    };
    let targets: Vec<(&TargetSpec, String)> = entry.spec.targets.iter().filter_map(|spec| Some((spec, encoded(spec, target)?))).collect();
    let links = paths.iter().flat_map(|path| targets.iter().filter_map(move |(spec, target)| placed(spec, origin, path, query, target)));
    links.collect()
}

fn encoded(spec: &TargetSpec, target: &str) -> Option<String> {
    let target = match &spec.prefix {
        Some(prefix) => target.strip_prefix(prefix.as_str())?,
        None => target,
    };
    let target = match &spec.key {
        Some(key) => serde_json::json!({ key: target }).to_string(),
        None => target.to_owned(),
    };
    Some(match spec.encoding {
        Encoding::Percent => utf8_percent_encode(&target, ESCAPED).to_string(),
        Encoding::Raw => target,
        Encoding::Base64 => utf8_percent_encode(&STANDARD.encode(target), ESCAPED).to_string(),
        Encoding::Underscore => utf8_percent_encode(&target, ESCAPED).to_string().replace('_', "%5F").replace('%', "_"),
        Encoding::Base64Parts | Encoding::Base36 | Encoding::ProofpointV2 | Encoding::ProofpointV3 => return None,
    })
}

fn placed(spec: &TargetSpec, origin: &str, path: &str, query: &str, target: &str) -> Option<String> {
    let mark = spec.after.as_deref().unwrap_or_default();
    let end = spec.before.as_deref().unwrap_or_default();
    let target = format!("{mark}{target}{end}");
    let base = path.trim_end_matches('/');
    let more = if query.is_empty() { String::new() } else { format!("{query}&") };
    Some(match &spec.place {
        Place::Query { name } => format!("{origin}{path}?{more}{name}={target}"),
        Place::WholeQuery if query.is_empty() => format!("{origin}{path}?{target}"),
        Place::Path { skip, .. } if query.is_empty() => {
            let given = base.split('/').filter(|segment| !segment.is_empty()).count();
            let filler = "/x1".repeat(skip.saturating_sub(given));
            format!("{origin}{base}{filler}/{target}")
        }
        Place::Fragment { skip } => {
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            format!("{origin}{path}{query}#/{}{target}", "x1/".repeat(*skip))
        }
        Place::FragmentQuery { name } => {
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            format!("{origin}{path}{query}#/?{name}={target}")
        }
        Place::WholeQuery | Place::Path { .. } => return None,
    })
}
