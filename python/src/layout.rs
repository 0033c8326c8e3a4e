//! Which columns an answer has, and of which types.

use std::sync::Arc;

use arrow_array::StringArray;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use outlink::check::run::Run;
use outlink::verdict::{Kind, Verdict};

/// What a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Verdict,
    Worst,
    Rules,
    Uncertain,
    Host,
    Registrable,
    Owner,
    Category,
    Signals,
    Error,
    Kind,
    Url,
    /// Everything that is said of each scene.
    Decisions,
    /// The record, as the command line writes it.
    Record,
    /// The verdict in one scene, by its number among the decisions.
    Scene(usize),
}

/// How words of a small vocabulary are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Dictionary,
    Plain,
}

/// What stands in an answer unless it is said otherwise.
const USUAL: [(&str, Column); 10] = [
    ("verdict", Column::Verdict),
    ("worst", Column::Worst),
    ("rules", Column::Rules),
    ("uncertain", Column::Uncertain),
    ("host", Column::Host),
    ("registrable", Column::Registrable),
    ("owner", Column::Owner),
    ("category", Column::Category),
    ("signals", Column::Signals),
    ("error", Column::Error),
];
/// What can be asked for beside it.
const MORE: [(&str, Column); 4] = [("kind", Column::Kind), ("url", Column::Url), ("decisions", Column::Decisions), ("record", Column::Record)];

/// The columns of an answer with their schema, and the words that dictionaries share.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) columns: Vec<Column>,
    pub(crate) coding: Coding,
    pub(crate) schema: SchemaRef,
    pub(crate) verdicts: Arc<StringArray>,
    pub(crate) kinds: Arc<StringArray>,
    pub(crate) owners: Arc<StringArray>,
}

/// A name that is no column.
#[derive(Debug)]
pub(crate) struct UnknownColumn {
    pub(crate) name: String,
    pub(crate) known: String,
}

/// The scenes of a run in the order of its decisions, as `policy/scene`.
pub(crate) fn scenes(run: &Run<'_>) -> Vec<String> {
    let of_policy = |policy: &outlink::check::run::RunPolicy<'_>| {
        let model = policy.matcher.policy();
        let names = policy.scenes.iter().filter_map(|scene| model.scenes.get(*scene));
        names.map(|scene| format!("{}/{}", model.id, scene.id)).collect::<Vec<_>>()
    };
    run.policies.iter().flat_map(of_policy).collect()
}

impl Layout {
    /// The columns asked for, or the usual ones: with several scenes, the verdict in each beside the strictest.
    pub(crate) fn new(run: &Run<'_>, asked: Option<&[String]>, coding: Coding) -> Result<Self, UnknownColumn> {
        let scenes = scenes(run);
        let by_scene: Vec<(&str, Column)> = scenes.iter().enumerate().map(|(number, name)| (name.as_str(), Column::Scene(number))).collect();
        let all: Vec<(&str, Column)> = USUAL.iter().chain(&MORE).chain(&by_scene).copied().collect();
        let chosen: Vec<(&str, Column)> = match asked {
            None if scenes.len() > 1 => USUAL.iter().chain(&by_scene).copied().collect(),
            None => USUAL.to_vec(),
            Some(asked) => {
                let known = || all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                let find =
                    |name: &String| all.iter().find(|(known, _)| known == name).copied().ok_or_else(|| UnknownColumn { name: name.clone(), known: known() });
                asked.iter().map(find).collect::<Result<_, _>>()?
            }
        };
        let catalog = run.classifier.catalog;
        let owners = catalog.owners.iter().map(|owner| Some(owner.named.id.as_str()));
        let fields: Vec<Field> = chosen.iter().map(|(name, column)| Field::new(*name, column.data_type(coding), true)).collect();
        Ok(Self {
            columns: chosen.into_iter().map(|(_, column)| column).collect(),
            coding,
            schema: Arc::new(Schema::new(fields)),
            verdicts: Arc::new(StringArray::from_iter_values(Verdict::ALL.iter().map(|verdict| verdict.as_str()))),
            kinds: Arc::new(StringArray::from_iter_values(Kind::ALL.iter().map(|kind| kind.as_str()))),
            owners: Arc::new(owners.collect::<StringArray>()),
        })
    }
}

fn list() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
}

/// What a decision holds.
pub(crate) fn decision_fields() -> Fields {
    Fields::from(vec![
        Field::new("policy", DataType::Utf8, true),
        Field::new("scene", DataType::Utf8, true),
        Field::new("verdict", DataType::Utf8, true),
        Field::new("worst", DataType::Utf8, true),
        Field::new("rules", list(), true),
        Field::new("effects", list(), true),
    ])
}

impl Column {
    fn data_type(self, coding: Coding) -> DataType {
        match self {
            Self::Verdict | Self::Worst | Self::Kind | Self::Owner | Self::Scene(_) => match coding {
                Coding::Dictionary => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
                Coding::Plain => DataType::Utf8,
            },
            Self::Rules | Self::Uncertain | Self::Category | Self::Signals => list(),
            Self::Host | Self::Registrable | Self::Error | Self::Url | Self::Record => DataType::Utf8,
            Self::Decisions => DataType::List(Arc::new(Field::new_list_field(DataType::Struct(decision_fields()), true))),
        }
    }
}
