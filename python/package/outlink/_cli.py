"""The options of a question, named and described as the command line of outlink does."""

import os

from . import Checker
from ._outlink import help_of


def language(arguments):
    """The language asked for, before anything is parsed: help needs it too."""
    chosen = os.environ.get("OUTLINK_LANG", "en")
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        elif argument.startswith("--lang="):
            chosen = argument[len("--lang=") :]
    return chosen if chosen in ("en", "zh") else "en"


def names(text):
    """Names parted by commas."""
    return [name for name in text.split(",") if name]


def add_question(parser, lang):
    """Adds the question to a parser."""
    group = parser.add_argument_group(help_of("question", lang))

    def add(option, **more):
        group.add_argument("--" + option, help=help_of(option.replace("-", "_"), lang), **more)

    add("policy", action="append", metavar="ID|FILE")
    add("scene", action="append", metavar="ID")
    add("as-of", metavar="DATE")
    add("basis", choices=["announced", "observed"], default="announced")
    add("list", action="append", metavar="ID=FILE")
    add("trial", action="append", metavar="ID=on|off")
    add("choice", metavar="ID")
    add("context", action="append", metavar="ID=VALUE")
    add("posted", metavar="DATE")
    add("min-grade", choices=["A", "B", "C", "K"])
    add("psl", metavar="FILE")
    add("lang", choices=["en", "zh"], default=lang)


def add_columns(parser, lang):
    """Adds what is read and what is written."""
    parser.add_argument("--column", default="url", metavar="NAME", help=help_of("links", lang))
    parser.add_argument("--columns", type=names, metavar="A,B", help=help_of("columns", lang))
    parser.add_argument("--keep", type=names, metavar="A,B", help=help_of("keep", lang))
    parser.add_argument("--prefix", default="", help=help_of("prefix", lang))


def checker_of(args):
    """The checker that the options ask for."""
    return Checker(
        policy=args.policy or "wechat",
        scene=args.scene,
        as_of=args.as_of,
        basis=args.basis,
        lists=args.list,
        trials=args.trial,
        choice=args.choice,
        context=args.context,
        posted=args.posted,
        min_grade=args.min_grade,
        psl=args.psl,
        lang=args.lang,
    )
