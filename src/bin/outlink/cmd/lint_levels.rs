//! `--deny`, `--warn` and `--allow` of lints.

use outlink::diag::{Severity, nearest};
use outlink::lint::judged::ids;
use outlink::lint::level::{ALL, Levels};
use outlink::message::lint as text;

use crate::args::LevelArgs;
use crate::exit::Failure;
use crate::prepare::Voice;

/// What a run makes of lints; each may be named once.
pub(crate) fn levels(args: &LevelArgs, voice: Voice) -> Result<Levels, Failure> {
    let known = ids();
    let mut levels = Levels::default();
    for (option, named, level) in
        [("--deny", &args.deny, Some(Severity::Error)), ("--warn", &args.warn, Some(Severity::Warning)), ("--allow", &args.allow, None)]
    {
        for lint in named {
            if lint != ALL && !known.contains(&lint.as_str()) {
                return Err(voice.usage(&match nearest(lint, known.iter().copied()) {
                    Some(near) => text::unknown_lint_near(option, lint, near),
                    None => text::unknown_lint(option, lint, &known.join(", ")),
                }));
            }
            if levels.given.iter().any(|(id, _)| id == lint) {
                return Err(voice.usage(&text::lint_twice(lint)));
            }
            levels.given.push((lint.clone(), level));
        }
    }
    Ok(levels)
}
