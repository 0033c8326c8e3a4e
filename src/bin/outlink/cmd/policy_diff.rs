//! `outlink policy diff`: every difference in meaning between two policies.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::input::files::{Disk, read_text};
use outlink::message::{Lang, policy as policy_text, policy_diff as text, run as run_text};
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::Policy;
use outlink::policy_diff::corpus::Corpus;
use outlink::policy_diff::diff::{Span, diff};
use outlink::policy_diff::entry::{Diff, Direction};
use outlink::policy_space::facts::Pair;
use outlink::report::policy_diff::{DiffFacts, facts, human, markdown};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

use crate::args::{ChangeArg, PolicyDiffArgs, RulesFormatArg};
use crate::exit::{Exit, Failure};
use crate::prepare::{Voice, load_failure, today};

/// Compares two policies, one at two moments, or one with what it was.
pub(crate) fn run(args: &PolicyDiffArgs, voice: Voice) -> Result<Exit, Failure> {
    let mut catalog = outlink::classify::builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    let (old, new, names) = policies(args, &mut catalog, voice)?;
    let span = match args.dates.as_slice() {
        [old_day, new_day] => Span::Moments(Pair { old: moment(old_day, "--dates", &old, voice)?, new: moment(new_day, "--dates", &new, voice)? }),
        _ => Span::Always,
    };
    let found = diff(Pair { old: &old, new: &new }, span, &catalog, &CompiledIn);
    let corpus = if args.corpora.is_empty() { None } else { Some(corpus(args, span, Pair { old: &old, new: &new }, &catalog, voice)?) };
    let names = Pair { old: names.old.as_str(), new: names.new.as_str() };
    tell(args, &facts(names, &found, corpus.as_ref(), new.zone, voice.lang), voice)?;
    Ok(exit(args, &found))
}

/// Both policies, with what they are called in the report.
fn policies(args: &PolicyDiffArgs, catalog: &mut Catalog, voice: Voice) -> Result<(Policy, Policy, Pair<String>), Failure> {
    let load = |name: &str, files: &dyn Files, catalog: &mut Catalog| Loader::new(catalog, files).load(name).map_err(|error| load_failure(error, voice));
    match (args.compared.as_slice(), args.dates.as_slice(), &args.base) {
        ([old, new], [], None) => {
            let mut loader = Loader::new(catalog, &Disk);
            let before = loader.load(old).map_err(|error| load_failure(error, voice))?;
            let after = loader.load(new).map_err(|error| load_failure(error, voice))?;
            Ok((before, after, Pair { old: old.clone(), new: new.clone() }))
        }
        ([one], [from, to], None) => {
            let policy = load(one, &Disk, catalog)?;
            let at = |day: &str| format!("{one} {day}");
            Ok((policy.clone(), policy, Pair { old: at(from), new: at(to) }))
        }
        ([one], [], Some(revision)) => {
            let files = AtRevision { revision, lang: voice.lang };
            let old = load(one, &files, catalog)?;
            let new = load(one, &Disk, catalog)?;
            Ok((old, new, Pair { old: format!("{revision}:{one}"), new: one.clone() }))
        }
        _ => Err(voice.usage(&text::sides())),
    }
}

/// Policy files as a revision of git has them; the lists they name too.
struct AtRevision<'r> {
    revision: &'r str,
    lang: Lang,
}

impl Files for AtRevision<'_> {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        let beside = beside.filter(|file| !file.starts_with('<')).map(|file| file.strip_prefix(&format!("{}:", self.revision)).unwrap_or(file));
        let folder = beside.and_then(|file| Path::new(file).parent());
        let path = folder.map_or_else(|| Path::new(name).to_path_buf(), |folder| folder.join(name));
        let (parent, file) = (path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")), path.file_name());
        let object = format!("{}:./{}", self.revision, file.unwrap_or_default().to_string_lossy());
        // A revision that begins with a hyphen would be an option of git's.
        let shown = Command::new("git").args(["show", "--end-of-options", &object]).current_dir(parent).output().map_err(|error| error.to_string())?;
        let name = format!("{}:{}", self.revision, path.display());
        if !shown.status.success() {
            return Err(text::bad_revision(&name, String::from_utf8_lossy(&shown.stderr).trim()).get(self.lang).to_owned());
        }
        let text = String::from_utf8(shown.stdout).map_err(|_| "it is not UTF-8".to_owned())?;
        Ok(SourceFile::new(&name, text.strip_prefix('\u{feff}').unwrap_or(&text)))
    }
}

fn moment(written: &str, option: &str, policy: &Policy, voice: Voice) -> Result<outlink::time::Instant, Failure> {
    let day = AsOf::parse(written).ok_or_else(|| voice.usage(&run_text::bad_date(option, written)))?;
    Ok(day.instant(policy.zone))
}

/// A corpus under both policies, on the days of the comparison or on one day.
fn corpus(args: &PolicyDiffArgs, span: Span, policies: Pair<&Policy>, catalog: &Catalog, voice: Voice) -> Result<Corpus, Failure> {
    let at = match (span, &args.as_of) {
        (Span::Moments(at), _) => at,
        (Span::Always, Some(written)) => Pair { old: moment(written, "--as-of", policies.old, voice)?, new: moment(written, "--as-of", policies.new, voice)? },
        (Span::Always, None) => Pair { old: today(policies.old.zone).instant(policies.old.zone), new: today(policies.new.zone).instant(policies.new.zone) },
    };
    let compiled = |policy, at| {
        let matcher =
            Matcher::compile(policy, catalog, View::plain(policy, at)).map_err(|error| voice.usage(&run_text::too_many_contexts(&error.unset.join(", "))));
        matcher.map(|matcher| RunPolicy::new(matcher, (0..policy.scenes.len()).collect()))
    };
    let run = Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: Some(at.new) },
        policies: vec![compiled(policies.old, at.old)?, compiled(policies.new, at.new)?],
        as_of: AsOf::Moment(at.new, policies.new.zone),
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
        resolver: None,
    };
    let mut corpus = Corpus::default();
    for file in &args.corpora {
        let name = file.to_string_lossy();
        let text = read_text(file).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
        text.lines().for_each(|line| corpus.note(&run, line.as_bytes()));
    }
    Ok(corpus)
}

fn tell(args: &PolicyDiffArgs, facts: &DiffFacts, voice: Voice) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match args.format {
        RulesFormatArg::Human => write!(out, "{}", human(facts, voice.lang, voice.palette))?,
        RulesFormatArg::Json => writeln!(out, "{}", serde_json::to_string_pretty(facts).map_err(io::Error::from)?)?,
        RulesFormatArg::Markdown => write!(out, "{}", markdown(facts, voice.lang))?,
    }
    Ok(())
}

/// What is not proved is never a success.
fn exit(args: &PolicyDiffArgs, found: &Diff) -> Exit {
    let has = |direction: Direction| found.entries.iter().any(|entry| entry.direction() == direction);
    let fails = match args.fail_change {
        ChangeArg::Loosen => has(Direction::Loosens),
        ChangeArg::Tighten => has(Direction::Tightens),
        ChangeArg::Any => !found.entries.is_empty(),
        ChangeArg::Never => false,
    };
    if fails || !found.unproved.is_empty() { Exit::Findings } else { Exit::Clean }
}
