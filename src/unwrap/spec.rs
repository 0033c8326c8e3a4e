//! What a catalog says about a wrapper: where its target stands and how it is written.

use serde::{Deserialize, Serialize};

use crate::path::PathPattern;

/// Where in a URL a target stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A parameter of the query.
    Query {
        /// Its name, as it is after decoding.
        name: String,
    },
    /// Everything after the question mark.
    WholeQuery,
    /// The path after some leading segments.
    Path {
        /// How many leading segments are skipped.
        skip: usize,
        /// How many segments hold the target; all that follow if absent.
        segments: Option<usize>,
    },
    /// The fragment after some leading segments.
    Fragment {
        /// How many leading segments are skipped.
        skip: usize,
    },
    /// A parameter of the query inside the fragment.
    FragmentQuery {
        /// Its name.
        name: String,
    },
}

/// How a target is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Encoding {
    /// Percent-encoded, in full, in part, several times over, or not at all.
    #[default]
    Percent,
    /// As it is.
    Raw,
    /// Base64 or base64url, padded or not, perhaps percent-encoded outside.
    Base64,
    /// Path and query in base64 each, with `@` between them.
    Base64Parts,
    /// Three digits to the base 36 for each character.
    Base36,
    /// `_` where percent-encoding has `%`, as in `https_3A_2F_2F`.
    Underscore,
    /// Proofpoint URL Defense v2: `-` for `%` and `_` for `/`.
    ProofpointV2,
    /// Proofpoint URL Defense v3: `*` marks replaced from a base64url list behind the URL.
    ProofpointV3,
}

impl Encoding {
    /// The written forms in catalogs.
    pub const NAMES: &'static [&'static str] = &["percent", "raw", "base64", "base64-parts", "base36", "underscore", "proofpoint-v2", "proofpoint-v3"];

    /// Reads a written form; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "percent" => Self::Percent,
            "raw" => Self::Raw,
            "base64" => Self::Base64,
            "base64-parts" => Self::Base64Parts,
            "base36" => Self::Base36,
            "underscore" => Self::Underscore,
            "proofpoint-v2" => Self::ProofpointV2,
            "proofpoint-v3" => Self::ProofpointV3,
            _ => return None,
        })
    }
}

/// The scheme put before a target that was written without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SchemeLess {
    /// `http://`
    Http,
    /// `https://`
    Https,
}

impl SchemeLess {
    /// Reads `http` or `https`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "http" => Some(Self::Http),
            "https" => Some(Self::Https),
            _ => None,
        }
    }

    /// The scheme's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// One candidate for the target of a wrapper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSpec {
    /// Where it stands.
    pub place: Place,
    /// The mark right behind which it stands: in its parameter, or at the start of a path segment.
    pub after: Option<String>,
    /// The mark before which it ends.
    pub before: Option<String>,
    /// The key under which it stands, where what is written there is a JSON object.
    pub key: Option<String>,
    /// What the server puts before it, where only the rest of a URL is written.
    pub prefix: Option<String>,
    /// How it is written.
    pub encoding: Encoding,
    /// The scheme to put before it, where it may lack one.
    pub scheme_less: Option<SchemeLess>,
}

/// How a jump page carries its target.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WrapperSpec {
    /// The paths of the jump page, any of them.
    pub paths: Vec<PathPattern>,
    /// Where the target may stand, tried in order.
    pub targets: Vec<TargetSpec>,
    /// The scheme to put before targets without one.
    pub scheme_less: Option<SchemeLess>,
    /// A mark behind the target; it and what follows it is cut off.
    pub strip_suffix: Option<String>,
    /// The page's own parameters, where all others belong to the target.
    pub own_parameters: Option<Vec<String>>,
    /// Whether a link on these paths without a readable target is a jump page all the same.
    pub opaque: bool,
}
