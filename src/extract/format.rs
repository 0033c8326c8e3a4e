//! What a file is read as, told by its name and its first bytes.

use super::text::stands_alone;
use crate::verdict::vocabulary;

vocabulary! {
    /// A format that links are found in.
    Format {
        /// A list of links, one a line: every line is one link.
        Urls = "urls",
        /// Running text: plain text, chat exports.
        Text = "text",
        /// `Markdown`: `CommonMark` with GitHub's extensions.
        Markdown = "markdown",
        /// `HTML`.
        Html = "html",
        /// `XML` of any kind: feeds, sitemaps, `SVG`.
        Xml = "xml",
        /// Comma-separated values.
        Csv = "csv",
        /// Tab-separated values.
        Tsv = "tsv",
        /// `JSON`.
        Json = "json",
        /// One `JSON` value a line.
        Jsonl = "jsonl",
        /// `YAML`.
        Yaml = "yaml",
        /// `TOML`.
        Toml = "toml",
        /// `reStructuredText`.
        Rst = "rst",
        /// `AsciiDoc`.
        Asciidoc = "asciidoc",
        /// `LaTeX`.
        Latex = "latex",
        /// An Excel workbook.
        Xlsx = "xlsx",
        /// A Word document.
        Docx = "docx",
        /// A mail message.
        Eml = "eml",
        /// A picture: `PNG`, `JPEG`, `WebP` or `GIF`.
        Picture = "picture",
        /// A zip archive.
        Zip = "zip",
    }
}

/// How a format is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Line by line, each line a link.
    Lines,
    /// As text, in one go and with memory that does not grow with the file.
    Stream,
    /// As text, whole.
    Text,
    /// As bytes, whole.
    Bytes,
}

impl Format {
    /// How it is read.
    #[must_use]
    pub const fn shape(self) -> Shape {
        match self {
            Self::Urls => Shape::Lines,
            Self::Text | Self::Html | Self::Csv | Self::Tsv | Self::Jsonl => Shape::Stream,
            Self::Markdown | Self::Xml | Self::Json | Self::Yaml | Self::Toml | Self::Rst | Self::Asciidoc | Self::Latex => Shape::Text,
            Self::Xlsx | Self::Docx | Self::Eml | Self::Picture | Self::Zip => Shape::Bytes,
        }
    }

    /// The format that the ending of a file name stands for; `None` where the content has to tell.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
        let (_, ending) = file.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "urls" | "list" => Self::Urls,
            "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => Self::Markdown,
            "html" | "htm" | "xhtml" | "shtml" | "vue" | "svelte" => Self::Html,
            "xml" | "rss" | "atom" | "svg" | "opml" | "xsl" | "xslt" | "rdf" => Self::Xml,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "json" | "json5" | "jsonc" | "ipynb" | "geojson" | "webmanifest" | "har" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "yml" | "yaml" => Self::Yaml,
            "toml" => Self::Toml,
            "rst" | "rest" => Self::Rst,
            "adoc" | "asciidoc" | "asc" => Self::Asciidoc,
            "tex" | "latex" | "ltx" | "bib" | "sty" | "cls" => Self::Latex,
            "xlsx" | "xlsm" => Self::Xlsx,
            "docx" | "docm" => Self::Docx,
            "eml" | "mbox" => Self::Eml,
            "png" | "jpg" | "jpeg" | "webp" | "gif" => Self::Picture,
            "zip" => Self::Zip,
            _ => return None,
        })
    }

    /// The format of a file that has no telling name, by its first bytes: a list of links if at least half of the lines that
    /// are neither blank nor comments are links, else running text.
    #[must_use]
    pub fn of_content(head: &[u8]) -> Self {
        if let Some((_, format)) = MAGIC.iter().find(|(mark, _)| head.starts_with(mark)) {
            return *format;
        }
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return Self::Picture;
        }
        let start = head.trim_ascii_start();
        let opening: Vec<u8> = start.iter().take(15).map(u8::to_ascii_lowercase).collect();
        if [b"<!doctype html".as_slice(), b"<html"].iter().any(|mark| opening.starts_with(mark)) {
            return Self::Html;
        }
        if opening.starts_with(b"<?xml") {
            return Self::Xml;
        }
        let lines = head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty() && !line.starts_with(b"#"));
        let (links, all) = lines.fold((0_usize, 0_usize), |(links, all), line| (links + usize::from(is_one_link(line)), all + 1));
        if links * 2 >= all { Self::Urls } else { Self::Text }
    }
}

/// The first bytes of formats that begin with a mark of their own.
const MAGIC: &[(&[u8], Format)] = &[
    (b"\x89PNG\r\n\x1a\n", Format::Picture),
    (b"\xff\xd8\xff", Format::Picture),
    (b"GIF87a", Format::Picture),
    (b"GIF89a", Format::Picture),
    (b"PK\x03\x04", Format::Zip),
];

/// Whether a line is one link, or one word at least, and no sentence. Lines that are not UTF-8 count, for a list may hold any bytes.
fn is_one_link(line: &[u8]) -> bool {
    let is_word = |line: &str| line.is_ascii() && !line.contains(char::is_whitespace);
    std::str::from_utf8(line).map_or(true, |line| is_word(line) || stands_alone(line))
}
