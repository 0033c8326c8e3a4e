//! The command line's shape. Parsing touches nothing in the world.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, value_parser};
use clap_complete::Shell;
use outlink::extract::format::Format;

use crate::color::ColorChoice;

/// The whole command line. Its help texts stand in `message::help`.
#[derive(Debug, Parser)]
#[command(name = "outlink", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[arg(long, global = true, value_name = "LANG", env = "OUTLINK_LANG", default_value = "en", value_parser = ["en", "zh"])]
    pub(crate) lang: String,

    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Box<CheckArgs>),
    Explain(Box<ExplainArgs>),
    #[command(subcommand)]
    Policy(Box<PolicyCommand>),
    #[command(subcommand)]
    List(ListCommand),
    Rules(RulesArgs),
    #[command(subcommand)]
    Settings(SettingsCommand),
    MergeSummaries(MergeArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// `outlink completions`
#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// `outlink man`
#[derive(Debug, ClapArgs)]
pub(crate) struct ManArgs {
    #[arg(long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
}

/// `outlink policy`
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    Check(PolicyCheckArgs),
    List(PolicyListArgs),
    Show(PolicyShowArgs),
    Test(PolicyTestArgs),
    Timeline(PolicyTimelineArgs),
    Coverage(PolicyCoverageArgs),
    Mutate(PolicyProofArgs),
    Diff(PolicyDiffArgs),
    Fmt(PolicyFmtArgs),
    New(PolicyNewArgs),
    Schema(PolicySchemaArgs),
}

/// `outlink policy check`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyCheckArgs {
    #[arg(value_name = "POLICY")]
    pub(crate) policies: Vec<String>,

    #[arg(long, value_name = "ID", value_parser = ["miit-2021", "dma-5-4"])]
    pub(crate) standard: Option<String>,

    #[arg(long, value_name = "ID")]
    pub(crate) owner: Option<String>,

    #[arg(long, value_name = "FILE")]
    pub(crate) corpus: Vec<PathBuf>,

    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,

    #[arg(long, value_name = "DAYS")]
    pub(crate) horizon: Option<String>,

    #[command(flatten)]
    pub(crate) levels: LevelArgs,

    #[arg(long)]
    pub(crate) fix: bool,

    #[arg(long = "diff", id = "show_diff", requires = "fix")]
    pub(crate) diff: bool,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: LintFormatArg,
}

/// What becomes of lints in one run.
#[derive(Debug, ClapArgs)]
pub(crate) struct LevelArgs {
    #[arg(long, value_name = "LINT|all")]
    pub(crate) deny: Vec<String>,

    #[arg(long, value_name = "LINT|all")]
    pub(crate) warn: Vec<String>,

    #[arg(long, value_name = "LINT|all")]
    pub(crate) allow: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormatArg {
    Human,
    Json,
    Concise,
    Github,
    Sarif,
}

/// `outlink policy fmt`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyFmtArgs {
    #[arg(value_name = "PATH", id = "policy_files")]
    pub(crate) paths: Vec<OsString>,

    #[arg(long = "check", id = "check_only")]
    pub(crate) check: bool,

    #[arg(long = "diff", id = "show_diff")]
    pub(crate) diff: bool,
}

/// `outlink policy new`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyNewArgs {
    #[arg(value_name = "ID")]
    pub(crate) new_id: String,

    #[arg(long, value_name = "ID|FILE")]
    pub(crate) extends: Option<String>,

    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

/// `outlink policy schema`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicySchemaArgs {
    #[arg(long, value_name = "FILES", default_value = "policies")]
    pub(crate) of: SchemaOfArg,
}

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOfArg {
    Policies,
    Tests,
}

/// `outlink policy timeline`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyTimelineArgs {
    #[arg(value_name = "LINK")]
    pub(crate) links: Vec<String>,

    #[command(flatten)]
    pub(crate) question: QuestionArgs,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: TimelineFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TimelineFormatArg {
    Human,
    Json,
    Svg,
}

/// `outlink policy list`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyListArgs {
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormatArg,
}

/// `outlink policy show`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyShowArgs {
    #[arg(value_name = "POLICY", required = true)]
    pub(crate) policies: Vec<String>,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormatArg,
}

/// `outlink policy mutate`, and what `outlink policy coverage` shares with it.
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyProofArgs {
    #[arg(value_name = "POLICY|FILE")]
    pub(crate) targets: Vec<String>,

    #[arg(long, value_name = "PERCENT", default_value = "0", value_parser = value_parser!(u8).range(0..=100))]
    pub(crate) least: u8,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormatArg,
}

/// `outlink policy coverage`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyCoverageArgs {
    #[command(flatten)]
    pub(crate) proof: PolicyProofArgs,

    #[arg(long, value_name = "FILE")]
    pub(crate) corpus: Vec<PathBuf>,

    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

/// `outlink policy test`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyTestArgs {
    #[arg(value_name = "POLICY|FILE")]
    pub(crate) targets: Vec<String>,

    #[arg(long)]
    pub(crate) update: bool,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormatArg,
}

/// `outlink policy diff`
#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyDiffArgs {
    #[arg(value_name = "POLICY|FILE", num_args = 1..=2, required = true)]
    pub(crate) compared: Vec<String>,

    #[arg(long, value_name = "DATE", num_args = 2)]
    pub(crate) dates: Vec<String>,

    #[arg(long, value_name = "REVISION", conflicts_with = "dates")]
    pub(crate) base: Option<String>,

    #[arg(long = "corpus", value_name = "FILE")]
    pub(crate) corpora: Vec<PathBuf>,

    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,

    #[arg(long = "fail-on", value_name = "CHANGE", default_value = "loosen")]
    pub(crate) fail_change: ChangeArg,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RulesFormatArg,
}

/// `outlink list`
#[derive(Debug, Subcommand)]
pub(crate) enum ListCommand {
    Build(ListBuildArgs),
}

/// `outlink list build`
#[derive(Debug, ClapArgs)]
pub(crate) struct ListBuildArgs {
    #[arg(value_name = "ID=FILE", id = "list_sources", required = true)]
    pub(crate) sources: Vec<String>,

    #[arg(long = "output", short = 'o', value_name = "FILE", id = "built_file")]
    pub(crate) output: PathBuf,

    #[arg(long)]
    pub(crate) exact: bool,

    #[arg(long)]
    pub(crate) skip_unsupported: bool,

    #[arg(long, value_name = "FILE")]
    pub(crate) psl: Option<PathBuf>,
}

/// What is asked of the policies; the same for every command that gives verdicts.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct QuestionArgs {
    #[arg(long, value_name = "ID|FILE", default_value = "wechat")]
    pub(crate) policy: Vec<String>,

    #[arg(long, value_name = "ID")]
    pub(crate) scene: Vec<String>,

    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,

    #[arg(long, value_name = "DAYS")]
    pub(crate) horizon: Option<String>,

    #[arg(long, value_name = "ID=on|off")]
    pub(crate) trial: Vec<String>,

    #[arg(long, value_name = "VIEW", default_value = "announced")]
    pub(crate) basis: BasisArg,

    #[arg(long, value_name = "GRADE", value_parser = ["A", "B", "C", "K"])]
    pub(crate) min_grade: Option<String>,

    #[arg(long, value_name = "ID")]
    pub(crate) choice: Option<String>,

    #[arg(long, value_name = "ID=VALUE")]
    pub(crate) context: Vec<String>,

    #[arg(long, value_name = "DATE")]
    pub(crate) posted: Option<String>,

    #[arg(long, value_name = "FILE")]
    pub(crate) psl: Option<PathBuf>,

    #[arg(long, value_name = "ID=FILE")]
    pub(crate) list: Vec<String>,

    #[arg(long)]
    pub(crate) no_cache: bool,
}

/// Whether and how hidden targets are looked for; the same for every command that gives verdicts.
#[derive(Debug, ClapArgs)]
pub(crate) struct ResolveArgs {
    #[arg(long)]
    pub(crate) resolve: bool,

    #[arg(long)]
    pub(crate) resolve_offline: bool,

    #[arg(long, value_name = "FILE")]
    pub(crate) resolve_cache: Option<PathBuf>,

    #[arg(long, value_name = "N", value_parser = value_parser!(u8).range(1..=32))]
    pub(crate) resolve_hops: Option<u8>,

    #[arg(long, value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=60))]
    pub(crate) resolve_timeout: Option<u64>,

    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100))]
    pub(crate) resolve_rate: Option<u32>,
}

/// `outlink check`
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<OsString>,

    #[command(flatten)]
    pub(crate) question: QuestionArgs,

    #[command(flatten)]
    pub(crate) resolving: ResolveArgs,

    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = input_names())]
    pub(crate) input: String,

    #[command(flatten)]
    pub(crate) walking: WalkArgs,

    #[arg(long, value_name = "ENCODING", default_value = "auto")]
    pub(crate) encoding: String,

    #[arg(long, value_name = "NAME|N")]
    pub(crate) column: Vec<String>,

    #[arg(long)]
    pub(crate) skip_code: bool,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: FormatArg,

    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[arg(long, value_name = "FILE")]
    pub(crate) run_info: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) sharing: ShardArgs,

    #[arg(long, value_name = "WHAT", default_value = "findings")]
    pub(crate) show: ShowArg,

    #[arg(long, value_name = "N")]
    pub(crate) max_findings: Option<u64>,

    #[arg(long, value_name = "WHAT", num_args = 0..=1, default_missing_value = "links", require_equals = true, value_delimiter = ',')]
    pub(crate) statistics: Vec<StatisticsArg>,

    #[arg(long, value_name = "FILE")]
    pub(crate) statistics_output: Option<PathBuf>,

    #[arg(long, value_name = "VERDICT", default_value = "block")]
    pub(crate) fail_on: FailOnArg,

    #[arg(long)]
    pub(crate) strict: bool,

    #[arg(long)]
    pub(crate) suggest: bool,

    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,

    #[arg(long)]
    pub(crate) allow_empty: bool,

    #[command(flatten)]
    pub(crate) settings: SettingsArgs,

    #[command(flatten)]
    pub(crate) baselines: BaselineArgs,

    #[arg(long, conflicts_with = "fix")]
    pub(crate) diff: bool,

    #[arg(long)]
    pub(crate) fix: bool,
}

/// A part of a run, and the counts that make parts a whole.
#[derive(Debug, ClapArgs)]
pub(crate) struct ShardArgs {
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<String>,

    #[arg(long, value_name = "FILE")]
    pub(crate) summary_output: Option<PathBuf>,
}

/// `outlink merge-summaries`
#[derive(Debug, ClapArgs)]
pub(crate) struct MergeArgs {
    #[arg(value_name = "FILE", id = "summaries", required = true)]
    pub(crate) summaries: Vec<PathBuf>,

    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Which settings hold, and what of them is heeded.
#[derive(Debug, ClapArgs)]
pub(crate) struct SettingsArgs {
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    #[arg(long)]
    pub(crate) no_config: bool,

    #[arg(long)]
    pub(crate) show_settings: bool,

    #[arg(long)]
    pub(crate) no_suppressions: bool,
}

/// What was there before.
#[derive(Debug, ClapArgs)]
pub(crate) struct BaselineArgs {
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    #[arg(long)]
    pub(crate) update_baseline: bool,
}

/// `outlink settings`
#[derive(Debug, Subcommand)]
pub(crate) enum SettingsCommand {
    Schema,
}

/// Which files of folders are read.
#[derive(Debug, ClapArgs)]
pub(crate) struct WalkArgs {
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<OsString>,

    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<String>,

    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    #[arg(long)]
    pub(crate) hidden: bool,

    #[arg(long)]
    pub(crate) no_ignore: bool,
}

/// What `--input` takes.
fn input_names() -> Vec<&'static str> {
    std::iter::once("auto").chain(Format::NAMES.iter().copied()).collect()
}

/// `outlink explain`
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "LINK", required = true)]
    pub(crate) links: Vec<String>,

    #[command(flatten)]
    pub(crate) question: QuestionArgs,

    #[command(flatten)]
    pub(crate) resolving: ResolveArgs,

    #[arg(long)]
    pub(crate) how_to_open: bool,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormatArg,
}

/// `outlink rules`
#[derive(Debug, ClapArgs)]
pub(crate) struct RulesArgs {
    #[arg(value_name = "ID")]
    pub(crate) rule: Option<String>,

    #[arg(long, value_name = "ID|FILE", default_value = "wechat")]
    pub(crate) policy: Vec<String>,

    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RulesFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BasisArg {
    Announced,
    Observed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    Human,
    Concise,
    Jsonl,
    Json,
    Csv,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
    Rdjson,
    Azure,
    Markdown,
}

/// What is told of a run beside its summary: counts of links, or where the time went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatisticsArg {
    Links,
    Timing,
}

impl StatisticsArg {
    /// Their names.
    pub(crate) const NAMES: [&'static str; 2] = ["links", "timing"];
}

impl CheckArgs {
    /// Whether links are counted by more than their verdicts, to be shown.
    pub(crate) fn counts_links(&self) -> bool {
        self.statistics.contains(&StatisticsArg::Links)
    }

    /// Whether it is told where the time went.
    pub(crate) fn takes_times(&self) -> bool {
        self.statistics.contains(&StatisticsArg::Timing)
    }
}

/// What people are shown of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowArg {
    Findings,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormatArg {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormatArg {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangeArg {
    Loosen,
    Tighten,
    Any,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    Warn,
    Copy,
    Block,
    Never,
}
