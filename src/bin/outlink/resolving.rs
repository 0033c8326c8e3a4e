//! Looking for hidden targets, as the options ask for it: the cache, the network, and the cache again.

use std::path::Path;
use std::time::Duration;

use outlink::input::files::{TEXT_LIMIT, read_text};
use outlink::message::{policy as policy_text, resolve as text};
use outlink::resolve::bounds::Bounds;
use outlink::resolve::cache::Cache;
use outlink::resolve::client::Client;
use outlink::resolve::guard::Guard;
use outlink::resolve::lookups::Lookups;
use outlink::resolve::names::System;
use outlink::session::loaded::{Loaded, hash_of};
use outlink::source::SourceFile;

use crate::args::ResolveArgs;
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::{Voice, now};

/// The lookups that are asked for, and their part in the run's hash; `None` where none are.
pub(crate) fn lookups<'l>(args: &ResolveArgs, loaded: impl Iterator<Item = &'l mut Loaded>, voice: Voice) -> Result<Option<Lookups>, Failure> {
    if args.resolve_offline {
        let Some(path) = &args.resolve_cache else { return Ok(None) };
        let (cache, hash) = read(path, voice)?;
        // What the cache holds decides what the run says.
        loaded.for_each(|loaded| loaded.note("resolve", &format!("offline {hash}")));
        return Ok(Some(Lookups::offline(cache)));
    }
    if !args.resolve {
        return Ok(None);
    }
    let cache = match &args.resolve_cache {
        Some(path) if path.exists() => read(path, voice)?.0,
        Some(path) => {
            // Better now than after all has been looked for.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_some_and(|folder| !folder.is_dir()) {
                return Err(voice.failure(Exit::Failed, &text::cache_nowhere(&path.to_string_lossy())));
            }
            Cache::default()
        }
        None => Cache::default(),
    };
    // What the network says cannot be named beforehand: such a run is not promised to repeat.
    loaded.for_each(|loaded| loaded.note("resolve", "on"));
    let client = Client::new(Guard::public(), Box::new(System));
    Ok(Some(Lookups::online(cache, Box::new(client), bounds(args))))
}

/// Refuses options that would do nothing, before anything is read.
pub(crate) fn check_forms(args: &ResolveArgs, voice: Voice) -> Result<(), Failure> {
    if args.resolve_offline && args.resolve_cache.is_none() {
        return Err(voice.usage(&text::offline_alone()));
    }
    let alone = [
        ("--resolve-cache", args.resolve_cache.is_some()),
        ("--resolve-hops", args.resolve_hops.is_some()),
        ("--resolve-timeout", args.resolve_timeout.is_some()),
        ("--resolve-rate", args.resolve_rate.is_some()),
    ];
    match alone.into_iter().find(|(_, given)| *given) {
        Some((option, _)) if !args.resolve && !args.resolve_offline => Err(voice.usage(&text::cache_alone(option))),
        _ => Ok(()),
    }
}

fn bounds(args: &ResolveArgs) -> Bounds {
    let mut bounds = args.resolve_timeout.map_or_else(Bounds::default, |seconds| Bounds::with_request(Duration::from_secs(seconds)));
    if let Some(hops) = args.resolve_hops {
        bounds.hops = usize::from(hops);
    }
    if let Some(rate) = args.resolve_rate {
        bounds.host_rate = rate;
        bounds.total_rate = bounds.total_rate.max(rate);
    }
    bounds
}

/// A cache, and what names it in the run hash.
fn read(path: &Path, voice: Voice) -> Result<(Cache, String), Failure> {
    let name = path.to_string_lossy();
    let text = read_text(path).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
    let cache = Cache::parse(&SourceFile::new(&name, &text)).map_err(|faults| voice.invalid(&name, &faults))?;
    Ok((cache, hash_of(&text)))
}

/// Writes what was found, where a cache is named and the network was asked.
pub(crate) fn keep(args: &ResolveArgs, lookups: Option<Lookups>, voice: Voice) -> Result<(), Failure> {
    let (Some(path), Some(lookups), false) = (&args.resolve_cache, lookups, args.resolve_offline) else { return Ok(()) };
    let whole = lookups.into_cache(now()).write();
    if whole.len() as u64 > TEXT_LIMIT {
        // It could not be read again.
        let reason = text::cache_too_large(TEXT_LIMIT);
        return Err(voice.failure(Exit::Failed, &policy_text::unwritable(&path.to_string_lossy(), reason.get(voice.lang))));
    }
    write_beside(path, voice, |out| out.write_all(whole.as_bytes()))
}
