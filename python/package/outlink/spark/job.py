"""A job over a table of links: piece by piece, each counted, none done twice."""

import re
from functools import reduce

from .. import summary
from .._outlink import OutlinkError, say
from .columns import check
from .pieces import Ledger, cut, files, name

FORMATS = ("parquet", "csv", "jsonl")
ENDINGS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}


def format_of(path):
    """The format that a file's name tells; Parquet where it tells nothing."""
    path = path.lower()
    for packed in (".gz", ".zst", ".bz2"):
        path = path[: -len(packed)] if path.endswith(packed) else path
    return next((known for ending, known in ENDINGS.items() if path.endswith(ending)), "parquet")


def base_of(inputs, listed):
    """The folder whose partitions (`day=...`) are columns: Spark finds them only where it is told where they begin."""
    if len(inputs) > 1 or listed[0][0].endswith(inputs[0]):
        return None
    return inputs[0] if any(re.search(r"/[^/=]+=[^/]*/", path) for path, _, _ in listed) else None


def reader(spark, base, kind, column, schema):
    """How the files of a piece are read."""
    read = spark.read
    if base is not None:
        read = read.option("basePath", base)
    if kind == "parquet":
        return lambda paths: read.parquet(*paths)
    if kind == "csv":
        return lambda paths: read.option("header", "true").option("escape", '"').csv(paths)
    return lambda paths: read.schema(schema or f"`{column}` string").json(paths)


def run(spark, checker, inputs, output, column="url", *, kind=None, schema=None, written="parquet", columns=None, keep=None, prefix="", piece_size=4 << 30, tell=print):
    """Checks the links of the inputs and returns the summary of all pieces.

    The answers go to `OUTPUT/RUN/piece=...`, where RUN is the hash of the question.
    """
    listed = files(spark, inputs)
    if not listed:
        raise OutlinkError(say("no_files", checker.lang, ", ".join(inputs)))
    kind = kind or format_of(listed[0][0])
    columns = list(dict.fromkeys((checker.column_names if columns is None else columns) + summary.counted(checker)))
    question = [checker.run, kind, schema, column, columns, keep, prefix, written]
    pieces = {name(question, piece): piece for piece in cut(listed, piece_size)}
    place = f"{output.rstrip('/')}/{checker.run}"
    ledger = Ledger(spark, place)
    ledger.refuse_strange(pieces, checker.lang)
    done = ledger.done()
    read = reader(spark, base_of(inputs, listed), kind, column, schema)
    before = len(done)
    for piece, members in pieces.items():
        if piece not in done:
            frame = read([path for path, _, _ in members])
            done[piece] = _write(check(frame, checker, column, columns=columns, keep=keep, prefix=prefix), checker, f"{place}/piece={piece}", written, prefix)
            ledger.write(piece, done[piece])
            tell(say("pieces", checker.lang, str(len(done)), str(len(pieces)), str(before)))
    tell(say("answers_are_in", checker.lang, place))
    return reduce(summary.add, done.values(), summary.empty(checker))


def _write(answers, checker, place, written, prefix):
    """Writes the rows of a piece and counts them on the way."""
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    scenes = checker.scenes
    places = {"verdict": "verdict"} if len(scenes) == 1 else {"verdict": "verdict", **{scene: scene for scene in scenes}}
    counts = [f.count(f.lit(1)).alias("rows"), f.count(f.when(f.col(f"`{prefix}verdict`").isNull(), 1)).alias("null")]
    for number, column in enumerate(places):
        for verdict in summary.VERDICTS:
            counts.append(f.count(f.when(f.col(f"`{prefix}{column}`") == verdict, 1)).alias(f"{number}_{verdict}"))
    observation = Observation()
    out = answers.observe(observation, *counts).write.mode("overwrite")
    out.parquet(place) if written == "parquet" else out.json(place)
    found = observation.get
    told = summary.empty(checker)
    told["rows"], told["null"] = found["rows"], found["null"]
    numbers = {column: {verdict: found[f"{number}_{verdict}"] for verdict in summary.VERDICTS} for number, column in enumerate(places)}
    told["verdicts"] = numbers["verdict"]
    told["scenes"] = {scene: dict(numbers[scene if len(scenes) > 1 else "verdict"]) for scene in scenes}
    return told
