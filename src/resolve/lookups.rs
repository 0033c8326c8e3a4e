//! The lookups of one run: each URL is looked up once, whoever asks for it and however many at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::bounds::{Bounds, LINK_COUNT_LIMIT};
use super::cache::{Cache, Entry};
use super::fetch::Fetch;
use super::follow::Follower;
use super::trail::{Trail, request_url};
use crate::classify::lookup::{Origin, Resolution, Resolve, Unresolved};
use crate::time::Instant;

/// The answer to one URL, there once the first who asked has it.
type Slot = Arc<OnceLock<Trail>>;

/// The lookups of one run.
#[derive(Debug)]
pub struct Lookups {
    cache: Cache,
    source: Source,
}

/// Who answers what the cache does not know.
#[derive(Debug)]
enum Source {
    Nobody,
    Network(Box<Network>),
}

#[derive(Debug)]
struct Network {
    follower: Follower,
    gate: Gate,
    concurrency: usize,
    slots: Mutex<BTreeMap<String, Slot>>,
}

impl Lookups {
    /// Lookups that the cache alone answers.
    #[must_use]
    pub const fn offline(cache: Cache) -> Self {
        Self { cache, source: Source::Nobody }
    }

    /// Lookups over the network. Targets that the cache knows are taken from there; failures are tried again.
    #[must_use]
    pub fn online(cache: Cache, fetch: Box<dyn Fetch>, bounds: Bounds) -> Self {
        let network = Network {
            follower: Follower::new(fetch, bounds),
            gate: Gate::new(bounds.concurrency),
            concurrency: bounds.concurrency,
            slots: Mutex::new(BTreeMap::new()),
        };
        Self { cache, source: Source::Network(Box::new(network)) }
    }

    /// The cache with what was found beside; `now` is noted as the time of what is new.
    #[must_use]
    pub fn into_cache(self, now: Instant) -> Cache {
        let mut cache = self.cache;
        if let Source::Network(network) = self.source {
            let slots = network.slots.into_inner().unwrap_or_else(PoisonError::into_inner);
            for (url, slot) in slots {
                if let Some(trail) = slot.get() {
                    cache.insert(url, Entry { trail: trail.clone(), at: now });
                }
            }
        }
        cache
    }

    /// What the cache answers by itself.
    fn cached(&self, url: &str) -> Option<Resolution> {
        let entry = self.cache.get(url)?;
        let is_used = match self.source {
            Source::Nobody => true,
            Source::Network(_) => entry.trail.failure.is_none(),
        };
        is_used.then(|| entry.trail.resolution(Origin::Cache))
    }
}

impl Resolve for Lookups {
    fn resolve(&self, url: &str) -> Resolution {
        let nowhere = |reason| Trail::failed(reason).resolution(Origin::Nowhere);
        let Some(url) = request_url(url) else { return nowhere(Unresolved::BadUrl) };
        if let Some(answer) = self.cached(url.as_str()) {
            return answer;
        }
        match &self.source {
            Source::Nobody => nowhere(Unresolved::NotInCache),
            Source::Network(network) => match network.slot(url.as_str()) {
                Some(slot) => slot.get_or_init(|| network.gate.pass(|| network.follower.follow(url.as_str()))).resolution(Origin::Network),
                None => nowhere(Unresolved::TooManyLinks),
            },
        }
    }

    fn prepare(&self, urls: &[String]) {
        let Source::Network(network) = &self.source else { return };
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(url) = urls.get(next.fetch_add(1, Ordering::Relaxed)) {
                let _ = self.resolve(url);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..network.concurrency.min(urls.len()) {
                // Where no thread is to be had, those that are there do the work.
                let _ = std::thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
    }
}

impl Network {
    /// The place of a URL's answer; `None` past [`LINK_COUNT_LIMIT`].
    fn slot(&self, url: &str) -> Option<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.get(url) {
            return Some(Arc::clone(slot));
        }
        if slots.len() >= LINK_COUNT_LIMIT {
            return None;
        }
        let slot = Slot::default();
        slots.insert(url.to_owned(), Arc::clone(&slot));
        Some(slot)
    }
}

/// Lets so many through at a time.
#[derive(Debug)]
struct Gate {
    give_back: Sender<()>,
    passes: Receiver<()>,
}

impl Gate {
    fn new(places: usize) -> Self {
        let (give_back, passes) = bounded(places.max(1));
        for _ in 0..places.max(1) {
            let _ = give_back.send(());
        }
        Self { give_back, passes }
    }

    fn pass<T>(&self, work: impl FnOnce() -> T) -> T {
        let _ = self.passes.recv();
        let done = work();
        let _ = self.give_back.send(());
        done
    }
}
