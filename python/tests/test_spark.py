"""Spark: the command line's answers row by row, from every input, and no piece done twice."""

import csv
import json
import shutil
import subprocess
import sys
import warnings

import outlink
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import AS_OF, ROOT, row_of

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: pip install pyspark")
if shutil.which("java") is None:
    warnings.warn("Spark is NOT tested: there is no Java; apt install default-jre-headless", stacklevel=1)
    pytest.skip("there is no Java: apt install default-jre-headless", allow_module_level=True)

from outlink.spark import arrow_udf, check  # noqa: E402
from outlink.spark.job import run as run_job  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

OWN = dict(policy=str(ROOT / "testdata/cli/acme.toml"), lists={"icp": str(ROOT / "testdata/cli/partners.txt")})


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def links(corpus):
    return (corpus + [None]) * 20


def expected(records, links, options):
    told = iter(records([link for link in links if link is not None], "--as-of", AS_OF, *options))
    return [None if link is None else row_of(next(told)) for link in links]


def rows_of(frame):
    rows = [row.asDict(recursive=True) for row in frame.collect()]
    rows.sort(key=lambda row: row["id"])
    return [None if row["verdict"] is None else {key: value for key, value in row.items() if key not in ("id", "url", "piece")} for row in rows]


@pytest.mark.parametrize(
    "question, options",
    [
        (dict(scene="group"), ["--scene", "group"]),
        (dict(policy=["wechat", "qq"]), ["--policy", "wechat", "--policy", "qq"]),
        (OWN, ["--policy", OWN["policy"], "--list", f"icp={OWN['lists']['icp']}"]),
    ],
    ids=["scene", "policies", "own-policy"],
)
def test_map_in_arrow_gives_the_rows_of_the_command_line(spark, links, records, question, options):
    checker = outlink.Checker(as_of=AS_OF, **question)
    frame = spark.createDataFrame(pa.table({"id": range(len(links)), "url": links}).to_pandas()).repartition(3)
    assert rows_of(check(frame, checker)) == expected(records, links, options)


def test_other_columns_are_kept_as_they_are(spark):
    frame = spark.sql("select 1 id, 'https://a.com/' url, date'2026-01-01' day, map('a', 1.5D) more, 'x' host")
    found = check(frame, outlink.Checker(scene="group", as_of=AS_OF), prefix="o_")
    row = found.collect()[0].asDict()
    assert {key: row[key] for key in frame.columns} == frame.collect()[0].asDict() and row["o_host"] == "a.com"
    assert found.schema[:5] == frame.schema[:5]
    assert check(frame, outlink.Checker(as_of=AS_OF), columns=["verdict"], keep=["id"]).columns == ["id", "verdict"]
    with pytest.raises(outlink.QuestionError, match="`host` is there already"):
        check(frame, outlink.Checker(as_of=AS_OF))
    with pytest.raises(outlink.QuestionError, match="no column `link`"):
        check(frame, outlink.Checker(as_of=AS_OF), "link")


def test_an_arrow_udf_gives_the_same(spark, links, records):
    from pyspark.sql import functions

    if not hasattr(functions, "arrow_udf"):
        pytest.skip(f"PySpark {pyspark.__version__} has no arrow_udf")
    checker = outlink.Checker(as_of=AS_OF, scene="group")
    frame = spark.createDataFrame(pa.table({"id": range(len(links)), "url": links}).to_pandas()).repartition(2)
    told = expected(records, links, ["--scene", "group"])
    one = frame.select("id", arrow_udf(checker, "verdict")("url").alias("verdict")).orderBy("id").collect()
    assert [row.verdict for row in one] == [row and row["verdict"] for row in told]
    several = frame.select("id", arrow_udf(checker)("url").alias("all")).select("id", "all.*")
    assert rows_of(several) == told


def test_an_old_spark_is_told_what_to_do(monkeypatch):
    from pyspark.sql import functions

    monkeypatch.delattr(functions, "arrow_udf", raising=False)
    with pytest.raises(outlink.OutlinkError, match="outlink.spark.check"):
        arrow_udf(outlink.Checker(as_of=AS_OF))


def test_a_worker_loads_a_checker_once(spark):
    """Tasks, stages and jobs that ask the same question find what the first of them loaded."""
    from outlink.spark import Shipped

    def ask(batches):
        import os

        from outlink.spark import shipped

        for batch in batches:
            before = len(shipped._loaded)
            shipped_checkers[0].checker()
            found = shipped_checkers[1].checker()
            yield pa.RecordBatch.from_pydict({"pid": [os.getpid()], "new": [len(shipped._loaded) - before], "seen": [id(found)]})

    day = "2025-03-03"
    shipped_checkers = [Shipped(outlink.Checker(as_of=day), spark), Shipped(outlink.Checker(as_of=day), spark)]
    assert shipped_checkers[0].key == shipped_checkers[1].key
    frame = spark.range(0, 40, 1, 8)
    rows = frame.mapInArrow(ask, "pid long, new long, seen long").collect() + frame.mapInArrow(ask, "pid long, new long, seen long").collect()
    for pid in {row.pid for row in rows}:
        mine = [row for row in rows if row.pid == pid]
        assert len({row.seen for row in mine}) == 1 and sum(row.new for row in mine) <= 1


def write(kind, folder, links):
    """The links in three files of a format."""
    folder.mkdir()
    table = [(number, link) for number, link in enumerate(links)]
    for part in range(3):
        rows = table[part::3]
        if kind == "parquet":
            pq.write_table(pa.table({"id": [row[0] for row in rows], "url": pa.array([row[1] for row in rows])}), folder / f"{part}.parquet")
        elif kind == "csv":
            with open(folder / f"{part}.csv", "w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
                writer.writerows([("id", "url"), *((number, link) for number, link in rows)])
        else:
            lines = (json.dumps({"id": number, "url": link}) for number, link in rows)
            (folder / f"{part}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_a_job_reads_every_format_and_counts(spark, tmp_path, corpus, records, kind):
    links = [link for link in corpus if link == link.strip()] + [None]
    write(kind, tmp_path / "in", links)
    checker = outlink.Checker(as_of=AS_OF, scene="group")
    more = dict(schema="id long, url string") if kind == "jsonl" else {}
    told = run_job(spark, checker, [str(tmp_path / "in")], str(tmp_path / "out"), tell=lambda _: None, **more)
    frame = spark.read.parquet(str(tmp_path / "out" / checker.run))
    frame = frame.withColumn("id", frame.id.cast("long"))
    rows = expected(records, links, ["--scene", "group"])
    assert rows_of(frame) == rows
    assert told["rows"] == len(links) and told["null"] == 1 and told["run"] == checker.run
    for verdict, count in told["verdicts"].items():
        assert count == sum(row is not None and row["verdict"] == verdict for row in rows)
    assert told["scenes"] == {"wechat/group": told["verdicts"]}


def test_a_job_keeps_partitions_and_takes_single_files(spark, tmp_path):
    for day, link in (("2026-01-01", "https://a.com/"), ("2026-01-02", "https://item.taobao.com/")):
        folder = tmp_path / "in" / f"day={day}"
        folder.mkdir(parents=True)
        pq.write_table(pa.table({"id": [1], "url": [link]}), folder / "a.parquet")
    checker = outlink.Checker(as_of=AS_OF, scene="group")
    job = dict(columns=["host"], piece_size=1, tell=lambda _: None)
    told = run_job(spark, checker, [str(tmp_path / "in")], str(tmp_path / "out"), **job)
    rows = spark.read.parquet(str(tmp_path / "out" / checker.run)).orderBy("day").collect()
    assert [(str(row.day), row.host, row.verdict) for row in rows] == [("2026-01-01", "a.com", "copy"), ("2026-01-02", "item.taobao.com", "open")]
    assert told["rows"] == 2
    one = str(tmp_path / "in" / "day=2026-01-01" / "a.parquet")
    assert run_job(spark, checker, [one], str(tmp_path / "one"), **job)["rows"] == 1
    files = [str(tmp_path / "in" / f"day=2026-01-0{number}") for number in (1, 2)]
    assert run_job(spark, checker, files, str(tmp_path / "two"), **job)["rows"] == 2
    with pytest.raises(outlink.OutlinkError, match="no files"):
        (tmp_path / "none").mkdir()
        run_job(spark, checker, [str(tmp_path / "none")], str(tmp_path / "out"), **job)


def test_what_is_done_is_not_done_again(spark, tmp_path, corpus):
    write("parquet", tmp_path / "in", corpus)
    checker = outlink.Checker(["wechat", "qq"], as_of=AS_OF)
    place = tmp_path / "out" / checker.run

    def job(**more):
        said = []
        told = run_job(spark, checker, [str(tmp_path / "in")], str(tmp_path / "out"), piece_size=1, tell=said.append, **more)
        return told, said

    def state():
        return {path.relative_to(place): path.stat().st_mtime_ns for path in place.rglob("*.parquet")}

    first, said = job()
    pieces = sorted(path.name for path in place.glob("piece=*"))
    assert len(pieces) == 3 and len(said) == 4
    before = state()
    again, said = job()
    assert again == first and state() == before and len(said) == 1, "nothing is done again"
    # A job that was stopped before a piece was counted: its rows are there, and it is done again; the others are not.
    lost = pieces[1].removeprefix("piece=")
    shutil.rmtree(place / "_summaries" / lost)
    again, said = job()
    after = state()
    changed = {path.parts[0] for path in set(before) ^ set(after)} | {path.parts[0] for path in set(before) & set(after) if before[path] != after[path]}
    assert again == first and changed == {pieces[1]}
    # A piece whose rows never came.
    shutil.rmtree(place / "_summaries" / lost)
    shutil.rmtree(place / pieces[1])
    assert job()[0] == first and len(list(place.glob("piece=*"))) == 3
    # Another question is another run and leaves this one alone.
    other = outlink.Checker("wechat", as_of=AS_OF)
    run_job(spark, other, [str(tmp_path / "in")], str(tmp_path / "out"), tell=lambda _: None)
    assert job()[0] == first
    # A file that changed makes another piece; the old one would be read beside it, so it is refused.
    write("parquet", tmp_path / "new", corpus[:-3])
    shutil.copy(tmp_path / "new" / "0.parquet", tmp_path / "in" / "0.parquet")
    with pytest.raises(outlink.OutlinkError, match="1 pieces that this input does not have"):
        job()


def test_the_command_runs_the_job(tmp_path, corpus):
    write("parquet", tmp_path / "in", corpus)
    args = ["--input", tmp_path / "in", "--output", tmp_path / "out", "--scene", "group", "--as-of", AS_OF, "--master", "local[2]"]

    def run(*more):
        command = [sys.executable, "-m", "outlink.spark", *args, *more]
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, encoding="utf-8")

    done = run("--output-format", "jsonl", "--summary", tmp_path / "summary.json")
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "summary.json").read_text())
    checker = outlink.Checker(scene="group", as_of=AS_OF)
    assert (told["run"], told["rows"]) == (checker.run, len(corpus)) and "wechat/group" in done.stderr
    rows = [json.loads(line) for file in (tmp_path / "out").rglob("part-*.json") for line in file.read_text(encoding="utf-8").splitlines()]
    assert sorted(row["id"] for row in rows) == list(range(len(corpus)))
    assert run("--policy", "nobody").returncode == 2
    assert run("--input", tmp_path / "gone").returncode == 5
