//! Files that tests write themselves: pictures with codes, packages, documents, workbooks, messages.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcode::QrCode;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The pixels of a code, each module some pixels wide, with the quiet zone around it.
pub(crate) fn code(text: &[u8], module: u32) -> GrayImage {
    let code = QrCode::new(text).unwrap();
    let width = u32::try_from(code.width()).unwrap();
    let colors = code.to_colors();
    let size = (width + 8) * module;
    GrayImage::from_fn(size, size, |x, y| {
        let (x, y) = ((x / module).wrapping_sub(4), (y / module).wrapping_sub(4));
        let is_dark = x < width && y < width && colors[(y * width + x) as usize] == qrcode::Color::Dark;
        Luma([if is_dark { 0 } else { 255 }])
    })
}

/// Pictures side by side.
pub(crate) fn side_by_side(pictures: &[GrayImage]) -> GrayImage {
    let width = pictures.iter().map(GrayImage::width).sum();
    let height = pictures.iter().map(GrayImage::height).max().unwrap();
    let mut all = GrayImage::from_pixel(width, height, Luma([255]));
    let mut left = 0;
    for picture in pictures {
        image::imageops::replace(&mut all, picture, i64::from(left), 0);
        left += picture.width();
    }
    all
}

/// A picture as a file.
pub(crate) fn encoded(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageLuma8(picture.clone());
    let picture = if format == ImageFormat::WebP || format == ImageFormat::Gif { DynamicImage::ImageRgba8(picture.into_rgba8()) } else { picture };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A code as a PNG file.
pub(crate) fn png(text: &str) -> Vec<u8> {
    encoded(&code(text.as_bytes(), 4), ImageFormat::Png)
}

/// A picture as a link.
pub(crate) fn data_url(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// A zip file.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Relations: id, kind, target, each leading out.
fn relations(all: &[(&str, &str, &str)]) -> String {
    let each = all.iter().map(|(id, kind, target)| {
        let target = target.replace('&', "&amp;");
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>"#)
    });
    format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
        each.collect::<String>()
    )
}

/// A Word document of a body with relations, and further parts.
pub(crate) fn docx(body: &str, related: &[(&str, &str, &str)], further: &[(&str, &[u8])]) -> Vec<u8> {
    let document =
        format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"#);
    let related = relations(related);
    let mut entries: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes()), ("word/_rels/document.xml.rels", related.as_bytes())];
    entries.extend_from_slice(further);
    zip(&entries)
}

/// An Excel workbook of one sheet, `Menu`, with shared strings, relations and further parts.
pub(crate) fn xlsx(sheet: &str, strings: &[&str], related: &[(&str, &str, &str)], further: &[(&str, &[u8])]) -> Vec<u8> {
    let workbook = r#"<workbook xmlns:r="r"><sheets><sheet name="Menu" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let inner = format!(r#"<Relationships><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#);
    let shared = format!("<sst>{}</sst>", strings.iter().map(|text| format!("<si><t>{text}</t></si>")).collect::<String>());
    let sheet = format!(r#"<worksheet xmlns:r="r">{sheet}</worksheet>"#);
    let related = relations(related);
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()),
    ];
    entries.extend_from_slice(further);
    zip(&entries)
}
