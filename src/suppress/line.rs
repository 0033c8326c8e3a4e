//! The line form of a directive, for formats without comments of their own: lists, running text, tables.

use memchr::memmem;

use super::directive::MARK;

/// The directive of a line: behind `#`, at the beginning of the line or after white space, up to its end. The first number is
/// the byte at which the `#` stands.
#[must_use]
pub fn of_line(line: &[u8]) -> Option<(usize, &str)> {
    memmem::find_iter(line, MARK.as_bytes()).find_map(|mark| {
        let before = line.get(..mark)?.trim_ascii_end();
        let hash = before.len().checked_sub(1).filter(|at| before.get(*at) == Some(&b'#'))?;
        let is_apart = hash == 0 || line.get(hash - 1).is_some_and(u8::is_ascii_whitespace);
        let text = std::str::from_utf8(line.get(mark..)?).ok()?;
        is_apart.then_some((hash, text))
    })
}

/// Whether a text could hold a directive at all.
#[must_use]
pub fn may_hold(text: &[u8]) -> bool {
    memmem::find(text, MARK.as_bytes()).is_some()
}
