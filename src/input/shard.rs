//! A part of the inputs, for those who share a run among machines that know nothing of each other.

use std::fmt;
use std::num::NonZeroU32;

/// One of several parts of a run's inputs. Every line of a list and every file of content is in just one of them.
///
/// Lists are parted by the blocks they are read in, which are the same wherever the same bytes are read; files of content stay
/// whole. Block `b` of input `i` is in part `(i + b) mod N`: parts differ by a block for each input at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    number: NonZeroU32,
    /// How many there are.
    count: NonZeroU32,
}

impl Shard {
    /// All inputs.
    pub const WHOLE: Self = Self { number: NonZeroU32::MIN, count: NonZeroU32::MIN };

    /// Reads `2/8`; `None` where it is not that, or the number is past the count.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let (number, count) = written.split_once('/')?;
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let (number, count): (NonZeroU32, NonZeroU32) = (plain(number)?, plain(count)?);
        (number <= count).then_some(Self { number, count })
    }

    /// Whether a block of an input is in this part, both counted from 0; a file of content is its block 0.
    #[must_use]
    pub const fn has(self, input: usize, block: u64) -> bool {
        // Widening: no platform has more than 64 bits of inputs.
        (input as u64).wrapping_add(block) % self.count.get() as u64 == self.number.get() as u64 - 1
    }

    /// The same part of the inputs that stand behind so many others.
    #[must_use]
    pub const fn behind(self, before: usize) -> Part {
        Part { shard: self, before }
    }

    /// Whether it is the first part, which tells what belongs to no input.
    #[must_use]
    pub const fn is_first(self) -> bool {
        self.number.get() == 1
    }

    /// How many parts there are.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count.get()
    }
}

/// A part of inputs that stand behind others of the same run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    shard: Shard,
    before: usize,
}

impl Part {
    /// Whether a block of one of these inputs is in this part.
    #[must_use]
    pub const fn has(self, input: usize, block: u64) -> bool {
        self.shard.has(self.before + input, block)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_in_one_part() {
        for count in 1..9 {
            let parts: Vec<Shard> = (1..=count).map(|number| Shard::parse(&format!("{number}/{count}")).unwrap()).collect();
            for input in 0..20 {
                for block in 0..50 {
                    assert_eq!(parts.iter().filter(|part| part.has(input, block)).count(), 1);
                }
            }
        }
    }

    #[test]
    fn only_a_number_and_a_count_is_a_part() {
        for wrong in ["", "1", "/", "1/", "/2", "0/2", "3/2", "1/0", "+1/2", "1/2/3", "-1/2", "1 /2", "4294967296/4294967297"] {
            assert_eq!(Shard::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Shard::parse("2/8").unwrap().to_string(), "2/8");
    }
}
