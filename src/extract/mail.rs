//! Mail: headers, the text of messages, what is attached, messages inside messages.

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Addr, Address, Header, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::archive::{Unread, format_of};
use super::context::{Context, INNER_LIMIT, NESTING_LIMIT};
use super::data::value::links_of_string;
use super::format::Format;
use super::found::{Event, Fault, FaultKind, Found, Place, Role, See, Spot};
use super::reading::Options;
use super::running::links_in;
use crate::message::{Text, content as message};

/// The most messages inside messages in one file: a parser that goes into each would run out of stack.
const MESSAGE_LIMIT: usize = 256;

/// Reads a message, or a mailbox of many.
pub(super) fn read(bytes: &[u8], context: &mut Context<'_>, see: See<'_>) {
    if nested_messages(bytes) > MESSAGE_LIMIT {
        see(fault(FaultKind::Bound, message::many_messages(MESSAGE_LIMIT), Spot::default()));
        let text = String::from_utf8_lossy(bytes);
        for (_, url) in links_in(&text, context.options) {
            let mut found = Found::at(url.into(), Role::Text, Place::on_line(1, 1, 1), None);
            found.place = None;
            see(Event::Link(found));
        }
        return;
    }
    if !bytes.starts_with(b"From ") {
        return one(bytes, "", context, see);
    }
    for (number, found) in MessageIterator::new(bytes).enumerate() {
        let Ok(found) = found else { return see(fault(FaultKind::Malformed, message::broken_mailbox(), Spot::default())) };
        if number >= INNER_LIMIT {
            return see(fault(FaultKind::Bound, message::many_entries(number, INNER_LIMIT), Spot::default()));
        }
        one(found.contents(), &format!("message {}, ", number + 1), context, see);
    }
}

/// How often a file says that a message stands in it.
fn nested_messages(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'/', bytes)
        .filter(|at| {
            let before = bytes.get(at.saturating_sub(7)..*at).unwrap_or_default();
            before.eq_ignore_ascii_case(b"message")
        })
        .count()
}

fn one(bytes: &[u8], before: &str, context: &mut Context<'_>, see: See<'_>) {
    match MessageParser::default().parse(bytes) {
        Some(parsed) => message(&parsed, before, 0, context, see),
        None => see(fault(FaultKind::Malformed, message::broken_message(), Spot::default())),
    }
}

fn message(parsed: &Message<'_>, before: &str, depth: usize, context: &mut Context<'_>, see: See<'_>) {
    let mut unread = Unread::default();
    for (number, part) in parsed.parts.iter().enumerate() {
        if number == 0 {
            headers(&part.headers, &parsed.raw_message, before, context.options, see);
        }
        let label = format!("{before}{} {}", number + 1, type_of(part));
        match &part.body {
            PartType::Text(text) => body(part, Format::Text, text, &label, context, see),
            PartType::Html(text) => body(part, Format::Html, text, &label, context, see),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => attached(part, bytes, &label, &mut unread, context, see),
            PartType::Message(inner) if depth < NESTING_LIMIT => message(inner, &format!("{label}, "), depth + 1, context, see),
            PartType::Message(_) => {
                let spot = Spot { part: Some(label), ..Spot::default() };
                see(fault(FaultKind::Bound, message::nested(NESTING_LIMIT), spot));
            }
            PartType::Multipart(_) => {}
        }
    }
    unread.tell(see);
}

fn type_of(part: &MessagePart<'_>) -> String {
    match (part.content_type(), &part.body) {
        (Some(known), _) => format!("{}/{}", known.ctype(), known.subtype().unwrap_or("*")).to_ascii_lowercase(),
        (None, PartType::Message(_)) => "message/rfc822".to_owned(),
        (None, PartType::Html(_)) => "text/html".to_owned(),
        (None, _) => "text/plain".to_owned(),
    }
}

/// Reads a text of a message; one with a name of its own is a file.
fn body(part: &MessagePart<'_>, format: Format, text: &str, label: &str, context: &mut Context<'_>, see: See<'_>) {
    let named = part.attachment_name().and_then(|name| Some((name, Format::of_name(name)?)));
    if let Some((name, format)) = named
        && context.goes_deeper()
        && context.take_file()
    {
        return context.inner(name, format, text.as_bytes(), see);
    }
    context.part(format, text.as_bytes(), &mut |mut event| {
        // Lines of a part are no lines of the file.
        match &mut event {
            Event::Link(found) => {
                (found.place, found.span) = (None, None);
                found.spot.part = Some(label.to_owned());
            }
            Event::Fault(fault) => {
                fault.place = None;
                fault.spot.part = Some(label.to_owned());
            }
            Event::Comment(_) => {}
        }
        see(event);
    });
}

fn attached(part: &MessagePart<'_>, bytes: &[u8], label: &str, unread: &mut Unread, context: &mut Context<'_>, see: See<'_>) {
    let name = part.attachment_name().unwrap_or(label);
    match format_of(name, bytes) {
        Some(format) if context.goes_deeper() && context.take_file() => {
            context.take_bytes(bytes.len() as u64);
            context.inner(name, format, bytes, see);
        }
        _ => unread.add(name),
    }
}

/// Tells the links of headers, decoded where the parser decodes them.
fn headers(headers: &[Header<'_>], raw: &[u8], before: &str, options: &Options, see: See<'_>) {
    for header in headers {
        let decoded = header.value().as_text().map(str::to_owned);
        let written = || {
            let bytes = raw.get(header.offset_start() as usize..header.offset_end() as usize).unwrap_or_default();
            // A folded line goes on behind the break.
            String::from_utf8_lossy(bytes).replace("\r\n", "").replace('\n', "")
        };
        let mut text = decoded.unwrap_or_else(written);
        if let HeaderValue::Address(address) = header.value() {
            add_names(address, &mut text);
        }
        for (stretch, _) in links_of_string(&text, options) {
            let written = text.get(stretch).unwrap_or_default();
            let mut found = Found::at(written.into(), Role::Header, Place::on_line(1, 1, 1), None);
            found.place = None;
            found.spot.part = Some(format!("{before}{}", header.name()));
            see(Event::Link(found));
        }
    }
}

/// Adds the names of people to the header they stand in, where they are shown in another way than they are written.
fn add_names(address: &Address<'_>, text: &mut String) {
    let groups = address.as_group().unwrap_or_default().iter().filter_map(|group| group.name.as_deref());
    for name in groups.chain(address.iter().filter_map(Addr::name)) {
        if !text.contains(name) {
            text.push('\n');
            text.push_str(name);
        }
    }
}

fn fault(kind: FaultKind, sentence: Text, spot: Spot) -> Event<'static> {
    Event::Fault(Fault { kind, sentence, place: None, spot })
}
