//! `outlink rules`: every signal, or the page of a signal or of a policy's statement.

use std::io::{self, Write as _};

use outlink::diag::nearest;
use outlink::message::{Lang, rules as text};
use outlink::page::lints::LintPage;
use outlink::page::{Page, builtin, read};
use outlink::policy::model::Policy;
use outlink::report::rules::{human, json, lint, markdown, sheet::Sheet, signal, statement};
use outlink::signal::Signal;

use crate::args::{RulesArgs, RulesFormatArg};
use crate::color::{ColorChoice, palette};
use crate::exit::{Exit, Failure};
use crate::prepare::{Voice, policies_alone};

/// The widest that pages are set; longer lines are hard to read.
const MOST_WIDTH: usize = 100;

/// The width where the terminal does not tell.
const USUAL_WIDTH: usize = 80;

/// Shows the list, or what the id names.
pub(crate) fn run(args: &RulesArgs, lang: Lang, color: ColorChoice) -> Result<Exit, Failure> {
    let voice = Voice { lang, palette: palette(color) };
    let shown = match &args.rule {
        None => list(args.format, voice)?,
        Some(id) => {
            let page = lints(voice)?.into_iter().find(|page| page.id == *id);
            match (Signal::parse(id), page) {
                (None, None) => of_statement(id, args, voice)?,
                (signal, lint) => of_ids(signal, lint, args.format, voice)?,
            }
        }
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", shown.trim_end())?;
    Ok(Exit::Clean)
}

fn list(format: RulesFormatArg, voice: Voice) -> Result<String, Failure> {
    let pages = lints(voice)?;
    Ok(match format {
        RulesFormatArg::Human => {
            format!("{}\n{}", human::list(voice.lang, voice.palette, width()), human::lints(&pages, voice.lang, voice.palette, width()))
        }
        RulesFormatArg::Markdown => format!("{}\n{}", markdown::list(voice.lang), markdown::lints(&pages, voice.lang)),
        RulesFormatArg::Json => pretty(&json::list())?,
    })
}

fn lints(voice: Voice) -> Result<Vec<LintPage>, Failure> {
    outlink::page::lints::all().map_err(|problems| voice.invalid("lints.toml", &problems))
}

/// The page of a signal, of a lint, or of both where they share an id.
fn of_ids(known: Option<Signal>, lint: Option<LintPage>, format: RulesFormatArg, voice: Voice) -> Result<String, Failure> {
    let page = known.map(|known| page(known, voice)).transpose()?;
    if format == RulesFormatArg::Json {
        return match (page, lint) {
            (Some(page), Some(lint)) => {
                let mut both = json::page(&page);
                if let Some(object) = both.as_object_mut() {
                    object.insert("lint".to_owned(), json::lint(&lint));
                }
                pretty(&both)
            }
            (Some(page), None) => pretty(&json::page(&page)),
            (None, lint) => pretty(&lint.as_ref().map(json::lint).unwrap_or_default()),
        };
    }
    let signal = page.iter().map(|page| signal::sheet(page, voice.lang));
    let sheets: Vec<Sheet> = signal.chain(lint.iter().map(|page| lint::sheet(page, voice.lang))).collect();
    Ok(laid_out(&sheets, format, voice))
}

fn page(known: Signal, voice: Voice) -> Result<Page, Failure> {
    let file = builtin::find(known).ok_or_else(|| voice.usage(&text::unknown_id(known.id())))?;
    read::page(&file).map_err(|problems| voice.invalid(&file.name, &problems))
}

fn of_statement(id: &str, args: &RulesArgs, voice: Voice) -> Result<String, Failure> {
    let policies = policies_alone(&args.policy, voice)?;
    let sheets: Vec<Sheet> = policies.iter().flat_map(|policy| statement::sheets(policy, id, voice.lang)).collect();
    if sheets.is_empty() {
        return Err(unknown(id, &policies, voice));
    }
    if args.format == RulesFormatArg::Json {
        return pretty(&json::statements(&sheets));
    }
    Ok(laid_out(&sheets, args.format, voice))
}

/// Why an id names nothing, with the nearest one that does.
fn unknown(id: &str, policies: &[Policy], voice: Voice) -> Failure {
    let names: Vec<String> = policies.iter().flat_map(statement::names).collect();
    if let Some((policy, _)) = id.split_once('/')
        && !names.iter().any(|name| name.split_once('/').is_some_and(|(known, _)| known == policy))
        && nearest(policy, policies.iter().map(|policy| &*policy.id)).is_none()
    {
        let loaded = policies.iter().map(|policy| &*policy.id).collect::<Vec<_>>().join(", ");
        return voice.usage(&text::policy_not_loaded(id, policy, &loaded));
    }
    let lints = outlink::lint::judged::ids();
    let known = Signal::IDS.iter().copied().chain(lints.iter().copied()).chain(names.iter().map(String::as_str));
    voice.usage(&match nearest(id, known) {
        Some(near) => text::unknown_id_near(id, near),
        None => text::unknown_id(id),
    })
}

fn laid_out(sheets: &[Sheet], format: RulesFormatArg, voice: Voice) -> String {
    match format {
        RulesFormatArg::Markdown => markdown::sheets(sheets, voice.lang),
        RulesFormatArg::Human | RulesFormatArg::Json => human::sheets(sheets, voice.lang, voice.palette, width()),
    }
}

fn pretty(value: &serde_json::Value) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value).map_err(io::Error::from)?)
}

/// The width to set text in: `COLUMNS`, else the terminal's own.
fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width));
    told.or_else(seen).unwrap_or(USUAL_WIDTH).min(MOST_WIDTH)
}
