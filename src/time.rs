//! Days and instants: a bare date is midnight in the policy's own time zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A moment, in seconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// The moment some whole days later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(86_400)))
    }

    /// How it reads in a zone: a date at midnight, else date and time with the offset.
    #[must_use]
    pub fn show(self, zone: Zone) -> String {
        let Ok(stamp) = jiff::Timestamp::from_second(self.0) else {
            return self.0.to_string();
        };
        let local = zone.0.to_datetime(stamp);
        if local.time() == jiff::civil::Time::midnight() { local.date().to_string() } else { format!("{local}{zone}") }
    }
}

/// A fixed distance from UTC, such as `+08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Offset);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Offset::UTC);

    /// Reads `Z`, `+08:00` or `-05:30`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "Z" {
            return Some(Self::UTC);
        }
        let (sign, digits) = match text.as_bytes().first()? {
            b'+' => (1, text.get(1..)?),
            b'-' => (-1, text.get(1..)?),
            _ => return None,
        };
        let (hours, minutes) = digits.split_once(':')?;
        if hours.len() != 2 || minutes.len() != 2 || !digits.bytes().all(|b| b.is_ascii_digit() || b == b':') {
            return None;
        }
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        if hours > 14 || minutes > 59 {
            return None;
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().map(Self)
    }

    /// The moment a day begins in this zone.
    #[must_use]
    pub fn midnight(self, day: Date) -> Instant {
        self.at(day.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The moment of a local date and time in this zone.
    #[must_use]
    pub fn at(self, local: DateTime) -> Instant {
        let seconds = self.0.to_timestamp(local).map_or(i64::MAX, |stamp| stamp.as_second());
        Instant(seconds)
    }

    /// The day a moment falls on in this zone.
    #[must_use]
    pub fn day_of(self, instant: Instant) -> Date {
        jiff::Timestamp::from_second(instant.0).map_or(Date::MAX, |stamp| self.0.to_datetime(stamp).date())
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
        write!(f, "{sign}{hours:02}:{minutes:02}")
    }
}

/// The day or moment a run looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The beginning of a day, in each policy's own zone.
    Day(Date),
    /// One moment, the same for every policy.
    Moment(Instant, Zone),
}

impl AsOf {
    /// Reads `2021-11-29`, `2021-11-29T15:00:00+08:00` or `2021-11-29T15:00:00Z`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = parse_day(text) {
            return Some(Self::Day(day));
        }
        let zone_at = text.rfind(['+', '-', 'Z']).filter(|at| *at > 10)?;
        let (local, zone) = text.split_at_checked(zone_at)?;
        let zone = Zone::parse(zone)?;
        let local: DateTime = local.parse().ok()?;
        Some(Self::Moment(zone.at(local), zone))
    }

    /// The day of a moment, as the day a run looks at.
    #[must_use]
    pub fn day_at(now: Instant, zone: Zone) -> Self {
        Self::Day(zone.day_of(now))
    }

    /// The moment it means under a policy's zone.
    #[must_use]
    pub fn instant(self, zone: Zone) -> Instant {
        match self {
            Self::Day(day) => zone.midnight(day),
            Self::Moment(instant, _) => instant,
        }
    }
}

impl std::fmt::Display for AsOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(instant, zone) => write!(f, "{}", instant.show(*zone)),
        }
    }
}

/// Reads a calendar day written as `2021-11-29`.
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    if text.len() != 10 {
        return None;
    }
    text.parse().ok()
}

/// From one moment up to, not including, another; an open end has no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interval {
    /// The first moment inside.
    pub from: Option<Instant>,
    /// The first moment after it.
    pub until: Option<Instant>,
}

impl Interval {
    /// Whether a moment lies inside.
    #[must_use]
    pub fn contains(self, instant: Instant) -> bool {
        self.from.is_none_or(|from| from <= instant) && self.until.is_none_or(|until| instant < until)
    }

    /// The part that both intervals cover.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { from: self.from.max(other.from), until }
    }

    /// Both ends, where there are any.
    pub fn ends(self) -> impl Iterator<Item = Instant> {
        self.from.into_iter().chain(self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_date_is_midnight_in_the_zone() {
        let zone = Zone::parse("+08:00").unwrap();
        let day = AsOf::parse("2021-11-29").unwrap();
        assert_eq!(day.instant(zone), Instant(1_638_115_200));
        assert_eq!(day.instant(zone).show(zone), "2021-11-29");
        assert_eq!(AsOf::parse("2021-11-29T00:00:00+08:00").unwrap().instant(Zone::UTC), Instant(1_638_115_200));
    }

    #[test]
    fn damaged_dates_and_zones_are_refused() {
        for text in ["", "2021-13-01", "2021-02-30", "21-1-1", "2021/11/29", "today", "2021-11-29T00:00:00", "２０２１-11-29"] {
            assert_eq!(AsOf::parse(text), None, "{text}");
        }
        for text in ["", "8", "+8:00", "+08:60", "+15:00", "0800", "+aa:bb"] {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_interval_holds_its_first_moment_and_not_its_last() {
        let interval = Interval { from: Some(Instant(10)), until: Some(Instant(20)) };
        assert!(interval.contains(Instant(10)) && !interval.contains(Instant(20)));
    }
}
