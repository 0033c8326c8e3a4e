//! Laws of all readers: spans slice the source, pointers lead to the value, no cut panics, encodings change no link.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use outlink::extract::decode::Decoded;
use outlink::extract::encoding::Choice;
use outlink::extract::format::Format;
use outlink::extract::found::{Event, Role};
use outlink::extract::reader::{Options, read_bytes, read_stream, read_text};
use proptest::prelude::*;

use super::packages::samples;

/// A string as it may stand in a value: words, links, and what has to be escaped.
fn word() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("https://a.cn/1 ".to_owned()),
        Just("https://b.cn/x?y=1&z=2".to_owned()),
        Just("看 https://c.cn/路 ，好".to_owned()),
        "[a-z\"\\\\/~: #\n\t'一-三]{0,8}",
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![word().prop_map(serde_json::Value::String), any::<i32>().prop_map(Into::into), Just(serde_json::Value::Null)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = prop_oneof![word(), "[a-c/~]{0,3}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::btree_map(key, inner, 0..4).prop_map(|map| serde_json::Value::Object(map.into_iter().collect()))
        ]
    })
}

/// The strings of a value, in its order.
fn strings<'v>(value: &'v serde_json::Value, found: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::String(text) => found.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        serde_json::Value::Object(map) => map.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pointers_of_json_lead_to_the_value(value in value(), is_pretty in any::<bool>()) {
        let text = if is_pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        let mut told = 0;
        read_text(Format::Json, &text, &Options::default(), &mut |event| match event {
            Event::Link(found) => {
                let pointer = found.spot.pointer.clone().unwrap_or_default();
                let span = found.span.unwrap();
                let written = text.get(span.start..span.end).unwrap();
                let meant: String = serde_json::from_str(&format!("\"{written}\"")).unwrap();
                assert_eq!(meant, found.text, "the span holds what the link is written as");
                if found.role == Role::Value {
                    told += 1;
                    assert!(value.pointer(&pointer).unwrap().as_str().unwrap().contains(&*found.text), "{pointer}");
                } else {
                    assert!(pointer.replace("~1", "/").replace("~0", "~").contains(&*found.text), "{pointer}");
                }
            }
            other => panic!("{other:?} of valid JSON"),
        });
        let mut all = Vec::new();
        strings(&value, &mut all);
        let is_any = all.iter().any(|text| text.contains("https://"));
        assert!(told > 0 || !is_any, "no link is lost");
    }

    #[test]
    fn cells_of_tables_come_back(rows in proptest::collection::vec(proptest::collection::vec(word(), 3), 1..5)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // The first line settles what parts the cells.
        writer.write_record(["a", "b", "c"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        read_text(Format::Csv, &text, &Options::default(), &mut |event| {
            if let Event::Link(found) = event {
                let place = found.place.unwrap();
                let line = lines[usize::try_from(place.line).unwrap() - 1];
                let written: String = line.chars().skip(place.column - 1).take(place.end_column - place.column).collect();
                assert_eq!(written.replace("\"\"", "\""), found.text.as_ref(), "{text}");
            }
        });
    }

    #[test]
    fn spans_of_yaml_and_toml_hold_the_link(words in proptest::collection::vec(word(), 1..5)) {
        let table: toml::Table = words.iter().enumerate().map(|(at, word)| (format!("k{at}"), toml::Value::String(word.clone()))).collect();
        let toml = toml::to_string(&table).unwrap();
        // JSON is YAML.
        let yaml = serde_json::to_string_pretty(&words).unwrap();
        for (format, text) in [(Format::Toml, toml), (Format::Yaml, yaml)] {
            let mut last = 0;
            read_text(format, &text, &Options::default(), &mut |event| match event {
                Event::Link(found) => {
                    let span = found.span.unwrap();
                    assert!(span.start >= last, "in order");
                    last = span.start;
                    let written = text.get(span.start..span.end).unwrap();
                    assert!(written.contains("://") && found.text.contains("://"), "{written} for {}", found.text);
                    if !written.contains('\\') {
                        assert_eq!(written, found.text.as_ref());
                    }
                }
                Event::Comment(_) => {}
                fault => panic!("{fault:?} of {text}"),
            });
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), pieces in proptest::collection::vec("[\\[\\]{}:,\"'#\\-&*!|> \n\ta-c0-9./\\\\]{0,12}|https://a.cn/", 0..12)) {
        let text = pieces.concat();
        for format in Format::ALL {
            read_bytes(*format, &bytes, &Options::default(), &mut |_| {});
            read_bytes(*format, text.as_bytes(), &Options::default(), &mut |_| {});
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn seams_of_decoding_lose_nothing(words in proptest::collection::vec("[一-龥a-z]{1,9}", 1..60), copies in 1_usize..200) {
        let text = format!("{} https://a.cn/1\n", words.join(" ")).repeat(copies);
        for encoding in [UTF_8, GB18030, UTF_16LE] {
            let bytes = encode(&text, encoding);
            let mut read = String::new();
            std::io::Read::read_to_string(&mut Decoded::new(bytes.as_slice(), Choice::Given(encoding)), &mut read).unwrap();
            assert_eq!(read, text);
        }
    }
}

fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    match encoding {
        _ if encoding == UTF_16LE => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ if encoding == UTF_16BE => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => encoding.encode(text).0.into_owned(),
    }
}

#[test]
fn every_encoding_gives_the_links_of_utf8() {
    let simple = "今天的优惠链接在这里：https://item.taobao.com/item.htm?id=1 ，复制打开即可。\n商品二：https://item.jd.com/2.html 谢谢大家的支持！\n";
    let traditional = "今天的優惠連結在這裡：https://item.taobao.com/item.htm?id=1 ，複製打開即可。\n商品二：https://item.jd.com/2.html 謝謝大家的支持！\n";
    let japanese = "今日のお得なリンクはこちら：https://item.taobao.com/item.htm?id=1 、コピーして開いてください。\n商品二：https://item.jd.com/2.html ありがとうございます！\n";
    let korean =
        "오늘의 할인 링크는 여기에 있습니다: https://item.taobao.com/item.htm?id=1 복사해서 여세요.\n상품 둘: https://item.jd.com/2.html 감사합니다!\n";
    let links = |bytes: &[u8], choice: Choice| {
        let mut decoded = Decoded::new(bytes, choice);
        let mut found = Vec::new();
        read_stream(Format::Text, &mut decoded, &Options::default(), &mut |event| {
            if let Event::Link(link) = event {
                found.push((link.text.into_owned(), link.place));
            }
        })
        .unwrap();
        (found, decoded.encoding(), decoded.replaced().count)
    };
    for (text, encodings) in [
        (simple, [UTF_8, UTF_16LE, UTF_16BE, GBK, GB18030].as_slice()),
        (traditional, &[UTF_8, UTF_16LE, UTF_16BE, BIG5]),
        (japanese, &[UTF_8, UTF_16LE, SHIFT_JIS, EUC_JP]),
        (korean, &[UTF_8, UTF_16BE, EUC_KR]),
    ] {
        let expected = links(text.as_bytes(), Choice::Auto).0;
        assert_eq!(expected.len(), 2);
        for encoding in encodings {
            let bytes = encode(text, encoding);
            let (told, found, replaced) = links(&bytes, Choice::Auto);
            let alike = |one: &'static Encoding| if one == GBK { GB18030 } else { one };
            assert_eq!((told, alike(found), replaced), (expected.clone(), alike(encoding), 0), "{}", encoding.name());
            assert_eq!(links(&bytes, Choice::Given(encoding)).0, expected, "{} given", encoding.name());
        }
    }
    let damaged = [simple.as_bytes(), b"\xff\xfe x\n"].concat();
    let (told, encoding, replaced) = links(&damaged, Choice::Auto);
    assert_eq!((told.len(), encoding, replaced), (2, UTF_8, 2), "text with damage stays what it is");
}

#[test]
fn files_cut_at_any_byte_are_read_or_refused() {
    for (name, bytes) in samples() {
        let format = Format::of_name(name).unwrap();
        let step = (bytes.len() / 150).max(1);
        for end in (0..bytes.len()).step_by(step) {
            let mut told = 0;
            read_bytes(format, &bytes[..end], &Options::default(), &mut |_| told += 1);
            assert!(told > 0 || format == Format::Eml, "{name} cut at {end} is silent");
        }
    }
}
