//! `outlink policy check --fix`: mends what has one right answer, if it is proved that no verdict changes.

use std::cell::RefCell;
use std::io::{self, Write as _};
use std::path::Path;

use outlink::authoring::fix::{is_same, mend};
use outlink::input::files::Disk;
use outlink::lint::judged::Finding;
use outlink::message::authoring as text;
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::Policy;
use outlink::report::text_diff::text_diff;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;

use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::Voice;

/// Files on disk, one of them as it would be after mending.
#[derive(Default)]
pub(crate) struct Overlay {
    mended: RefCell<Option<SourceFile>>,
}

impl Files for Overlay {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        let file = Disk.read(name, beside)?;
        Ok(match &*self.mended.borrow() {
            Some(mended) if mended.name == file.name => mended.clone(),
            _ => file,
        })
    }

    fn bytes(&self, name: &str, beside: Option<&str>) -> Result<Option<(String, Vec<u8>)>, String> {
        Disk.bytes(name, beside)
    }

    fn names(&self, folder: &str, beside: Option<&str>) -> Result<Vec<String>, String> {
        Disk.names(folder, beside)
    }
}

/// Whether mending writes, or shows what it would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fixing {
    /// The file is written.
    Writes,
    /// What would change is shown.
    Shows,
}

/// Mends a policy's own file; the policy as it is afterwards, `None` where nothing was written.
pub(crate) fn fix(
    policy: &Policy,
    findings: &[Finding],
    fixing: Fixing,
    loader: &mut Loader<'_>,
    overlay: &Overlay,
    voice: Voice,
) -> Result<Option<Policy>, Failure> {
    let Some(mended) = mend(&policy.file, findings) else { return Ok(None) };
    let name = &*policy.file.name;
    if name.starts_with('<') {
        return Err(voice.usage(&text::built_in(name)));
    }
    *overlay.mended.borrow_mut() = Some(SourceFile::new(name, &mended.text));
    let after = loader.load(name);
    *overlay.mended.borrow_mut() = None;
    let mut err = io::stderr().lock();
    match after {
        Ok(after) if is_same(policy, &after, loader.catalog, &CompiledIn) => {
            if fixing == Fixing::Shows {
                write!(io::stdout().lock(), "{}", text_diff(name, &policy.file.text, &mended.text, voice.lang))?;
                return Ok(None);
            }
            write_beside(Path::new(name), voice, |out| out.write_all(mended.text.as_bytes()))?;
            writeln!(err, "{}", text::mended(name, mended.count).get(voice.lang))?;
            Ok(Some(after))
        }
        Ok(_) => {
            writeln!(err, "{}", voice.failure(Exit::Findings, &text::mending_changes(name)).message)?;
            Ok(None)
        }
        Err(_) => {
            writeln!(err, "{}", voice.failure(Exit::Findings, &text::mending_breaks(name)).message)?;
            Ok(None)
        }
    }
}
