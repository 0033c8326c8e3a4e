//! The sheet of a signal.

use super::sheet::{Item, Sheet};
use crate::message::{Lang, rules as text};
use crate::page::{Example, ExampleLink, Fact, Level, Need, Page};
use crate::signal::Signal;

/// A signal's page in one language.
#[must_use]
pub fn sheet(page: &Page, lang: Lang) -> Sheet {
    let mut sheet = Sheet { id: page.signal.id().to_owned(), sentence: page.signal.sentence().get(lang).to_owned(), ..Sheet::default() };
    let level = match page.level {
        Level::Note => text::level_note(),
        Level::Review => text::level_review(),
        Level::Stop => text::level_stop(),
    };
    sheet.field(text::level().get(lang), text::level_and_meaning(page.level.as_str(), level.get(lang)).get(lang).to_owned());
    let needs = page.needs.map(|need| match need {
        Need::IcpList => text::needs_icp_list(),
        Need::Resolve => text::needs_resolve(),
        Need::Content => text::needs_content(),
    });
    sheet.field(text::needs().get(lang), needs.map(|needs| needs.get(lang).to_owned()).unwrap_or_default());
    sheet.section(text::what().get(lang), vec![Item::Text(page.what.get(lang).to_owned())]);
    sheet.section(text::why().get(lang), vec![Item::Text(page.why.get(lang).to_owned())]);
    sheet.section(text::facts().get(lang), page.facts.iter().map(|fact| sourced(fact, lang)).collect());
    sheet.section(text::examples().get(lang), page.examples.iter().map(|example| link(example, lang)).collect());
    sheet.section(text::counter_examples().get(lang), page.counter_examples.iter().map(|example| link(example, lang)).collect());
    sheet.section(text::action().get(lang), vec![Item::Text(page.action.get(lang).to_owned())]);
    let see: Vec<&str> = page.see.iter().copied().map(Signal::id).collect();
    sheet.section(text::see().get(lang), vec![Item::Text(see.join(", "))]);
    sheet
}

fn sourced(fact: &Fact, lang: Lang) -> Item {
    let note = fact.note.get(lang);
    let text = match &fact.platform {
        Some(platform) => text::on_platform(platform_name(platform, lang).as_str(), note).get(lang).to_owned(),
        None => note.to_owned(),
    };
    let mut source = text::source_line(&fact.source, fact.grade.as_str()).get(lang).to_owned();
    if let Some(rule) = &fact.rule {
        source.push_str(" · ");
        source.push_str(rule);
    }
    Item::Sourced { text, source }
}

/// How people call a platform; its id where no name is known.
fn platform_name(platform: &str, lang: Lang) -> String {
    match platform {
        "wechat" => text::wechat().get(lang).to_owned(),
        "qq" | "x" => platform.to_ascii_uppercase(),
        other => other.to_owned(),
    }
}

fn link(example: &Example, lang: Lang) -> Item {
    let mut note = example.note.get(lang).to_owned();
    if example.layer > 0 {
        note = text::remark(&note, text::in_layer(example.layer).get(lang)).get(lang).to_owned();
    }
    let link = match &example.link {
        ExampleLink::Text(link) => link.clone(),
        ExampleLink::Bytes(bytes) => bytes.escape_ascii().to_string(),
        ExampleLink::Padded(link, letters) => {
            note = text::remark(&note, text::more_letters(*letters).get(lang)).get(lang).to_owned();
            link.clone()
        }
    };
    Item::Link { link, note }
}
