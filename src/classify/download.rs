//! Whether a path leads to a file that is downloaded, not shown.

use crate::lanes;
use crate::path;

/// Endings of files that install, run or unpack something (`WeChat` clause 2.18.3 names file downloads).
const DOWNLOADS: &[&str] = &[
    "apk", "apks", "xapk", "ipa", "hap", "exe", "msi", "msix", "bat", "cmd", "scr", "ps1", "vbs", "jar", "dmg", "pkg", "deb", "rpm", "appimage", "zip", "rar",
    "7z", "tar", "gz", "tgz", "bz2", "xz", "iso", "img", "bin", "torrent",
];

/// The length of the longest of them.
const LONGEST_DOWNLOAD: usize = 8;

/// Whether the path of a canonical URL ends like a file that is downloaded, not shown.
#[must_use]
pub fn is_download(path: &str) -> bool {
    let bytes = without_last_slashes(path.as_bytes());
    let mark = lanes::places_backwards(bytes, |lanes| lanes::among(lanes, b"/%")).next();
    // Nothing but the last name tells, so what is escaped before it does not matter.
    if mark.is_none_or(|mark| bytes.get(mark) == Some(&b'/')) {
        return ends_like_download(bytes);
    }
    ends_like_download(path::matching_form(path).as_bytes())
}

/// The same of a path without escapes: nothing but its last bytes tells.
#[must_use]
pub fn ends_like_download(path: &[u8]) -> bool {
    let path = without_last_slashes(path);
    let near = path.len().saturating_sub(2 * LONGEST_DOWNLOAD);
    let [dots] = lanes::held(path, near, |lanes| [lanes::equal(lanes, b'.')]);
    let Some(last) = dots.checked_ilog2() else { return false };
    let dot = near + last as usize;
    // A name that begins with the dot has no ending.
    let is_named = dot.checked_sub(1).and_then(|before| path.get(before)).is_some_and(|byte| *byte != b'/');
    is_named && path.get(dot + 1..).is_some_and(is_download_ending)
}

fn without_last_slashes(path: &[u8]) -> &[u8] {
    let end = if path.ends_with(b"/") { path.iter().rposition(|byte| *byte != b'/').map_or(0, |last| last + 1) } else { path.len() };
    path.get(..end).unwrap_or_default()
}

/// Whether an ending is one of files that are downloaded, in any letters.
fn is_download_ending(ending: &[u8]) -> bool {
    let number = match ending.len() {
        1..=LONGEST_DOWNLOAD => u64::try_from(lanes::word(ending)).unwrap_or_default() | SMALL,
        _ => return false,
    };
    // Small letters and digits have the bit; a control character with it would look like a digit, and is told by the second look.
    let is_likely = ENDINGS.places.get(place(number, ENDINGS.factor)) == Some(&number);
    is_likely && DOWNLOADS.iter().any(|download| ending.eq_ignore_ascii_case(download.as_bytes()))
}

/// The bit that capitals lack, in each of eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// How many places there are for the endings.
const PLACES: usize = 256;

/// [`DOWNLOADS`] as numbers, each at a place of its own: one look tells whether an ending is among them.
const ENDINGS: Endings = Endings::at_own_places();

struct Endings {
    /// Spreads the numbers so that no two share a place.
    factor: u64,
    places: [u64; PLACES],
}

impl Endings {
    #[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
    const fn at_own_places() -> Self {
        let mut endings = Self { factor: 0x9e37_79b9_7f4a_7c15, places: [0; PLACES] };
        let mut at = 0;
        while at < DOWNLOADS.len() {
            let number = number(DOWNLOADS[at].as_bytes()) | SMALL;
            let place = place(number, endings.factor);
            if endings.places[place] == 0 {
                endings.places[place] = number;
                at += 1;
            } else {
                // The next odd factor is tried from the first ending on.
                endings = Self { factor: endings.factor.wrapping_mul(3), places: [0; PLACES] };
                at = 0;
            }
        }
        endings
    }
}

/// The place of an ending.
const fn place(number: u64, factor: u64) -> usize {
    (number.wrapping_mul(factor) >> 56) as usize
}

/// The bytes of an ending as one number, the first of them the lowest.
#[expect(clippy::indexing_slicing, reason = "the loop begins with the end of the text")]
const fn number(text: &[u8]) -> u64 {
    let (mut number, mut at) = (0_u64, text.len());
    while at > 0 {
        at -= 1;
        number = number << 8 | text[at] as u64;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_last_name_tells_in_any_letters() {
        for ending in DOWNLOADS {
            assert!(is_download(&format!("/a/file.{ending}")) && is_download(&format!("/a.b/file.{}/", ending.to_uppercase())), "{ending}");
        }
        for (path, expected) in [
            ("/", false),
            ("/apk", false),
            ("/.apk", false),
            ("/a/.zip", false),
            ("/a.apk/b", false),
            ("/a.apks1", false),
            ("/a.apk%20", false),
            ("/a%2Eapk", true),
            ("/a.%61pk", true),
            ("/%61.b/c.apk", true),
            ("/%61.apk//", true),
            ("/a.%17z", false),
            ("/a.7Z", true),
            ("/a.torrents", false),
            ("/a-name-that-is-rather-long.torrent", true),
            ("/a.html", false),
        ] {
            assert_eq!(is_download(path), expected, "{path}");
        }
    }
}
