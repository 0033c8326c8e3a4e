//! How a verdict moved and will move: a table and a bar for the terminal, JSON, or a drawing.

use std::fmt::Write as _;

use serde::Serialize;
use svg::Document;
use svg::node::element::{Group, Rectangle, Text, Title};

use super::escape::terminal;
use super::palette::Palette;
use crate::check::outcome::LinkOutcome;
use crate::check::run::Run;
use crate::message::{Lang, policy as text};
use crate::time::Instant;
use crate::verdict::Verdict;

/// How wide a bar is, in characters.
const BAR_WIDTH: usize = 60;
/// How much time is shown before the first change and after the last one, in days.
const MARGIN_DAYS: i64 = 183;

/// The verdicts on one link in one scene, over all time.
#[derive(Debug, Clone, Serialize)]
pub struct SceneTimeline {
    /// The policy.
    pub policy: String,
    /// The scene.
    pub scene: String,
    /// What stood from when to when, in the order of time; the first has no beginning, the last no end.
    pub spans: Vec<TimeSpan>,
}

/// A stretch of time with one verdict.
#[derive(Debug, Clone, Serialize)]
pub struct TimeSpan {
    /// Its first moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The first moment after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The verdict.
    pub verdict: &'static str,
    /// What brought it.
    pub rules: Vec<String>,
    #[serde(skip)]
    seconds: (Option<i64>, Option<i64>),
}

/// One link with its timelines.
#[derive(Debug, Clone, Serialize)]
pub struct LinkTimeline {
    /// The link.
    pub link: String,
    /// One for each policy and scene.
    pub scenes: Vec<SceneTimeline>,
    /// The stretch of time that is asked for, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizon: Option<HorizonSpan>,
}

/// From the moment looked at to the end of a horizon, in the first policy's zone.
#[derive(Debug, Clone, Serialize)]
pub struct HorizonSpan {
    /// The moment looked at.
    pub from: String,
    /// The end.
    pub until: String,
    #[serde(skip)]
    seconds: (i64, i64),
}

/// The timelines of a link; the run must be compiled with every moment. A horizon is marked, given in days.
#[must_use]
pub fn of_link(run: &Run<'_>, outcome: &LinkOutcome<'_>, link: &str, horizon: Option<i64>) -> LinkTimeline {
    let scenes = outcome.decisions.iter().filter_map(|decided| {
        let policy = run.policies.get(decided.policy)?;
        let model = policy.matcher.policy();
        let changes = policy.matcher.timeline(decided.scene, &policy.matcher.hits(&outcome.chain));
        let shown = |moment: Instant| moment.show(model.zone);
        let span = |at: usize| {
            let (moment, verdict, causes) = changes.get(at)?;
            // The first entry stands for all the time before anything is known.
            let from = (at > 0).then_some(*moment);
            let until = changes.get(at + 1).map(|(moment, ..)| *moment);
            let rules = causes.iter().map(|cause| policy.name(*cause).to_owned()).collect();
            let seconds = (from.map(|Instant(second)| second), until.map(|Instant(second)| second));
            Some(TimeSpan { from: from.map(shown), until: until.map(shown), verdict: verdict.as_str(), rules, seconds })
        };
        Some(SceneTimeline {
            policy: model.id.to_string(),
            scene: model.scenes.get(decided.scene)?.id.clone(),
            spans: (0..changes.len()).filter_map(span).collect(),
        })
    });
    let horizon = run.policies.first().zip(horizon).map(|(policy, days)| {
        let (zone, now) = (policy.matcher.policy().zone, policy.matcher.view().instant);
        let end = now.plus_days(days);
        HorizonSpan { from: now.show(zone), until: end.show(zone), seconds: (now.0, end.0) }
    });
    LinkTimeline { link: link.to_owned(), scenes: scenes.collect(), horizon }
}

impl HorizonSpan {
    /// Whether a stretch of time begins inside.
    fn holds(&self, span: &TimeSpan) -> bool {
        span.seconds.0.is_some_and(|from| self.seconds.0 < from && from <= self.seconds.1)
    }
}

/// The stretch of time that is drawn: all changes with a margin.
fn window<'t>(timelines: impl IntoIterator<Item = &'t LinkTimeline>) -> Option<(i64, i64)> {
    let ends = timelines.into_iter().flat_map(|link| {
        let changes = link.scenes.iter().flat_map(|scene| &scene.spans).filter_map(|span| span.seconds.0);
        changes.chain(link.horizon.iter().flat_map(|horizon| [horizon.seconds.0, horizon.seconds.1]))
    });
    let (first, last) = ends.fold(None, |found: Option<(i64, i64)>, second| match found {
        None => Some((second, second)),
        Some((first, last)) => Some((first.min(second), last.max(second))),
    })?;
    let margin = MARGIN_DAYS * 86_400;
    Some((first - margin, last + margin))
}

/// For people: a bar for each scene, and what stood from when to when.
#[must_use]
pub fn render(timeline: &LinkTimeline, lang: Lang, palette: Palette) -> String {
    let mut out = format!("{}\n", palette.heading(&terminal(&timeline.link)));
    let window = window([timeline]);
    if let Some(horizon) = &timeline.horizon {
        let _ = writeln!(out, "  {}", text::horizon(&horizon.from, &horizon.until).get(lang));
    }
    for scene in &timeline.scenes {
        let name = format!("{}/{}", scene.policy, scene.scene);
        let _ = writeln!(out, "  {}  {}", palette.heading(&terminal(&name)), bar(scene, window));
        for span in &scene.spans {
            let verdict = Verdict::parse(span.verdict).unwrap_or(Verdict::Block);
            let when = match (&span.from, &span.until) {
                (None, None) => text::always(),
                (Some(from), None) => text::since(from),
                (None, Some(until)) => text::until(until),
                (Some(from), Some(until)) => text::between(from, until),
            };
            let is_ahead = timeline.horizon.as_ref().is_some_and(|horizon| horizon.holds(span));
            let mark = if is_ahead { format!("  ← {}", text::within_horizon().get(lang)) } else { String::new() };
            let _ = writeln!(out, "    {}  {}  {}{mark}", palette.verdict(verdict), when.get(lang), palette.quiet(&span.rules.join(", ")));
        }
    }
    out
}

/// The verdict at each of the bar's characters: the fuller, the stricter.
fn bar(scene: &SceneTimeline, window: Option<(i64, i64)>) -> String {
    let Some((first, last)) = window else { return String::new() };
    let width = i64::try_from(BAR_WIDTH).unwrap_or(1);
    (0..width).map(|at| mark(scene, first + (last - first) * at / width)).collect()
}

fn mark(scene: &SceneTimeline, second: i64) -> char {
    let inside = |span: &&TimeSpan| span.seconds.0.is_none_or(|from| from <= second) && span.seconds.1.is_none_or(|until| second < until);
    match scene.spans.iter().find(inside).map(|span| span.verdict) {
        Some("open") => '·',
        Some("warn") => '░',
        Some("copy") => '▒',
        _ => '█',
    }
}

/// Sizes of the drawing, in its own units.
const LEFT: i64 = 220;
const WIDTH: i64 = 720;
const ROW: i64 = 26;

/// A drawing of all timelines, a row for each link, policy and scene; each stretch has its rules as a tooltip.
#[must_use]
pub fn draw(timelines: &[LinkTimeline]) -> String {
    let (first, last) = window(timelines).unwrap_or((0, 1));
    let x = |second: i64| LEFT + (second.clamp(first, last) - first) * WIDTH / (last - first).max(1);
    let mut group = Group::new().set("font-family", "sans-serif").set("font-size", 12);
    let mut y = ROW;
    for timeline in timelines {
        group = group.add(Text::new(&timeline.link).set("x", 8).set("y", y).set("font-weight", "bold"));
        y += ROW;
        if let Some(horizon) = &timeline.horizon {
            let (from, until) = (x(horizon.seconds.0), x(horizon.seconds.1));
            let height = ROW * i64::try_from(timeline.scenes.len()).unwrap_or(0);
            let band = Rectangle::new().set("x", from).set("y", y - 17).set("width", (until - from).max(1)).set("height", height);
            let title = Title::new(format!("{} – {}", horizon.from, horizon.until));
            group = group.add(band.set("fill", "none").set("stroke", "#1d3557").add(title));
        }
        for scene in &timeline.scenes {
            group = group.add(Text::new(format!("{}/{}", scene.policy, scene.scene)).set("x", 16).set("y", y));
            for span in &scene.spans {
                let (from, until) = (x(span.seconds.0.unwrap_or(first)), x(span.seconds.1.unwrap_or(last)));
                let title = format!("{} {} – {}: {}", span.verdict, shown(span.from.as_ref()), shown(span.until.as_ref()), span.rules.join(", "));
                let bar = Rectangle::new().set("x", from).set("y", y - 13).set("width", (until - from).max(1)).set("height", 16);
                group = group.add(bar.set("fill", colour(span.verdict)).add(Title::new(title)));
                if let Some(day) = &span.from {
                    group = group.add(Text::new(day).set("x", from + 2).set("y", y + 11).set("font-size", 8));
                }
            }
            y += ROW;
        }
    }
    Document::new().set("viewBox", (0, 0, LEFT + WIDTH + 20, y)).set("width", LEFT + WIDTH + 20).set("height", y).add(group).to_string()
}

fn shown(day: Option<&String>) -> &str {
    day.map_or("…", String::as_str)
}

/// Colours that keep their order in black and white.
fn colour(verdict: &str) -> &'static str {
    match verdict {
        "open" => "#b7e4c7",
        "warn" => "#ffd166",
        "copy" => "#f4845f",
        _ => "#9d0208",
    }
}
