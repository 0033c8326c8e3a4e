//! Random views: moments on, before, between and after the days of the policies, and all that can be given.

use outlink::engine::view::{BasisView, View};
use outlink::policy::model::Policy;
use outlink::time::AsOf;
use outlink::verdict::Grade;
use proptest::option;
use proptest::prelude::*;

/// Before all days, on them, one second before, between, after all.
const MOMENTS: [&str; 11] = [
    "2013-01-01",
    "2018-05-29T23:59:59+08:00",
    "2018-05-30",
    "2021-09-17",
    "2021-11-29T23:59:59+08:00",
    "2021-11-30",
    "2021-11-30T12:00:00+08:00",
    "2022-01-26T16:00:00Z",
    "2023-01-01",
    "2025-10-23",
    "2030-01-01",
];

/// What is asked, before the policy is known.
#[derive(Debug, Clone)]
pub(crate) struct ViewSpec {
    moment: &'static str,
    observed: bool,
    min_grade: Option<Grade>,
    off: [bool; 3],
    choice: bool,
    contexts: [Option<usize>; 2],
    posted: Option<&'static str>,
}

/// Any view.
pub(crate) fn view() -> impl Strategy<Value = ViewSpec> {
    let grade = option::weighted(0.3, proptest::sample::select(Grade::ALL));
    let off = || proptest::bool::weighted(0.2);
    let given = [option::weighted(0.3, 0..3_usize), option::weighted(0.3, 0..2_usize)];
    let moment = || proptest::sample::select(&MOMENTS);
    (moment(), any::<bool>(), grade, [off(), off(), off()], any::<bool>(), given, option::weighted(0.3, moment()))
        .prop_map(|(moment, observed, min_grade, off, choice, contexts, posted)| ViewSpec { moment, observed, min_grade, off, choice, contexts, posted })
}

impl ViewSpec {
    /// The view on a policy.
    pub(crate) fn on(&self, policy: &Policy) -> View {
        let instant = |text: &str| AsOf::parse(text).map(|as_of| as_of.instant(policy.zone));
        let values = policy.contexts.iter().zip(self.contexts).map(|(context, given)| given.map(|value| value % context.values.len()));
        View {
            basis: if self.observed { BasisView::Observed } else { BasisView::Announced },
            min_grade: self.min_grade,
            trials: self.off.iter().map(|off| !off).take(policy.trials.len()).collect(),
            choice: (self.choice && !policy.choices.is_empty()).then_some(0),
            contexts: values.collect(),
            posted: self.posted.and_then(instant),
            ..View::plain(policy, instant(self.moment).unwrap_or(outlink::time::Instant(0)))
        }
    }
}
