//! A walk over the elements of an XML part.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Something in an XML text; names are without prefix.
pub(in crate::extract) enum Node<'x> {
    /// An element begins.
    Start(&'x str, &'x Attributes<'x>),
    /// A stretch of text, entities undone.
    Text(&'x str),
    /// An element ends.
    End(&'x str),
}

/// The attributes of an element.
pub(in crate::extract) struct Attributes<'x>(&'x BytesStart<'x>);

impl Attributes<'_> {
    /// The value of an attribute, by its name without prefix.
    pub(in crate::extract) fn get(&self, name: &str) -> Option<String> {
        self.find(|_, local| local == name)
    }

    /// The value of the first attribute with a prefix that is one of these names.
    pub(in crate::extract) fn prefixed(&self, prefix: &str, names: &[&str]) -> Option<String> {
        self.find(|found, local| found == Some(prefix) && names.contains(&local))
    }

    fn find(&self, is_it: impl Fn(Option<&str>, &str) -> bool) -> Option<String> {
        let found = self.0.attributes().with_checks(false).flatten().find(|attribute| {
            let name = attribute.key.as_ref();
            match name.split_once(':') {
                Some((prefix, local)) => is_it(Some(prefix), local),
                None => is_it(None, name),
            }
        })?;
        Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned))
    }
}

/// Goes through an XML text until it ends or breaks the rules; `false` if it does.
pub(in crate::extract) fn walk(bytes: &[u8], mut see: impl FnMut(Node<'_>)) -> bool {
    let mut reader = Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    let mut depth = 0_u64;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => {
                depth += 1;
                see(Node::Start(local(start.name().as_ref()), &Attributes(&start)));
            }
            Ok(Event::Empty(start)) => {
                see(Node::Start(local(start.name().as_ref()), &Attributes(&start)));
                see(Node::End(local(start.name().as_ref())));
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                see(Node::End(local(end.name().as_ref())));
            }
            Ok(Event::Text(text)) => see(Node::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => see(Node::Text(&text.xml10_content())),
            Ok(Event::GeneralRef(entity)) => {
                let letter = entity.resolve_char_ref().ok().flatten().map(String::from);
                let named = || unescape(&format!("&{};", entity.xml10_content())).ok().map(std::borrow::Cow::into_owned);
                see(Node::Text(&letter.or_else(named).unwrap_or_default()));
            }
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
