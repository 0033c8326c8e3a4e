//! The columns of an answer, filled link by link.

use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder as _, Int32Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{Array as _, ArrayRef, DictionaryArray, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::ArrowError;
use outlink::check::outcome::SceneDecision;
use outlink::check::run::Run;
use outlink::engine::decision::Cause;
use outlink::report::jsonl::Jsonl;
use outlink::signal::Signal;
use outlink::verdict::{Effect, Uncertainty};
use smallvec::SmallVec;

use crate::answer::Answer;
use crate::layout::{Coding, Column, Layout, decision_fields};

/// About how many bytes a text has.
const TEXT: usize = 32;

/// Words of a small vocabulary: numbers into it, or the words themselves.
enum Words {
    Numbers(Int32Builder, Arc<StringArray>),
    Texts(StringBuilder, Arc<StringArray>),
}

impl Words {
    fn new(coding: Coding, vocabulary: &Arc<StringArray>, rows: usize) -> Self {
        match coding {
            Coding::Dictionary => Self::Numbers(Int32Builder::with_capacity(rows), Arc::clone(vocabulary)),
            Coding::Plain => Self::Texts(StringBuilder::with_capacity(rows, rows * 8), Arc::clone(vocabulary)),
        }
    }

    fn push(&mut self, number: Option<usize>) {
        match self {
            Self::Numbers(numbers, _) => numbers.append_option(number.and_then(|number| i32::try_from(number).ok())),
            Self::Texts(texts, vocabulary) => {
                texts.append_option(number.filter(|number| *number < vocabulary.len()).map(|number| vocabulary.value(number)));
            }
        }
    }

    fn finish(self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Numbers(mut numbers, vocabulary) => Arc::new(DictionaryArray::<Int32Type>::try_new(numbers.finish(), vocabulary)?),
            Self::Texts(mut texts, _) => Arc::new(texts.finish()),
        })
    }
}

type Lists = ListBuilder<StringBuilder>;

/// Appends a row of a list.
fn list<'t>(lists: &mut Lists, items: impl Iterator<Item = &'t str>) {
    items.for_each(|item| lists.values().append_value(item));
    lists.append(true);
}

enum Filling {
    Words(Words),
    Text(StringBuilder),
    Lists(Lists),
    Decisions(Box<ListBuilder<StructBuilder>>),
}

impl Filling {
    fn new(column: Column, layout: &Layout, rows: usize) -> Self {
        let words = |vocabulary| Self::Words(Words::new(layout.coding, vocabulary, rows));
        match column {
            Column::Verdict | Column::Worst | Column::Scene(_) => words(&layout.verdicts),
            Column::Kind => words(&layout.kinds),
            Column::Owner => words(&layout.owners),
            Column::Rules | Column::Uncertain | Column::Category | Column::Signals => {
                Self::Lists(ListBuilder::with_capacity(StringBuilder::with_capacity(rows, rows * TEXT), rows))
            }
            Column::Host | Column::Registrable | Column::Error | Column::Url | Column::Record => Self::Text(StringBuilder::with_capacity(rows, rows * TEXT)),
            Column::Decisions => Self::Decisions(Box::new(ListBuilder::new(StructBuilder::from_fields(decision_fields(), rows)))),
        }
    }

    fn push_null(&mut self) {
        match self {
            Self::Words(words) => words.push(None),
            Self::Text(texts) => texts.append_null(),
            Self::Lists(lists) => lists.append(false),
            Self::Decisions(decisions) => decisions.append(false),
        }
    }

    fn finish(self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Words(words) => words.finish()?,
            Self::Text(mut texts) => Arc::new(texts.finish()),
            Self::Lists(mut lists) => Arc::new(lists.finish()),
            Self::Decisions(mut decisions) => Arc::new(decisions.finish()),
        })
    }
}

/// The columns of some rows.
pub(crate) struct Columns<'c> {
    run: &'c Run<'c>,
    layout: &'c Layout,
    records: &'c Jsonl<'c>,
    filling: Vec<Filling>,
    rows: usize,
    /// The bytes of a record, kept to be used again.
    record: Vec<u8>,
}

impl<'c> Columns<'c> {
    pub(crate) fn new(run: &'c Run<'c>, layout: &'c Layout, records: &'c Jsonl<'c>, rows: usize) -> Self {
        let filling = layout.columns.iter().map(|column| Filling::new(*column, layout, rows)).collect();
        Self { run, layout, records, filling, rows: 0, record: Vec::new() }
    }

    /// A row without a link.
    pub(crate) fn push_null(&mut self) {
        self.filling.iter_mut().for_each(Filling::push_null);
        self.rows += 1;
    }

    /// A row with what is known of a link.
    pub(crate) fn push(&mut self, answer: &impl Answer) {
        for (column, filling) in self.layout.columns.iter().zip(&mut self.filling) {
            match filling {
                Filling::Words(words) => words.push(number(*column, answer)),
                Filling::Lists(lists) => push_list(self.run, *column, lists, answer),
                Filling::Decisions(decisions) => push_decisions(self.run, decisions, answer.decisions()),
                Filling::Text(texts) if *column == Column::Record => {
                    self.record.clear();
                    answer.record(self.records, &mut self.record);
                    texts.append_value(String::from_utf8_lossy(self.record.trim_ascii_end()));
                }
                Filling::Text(texts) => texts.append_option(text(*column, answer)),
            }
        }
        self.rows += 1;
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, ArrowError> {
        let columns = self.filling.into_iter().map(Filling::finish).collect::<Result<_, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        RecordBatch::try_new_with_options(Arc::clone(&self.layout.schema), columns, &options)
    }
}

/// The number of a word in its vocabulary.
fn number(column: Column, answer: &impl Answer) -> Option<usize> {
    match column {
        Column::Verdict => Some(answer.verdict() as usize),
        Column::Worst => Some(answer.worst() as usize),
        Column::Kind => Some(answer.kind() as usize),
        Column::Owner => answer.owner().map(|owner| usize::from(owner.0)),
        Column::Scene(at) => answer.decisions().get(at).map(|scene| scene.decision.verdict as usize),
        _ => None,
    }
}

fn text(column: Column, answer: &impl Answer) -> Option<&str> {
    match column {
        Column::Host => answer.host(),
        Column::Registrable => answer.registrable(),
        Column::Url => answer.url(),
        Column::Error => answer.error(),
        _ => None,
    }
}

fn push_list(run: &Run<'_>, column: Column, lists: &mut Lists, answer: &impl Answer) {
    match column {
        Column::Rules => rules(run, lists, answer),
        Column::Uncertain => list(lists, answer.uncertain().iter().map(Uncertainty::as_str)),
        Column::Category => list(lists, run.classifier.catalog.category_names(answer.category())),
        Column::Signals => list(lists, answer.signals().iter().map(Signal::id)),
        _ => lists.append(false),
    }
}

/// The causes of the strictest verdict, in the order of the decisions; each once.
fn rules(run: &Run<'_>, lists: &mut Lists, answer: &impl Answer) {
    let verdict = answer.verdict();
    let strictest = answer.decisions().iter().filter(|scene| scene.decision.verdict == verdict);
    let mut told: SmallVec<[(usize, Cause); 8]> = SmallVec::new();
    for (policy, cause) in strictest.flat_map(|scene| scene.decision.causes.iter().map(|cause| (scene.policy, *cause))) {
        if !told.contains(&(policy, cause)) {
            told.push((policy, cause));
            lists.values().append_option(run.policies.get(policy).map(|run| run.name(cause)));
        }
    }
    lists.append(true);
}

fn push_decisions(run: &Run<'_>, decisions: &mut ListBuilder<StructBuilder>, told: &[SceneDecision]) {
    for scene in told {
        let Some(asked) = run.policies.get(scene.policy) else { continue };
        let (model, decision) = (asked.matcher.policy(), &scene.decision);
        let name = model.scenes.get(scene.scene).map_or("", |scene| scene.id.as_str());
        let row = decisions.values();
        for (at, value) in [&model.id, name, decision.verdict.as_str(), decision.worst.as_str()].into_iter().enumerate() {
            if let Some(texts) = row.field_builder::<StringBuilder>(at) {
                texts.append_value(value);
            }
        }
        let lists: [Vec<&str>; 2] = [decision.causes.iter().map(|cause| asked.name(*cause)).collect(), decision.effects.iter().map(Effect::as_str).collect()];
        for (at, items) in lists.into_iter().enumerate() {
            let Some(lists) = row.field_builder::<ListBuilder<Box<dyn arrow_array::builder::ArrayBuilder>>>(4 + at) else { continue };
            if let Some(texts) = lists.values().as_any_mut().downcast_mut::<StringBuilder>() {
                items.into_iter().for_each(|item| texts.append_value(item));
            }
            lists.append(true);
        }
        row.append(true);
    }
    decisions.append(true);
}
