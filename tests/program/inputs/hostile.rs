//! Bad files: each is told of, in bounded time, and what can be read of it is.

use std::time::{Duration, Instant};

use image::{GrayImage, ImageFormat, Luma};
use outlink::extract::format::Format;

use super::build::{docx, encoded, zip};
use super::told::{bytes, text};

/// What is told, no later than in a minute even in a build without optimisation.
fn quickly(name: &str, tell: impl FnOnce() -> Vec<String>) -> Vec<String> {
    let start = Instant::now();
    let told = tell();
    assert!(start.elapsed() < Duration::from_secs(60), "{name} took {:?}", start.elapsed());
    assert!(told.len() < 300, "{name} tells {} lines", told.len());
    told
}

fn kinds(told: &[String]) -> Vec<&str> {
    told.iter().filter_map(|line| line.strip_prefix("fault ")).map(|line| line.split(' ').next().unwrap()).collect()
}

#[test]
fn depth_is_bounded_and_nothing_in_it_is_lost() {
    for format in [Format::Json, Format::Yaml] {
        let deep = format!("{}\"https://deep.cn/\"{}", "[".repeat(200), "]".repeat(200));
        let told = quickly("200 levels", || text(format, &deep, &[]));
        assert_eq!(kinds(&told), ["bound"], "{}", format.as_str());
        assert!(told.iter().any(|line| line.starts_with("value https://deep.cn/")));
    }
    for (format, name, hostile) in [
        (Format::Json, "open arrays", "[".repeat(300_000)),
        (Format::Json, "open objects", "{\"a\":".repeat(100_000)),
        (Format::Yaml, "sequences", "- ".repeat(50_000)),
        (Format::Yaml, "flow sequences", "[ ".repeat(50_000)),
        (Format::Yaml, "mappings", "a: ".repeat(50_000)),
        (Format::Toml, "arrays", format!("a={}", "[".repeat(50_000))),
        (Format::Toml, "dotted keys", format!("{}=1", vec!["a"; 50_000].join("."))),
        (Format::Jsonl, "bad lines", "x\n".repeat(20_000)),
    ] {
        assert!(!kinds(&quickly(name, || text(format, &hostile, &[]))).is_empty(), "{name} is told of");
    }
}

#[test]
fn anchors_are_not_followed() {
    let mut laugh = "a0: &a0 [https://a.cn]\n".to_owned();
    for level in 1..40 {
        laugh.push_str(&format!("a{level}: &a{level} [*a{0},*a{0},*a{0},*a{0}]\n", level - 1));
    }
    assert_eq!(quickly("a billion laughs", || text(Format::Yaml, &laugh, &[])), ["value https://a.cn 1:10 (pointer /a0/0)"]);
}

#[test]
fn a_quote_without_end_is_read_as_text() {
    let open = format!("a,b\n\"https://a.cn/1 {} https://end.cn/", "x ".repeat(1 << 20));
    let told = quickly("an open quote", || text(Format::Csv, &open, &[]));
    assert_eq!(kinds(&told), ["bound"]);
    assert!(
        told.iter().any(|line| line.starts_with("text https://a.cn/1 2:2")) && told.iter().any(|line| line.starts_with("text https://end.cn/")),
        "{told:?}"
    );
}

#[test]
fn rows_longer_than_what_is_read_at_once_are_whole() {
    let wide = format!("{}\n{}\n", vec!["a"; 70_000].join(","), vec!["https://a.cn"; 40].join(","));
    assert_eq!(quickly("a wide table", || text(Format::Csv, &wide, &[])).len(), 40);
    for length in (65_500..65_560).chain([131_072]) {
        let table = format!("{}\n\"https://a.cn/\",https://b.cn/\n", "x".repeat(length));
        assert_eq!(text(Format::Csv, &table, &[]).len(), 2, "{length}");
    }
}

#[test]
fn packages_are_unpacked_within_bounds() {
    let bomb = zip(&[("a.md", &vec![0; 80 << 20]), ("b.md", b"https://b.cn/")]);
    let told = quickly("a bomb", || bytes(Format::Zip, &bomb));
    assert_eq!(told, ["fault bound in a.md", "text https://b.cn/ 1:1 in b.md"]);
    let mut nested = zip(&[("x.md", b"https://deep.cn/")]);
    for level in 0..6 {
        nested = zip(&[(&format!("{level}.zip"), &nested)]);
    }
    assert_eq!(kinds(&quickly("archives in each other", || bytes(Format::Zip, &nested))), ["bound"]);
    let names: Vec<String> = (0..10_050).map(|number| format!("{number}.md")).collect();
    let many = zip(&names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect::<Vec<_>>());
    assert_eq!(kinds(&quickly("many entries", || bytes(Format::Zip, &many))), ["bound"]);
    let mut encrypted = zip(&[("a.md", b"https://a.cn/"), ("b.md", b"https://b.cn/")]);
    for mark in [b"PK\x03\x04".as_slice(), b"PK\x01\x02"] {
        let at = encrypted.windows(4).position(|window| window == mark).unwrap() + if mark[2] == 3 { 6 } else { 8 };
        encrypted[at] |= 1;
    }
    assert_eq!(bytes(Format::Zip, &encrypted), ["fault encrypted in a.md", "text https://b.cn/ 1:1 in b.md"]);
}

#[test]
fn half_a_document_is_read_as_far_as_it_goes() {
    let body: String =
        (0..400_u32).map(|number| format!("<w:p><w:r><w:t>https://a.cn/{number} {:x}</w:t></w:r></w:p>", u64::from(number) * 7919 * 104_729)).collect();
    let whole = docx(&body, &[], &[]);
    let told = quickly("half a document", || bytes(Format::Docx, &whole[..whole.len() / 2]));
    assert_eq!(kinds(&told)[0], "cut");
    let links = told.iter().filter(|line| line.starts_with("text ")).count();
    assert!(links > 50 && links < 400, "{links} links of half a document");
    for open in ["<w:p>", "<w:hyperlink>", "<w:fldSimple w:instr='x'>"] {
        let deep = docx(&format!("<w:p>{}<w:t>https://a.cn/</w:t>", open.repeat(30_000)), &[], &[]);
        let told = quickly(open, || bytes(Format::Docx, &deep));
        assert!(kinds(&told).contains(&"malformed") || kinds(&told).contains(&"bound"), "{told:?}");
    }
}

#[test]
fn mail_in_mail_in_mail_does_not_end_the_run() {
    let deep = format!("{}Subject: x\n\nhttps://a.cn/", "Content-Type: message/rfc822\n\n".repeat(100_000));
    assert_eq!(quickly("messages in each other", || bytes(Format::Eml, deep.as_bytes())), ["fault bound", "text https://a.cn/"]);
    let parts: String = (0..5000).map(|number| format!("Content-Type: multipart/mixed; boundary=\"{number}\"\n\n--{number}\n")).collect();
    quickly("parts in each other", || bytes(Format::Eml, parts.as_bytes()));
}

#[test]
fn pictures_are_looked_at_within_bounds() {
    // A picture of 40 000 x 40 000 is refused by what it says of itself.
    let mut huge = encoded(&GrayImage::from_pixel(8, 8, Luma([255])), ImageFormat::Png);
    huge[16..24].copy_from_slice(&[0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40]);
    let crc = crc32(&huge[12..29]);
    huge[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(quickly("a huge picture", || bytes(Format::Picture, &huge)), ["fault bound"]);
    // Corners of codes side by side, as many as fit.
    let corner = |x: u32, y: u32| {
        let ring = |from, to| (from..=to).contains(&x) && (from..=to).contains(&y);
        (ring(0, 6) && !ring(1, 5)) || ring(2, 4)
    };
    let crowd = GrayImage::from_fn(800, 800, |x, y| Luma([if corner(x / 2 % 9, y / 2 % 9) { 0 } else { 255 }]));
    assert_eq!(quickly("a crowd of corners", || bytes(Format::Picture, &encoded(&crowd, ImageFormat::Png))), ["fault bound"]);
    let few = GrayImage::from_fn(200, 170, |x, y| Luma([if corner(x / 2 % 10, y / 2 % 10) { 0 } else { 255 }]));
    quickly("as many corners as are looked at", || bytes(Format::Picture, &encoded(&few, ImageFormat::Png)));
    let mut state = 7_u32;
    let noise = GrayImage::from_fn(500, 500, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Luma([if state >> 31 == 0 { 0 } else { 255 }])
    });
    quickly("noise", || bytes(Format::Picture, &encoded(&noise, ImageFormat::Png)));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }))
}
