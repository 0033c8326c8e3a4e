//! Events in their order, some of which wait until more of them is known.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::found::{Event, Found, See};

/// The most events that wait; past it the oldest is told as it is.
pub(super) const WAITING_LIMIT: usize = 1024;

struct Waiting {
    is_held: bool,
    event: Event<'static>,
}

/// Events on their way out. Nothing is copied while none is held.
#[derive(Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiting>,
    /// The number of the first that waits.
    first: u64,
}

/// The number of an event that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u64);

impl Queue {
    /// Tells an event, behind those that wait.
    pub(super) fn send(&mut self, event: Event<'_>, see: See<'_>) {
        if self.waiting.is_empty() {
            see(event);
        } else {
            self.push(Waiting { is_held: false, event: event.into_owned() }, see);
        }
    }

    /// Holds a link back until [`Queue::release`].
    pub(super) fn hold(&mut self, found: Found<'_>, see: See<'_>) -> Ticket {
        self.push(Waiting { is_held: true, event: Event::Link(found.into_owned()) }, see);
        Ticket(self.first + self.waiting.len() as u64 - 1)
    }

    /// Gives a link that is still held the text that is shown for it, if it has none.
    pub(super) fn show(&mut self, ticket: Ticket, shown: &str) {
        let at = usize::try_from(ticket.0.wrapping_sub(self.first)).unwrap_or(usize::MAX);
        if let Some(Waiting { event: Event::Link(found), .. }) = self.waiting.get_mut(at)
            && found.shown.is_none()
        {
            found.shown = Some(Cow::Owned(shown.to_owned()));
        }
    }

    /// Lets a link go, with what waited behind it.
    pub(super) fn release(&mut self, ticket: Ticket, see: See<'_>) {
        let at = usize::try_from(ticket.0.wrapping_sub(self.first)).unwrap_or(usize::MAX);
        if let Some(waiting) = self.waiting.get_mut(at) {
            waiting.is_held = false;
        }
        while self.waiting.front().is_some_and(|waiting| !waiting.is_held) {
            self.tell_first(see);
        }
    }

    /// Tells all that waits.
    pub(super) fn finish(&mut self, see: See<'_>) {
        while !self.waiting.is_empty() {
            self.tell_first(see);
        }
    }

    fn push(&mut self, waiting: Waiting, see: See<'_>) {
        self.waiting.push_back(waiting);
        if self.waiting.len() > WAITING_LIMIT {
            self.tell_first(see);
        }
    }

    fn tell_first(&mut self, see: See<'_>) {
        if let Some(waiting) = self.waiting.pop_front() {
            self.first += 1;
            see(waiting.event);
        }
    }
}
