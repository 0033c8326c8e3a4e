//! The baseline of a run: read before, compared while, told of and perhaps written afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use outlink::baseline::file::{Baseline, Entry};
use outlink::baseline::sift::{Sifted, named_from};
use outlink::input::files::read_text;
use outlink::input::source::Source;
use outlink::message::{Text, baseline as text, policy as policy_text, settings as settings_text};
use outlink::report::escape::terminal;
use outlink::settings::discover::{clean, shown};
use outlink::settings::effective::Effective;

use crate::args::BaselineArgs;
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::Voice;

/// How many stale entries are shown.
const STALE_SHOWN: usize = 20;

/// A baseline in use.
pub(crate) struct InUse {
    path: PathBuf,
    name: String,
    /// Its folder, from which files are named.
    pub(crate) folder: PathBuf,
    /// What it knows.
    pub(crate) known: Baseline,
    /// The files of the run, as the baseline names them.
    files: BTreeSet<String>,
}

/// The baselines of the groups, each in use once, with the number of each group's.
pub(crate) fn load(args: &BaselineArgs, groups: &[Effective], inputs: &[Source], here: &Path, voice: Voice) -> Result<Option<InUse>, Failure> {
    let mut paths: Vec<&PathBuf> = groups.iter().filter_map(|effective| effective.baseline.as_ref()).map(|sourced| &sourced.value).collect();
    paths.dedup();
    let path = match paths.as_slice() {
        [] if args.update_baseline => return Err(voice.usage(&text::update_nowhere())),
        [] => return Ok(None),
        [path] => clean(&here.join(path)),
        [..] => return Err(voice.usage(&settings_text::several_baselines())),
    };
    let name = shown(&path, here);
    let known = if path.exists() {
        let written = read_text(&path).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
        Baseline::parse(&written).map_err(|reason| voice.failure(Exit::Invalid, &text::unusable(&name, reason.get(voice.lang))))?
    } else if args.update_baseline {
        Baseline::default()
    } else {
        return Err(voice.failure(Exit::Failed, &text::missing(&name)));
    };
    let folder = path.parent().map_or_else(|| here.to_owned(), Path::to_owned);
    let files = inputs.iter().map(|source| named_from(&folder, &clean(&here.join(source.input.name())))).collect();
    Ok(Some(InUse { path, name, folder, known, files }))
}

impl InUse {
    /// Whether the run can say that something of an entry is gone: its file was looked at, or is not there any more.
    fn is_judged(&self, entry: &Entry) -> bool {
        let outer = entry.file.split('!').next().unwrap_or_default();
        self.files.contains(outer) || !self.folder.join(outer).exists()
    }

    /// What is said of it at the end.
    pub(crate) fn told(&self, sifted: &Sifted) -> Vec<Text> {
        let mut told = vec![text::known(sifted.known_findings, &self.name)];
        let stale = sifted.stale(&self.known, |entry| self.is_judged(entry));
        for (entry, found) in stale.iter().take(STALE_SHOWN) {
            told.push(text::stale(&terminal(&entry.rule), &terminal(&entry.link), &terminal(&entry.file), entry.count, *found));
        }
        match stale.len() {
            0 => {}
            count if count > STALE_SHOWN => told.push(text::more_stale(count - STALE_SHOWN)),
            count => told.push(text::drop_stale(count)),
        }
        told
    }

    /// Writes what counts now in its place; entries of files that the run did not look at stay.
    pub(crate) fn update(&self, sifted: &Sifted, voice: Voice) -> Result<Text, Failure> {
        let updated = sifted.updated(&self.known, |entry| self.is_judged(entry));
        let written = updated.write();
        write_beside(&self.path, voice, |out| out.write_all(written.as_bytes()))?;
        Ok(text::written(&self.name, updated.0.len()))
    }
}
