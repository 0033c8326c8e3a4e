//! What the formats of findings say in the same words, and where they say it.

use std::borrow::Cow;

use crate::check::excerpt::Lines;
use crate::check::finding::{Excerpt, Finding, State};
use crate::check::fingerprint::portable;
use crate::check::outcome::At;
use crate::message::{Lang, finding as text};

/// The most findings of one file that are kept to be put into an order; a file with more is told in several parts.
pub const KEPT_LIMIT: usize = 10_000;

/// Whether a finding is open: neither allowed with a reason nor known before.
#[must_use]
pub fn is_open(finding: &Finding) -> bool {
    finding.state == State::Open
}

/// `copy in wechat/group: reason`, or the reason alone where no verdict was it.
#[must_use]
pub fn message(finding: &Finding, lang: Lang) -> String {
    let sentence = finding.sentence.get(lang);
    match finding.verdict {
        Some(verdict) => text::says(lang, verdict.as_str(), &scenes(finding), sentence),
        None => sentence.to_owned(),
    }
}

/// The scenes, joined by commas.
#[must_use]
pub fn scenes(finding: &Finding) -> Cow<'_, str> {
    match finding.scenes.as_slice() {
        [scene] => Cow::Borrowed(scene),
        scenes => Cow::Owned(scenes.join(", ")),
    }
}

/// The place without its file: `line 3, column 5`, `sheet Menu, cell B3`.
#[must_use]
pub fn place(finding: &Finding) -> String {
    let whole = at(finding).written("");
    whole.trim_start_matches(':').trim().to_owned()
}

/// The place with its file, as people write it.
#[must_use]
pub fn written(finding: &Finding) -> String {
    at(finding).written(outer_file(finding))
}

fn at(finding: &Finding) -> At<'_> {
    At { place: finding.place, span: None, spot: &finding.spot, role: finding.role }
}

/// The file itself where the finding stands in a file inside it.
#[must_use]
pub fn outer_file(finding: &Finding) -> &str {
    let inner = finding.spot.inner.as_deref();
    inner.and_then(|inner| finding.file.strip_suffix(inner)?.strip_suffix('!')).unwrap_or(&finding.file)
}

/// The path of that file for other tools: `/` between its parts.
#[must_use]
pub fn path(finding: &Finding) -> String {
    portable(outer_file(finding))
}

/// First and last column in bytes from 1, the last one past the end, where the line is at hand.
#[must_use]
pub fn byte_columns(finding: &Finding) -> Option<(usize, usize)> {
    let Excerpt { span, skipped, .. } = finding.excerpt.as_ref()?;
    Some((skipped + span.start + 1, skipped + span.end + 1))
}

/// The excerpt of a finding, made of the link alone where the line is not at hand.
#[must_use]
pub fn quoted(finding: &Finding) -> Excerpt {
    let of_link = || Lines::of(&finding.link).around((0..finding.link.len()).into());
    let empty = || Excerpt { text: String::new(), span: (0..0).into(), skipped: 0 };
    finding.excerpt.clone().or_else(of_link).unwrap_or_else(empty)
}
