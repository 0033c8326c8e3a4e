//! What would do in place of a link, alone and safely: its own target, or its own plain spelling.

use crate::check::finding::Suggestion;
use crate::check::outcome::{LinkOutcome, Written};
use crate::check::run::Run;
use crate::classify::candidate::Via;
use crate::message::fix as text;
use crate::suggest::change::Change;
use crate::suggest::law::keeps;
use crate::suggest::rewrite::rewritten;
use crate::verdict::Verdict;

/// What to write in place of a link: it leads to the same target, gives every scene that does not open the link a looser verdict,
/// and none a stricter one. `None` where the target is known from the network only, for that may change.
#[must_use]
pub fn remedy(run: &Run<'_>, outcome: &LinkOutcome<'_>) -> Option<Suggestion> {
    let Written::Text(written) = outcome.written else { return None };
    if outcome.verdict() == Verdict::Open || outcome.chain.deeper.iter().any(|layer| matches!(layer.via, Via::Resolved(_))) {
        return None;
    }
    // The first of each kind is the plain form; the others change more.
    let candidates = rewritten(written, &outcome.chain);
    let first = |wanted: Change| candidates.iter().find(|(change, _)| *change == wanted).map(|(_, link)| (wanted, link.clone()));
    let safe = [first(Change::Spelling), first(Change::Target)].into_iter().flatten();
    let (change, link) = safe.into_iter().find(|(_, link)| loosens(run, outcome, link))?;
    let sentence = if change == Change::Target { text::link_target(&link) } else { text::plain_spelling(&link) };
    Some(Suggestion { sentence, replacement: Some(link) })
}

/// Whether another link keeps the law and gets a looser verdict wherever the first one does not open.
fn loosens(run: &Run<'_>, outcome: &LinkOutcome<'_>, link: &str) -> bool {
    let then = run.check_text(link);
    let mut pairs = outcome.decisions.iter().zip(&then.decisions).map(|(now, then)| (&now.decision, &then.decision));
    let is_looser = pairs.all(|(now, then)| then.worst <= now.worst && (then.verdict < now.verdict || then.verdict == Verdict::Open));
    is_looser && keeps(&outcome.chain, &then.chain)
}
