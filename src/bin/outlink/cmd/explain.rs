//! `outlink explain`: one link, every scene.

use std::io::{self, Write as _};

use outlink::check::run::{Strictness, Threshold};
use outlink::classify::lookup::Resolve;
use outlink::classify::packed::Checking;
use outlink::engine::view::{BasisView, Horizon};
use outlink::message::Lang;
use outlink::report::{ahead, explain, explanation, suggestion};

use crate::args::{ExplainArgs, ExplainFormatArg};
use crate::color::{ColorChoice, palette};
use crate::exit::{Exit, Failure};
use crate::prepare::{Kept, Voice, horizon_days, load, question};
use crate::resolving;

/// Explains every link that was given.
pub(crate) fn run(args: &ExplainArgs, lang: Lang, color: ColorChoice) -> Result<Exit, Failure> {
    let palette = palette(color);
    let voice = Voice { lang, palette };
    resolving::check_forms(&args.resolving, voice)?;
    let question = question(&args.question);
    let mut loaded = load(&question, Kept::of(&args.question), Checking::AtOnce, voice)?;
    let lookups = resolving::lookups(&args.resolving, std::iter::once(&mut loaded), voice)?;
    let basis = question.basis;
    let other_basis = match basis {
        BasisView::Announced => BasisView::Observed,
        BasisView::Observed => BasisView::Announced,
    };
    let threshold = Threshold { fail_on: None, strictness: Strictness::Plain };
    let mut run = loaded.run(&question, basis, Some(Horizon::Everything), threshold).map_err(|refusal| voice.refused(refusal))?;
    let other = loaded.run(&question, other_basis, Some(Horizon::Now), threshold).map_err(|refusal| voice.refused(refusal))?;
    run.resolver = lookups.as_ref().map(|lookups| lookups as &dyn Resolve);
    let horizon = horizon_days(args.question.horizon.as_deref(), voice)?;
    let explained = |link: &String| {
        let outcome = run.check_text(link);
        let mut explanation = explanation::explain(&run, &other, &outcome, lang);
        if let Some(days) = horizon {
            ahead::add(&mut explanation, &run, &outcome, days);
        }
        if args.how_to_open {
            suggestion::add(&mut explanation, &run, &outcome, lang);
        }
        explanation
    };
    let explanations: Vec<_> = args.links.iter().map(explained).collect();
    let mut out = io::stdout().lock();
    match args.format {
        ExplainFormatArg::Json => {
            let text = serde_json::to_string_pretty(&explanations).map_err(io::Error::from)?;
            writeln!(out, "{text}")?;
        }
        ExplainFormatArg::Human => {
            for (at, explanation) in explanations.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                write!(out, "{}", explain::render(explanation, lang, palette))?;
            }
        }
    }
    drop(run);
    resolving::keep(&args.resolving, lookups, voice)?;
    Ok(Exit::Clean)
}
