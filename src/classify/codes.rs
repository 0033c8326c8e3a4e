//! Share codes (口令): short texts that an app understands, found by their shape and the words beside them.

use serde::{Deserialize, Serialize};

use super::code_shape::Shape;
use super::ids::{CategorySet, OwnerId};
use crate::message::Text;

/// Where a code stands in a share text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Among the words: by itself it is all there is to open.
    Text,
    /// Inside the text's URL, as a parameter: only ever a fact beside that URL.
    Link,
}

impl Standing {
    /// The written forms in catalogs.
    pub const NAMES: &'static [&'static str] = &["text", "link"];

    /// Reads a written form; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "text" => Some(Self::Text),
            "link" => Some(Self::Link),
            _ => None,
        }
    }
}

/// One app's share code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCode {
    /// The entry's id.
    pub id: String,
    /// Whose app understands it.
    pub owner: Option<OwnerId>,
    /// The app's name.
    pub app: Text,
    /// What the code leads to.
    pub category: CategorySet,
    /// Its shape.
    pub shape: Shape,
    /// Words of which one must stand in the text; none means the shape is enough.
    pub words: Vec<String>,
    /// Where it stands.
    pub standing: Standing,
}

/// The first share code, in the catalog's order, that a text without a URL holds.
#[must_use]
pub fn find<'c>(text: &str, codes: &'c [ShareCode]) -> Option<&'c ShareCode> {
    codes.iter().find(|code| code.standing == Standing::Text && has_word(text, &code.words) && code.shape.is_in(text))
}

/// The first share code, in the catalog's order, that stands beside or inside the URLs of a share text.
///
/// What looks like a code inside a URL is a part of the URL, unless the entry says that it stands there.
#[must_use]
pub fn find_beside<'c>(text: &str, urls: &[&str], codes: &'c [ShareCode]) -> Option<&'c ShareCode> {
    let words = urls.iter().fold(text.to_owned(), |rest, url| rest.replacen(url, " ", 1));
    codes.iter().find(|code| {
        has_word(text, &code.words)
            && match code.standing {
                Standing::Text => code.shape.is_in(&words),
                Standing::Link => urls.iter().any(|url| has_word(url, &code.words) && code.shape.is_in(url)),
            }
    })
}

fn has_word(text: &str, words: &[String]) -> bool {
    words.is_empty() || words.iter().any(|word| text.contains(word.as_str()))
}
