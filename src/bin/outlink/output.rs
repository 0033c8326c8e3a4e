//! Where output goes: to a reader who may leave, or to a file that is whole or not there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use outlink::message::{policy as policy_text, resolve as resolve_text};

use crate::args::CheckArgs;
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// A writer whose reader may go away: the run goes on, for its exit code, and nothing more is written.
#[derive(Debug)]
pub(crate) struct Patient<W> {
    inner: Option<W>,
}

impl<W: Write> Patient<W> {
    /// A writer whose reader is still there.
    pub(crate) const fn new(inner: W) -> Self {
        Self { inner: Some(inner) }
    }

    fn forgive<T>(&mut self, result: io::Result<T>, left: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.inner = None;
                Ok(left)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(inner) = &mut self.inner else { return Ok(bytes.len()) };
        let result = inner.write(bytes);
        self.forgive(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(inner) = &mut self.inner else { return Ok(()) };
        let result = inner.flush();
        self.forgive(result, ())
    }
}

/// Every file that a run writes, but for the cache and the baseline.
fn outputs(args: &CheckArgs) -> impl Iterator<Item = &PathBuf> {
    args.output.iter().chain(&args.run_info).chain(&args.statistics_output).chain(&args.sharing.summary_output)
}

/// Refuses an output that is an input of the same run, or the place of its other output.
pub(crate) fn refuse_shared_places(args: &CheckArgs, inputs: &[OsString], voice: Voice) -> Result<(), Failure> {
    let place = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut taken: Vec<PathBuf> = inputs.iter().map(|path| place(Path::new(path))).collect();
    taken.extend(args.settings.config.iter().chain(&args.baselines.baseline).map(|path| place(path)));
    if let Some(cache) = &args.resolving.resolve_cache {
        let cache_place = place(cache);
        let outputs = outputs(args).map(|output| place(output));
        if taken.iter().cloned().chain(outputs).any(|other| other == cache_place) {
            return Err(voice.usage(&resolve_text::cache_is_taken(&cache.to_string_lossy())));
        }
    }
    for output in outputs(args) {
        let output_place = place(output);
        if taken.contains(&output_place) && is_replaced(output) {
            return Err(voice.usage(&policy_text::output_is_input(&output.to_string_lossy())));
        }
        taken.push(output_place);
    }
    Ok(())
}

/// Refuses an output that is the source it is made of.
pub(crate) fn refuse_own_source(output: &Path, source: &Path, voice: Voice) -> Result<(), Failure> {
    match (fs::canonicalize(output), fs::canonicalize(source)) {
        (Ok(output_place), Ok(source)) if output_place == source => Err(voice.usage(&policy_text::output_is_input(&output.to_string_lossy()))),
        _ => Ok(()),
    }
}

/// Whether writing replaces what stands at a path: a file, or nothing yet. Devices and pipes are written through.
fn is_replaced(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |found| found.is_file())
}

/// Writes a file beside its place and moves it there when it is whole; a device or pipe is written to as it is.
pub(crate) fn write_beside(path: &Path, voice: Voice, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let result = if is_replaced(path) { replace(path, write) } else { through(path, write) };
    result.map_err(|error| {
        let title = policy_text::unwritable(&path.to_string_lossy(), &error.to_string());
        voice.failure(Exit::Failed, &title)
    })
}

fn through(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(fs::OpenOptions::new().write(true).open(path)?);
    write(&mut file)?;
    file.flush()
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let attempt = || {
        let mut file = BufWriter::new(File::create_new(&part)?);
        if let Ok(old) = fs::metadata(&path) {
            fs::set_permissions(&part, old.permissions())?;
        }
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&part, &path)
    };
    let result = attempt();
    if result.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::AlreadyExists) {
        let _ = fs::remove_file(&part);
    }
    result
}
