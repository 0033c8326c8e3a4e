//! Documents, workbooks, mail, archives and pictures, written by the tests.

use image::ImageFormat;
use outlink::extract::format::Format;

use super::build::{code, data_url, docx, encoded, png, side_by_side, xlsx, zip};
use super::told::{bytes, text};

fn samples() -> Vec<(&'static str, Vec<u8>)> {
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

#[test]
fn write_samples() {
    if let Ok(folder) = std::env::var("SAMPLES") {
        for (name, bytes) in samples() {
            std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
        }
    }
    for (name, content) in samples() {
        println!("== {name}");
        for line in bytes(Format::of_name(name).unwrap(), &content) {
            println!("{line}");
        }
    }
    let _ = (code(b"x", 1), data_url(b""), encoded, side_by_side, ImageFormat::Png, text);
}
