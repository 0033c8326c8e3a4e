//! `outlink policy mutate`: do a policy's rows notice when the policy is damaged?

use std::io::{self, Write as _};

use outlink::classify::chain::Classifier;
use outlink::policy_test::mutate::mutate;
use outlink::report::policy_proof::{MutationFacts, mutation_facts, render_mutation};
use outlink::suffix::CompiledIn;

use super::policy_suites::tested;
use crate::args::{ExplainFormatArg, PolicyProofArgs};
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// Damages every policy that was named, one statement at a time.
pub(crate) fn run(args: &PolicyProofArgs, voice: Voice) -> Result<Exit, Failure> {
    let (catalog, all) = tested(&args.targets, voice)?;
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
    let facts: Vec<MutationFacts> =
        all.iter().map(|tested| mutation_facts(&tested.policy, &mutate(&tested.policy, &tested.suites, classifier), voice.lang)).collect();
    let mut out = io::stdout().lock();
    if args.format == ExplainFormatArg::Json {
        writeln!(out, "{}", serde_json::to_string_pretty(&facts).map_err(io::Error::from)?)?;
    } else {
        facts.iter().try_for_each(|facts| write!(out, "{}", render_mutation(facts, voice.lang, voice.palette)))?;
    }
    let least = f64::from(args.least);
    Ok(if facts.iter().any(|facts| facts.noticeable_score < least) { Exit::Findings } else { Exit::Clean })
}
