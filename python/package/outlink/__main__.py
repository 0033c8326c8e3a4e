"""`python -m outlink parquet IN -o OUT`: Parquet in and out, on one machine."""

import argparse
import json
import sys

from . import InvalidError, OutlinkError, QuestionError, summary
from ._cli import add_columns, add_question, checker_of, language
from ._outlink import help_of, say


def exit_code(error):
    """How the command line of outlink would end: 2 wrong usage, 3 an invalid file, 5 reading or writing failed."""
    if isinstance(error, QuestionError):
        return 2
    return 3 if isinstance(error, InvalidError) else 5


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    lang = language(arguments)
    parser = argparse.ArgumentParser(prog="python -m outlink", description=help_of("python -m outlink", lang))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("parquet", help=help_of("parquet", lang), description=help_of("parquet", lang))
    command.add_argument("input", metavar="IN", help=help_of("parquet-in", lang))
    command.add_argument("-o", "--output", metavar="OUT", required=True, help=help_of("parquet-out", lang))
    add_columns(command, lang)
    command.add_argument("--threads", type=int, metavar="N", help=help_of("threads", lang))
    command.add_argument("--summary", metavar="FILE", help=help_of("summary", lang))
    add_question(command, lang)
    args = parser.parse_args(arguments)
    try:
        from .parquet import check_parquet

        told = check_parquet(
            checker_of(args), args.input, args.output, args.column, columns=args.columns, keep=args.keep, prefix=args.prefix, threads=args.threads
        )
        if args.summary:
            with open(args.summary, "w", encoding="utf-8") as out:
                json.dump(told, out, indent=2)
                out.write("\n")
    except ImportError:
        print(say("missing_package", lang, "Parquet", "pyarrow"), file=sys.stderr)
        return 2
    except (OutlinkError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return exit_code(error)
    print(summary.show(told, lang), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
