//! Whether a path leads to a file that is downloaded, not shown.

use crate::lanes::{self, Lanes};
use crate::path;
use crate::words::Words;

/// Endings of files that install, run or unpack something (`WeChat` clause 2.18.3 names file downloads).
const ENDINGS: &[&str] = &[
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
    is_named && path.get(dot + 1..).is_some_and(|ending| DOWNLOADS.has(ending))
}

/// Whether a path without escapes, which stands between two places of a link, may end like a file that is downloaded; `false` is certain.
///
/// Paths differ too much for a processor to guess what ends them, so everything is asked together and nothing hangs on an answer.
#[must_use]
#[inline]
pub fn may_be_download(link: &[u8], start: usize, end: usize) -> bool {
    let slash = usize::from(link.get(..end).is_some_and(|link| link.ends_with(b"/")));
    let bare = link.get(..end - slash).unwrap_or_default();
    let Some(last) = bare.last_chunk::<16>() else { return true };
    let lanes = Lanes::from(*last);
    let [dots, slashes] = [b'.', b'/'].map(|byte| lanes::equal(lanes, byte).to_bitmask());
    // What stands before the path is none of it.
    let before = (start + 16).saturating_sub(bare.len()).min(16);
    let dot = (dots & (u32::MAX << before) | 1).ilog2();
    let is_ending = DOWNLOADS.may_have(u128::from_le_bytes(*last) >> (8 * dot) >> 8);
    let is_named = slashes << 1 >> dot & 1 == 0;
    let has_more_slashes = slashes >> 15 & 1 != 0;
    (dot > 0) & is_ending & is_named | has_more_slashes
}

fn without_last_slashes(path: &[u8]) -> &[u8] {
    let end = if path.ends_with(b"/") { path.iter().rposition(|byte| *byte != b'/').map_or(0, |last| last + 1) } else { path.len() };
    path.get(..end).unwrap_or_default()
}

/// [`ENDINGS`], asked about nearly every path.
static DOWNLOADS: Words = Words::of(ENDINGS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_last_name_tells_in_any_letters() {
        for ending in ENDINGS {
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
            let may_be = |host: &str| may_be_download(format!("{host}{path}?q").as_bytes(), host.len(), host.len() + path.len());
            assert!(path.contains('%') || !expected || may_be("https://a.zip") && may_be(""), "{path}");
            assert!(path.contains('%') || expected || !may_be("https://long.example.zip"), "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_ruled_out_at_once_is_no_download(host in "https://[a-z.]{1,20}(zip)?", path in "(/[a-z.]{0,9}(\\.(7[zZ]|zip|torrent|appimage|\x17z))?){0,3}/{0,2}") {
            let link = format!("{host}{path}");
            let may_be = may_be_download(link.as_bytes(), host.len(), link.len());
            proptest::prop_assert!(may_be || !is_download(&path), "{}", link);
        }
    }
}
