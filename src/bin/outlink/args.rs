//! The command line's shape. Parsing touches nothing in the world.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::color::ColorChoice;

/// What will this platform do with this link, in this scene, on this day, and which rule says so?
#[derive(Debug, Parser)]
#[command(name = "outlink", version, about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Language of messages
    #[arg(long, global = true, value_name = "LANG", env = "OUTLINK_LANG", default_value = "en", value_parser = ["en", "zh"])]
    pub(crate) lang: String,

    /// When to colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a batch of links: one a line, from files or standard input
    Check(CheckArgs),
    /// Explain one link in every scene: verdict, rule, source, chain, dates
    Explain(ExplainArgs),
}

/// What is asked of the policies; the same for every command that gives verdicts.
#[derive(Debug, ClapArgs)]
pub(crate) struct QuestionArgs {
    /// Policy: the id of a built-in one, or the path of a TOML file (repeatable)
    #[arg(long, value_name = "ID|FILE", default_value = "wechat")]
    pub(crate) policy: Vec<String>,

    /// Scene; all scenes of the policy if none is given (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) scene: Vec<String>,

    /// Day to look at, 2021-11-29, or moment, 2021-11-29T15:00:00+08:00; today if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,

    /// Also say what changes within this time, such as 30d
    #[arg(long, value_name = "DAYS")]
    pub(crate) horizon: Option<String>,

    /// Switch a trial on or off: ID=on or ID=off (repeatable)
    #[arg(long, value_name = "ID=on|off")]
    pub(crate) trial: Vec<String>,

    /// Which statements count
    #[arg(long, value_name = "VIEW", default_value = "announced")]
    pub(crate) basis: BasisArg,

    /// Only statements with a source of at least this grade
    #[arg(long, value_name = "GRADE", value_parser = ["A", "B", "C", "K"])]
    pub(crate) min_grade: Option<String>,

    /// A user's own setting
    #[arg(long, value_name = "ID")]
    pub(crate) choice: Option<String>,

    /// A context: ID=VALUE (repeatable)
    #[arg(long, value_name = "ID=VALUE")]
    pub(crate) context: Vec<String>,

    /// When the links were posted
    #[arg(long, value_name = "DATE")]
    pub(crate) posted: Option<String>,

    /// A newer public suffix list, in the format of publicsuffix.org
    #[arg(long, value_name = "FILE")]
    pub(crate) psl: Option<PathBuf>,
}

/// `outlink check`
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Files with one link a line; `-` or nothing is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,

    #[command(flatten)]
    pub(crate) question: QuestionArgs,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: FormatArg,

    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write out what the run hash stands for, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) run_info: Option<PathBuf>,

    /// Exit with 1 if a link gets at least this verdict
    #[arg(long, value_name = "VERDICT", default_value = "block")]
    pub(crate) fail_on: FailOnArg,

    /// Judge what is not certain by its worst alternative
    #[arg(long)]
    pub(crate) strict: bool,

    /// Worker threads; as many as processors if not given
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Accept a run without any link
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

/// `outlink explain`
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// The links
    #[arg(value_name = "LINK", required = true)]
    pub(crate) links: Vec<String>,

    #[command(flatten)]
    pub(crate) question: QuestionArgs,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BasisArg {
    /// What was announced and what follows from it
    Announced,
    /// What was seen as well
    Observed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
    /// One row for each link and scene
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormatArg {
    /// For people
    Human,
    /// One JSON array
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    /// A confirm page or worse
    Warn,
    /// Copying or worse
    Copy,
    /// Stopped
    Block,
    /// Never
    Never,
}
