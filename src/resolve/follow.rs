//! From hop to hop, until an answer leads nowhere else or a bound is met.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use super::bounds::{Bounds, LOCATION_LIMIT};
use super::fetch::{Answer, Fetch, Method};
use super::rate::Rate;
use super::refresh;
use super::trail::{Hop, Trail, is_web, request_url};
use crate::classify::lookup::Unresolved;

/// Answers that send elsewhere by `Location`, as browsers take them.
const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];
/// Answers to `HEAD` after which it is worth asking with `GET`.
const HEAD_REFUSED: [u16; 5] = [400, 403, 404, 405, 501];
/// How many hosts without an address are remembered for a run.
const LOST_HOSTS: usize = 4096;
/// The answer that one asks too often.
const TOO_OFTEN: u16 = 429;

/// Follows links within bounds.
#[derive(Debug)]
pub struct Follower {
    fetch: Box<dyn Fetch>,
    rate: Rate,
    bounds: Bounds,
    lost: Mutex<HashSet<String>>,
}

impl Follower {
    /// A follower that asks through `fetch`.
    #[must_use]
    pub fn new(fetch: Box<dyn Fetch>, bounds: Bounds) -> Self {
        Self { fetch, rate: Rate::new(bounds.host_rate, bounds.total_rate), bounds, lost: Mutex::default() }
    }

    /// The hops from a link.
    #[must_use]
    pub fn follow(&self, link: &str) -> Trail {
        let Some(mut current) = request_url(link) else { return Trail::failed(Unresolved::BadUrl) };
        let mut seen = HashSet::from([current.clone()]);
        let mut trail = Trail { hops: Vec::new(), failure: None };
        let mut left = self.bounds.link;
        loop {
            let next = self.ask(&current, &mut left).and_then(|answer| next(&current, &answer));
            let (status, next) = match next {
                Ok(Some(next)) => next,
                Ok(None) => break,
                // A page at the end of a way may say no; the way there is known all the same.
                Err(Unresolved::HttpStatus) if !trail.hops.is_empty() => break,
                Err(reason) => {
                    trail.failure = Some(reason);
                    return trail;
                }
            };
            if trail.hops.len() >= self.bounds.hops {
                trail.failure = Some(Unresolved::TooManyHops);
                return trail;
            }
            trail.hops.push(Hop { status, location: next.as_str().to_owned() });
            if !is_web(&next) {
                return trail;
            }
            let Some(url) = request_url(next.as_str()) else {
                trail.failure = Some(Unresolved::BadLocation);
                return trail;
            };
            if !seen.insert(url.clone()) {
                trail.failure = Some(Unresolved::Loop);
                return trail;
            }
            current = url;
        }
        if trail.hops.is_empty() {
            trail.failure = Some(Unresolved::NoRedirect);
        }
        trail
    }

    /// Asks for the head first, and for the page where the head does not tell.
    fn ask(&self, url: &Url, left: &mut Duration) -> Result<Answer, Unresolved> {
        match self.request(Method::Head, url, left) {
            Ok(answer) if redirects(&answer) || by_header(&answer).is_some() => Ok(answer),
            Ok(answer) if answer.status >= 300 && !HEAD_REFUSED.contains(&answer.status) => Ok(answer),
            // Some servers close the connection when they are asked for a head.
            Ok(_) | Err(Unresolved::NoConnection | Unresolved::BadAnswer) => self.request(Method::Get, url, left),
            Err(reason) => Err(reason),
        }
    }

    /// One request in its turn, within what is left of the link's time.
    fn request(&self, method: Method, url: &Url, left: &mut Duration) -> Result<Answer, Unresolved> {
        if left.is_zero() {
            return Err(Unresolved::Timeout);
        }
        let host = url.host_str().unwrap_or_default();
        if self.lost.lock().unwrap_or_else(PoisonError::into_inner).contains(host) {
            return Err(Unresolved::NoAddress);
        }
        let wait = self.rate.take(host);
        if !wait.is_zero() {
            std::thread::sleep(wait);
        }
        let begun = Instant::now();
        let answer = self.fetch.fetch(method, url, self.bounds.request.min(*left));
        *left = left.saturating_sub(begun.elapsed());
        if answer == Err(Unresolved::NoAddress) {
            // A thousand links of a host that is not there need not wait for a thousand turns.
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            if lost.len() < LOST_HOSTS {
                lost.insert(host.to_owned());
            }
        }
        answer
    }
}

fn redirects(answer: &Answer) -> bool {
    REDIRECTS.contains(&answer.status) && !answer.locations.is_empty()
}

/// What the header `Refresh` names.
fn by_header(answer: &Answer) -> Option<String> {
    answer.refreshes.first().and_then(|value| std::str::from_utf8(value).ok()).and_then(refresh::of_content)
}

/// Where an answer leads, with its status; `None` where it leads nowhere.
fn next(current: &Url, answer: &Answer) -> Result<Option<(u16, Url)>, Unresolved> {
    if redirects(answer) {
        return location(current, &answer.locations).map(|next| Some((answer.status, next)));
    }
    if answer.status >= 400 {
        return Err(if answer.status == TOO_OFTEN || answer.status >= 500 { Unresolved::ServerFailed } else { Unresolved::HttpStatus });
    }
    match by_header(answer).or_else(|| refresh::of_page(&answer.page)) {
        Some(target) => join(current, &target).map(|next| Some((answer.status, next))),
        None => Ok(None),
    }
}

/// The one place that all `Location` headers name.
fn location(current: &Url, values: &[Vec<u8>]) -> Result<Url, Unresolved> {
    let mut places = values.iter().map(|value| {
        let text = std::str::from_utf8(value).map_err(|_| Unresolved::BadLocation)?;
        join(current, text)
    });
    let first = places.next().ok_or(Unresolved::BadLocation)??;
    for other in places {
        if other? != first {
            return Err(Unresolved::BadLocation);
        }
    }
    Ok(first)
}

fn join(current: &Url, place: &str) -> Result<Url, Unresolved> {
    if place.len() > LOCATION_LIMIT {
        return Err(Unresolved::BadLocation);
    }
    current.join(place).map_err(|_| Unresolved::BadLocation)
}
