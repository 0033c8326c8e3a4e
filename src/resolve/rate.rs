//! Turns: how often one host, and all of them together, may be asked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When more hosts than this are remembered, those whose turn has passed are forgotten.
const REMEMBERED_HOSTS: usize = 4096;

/// Gives out turns, evenly spaced.
#[derive(Debug)]
pub struct Rate {
    host_step: Duration,
    total_step: Duration,
    turns: Mutex<Turns>,
}

#[derive(Debug)]
struct Turns {
    next: Instant,
    hosts: HashMap<String, Instant>,
}

impl Rate {
    /// So many turns a second for one host and for all; 0 counts as 1.
    #[must_use]
    pub fn new(host_rate: u32, total_rate: u32) -> Self {
        let step = |rate: u32| Duration::from_secs(1) / rate.max(1);
        let turns = Turns { next: Instant::now(), hosts: HashMap::new() };
        Self { host_step: step(host_rate), total_step: step(total_rate), turns: Mutex::new(turns) }
    }

    /// Takes the next turn of a host, and says how long it is until then.
    #[must_use]
    pub fn take(&self, host: &str) -> Duration {
        let now = Instant::now();
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.hosts.len() > REMEMBERED_HOSTS {
            turns.hosts.retain(|_, next| *next > now);
        }
        let host_turn = turns.hosts.get(host).copied().unwrap_or(now).max(now);
        let turn = turns.next.max(host_turn);
        // A host that has to wait for itself does not make the others wait.
        turns.next = turns.next.max(now) + self.total_step;
        turns.hosts.insert(host.to_owned(), turn + self.host_step);
        turn.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_spaced_by_host_and_in_all() {
        let rate = Rate::new(1, 100);
        assert!(rate.take("a") < Duration::from_millis(50));
        assert!(rate.take("a") > Duration::from_millis(900), "the same host waits");
        assert!(rate.take("b") < Duration::from_millis(100), "another host does not wait for it");
        let total = Rate::new(1000, 2);
        assert!(total.take("a") < Duration::from_millis(50));
        assert!(total.take("b") > Duration::from_millis(400), "all hosts share one rate");
    }
}
