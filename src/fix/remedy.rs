//! What would do in place of a link, alone: its own target, or its own plain spelling.

use crate::check::finding::Suggestion;
use crate::check::outcome::LinkOutcome;
use crate::check::run::Run;
use crate::classify::candidate::{Candidate, Via};
use crate::classify::chain::Chain;
use crate::message::fix as text;
use crate::signal::{Signal, SignalSet};
use crate::verdict::{Kind, Verdict};

/// The signals of a link that is written otherwise than it reads.
const DISGUISED: SignalSet = SignalSet::of(Signal::Obfuscated)
    .union(SignalSet::of(Signal::CompatibilityCharacters))
    .union(SignalSet::of(Signal::DotLookalike))
    .union(SignalSet::of(Signal::SlashLookalike))
    .union(SignalSet::of(Signal::EscapedHost));
/// The signals of a link that does not say where it leads.
const HIDING: SignalSet = SignalSet::of(Signal::OpaqueTarget).union(SignalSet::of(Signal::ShortLink)).union(SignalSet::of(Signal::ChainTooDeep));

/// What to write in place of a link, if that gives every scene that does not open it a looser verdict and none a stricter one.
#[must_use]
pub fn remedy(run: &Run<'_>, outcome: &LinkOutcome<'_>) -> Option<Suggestion> {
    let target = innermost(&outcome.chain)?;
    let url = target.canonical()?.as_str();
    if target.kind != Kind::Web || target.code.is_some() || outcome.text() == url {
        return None;
    }
    let sentence = match target.via {
        Via::Written if target.signals.intersects(DISGUISED) => text::plain_spelling(url),
        Via::Wrapper(_) => text::link_target(url),
        _ => return None,
    };
    loosens(run, outcome, url).then(|| Suggestion { sentence, replacement: Some(url.to_owned()) })
}

/// Whether a link gets a looser verdict than another wherever that one does not open, and leads to itself alone.
fn loosens(run: &Run<'_>, outcome: &LinkOutcome<'_>, url: &str) -> bool {
    let then = run.check_text(url);
    let same_target = innermost(&then.chain).and_then(Candidate::canonical).is_some_and(|reached| reached.as_str() == url);
    let pairs = || outcome.decisions.iter().zip(&then.decisions).map(|(now, then)| (&now.decision, &then.decision));
    let is_looser = pairs().all(|(now, then)| then.verdict < now.verdict || (now.verdict == Verdict::Open && then.verdict == Verdict::Open));
    let is_surer = pairs().all(|(now, then)| then.worst <= now.worst);
    same_target && is_looser && is_surer && outcome.verdict() > Verdict::Open
}

/// The last layer of a chain in which each layer holds one other; `None` where it forks or its end hides something.
fn innermost<'c, 'a>(chain: &'c Chain<'a>) -> Option<&'c Candidate<'a>> {
    let in_a_row = chain.deeper.iter().enumerate().all(|(at, layer)| layer.parent == at && matches!(layer.via, Via::Wrapper(_)));
    let last = chain.deeper.last().unwrap_or(&chain.first);
    (in_a_row && !last.signals.intersects(HIDING)).then_some(last)
}
