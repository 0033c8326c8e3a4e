//! Findings: what is worth telling of a link, with its place, its rule and its reason.

use std::fmt;
use std::sync::Arc;

use smallvec::SmallVec;

use super::outcome::{At, LinkOutcome, SceneDecision};
use super::run::{Run, RunPolicy, Strictness};
use crate::canon::CanonError;
use crate::engine::decision::Cause;
use crate::extract::found::{Place, Role, Spot};
use crate::message::Text;
use crate::settings::levels::{Levels, Weight};
use crate::signal::Signal;
use crate::source::Span;
use crate::verdict::{Verdict, vocabulary};

vocabulary! {
    /// How much a finding weighs, from the heaviest to the lightest.
    Level {
        /// It must not stay.
        Error = "error",
        /// It should be looked at.
        Warning = "warning",
        /// It is good to know.
        Note = "note",
    }
}

impl Level {
    /// The level of a verdict.
    #[must_use]
    pub const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Block => Self::Error,
            Verdict::Copy => Self::Warning,
            Verdict::Warn | Verdict::Open => Self::Note,
        }
    }

    /// The level that a weight gives to what is found; `None` where nothing is.
    #[must_use]
    pub const fn given(weight: Weight) -> Option<Self> {
        match weight {
            Weight::Off => None,
            Weight::Note => Some(Self::Note),
            Weight::Warning => Some(Self::Warning),
            Weight::Error => Some(Self::Error),
        }
    }
}

/// What a finding stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// A statement of a policy: the number of the policy in the run, and the first cause of the verdict.
    Statement {
        /// The number of the policy.
        policy: usize,
        /// The cause.
        cause: Cause,
    },
    /// A signal of the link.
    Signal(Signal),
    /// A check of the content or of many links together, by its id.
    Check(&'static str),
}

/// What became of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// It counts.
    #[default]
    Open,
    /// Somebody allowed it, with a reason.
    Suppressed {
        /// Why.
        reason: String,
    },
    /// It was there before, by the baseline.
    Known,
}

/// The line that a finding stands on, as it is shown to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text of the line, or a stretch of it where it is long.
    pub text: String,
    /// The bytes of that text at which the link stands.
    pub span: Span,
    /// How many bytes of the line stand before that text.
    pub skipped: usize,
}

/// What would make a finding go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What to do, in one sentence.
    pub sentence: Text,
    /// What to write in place of the link, where that alone does it.
    pub replacement: Option<String>,
}

/// The fingerprint of a finding, shown as 16 hexadecimal digits; [`super::fingerprint`] says what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Something worth telling of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, as records name it: a statement of a policy, a signal or a check.
    pub rule: Arc<str>,
    /// What it stands on.
    pub ground: Ground,
    /// How much it weighs.
    pub level: Level,
    /// The file, with the file inside it.
    pub file: Arc<str>,
    /// Lines and columns, for formats that are text.
    pub place: Option<Place>,
    /// The bytes of the decoded text, where the whole text is at hand.
    pub span: Option<Span>,
    /// Where it stands beside lines.
    pub spot: Spot,
    /// As what the link stands.
    pub role: Role,
    /// The link as it was written.
    pub link: String,
    /// The canonical URL of the layer that brought the verdict.
    pub url: Option<String>,
    /// The registrable domain of that layer, else its host.
    pub site: Option<String>,
    /// The verdict, where one was the reason.
    pub verdict: Option<Verdict>,
    /// The scenes, as `wechat/group`.
    pub scenes: SmallVec<[Arc<str>; 1]>,
    /// The reason, in one sentence for someone who is no programmer.
    pub sentence: Arc<Text>,
    /// The line, where the text is at hand.
    pub excerpt: Option<Excerpt>,
    /// What would help.
    pub suggestion: Option<Suggestion>,
    /// What became of it.
    pub state: State,
}

impl Finding {
    /// A finding that says nothing, to be filled in.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            rule: Arc::default(),
            ground: Ground::Check(""),
            level: Level::Note,
            file: Arc::default(),
            place: None,
            span: None,
            spot: Spot::default(),
            role: Role::Line,
            link: String::new(),
            url: None,
            site: None,
            verdict: None,
            scenes: SmallVec::new(),
            sentence: Arc::default(),
            excerpt: None,
            suggestion: None,
            state: State::Open,
        }
    }
}

/// Every finding of a link: one for each statement that brought a verdict at or above the threshold, or any verdict but `open`
/// where a weight is given for it.
#[must_use]
pub fn findings(run: &Run<'_>, levels: &Levels, file: &Arc<str>, outcome: &LinkOutcome<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for scene in &outcome.decisions {
        let Some(policy) = run.policies.get(scene.policy) else { continue };
        let judged = match run.threshold.strictness {
            Strictness::Plain => scene.decision.verdict,
            Strictness::Strict => scene.decision.worst,
        };
        let is_uncertain = run.threshold.strictness == Strictness::Strict && !scene.decision.uncertain.is_empty();
        let causes = if scene.decision.causes.is_empty() { &[Cause::Otherwise][..] } else { &scene.decision.causes };
        // A cause that is switched off hides itself, not the others.
        let named = causes.iter().map(|cause| (*cause, levels.of(policy.name(*cause)))).find(|(_, weight)| *weight != Some(Weight::Off));
        let Some((cause, weight)) = named else { continue };
        let least = if weight.is_some() { Verdict::Warn } else { run.threshold.fail_on.unwrap_or(Verdict::Warn) };
        if judged < least && !(is_uncertain && least > Verdict::Open) {
            continue;
        }
        let ground = Ground::Statement { policy: scene.policy, cause };
        let number = found.iter().position(|known| known.ground == ground && known.verdict == Some(judged));
        let number = number.unwrap_or_else(|| {
            let level = weight.and_then(Level::given).unwrap_or(Level::of(judged));
            // Nearly always there is one, and room for four would be a kind of memory that is slow to be had.
            found.reserve_exact(1);
            found.push(Finding { level, ..statement(policy, file, outcome, scene, cause, judged) });
            found.len() - 1
        });
        if let Some(finding) = found.get_mut(number) {
            finding.scenes.push(policy.scene_name(scene.scene));
        }
    }
    found
}

fn statement(policy: &RunPolicy<'_>, file: &Arc<str>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, cause: Cause, verdict: Verdict) -> Finding {
    let layer = outcome.chain.layer(usize::from(scene.decision.layer));
    let site = layer.and_then(|layer| layer.registrable().or_else(|| layer.host())).map(str::to_owned);
    let At { place, span, spot, role } = outcome.at;
    Finding {
        rule: Arc::clone(&policy.statement(cause).name),
        ground: Ground::Statement { policy: scene.policy, cause },
        level: Level::of(verdict),
        file: whole_name(&outcome.at, file),
        place,
        span,
        spot: spot.clone(),
        role,
        link: outcome.text().into_owned(),
        url: layer.and_then(|layer| layer.canonical()).map(|url| url.as_str().to_owned()),
        site,
        verdict: Some(verdict),
        sentence: reason_of(policy, outcome, scene, cause),
        ..Finding::blank()
    }
}

/// The finding of a signal that settings give a level.
#[must_use]
pub fn signal_finding(file: &Arc<str>, outcome: &LinkOutcome<'_>, signal: Signal, level: Level) -> Finding {
    let layer = outcome.chain.layers().find(|layer| layer.signals.contains(signal));
    let At { place, span, spot, role } = outcome.at;
    Finding {
        rule: signal.id().into(),
        ground: Ground::Signal(signal),
        level,
        file: whole_name(&outcome.at, file),
        place,
        span,
        spot: spot.clone(),
        role,
        link: outcome.text().into_owned(),
        url: layer.and_then(|layer| layer.canonical()).map(|url| url.as_str().to_owned()),
        site: layer.and_then(|layer| layer.registrable().or_else(|| layer.host())).map(str::to_owned),
        sentence: signal.sentence().into(),
        ..Finding::blank()
    }
}

/// The finding of a link whose shown text names another site, whatever its verdict.
#[must_use]
pub fn masked(file: &Arc<str>, outcome: &LinkOutcome<'_>) -> Option<Finding> {
    let signal = Signal::MaskedLink;
    outcome.chain.first.signals.contains(signal).then(|| signal_finding(file, outcome, signal, Level::Warning))
}

/// The name of a file with that of the file inside it.
fn whole_name(at: &At<'_>, file: &Arc<str>) -> Arc<str> {
    if at.spot.inner.is_none() { Arc::clone(file) } else { at.file(file).into() }
}

/// Why a scene gives its verdict, in one sentence.
#[must_use]
pub fn reason(policy: &RunPolicy<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Arc<Text> {
    reason_of(policy, outcome, scene, scene.decision.causes.first().copied().unwrap_or(Cause::Otherwise))
}

fn reason_of(policy: &RunPolicy<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, cause: Cause) -> Arc<Text> {
    let unread = outcome.chain.layer(usize::from(scene.decision.layer)).filter(|layer| layer.signals.contains(Signal::Unparsable));
    if let (Some(Err(error)), Cause::Otherwise | Cause::Default(_)) = (unread.map(|layer| &layer.url), cause) {
        return CanonError::sentence(error).into();
    }
    Arc::clone(&policy.statement(cause).sentence)
}
