"""`python -m outlink.spark`: a job over Parquet, CSV or JSON Lines."""

import argparse
import json
import re
import sys

from .. import OutlinkError, summary
from .._cli import add_columns, add_question, checker_of, language
from .._outlink import help_of, say
from ..__main__ import exit_code


def size(text):
    """`512m` or `8g` in bytes."""
    found = re.fullmatch(r"(\d+)([kmgt]?)", text.lower())
    if not found:
        raise argparse.ArgumentTypeError(text)
    return int(found[1]) << {"": 0, "k": 10, "m": 20, "g": 30, "t": 40}[found[2]]


def parsed(arguments, lang):
    parser = argparse.ArgumentParser(prog="python -m outlink.spark", description=help_of("python -m outlink.spark", lang))
    parser.add_argument("--input", action="append", required=True, metavar="PATH", help=help_of("spark-in", lang))
    parser.add_argument("--output", required=True, metavar="PATH", help=help_of("spark-out", lang))
    parser.add_argument("--input-format", choices=["parquet", "csv", "jsonl"], help=help_of("input-format", lang))
    parser.add_argument("--input-schema", metavar="DDL", help=help_of("input-schema", lang))
    parser.add_argument("--output-format", choices=["parquet", "jsonl"], default="parquet", help=help_of("output-format", lang))
    add_columns(parser, lang)
    parser.add_argument("--piece-size", type=size, default=4 << 30, metavar="BYTES", help=help_of("piece-size", lang))
    parser.add_argument("--summary", metavar="FILE", help=help_of("summary", lang))
    parser.add_argument("--master", metavar="URL", help=help_of("master", lang))
    add_question(parser, lang)
    return parser.parse_args(arguments)


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    lang = language(arguments)
    args = parsed(arguments, lang)
    try:
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        print(say("missing_package", lang, "outlink.spark", error.name), file=sys.stderr)
        return 2
    from pyspark.errors import PySparkException

    from .job import run

    def tell(line):
        print(line, file=sys.stderr)

    try:
        checker = checker_of(args)
        builder = SparkSession.builder.appName("outlink")
        spark = (builder.master(args.master) if args.master else builder).getOrCreate()
        told = run(
            spark,
            checker,
            args.input,
            args.output,
            args.column,
            kind=args.input_format,
            schema=args.input_schema,
            written=args.output_format,
            columns=args.columns,
            keep=args.keep,
            prefix=args.prefix,
            piece_size=args.piece_size,
            tell=tell,
        )
        if args.summary:
            with open(args.summary, "w", encoding="utf-8") as out:
                json.dump(told, out, indent=2)
                out.write("\n")
    except OutlinkError as error:
        tell(f"error: {error}")
        return exit_code(error)
    except (OSError, PySparkException) as error:
        tell(f"error: {error}")
        return 5
    tell(summary.show(told, lang))
    return 0


if __name__ == "__main__":
    sys.exit(main())
