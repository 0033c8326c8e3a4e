//! The record: one JSON object a line, version 1, keys in a fixed order, absent when empty.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::json::{JsonWriter, is_plain, number, string};
use super::suggestion::{Suggesting, facts};
use crate::canon::CanonicalUrl;
use crate::check::batch::{InputName, RecordWriter};
use crate::check::outcome::{Allowed, At, Extent, LinkOutcome, SceneDecision, Written};
use crate::check::plain::{Alike, Form, PlainLink, Shares};
use crate::check::run::Run;
use crate::classify::candidate::{Candidate, Via};
use crate::classify::catalog::Named;
use crate::extract::found::{Place, Role, Spot};
use crate::message::Lang;
use crate::policy::model::Policy;
use crate::room::{Piece, ROOM, Span};
use crate::suggest::propose::nearest;
use crate::verdict::{Effect, Kind, Uncertainty};

/// Writes records as JSON lines.
#[derive(Debug, Clone)]
pub struct Jsonl<'r> {
    run: &'r Run<'r>,
    /// What every record begins with.
    start: Vec<u8>,
    /// The same with the key of the link, for plain links.
    start_of_plain: Piece,
    /// What the decision on each scene begins with, by policy and scene.
    scenes: Vec<Vec<Vec<u8>>>,
    suggesting: Suggesting,
}

impl<'r> Jsonl<'r> {
    /// A writer for a run.
    #[must_use]
    pub fn new(run: &'r Run<'r>, suggesting: Suggesting) -> Self {
        let start = format!("{{\"v\":1,\"run\":\"{}\"", run.id).into_bytes();
        let scene = |policy: &Policy, scene: &Named| format!("{{\"policy\":\"{}\",\"scene\":\"{}\"", policy.id, scene.id).into_bytes();
        let scenes = |policy: &Policy| policy.scenes.iter().map(|named| scene(policy, named)).collect();
        let start_of_plain = Piece::of(&[start.as_slice(), br#","link":""#].concat());
        Self { run, start, start_of_plain, scenes: run.policies.iter().map(|run| scenes(run.matcher.policy())).collect(), suggesting }
    }
}

impl Shares for Jsonl<'_> {
    fn alike(&self, outcome: &LinkOutcome<'_>) -> Option<Alike> {
        if self.suggesting == Suggesting::Everything {
            return None;
        }
        let (mut before_host, mut behind_host) = (b"\"".to_vec(), b"\"".to_vec());
        verdict(&mut JsonWriter::resume(&mut before_host, b""), outcome);
        before_host.extend_from_slice(br#","host":""#);
        let mut record = JsonWriter::resume(&mut behind_host, b"");
        self.facts(&mut record, &outcome.chain.first);
        let mut behind_target = Vec::new();
        let mut record = match outcome.chain.deeper.first() {
            None => record,
            Some(target) => {
                let chain = record.key("chain");
                chain.push(b'[');
                let mut entry = JsonWriter::object(chain);
                entry.id("via", self.via(target));
                entry.key("url");
                let mut entry = JsonWriter::resume(&mut behind_target, b"");
                self.facts(&mut entry, target);
                entry.end_object();
                behind_target.push(b']');
                JsonWriter::resume(&mut behind_target, b"")
            }
        };
        self.decisions(&mut record, outcome);
        record.key("at").extend_from_slice(br#"{"file":"#);
        let behind_target = outcome.chain.deeper.first().map(|_| Piece::of(&behind_target));
        Some(Alike { before_host: Piece::of(&before_host), behind_host: Piece::of(&behind_host), behind_target })
    }
}

impl RecordWriter for Jsonl<'_> {
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>) {
        out.reserve(512);
        let mut record = JsonWriter::resume(out, &self.start);
        let link = &outcome.chain.first;
        let proved = proved(outcome);
        match (proved, outcome.written) {
            (Some(text), _) => {
                let before = record.len() + r#","link":"#.len();
                record.id("link", text);
                record.same_string("url", record.len() - before);
            }
            (None, Written::Text(text)) => record.string("link", text),
            (None, Written::Bytes(bytes)) => record.string("link_base64", &STANDARD.encode(bytes)),
        }
        match &link.url {
            Ok(url) if proved.is_none() => record.string("url", url.as_str()),
            Ok(_) => {}
            Err(_) if link.code.is_some() => {}
            Err(error) => record.id("error", error.id()),
        }
        verdict(&mut record, outcome);
        for (key, host) in [("host", link.host()), ("registrable", link.registrable())] {
            match host {
                Some(host) if proved.is_some() => record.id(key, host),
                Some(host) => record.string(key, host),
                None => {}
            }
        }
        self.facts(&mut record, link);
        if let Some(code) = outcome.code_beside {
            record.id("code_beside", code);
        }
        if !outcome.chain.deeper.is_empty() {
            let mut chain = JsonWriter::array(record.key("chain"));
            outcome.chain.deeper.iter().for_each(|layer| self.layer(chain.item(), layer));
            chain.end_array();
        }
        self.decisions(&mut record, outcome);
        place(record.key("at"), file, outcome.at);
        if !outcome.allowed.is_empty() {
            let mut allowed = JsonWriter::array(record.key("suppressed"));
            for Allowed { rule, reason } in &outcome.allowed {
                let mut entry = JsonWriter::object(allowed.item());
                entry.id("rule", rule);
                entry.string("reason", reason);
                entry.end_object();
            }
            allowed.end_array();
        }
        if outcome.extent == Extent::Cut {
            record.truth("truncated");
        }
        record.end_object();
        out.push(b'\n');
    }

    fn name(&self, file: &str) -> Piece {
        let mut written = Vec::new();
        string(&mut written, file);
        written.extend_from_slice(br#","line":"#);
        Piece::of(&written)
    }

    fn plain(&self, out: &mut Vec<u8>, input: &InputName, link: &PlainLink<'_>, at: At<'_>) {
        let text = link.text.text();
        let (is_written, url, added) = match &link.form {
            Form::Proved(proved) => (!proved.holds_backslash(text.as_bytes()), None, proved.added()),
            Form::Canonical(url) => (is_plain(text) && is_plain(url.as_str()), Some(Span::of(url.as_str().as_bytes())), ""),
        };
        let is_simple = is_written && (std::ptr::eq(at.spot, Spot::NONE) || *at.spot == *Spot::NONE);
        let (Some(alike), Some(place), true) = (&link.judged.alike, at.place, is_simple) else {
            return self.record(out, &input.name, &link.outcome(at));
        };
        self.start_of_plain.append::<PIECE>(out);
        match url {
            None => link.text.whole().append_twice::<TEXT>(br#"","url":""#, out),
            Some(url) => {
                link.text.whole().append::<TEXT>(out);
                out.extend_from_slice(br#"","url":""#);
                url.append::<TEXT>(out);
            }
        }
        out.extend_from_slice(added.as_bytes());
        alike.before_host.append::<PIECE>(out);
        link.host().append::<HOST>(out);
        if let Some(registrable) = link.registrable() {
            out.extend_from_slice(br#"","registrable":""#);
            registrable.append::<HOST>(out);
        }
        alike.behind_host.append::<FACTS>(out);
        if let Some(target) = link.target {
            let (text, added) = target.text();
            if target.is_quotable() {
                out.push(b'"');
                text.whole().append::<TEXT>(out);
                out.extend_from_slice(added.as_bytes());
                out.push(b'"');
            } else {
                string(out, text.text());
            }
            if let Some(behind) = &alike.behind_target {
                behind.append::<FACTS>(out);
            }
        }
        input.written.append::<PIECE>(out);
        number(out, place.line);
        if (place.column, place.end_line) == (1, place.line) {
            out.extend_from_slice(br#","column":1,"end_column":"#);
        } else {
            out.extend_from_slice(br#","column":"#);
            number(out, place.column as u64);
            if place.end_line != place.line {
                out.extend_from_slice(br#","end_line":"#);
                number(out, place.end_line);
            }
            out.extend_from_slice(br#","end_column":"#);
        }
        number(out, place.end_column as u64);
        if at.role != Role::Line {
            JsonWriter::resume(out, b"").id("role", at.role.as_str());
        }
        out.extend_from_slice(b"}}\n");
    }
}

/// The windows by which pieces are copied; what is known of a host and the decisions take two of the larger ones, whatever they are.
const PIECE: usize = 64;
const FACTS: usize = 128;

/// The windows by which texts and hosts are copied: four texts of five are shorter, and nearly all hosts.
const TEXT: usize = ROOM;
const HOST: usize = 32;

impl Jsonl<'_> {
    fn decisions(&self, record: &mut JsonWriter<'_>, outcome: &LinkOutcome<'_>) {
        let mut decisions = JsonWriter::array(record.key("decisions"));
        outcome.decisions.iter().for_each(|scene| self.decision(decisions.item(), outcome, scene));
        decisions.end_array();
    }

    fn facts(&self, record: &mut JsonWriter<'_>, layer: &Candidate<'_>) {
        let catalog = self.run.classifier.catalog;
        if let Some(owner) = layer.owner {
            record.id("owner", catalog.owner_name(owner));
        }
        record.ids("category", catalog.category_names(layer.category));
        if let Some(code) = layer.code {
            record.id("code", code);
        }
        record.ids("signals", layer.signals.iter().map(crate::signal::Signal::id));
        if let Some(reason) = layer.lookup.failure() {
            record.id("unresolved", reason.as_str());
        }
    }

    /// What a layer was found by.
    fn via(&self, layer: &Candidate<'_>) -> &str {
        match layer.via {
            Via::Wrapper(wrapper) => self.run.classifier.catalog.wrapper_entry(wrapper).map_or("", |wrapper| &wrapper.named.id),
            Via::DeepLink => "deep-link",
            Via::Reading => "reading",
            Via::Resolved(_) => "resolved",
            Via::Written | Via::SameText => "same-text",
        }
    }

    fn layer(&self, out: &mut Vec<u8>, layer: &Candidate<'_>) {
        let mut entry = JsonWriter::object(out);
        entry.id("via", self.via(layer));
        match &layer.url {
            Ok(url) => entry.string("url", CanonicalUrl::as_str(url)),
            Err(error) => entry.id("error", error.id()),
        }
        if layer.kind != Kind::Web {
            entry.id("kind", layer.kind.as_str());
        }
        self.facts(&mut entry, layer);
        entry.end_object();
    }

    fn decision(&self, out: &mut Vec<u8>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) {
        let Some(run) = self.run.policies.get(scene.policy) else { return };
        let (policy, decision) = (run.matcher.policy(), &scene.decision);
        let Some(start) = self.scenes.get(scene.policy).and_then(|scenes| scenes.get(scene.scene)) else { return };
        let mut entry = JsonWriter::resume(out, start);
        entry.id("verdict", decision.verdict.as_str());
        entry.ids("rules", decision.causes.iter().map(|cause| run.name(*cause)));
        if let Some(basis) = decision.basis {
            entry.id("basis", basis.as_str());
        }
        if decision.layer > 0 {
            entry.number("layer", u64::from(decision.layer));
        }
        if let Some(trial) = decision.trial.and_then(|number| policy.trials.get(usize::from(number))) {
            entry.id("trial", &trial.named.id);
        }
        if let Some(without) = decision.without_trial {
            entry.id("without_trial", without.as_str());
        }
        entry.ids("effects", decision.effects.iter().map(Effect::as_str));
        if let Some((moment, _)) = decision.until {
            entry.id("until", &moment.show(policy.zone));
        }
        if let Some(platform) = decision.platform {
            entry.id("platform_verdict", platform.as_str());
        }
        if self.suggesting == Suggesting::Everything {
            self.suggestion(&mut entry, outcome, scene);
        }
        entry.end_object();
    }

    /// The nearest change that helps; a change of the link is written with the link.
    fn suggestion(&self, entry: &mut JsonWriter<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) {
        let Some(policy) = self.run.policies.get(scene.policy).map(|run| run.matcher.policy()) else { return };
        let Some(facts) = nearest(self.run, outcome, scene).map(|suggestion| facts(&suggestion, policy, Lang::En)) else { return };
        let mut object = JsonWriter::object(entry.key("suggestion"));
        object.id("change", facts.change);
        for (key, value) in [("link", &facts.link), ("scene", &facts.scene), ("from", &facts.from)] {
            if let Some(value) = value {
                object.string(key, value);
            }
        }
        object.id("verdict", facts.verdict);
        object.end_object();
    }
}

/// The link where it is its own canonical URL and holds nothing that JSON escapes: the fast road lets neither quotes
/// nor control characters through, so only a backslash of the query is left to look for.
fn proved<'o>(outcome: &LinkOutcome<'o>) -> Option<&'o str> {
    let (Written::Text(text), Ok(url)) = (outcome.written, &outcome.chain.first.url) else { return None };
    (std::ptr::eq(text, url.as_str()) && memchr::memchr(b'\\', text.as_bytes()).is_none()).then_some(text)
}

/// The verdicts on a link, and its kind.
fn verdict(record: &mut JsonWriter<'_>, outcome: &LinkOutcome<'_>) {
    let (verdict, worst) = (outcome.verdict(), outcome.worst());
    record.id("verdict", verdict.as_str());
    if worst != verdict {
        record.id("worst", worst.as_str());
    }
    record.ids("uncertain", outcome.uncertain().iter().map(Uncertainty::as_str));
    record.id("kind", outcome.chain.first.kind.as_str());
}

/// The lines and columns of a place.
fn lines(at: &mut JsonWriter<'_>, place: Place) {
    at.number("line", place.line);
    at.number("column", place.column as u64);
    if place.end_line != place.line {
        at.number("end_line", place.end_line);
    }
    at.number("end_column", place.end_column as u64);
}

fn place(out: &mut Vec<u8>, file: &str, stands: At<'_>) {
    let mut at = JsonWriter::object(out);
    let (spot, role) = (stands.spot, stands.role);
    at.string("file", &stands.file(file));
    if let Some(place) = stands.place {
        lines(&mut at, place);
    }
    for (key, value) in [("pointer", &spot.pointer), ("sheet", &spot.sheet), ("cell", &spot.cell), ("part", &spot.part)] {
        if let Some(value) = value {
            at.string(key, value);
        }
    }
    for (key, number) in [("paragraph", spot.paragraph), ("picture", spot.picture.map(u64::from))] {
        if let Some(number) = number {
            at.number(key, number);
        }
    }
    if role != Role::Line {
        at.id("role", role.as_str());
    }
    at.end_object();
}
