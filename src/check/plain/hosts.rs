//! The hosts that were met, in a bounded memory.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use smallvec::SmallVec;

use super::plans::PlanId;
use crate::classify::ids::WrapperId;
use crate::signal::SignalSet;

/// The longest host that is remembered, in bytes: the most that a name on the web can have (RFC 1035).
const LONGEST: usize = 255;

/// What is remembered of a host.
#[derive(Debug)]
pub(super) struct Host {
    hash: u64,
    /// Where its name stands among the names.
    start: u32,
    length: u16,
    /// Whether its links are plain.
    pub(super) road: Road,
    /// Its wrappers, in the order they are tried.
    pub(super) wrappers: SmallVec<[WrapperId; 4]>,
    /// The generation of its plans.
    pub(super) generation: u32,
    /// Its plans, by what a link brings beside its host.
    pub(super) plans: SmallVec<[(Brought, PlanId); 1]>,
    /// Where its registrable domain begins and ends.
    pub(super) registrable: Option<(u32, u32)>,
}

/// What a link brings beside its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Brought {
    /// Signals of its writing, port, path and parameters.
    pub(super) signals: SignalSet,
    /// The wrapper it is.
    pub(super) wrapper: Option<WrapperId>,
    /// The wrapper it was found in.
    pub(super) inside: Option<WrapperId>,
}

/// Which way the links of a host go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Road {
    /// They are plain.
    Plain,
    /// Some are wrappers, the others plain.
    Wrappers,
    /// The whole way.
    Whole,
}

impl Host {
    pub(super) fn new(road: Road, wrappers: impl Iterator<Item = WrapperId>) -> Self {
        Self { hash: 0, start: 0, length: 0, road, wrappers: wrappers.collect(), registrable: None, generation: 0, plans: SmallVec::new() }
    }
}

/// The hosts that were met.
#[derive(Debug)]
pub(super) struct Hosts {
    table: HashTable<u32>,
    hosts: Vec<Host>,
    names: Vec<u8>,
    state: foldhash::fast::FixedState,
    /// The most that are remembered; past it the memory begins anew.
    most: usize,
}

impl Hosts {
    pub(super) fn new(most: usize) -> Self {
        Self { table: HashTable::new(), hosts: Vec::new(), names: Vec::new(), state: foldhash::fast::FixedState::default(), most }
    }

    /// The number of a host that was met.
    pub(super) fn find(&self, hash: u64, name: &str) -> Option<usize> {
        let number =
            self.table.find(hash, |number| self.hosts.get(*number as usize).is_some_and(|host| host.hash == hash && self.name(host) == name.as_bytes()));
        number.map(|number| *number as usize)
    }

    /// The hash of a name.
    pub(super) fn hash(&self, name: &str) -> u64 {
        self.state.hash_one(name.as_bytes())
    }

    fn name(&self, host: &Host) -> &[u8] {
        let start = host.start as usize;
        self.names.get(start..start + usize::from(host.length)).unwrap_or_default()
    }

    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut Host> {
        self.hosts.get_mut(number)
    }

    /// Remembers a host; `None` where its name is too long for that.
    pub(super) fn add(&mut self, hash: u64, name: &str, host: Host) -> Option<usize> {
        let length = u16::try_from(name.len()).ok().filter(|_| name.len() <= LONGEST)?;
        if self.hosts.len() >= self.most {
            self.table.clear();
            self.hosts.clear();
            self.names.clear();
        }
        let (number, start) = (u32::try_from(self.hosts.len()).ok()?, u32::try_from(self.names.len()).ok()?);
        self.names.extend_from_slice(name.as_bytes());
        self.hosts.push(Host { hash, start, length, ..host });
        let hosts = &self.hosts;
        self.table.insert_unique(hash, number, |number| hosts.get(*number as usize).map_or(0, |host| host.hash));
        Some(number as usize)
    }
}
