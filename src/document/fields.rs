//! Typed values: strings, lists, numbers, dates, texts in two languages, words of a closed vocabulary.

use toml::value::{Datetime, Offset};

use super::Placed;
use super::table::{Table, Value};
use crate::diag::{Diagnostic, nearest};
use crate::message::{Text, document as text};
use crate::time::{Instant, Zone};

/// A date or date with time as it stands in a file, before a time zone gives it a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenTime {
    /// A day, or a day and time, in the file's own zone.
    Local(jiff::civil::DateTime),
    /// A moment with its own offset.
    Moment(Instant),
}

impl WrittenTime {
    /// The moment it means in a zone.
    #[must_use]
    pub fn instant(self, zone: Zone) -> Instant {
        match self {
            Self::Local(local) => zone.at(local),
            Self::Moment(instant) => instant,
        }
    }
}

impl Value<'_> {
    /// A string that is not empty.
    pub fn string(&self, problems: &mut Vec<Diagnostic>) -> Option<Placed<String>> {
        match self.value.get_ref().as_str() {
            Some("") => {
                problems.push(self.error("empty-value", text::empty_value(self.key)));
                None
            }
            Some(string) => Some(self.placed(string.to_owned())),
            None => {
                problems.push(self.wrong_type("string"));
                None
            }
        }
    }

    /// A string, empty or not; `None` for any other type, without an error.
    #[must_use]
    pub fn any_string(&self) -> Option<String> {
        self.value.get_ref().as_str().map(str::to_owned)
    }

    /// An array of strings with at least one item.
    pub fn strings(&self, problems: &mut Vec<Diagnostic>) -> Option<Vec<Placed<String>>> {
        let items = self.items(problems)?;
        if items.is_empty() {
            problems.push(self.error("empty-list", text::empty_list(self.key)));
            return None;
        }
        Some(items.iter().filter_map(|item| item.string(problems)).collect())
    }

    /// A whole number within bounds.
    pub fn integer(&self, least: i64, most: i64, problems: &mut Vec<Diagnostic>) -> Option<Placed<i64>> {
        let number = self.value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if (least..=most).contains(&number) => Some(self.placed(number)),
            Some(_) => {
                problems.push(self.error("out-of-range", text::out_of_range(self.key, least, most)));
                None
            }
            None => {
                problems.push(self.wrong_type("integer"));
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, problems: &mut Vec<Diagnostic>) -> Option<Placed<bool>> {
        let value = self.value.get_ref().as_bool();
        if value.is_none() {
            problems.push(self.wrong_type("boolean"));
        }
        value.map(|value| self.placed(value))
    }

    /// A date, or a date with time.
    pub fn time(&self, problems: &mut Vec<Diagnostic>) -> Option<Placed<WrittenTime>> {
        let time = self.value.get_ref().as_datetime().and_then(written_time);
        if time.is_none() {
            problems.push(self.wrong_type("date"));
        }
        time.map(|time| self.placed(time))
    }

    /// `{ en = "...", zh = "..." }`, both of them.
    pub fn bilingual(&self, problems: &mut Vec<Diagnostic>) -> Option<Placed<Text>> {
        let mut table = self.table(problems)?;
        let en = table.require("en", problems).and_then(|value| value.string(problems));
        let zh = table.require("zh", problems).and_then(|value| value.string(problems));
        table.finish(problems);
        let (en, zh) = (en?.value, zh?.value);
        Some(self.placed(Text { en, zh }))
    }

    /// A word of a closed vocabulary.
    pub fn word<T>(&self, names: &[&str], parse: impl Fn(&str) -> Option<T>, problems: &mut Vec<Diagnostic>) -> Option<Placed<T>> {
        let written = self.string(problems)?;
        let word = parse(&written.value);
        if word.is_none() {
            let help = nearest(&written.value, names.iter().copied()).map(text::did_you_mean);
            let help = help.or_else(|| Some(text::known_words(&names.join(", "))));
            problems.push(self.error("unknown-word", text::unknown_word(self.key, &written.value)).with_help(help));
        }
        word.map(|word| self.placed(word))
    }

    /// Words of a closed vocabulary, at least one.
    pub fn words<T>(&self, names: &[&str], parse: impl Fn(&str) -> Option<T>, problems: &mut Vec<Diagnostic>) -> Option<Vec<Placed<T>>> {
        let items = self.items(problems)?;
        if items.is_empty() {
            problems.push(self.error("empty-list", text::empty_list(self.key)));
            return None;
        }
        Some(items.iter().filter_map(|item| item.word(names, &parse, problems)).collect())
    }
}

impl Table<'_> {
    /// A string under a key, if it stands there.
    pub fn string(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Placed<String>> {
        self.get(key).and_then(|value| value.string(problems))
    }

    /// A string under a key that must be there.
    pub fn require_string(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Placed<String>> {
        self.require(key, problems).and_then(|value| value.string(problems))
    }

    /// A list of strings under a key; empty where it does not stand there.
    pub fn strings(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<Placed<String>> {
        self.get(key).and_then(|value| value.strings(problems)).unwrap_or_default()
    }

    /// A date under a key, if it stands there.
    pub fn time(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Placed<WrittenTime>> {
        self.get(key).and_then(|value| value.time(problems))
    }

    /// A text in both languages under a key, if it stands there.
    pub fn bilingual(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Placed<Text>> {
        self.get(key).and_then(|value| value.bilingual(problems))
    }

    /// `true` or `false` under a key; `false` where it does not stand there.
    pub fn flag(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> bool {
        self.get(key).and_then(|value| value.boolean(problems)).is_some_and(|flag| flag.value)
    }
}

/// A TOML date as a moment or a local time; `None` for a time without a date.
fn written_time(value: &Datetime) -> Option<WrittenTime> {
    let date = value.date?;
    let day = jiff::civil::Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()?;
    let time = match value.time {
        None => jiff::civil::Time::midnight(),
        Some(time) => {
            let second = time.second.unwrap_or(0);
            jiff::civil::Time::new(i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?, i8::try_from(second).ok()?, 0).ok()?
        }
    };
    let local = day.to_datetime(time);
    Some(match value.offset {
        None => WrittenTime::Local(local),
        Some(Offset::Z) => WrittenTime::Moment(Zone::UTC.at(local)),
        Some(Offset::Custom { minutes }) => {
            let Instant(utc) = Zone::UTC.at(local);
            WrittenTime::Moment(Instant(utc - i64::from(minutes) * 60))
        }
    })
}
