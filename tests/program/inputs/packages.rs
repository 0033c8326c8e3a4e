//! Documents, workbooks, mail, archives and pictures, written by the tests.

use image::ImageFormat;
use outlink::extract::format::Format;

use super::build::{code, data_url, docx, encoded, png, side_by_side, xlsx, zip};
use super::told::{bytes, text, with_codes};

const SHOP: &str = "https://item.taobao.com/item.htm?id=1";

/// One file of each kind, by name.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let qr = png("https://item.taobao.com/item.htm?id=1");
    let body = r#"<w:p><w:r><w:t>看 https://a.cn/1，再看 </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>https://</w:t></w:r><w:r><w:t>shown.cn</w:t></w:r></w:hyperlink><w:r><w:t> 和 https://b.cn/2</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://field.cn/?a=1&amp;b=2" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>点这里</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>https://box.cn/</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>https://box.cn/</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>
<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>https://c.cn/3</w:t></w:r></w:fldSimple></w:p>
<w:p><w:r><a:hlinkClick r:id="r2"/></w:r></w:p>"#;
    let related = [
        ("r1", "hyperlink", "https://target.cn/?a=1&b=2"),
        ("r2", "hyperlink", "https://drawing.cn/"),
        ("r3", "attachedTemplate", "https://template.cn/x.dotm"),
    ];
    let document = docx(
        body,
        &related,
        &[("word/header1.xml", b"<w:hdr xmlns:w='w'><w:p><w:r><w:t>https://head.cn/</w:t></w:r></w:p></w:hdr>"), ("word/media/image1.png", &qr)],
    );
    let sheet = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>https://inline.cn/</t></is></c><c r="B2"><f>HYPERLINK("https://formula.cn/""q""","菜单")</f><v>菜单</v></c><c r="C2" t="s"><v>2</v></c></row></sheetData><hyperlinks><hyperlink ref="C2" r:id="rId1" location="x"/><hyperlink ref="Z9" r:id="rId2" display="空"/></hyperlinks>"#;
    let strings = ["https://shared.cn/1", "看 https://shared.cn/2 吧", "菜单"];
    let related = [("rId1", "hyperlink", "https://target.cn/"), ("rId2", "hyperlink", "https://empty.cn/")];
    let comments = br#"<comments><commentList><comment ref="B7"><text><r><t>see https://comment.cn/</t></r></text></comment></commentList></comments>"#;
    let workbook = xlsx(sheet, &strings, &related, &[("xl/comments1.xml", comments), ("xl/media/image1.png", &qr)]);
    let mail = mail(&qr);
    let inner = zip(&[("deep.md", b"https://deep.cn/")]);
    let archive = zip(&[
        ("a/list.urls", b"https://l.cn/1\n# no\nhttps://l.cn/2\n"),
        ("b.json", br#"{"u":"https://j.cn"}"#),
        ("inner.zip", &inner),
        ("../../etc/x.csv", b"a,b\nhttps://c.cn,1\n"),
        ("menu.docx", &document),
        ("tool.exe", b"MZ\0\0https://no.cn/"),
        ("q.png", &qr),
    ]);
    vec![("menu.docx", document), ("menu.xlsx", workbook), ("mail.eml", mail), ("all.zip", archive), ("code.png", qr)]
}

fn mail(picture: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let picture = base64::engine::general_purpose::STANDARD.encode(picture);
    format!(
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: =?utf-8?B?55yLIGh0dHBzOi8vc3ViamVjdC5jbi8g5ZCn?=\r\nList-Unsubscribe: <https://unsub.cn/a>,\r\n <mailto:x@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C7=EB=BF=B4 https://plain.cn/=\r\nlong =D0=BB=D0=BB\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>https://html.cn/</p>\r\n--x\r\nContent-Type: image/png; name=\"code.png\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"code.png\"\r\n\r\n{picture}\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner https://innersubject.cn/\r\n\r\nhttps://nested.cn/\r\n--x\r\nContent-Type: application/json\r\nContent-Disposition: attachment; filename=\"a.json\"\r\n\r\n{{\"u\":\"https://attached.cn\"}}\r\n--x\r\nContent-Type: application/pdf; name=\"b.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAw==\r\n--x--\r\n"
    )
    .into_bytes()
}

fn told(name: &str) -> Vec<String> {
    let (_, content) = samples().into_iter().find(|(known, _)| *known == name).unwrap();
    bytes(Format::of_name(name).unwrap(), &content)
}

#[test]
fn a_document_tells_paragraphs_targets_and_pictures() {
    let picture = format!("picture {SHOP} in word/media/image1.png (picture 1)");
    assert_eq!(
        told("menu.docx"),
        [
            "text https://a.cn/1 (paragraph 1)",
            "link https://target.cn/?a=1&b=2 (paragraph 1) [https://shown.cn]",
            "text https://b.cn/2 (paragraph 1)",
            "link https://field.cn/?a=1&b=2 (paragraph 2) [点这里]",
            "text https://box.cn/ (paragraph 4)",
            "text https://c.cn/3 (paragraph 5)",
            "link https://drawing.cn/ (paragraph 6)",
            "reference https://template.cn/x.dotm (part document.xml)",
            "text https://head.cn/ (part header1.xml, paragraph 1)",
            &picture,
        ]
    );
}

#[test]
fn a_workbook_tells_cells_targets_formulas_comments_and_pictures() {
    let picture = format!("picture {SHOP} in xl/media/image1.png (picture 1)");
    assert_eq!(
        told("menu.xlsx"),
        [
            "cell https://shared.cn/1 (sheet Menu, cell A1)",
            "text https://shared.cn/2 (sheet Menu, cell B1)",
            "cell https://inline.cn/ (sheet Menu, cell A2)",
            "link https://formula.cn/\"q\" (sheet Menu, cell B2) [菜单]",
            "link https://target.cn/#x (sheet Menu, cell C2) [菜单]",
            "link https://empty.cn/ (sheet Menu, cell Z9) [空]",
            "comment https://comment.cn/ (cell B7, part comments1.xml)",
            &picture,
        ]
    );
}

#[test]
fn a_message_tells_headers_texts_attachments_and_messages_inside() {
    let picture = format!("picture {SHOP} in code.png (picture 1)");
    assert_eq!(
        told("mail.eml"),
        [
            "header https://subject.cn/ (part Subject)",
            "header https://unsub.cn/a (part List-Unsubscribe)",
            "header mailto:x@example.com (part List-Unsubscribe)",
            "text https://plain.cn/long (part 2 text/plain)",
            "text https://html.cn/ (part 3 text/html)",
            &picture,
            "header https://innersubject.cn/ (part 5 message/rfc822, Subject)",
            "text https://nested.cn/ (part 5 message/rfc822, 1 text/plain)",
            "value https://attached.cn 1:7 in a.json (pointer /u)",
            "fault unsupported",
        ]
    );
    let mailbox = b"From a Mon Jan 1\nSubject: x\n\nhttps://one.cn/\n\nFrom b Mon Jan 1\nSubject: y\n\nhttps://two.cn/\n";
    assert_eq!(bytes(Format::Eml, mailbox), ["text https://one.cn/ (part message 1, 1 text/plain)", "text https://two.cn/ (part message 2, 1 text/plain)"]);
}

#[test]
fn an_archive_tells_each_entry_by_its_format() {
    let all = told("all.zip");
    let first = [
        "line https://l.cn/1 1:1 in a/list.urls",
        "line https://l.cn/2 3:1 in a/list.urls",
        "value https://j.cn 1:7 in b.json (pointer /u)",
        "text https://deep.cn/ 1:1 in inner.zip!deep.md",
        "cell https://c.cn 2:1 in etc/x.csv (cell a)",
    ];
    assert_eq!(all[..5], first);
    let of_document: Vec<String> = told("menu.docx").iter().map(|line| inside(line)).collect();
    assert_eq!(all[5..5 + of_document.len()], of_document);
    assert_eq!(all[5 + of_document.len()..], [format!("picture {SHOP} in q.png (picture 1)"), "fault unsupported".to_owned()]);
}

/// A line of `menu.docx` as it reads where the document is inside an archive.
fn inside(line: &str) -> String {
    if let Some((before, after)) = line.split_once(" in ") {
        return format!("{before} in menu.docx!{after}");
    }
    let (before, after) = line.split_once(" (").unwrap();
    format!("{before} in menu.docx ({after}")
}

#[test]
fn codes_are_found_in_every_kind_of_picture() {
    let one = code(SHOP.as_bytes(), 4);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        assert_eq!(bytes(Format::Picture, &encoded(&one, format)), [format!("picture {SHOP} (picture 1)")], "{format:?}");
    }
    let mut inverted = one.clone();
    image::imageops::invert(&mut inverted);
    assert_eq!(bytes(Format::Picture, &encoded(&inverted, ImageFormat::Png)), [format!("picture {SHOP} (picture 1)")]);
    let turned = image::imageops::rotate90(&one);
    assert_eq!(bytes(Format::Picture, &encoded(&turned, ImageFormat::Png)), [format!("picture {SHOP} (picture 1)")]);
    for module in [2, 3, 8] {
        assert_eq!(
            bytes(Format::Picture, &encoded(&code(SHOP.as_bytes(), module), ImageFormat::Png)),
            [format!("picture {SHOP} (picture 1)")],
            "{module} pixels"
        );
    }
    let three = side_by_side(&[code(b"https://a.cn/1", 4), code(b"wxp://f2f0abcdefgh", 4), code("你好".as_bytes(), 4)]);
    let mut told = bytes(Format::Picture, &encoded(&three, ImageFormat::Png));
    told.iter_mut().for_each(|line| line.truncate(line.find(" (").unwrap()));
    told.sort();
    assert_eq!(told, ["picture https://a.cn/1", "picture wxp://f2f0abcdefgh", "picture 你好"]);
    let gbk = encoding_rs::GBK.encode("看看这家店铺的优惠 https://a.cn/1 谢谢").0.into_owned();
    assert_eq!(bytes(Format::Picture, &encoded(&code(&gbk, 4), ImageFormat::Png)), ["picture 看看这家店铺的优惠 https://a.cn/1 谢谢 (picture 1)"]);
    assert_eq!(bytes(Format::Picture, &encoded(&image::GrayImage::from_pixel(300, 300, image::Luma([255])), ImageFormat::Png)), Vec::<String>::new());
}

#[test]
fn pictures_in_links_are_looked_at_in_any_format() {
    let link = data_url(&png(SHOP));
    assert_eq!(text(Format::Json, &format!("{{\"a\":\"{link}\"}}"), &[]), [format!("picture {SHOP} 1:7 (pointer /a, picture 1)")]);
    assert_eq!(text(Format::Csv, &format!("a,b\n1,{link}\n"), &[]), ["cell data:image/png;base64 2:3 (cell b)"], "a comma in the link parts the cell");
    assert_eq!(text(Format::Csv, &format!("a,b\n1,\"{link}\"\n"), &[]), [format!("picture {SHOP} 2:4 (cell b, picture 1)")]);
    let escaped = link.replace('+', "%2B").replace('=', "%3D");
    assert_eq!(text(Format::Toml, &format!("a = '{escaped}'"), &[]), [format!("picture {SHOP} 1:6 (pointer /a, picture 1)")]);
    assert_eq!(text(Format::Json, r#"{"a":"data:image/png;base64,AAAA"}"#, &[]), ["fault unsupported 1:7 (pointer /a)"]);
    assert_eq!(text(Format::Json, r#"{"a":"data:text/html,x"}"#, &[]), ["value data:text/html,x 1:7 (pointer /a)"]);
}

#[test]
fn codes_are_told_in_documents_workbooks_and_mail() {
    let body = "<w:p><w:r><w:t>复制 ￥aB3dE5</w:t></w:r><w:r><w:t>gH7jK￥ 看 https://a.cn/1</w:t></w:r></w:p>";
    let document = docx(body, &[], &[]);
    assert_eq!(with_codes(Format::Docx, &document), ["text ￥aB3dE5gH7jK￥ (paragraph 1)", "text https://a.cn/1 (paragraph 1)"]);
    let sheet = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>"#;
    let workbook = xlsx(sheet, &["￥aB3dE5gH7jK￥"], &[], &[]);
    assert_eq!(with_codes(Format::Xlsx, &workbook), ["cell ￥aB3dE5gH7jK￥ (sheet Menu, cell A1)"]);
    let mail = "Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n5aSN5Yi2IO+/pWFCM2RFNWdIN2pL77+lIOaJk+W8gA==\n";
    assert_eq!(with_codes(Format::Eml, mail.as_bytes()), ["text ￥aB3dE5gH7jK￥ (part 1 text/plain)"]);
}

#[test]
fn chunks_in_other_formats_are_read_wherever_they_stand() {
    let document = docx("<w:altChunk r:id='c'/>", &[], &[("word/afchunk.htm", b"<a href=https://a.cn/1>x</a>")]);
    assert_eq!(bytes(Format::Docx, &document), ["link https://a.cn/1 1:9 in word/afchunk.htm [x]"]);
}

#[test]
fn names_of_senders_are_read_as_they_are_shown() {
    let mail = b"From: =?utf-8?B?aHR0cHM6Ly9hLmNu?= <x@b.cn>\nList-Unsubscribe: <https://c.cn/u>\n\nhttps://d.cn\n";
    let links = ["header https://a.cn (part From)", "header https://c.cn/u (part List-Unsubscribe)", "text https://d.cn (part 1 text/plain)"];
    assert_eq!(bytes(Format::Eml, mail), links);
}
