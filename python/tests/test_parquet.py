"""Parquet in and out, in bounded memory."""

import json
import os
import subprocess
import sys

import outlink
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import AS_OF
from outlink import summary
from outlink.parquet import check_parquet


@pytest.fixture
def source(tmp_path, corpus):
    links = (corpus + [None]) * 6
    table = pa.table({"id": pa.array(range(len(links)), pa.int32()), "url": links, "host": ["kept"] * len(links)})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=700)
    return tmp_path / "in.parquet"


@pytest.mark.parametrize("question", [dict(scene="group"), dict(policy=["wechat", "qq"])])
def test_rows_and_counts_are_those_of_the_checker(tmp_path, source, question):
    checker = outlink.Checker(as_of=AS_OF, **question)
    told = check_parquet(checker, source, tmp_path / "out.parquet", prefix="outlink_", batch_rows=333)
    before, after = pq.read_table(source), pq.read_table(tmp_path / "out.parquet")
    assert after.column_names == before.column_names + ["outlink_" + name for name in checker.column_names]
    assert after.select(before.column_names).equals(before)
    rows = checker.check(before.column("url")).to_pyarrow()
    assert after.select(["outlink_" + name for name in rows.column_names]).to_pylist() == [
        {"outlink_" + key: value for key, value in row.items()} for row in rows.to_pylist()
    ]
    assert told == summary.count(checker, rows)
    assert told["rows"] == before.num_rows and told["null"] == 6
    for counts in told["scenes"].values():
        assert sum(counts.values()) == told["rows"] - told["null"]


def test_answers_and_columns_are_those_asked_for(tmp_path, source):
    checker = outlink.Checker(["wechat", "qq"], as_of=AS_OF)
    told = check_parquet(checker, source, tmp_path / "out.parquet", columns=["rules"], keep=["id"])
    assert pq.read_schema(tmp_path / "out.parquet").names == ["id", "rules"]
    assert told == check_parquet(checker, source, tmp_path / "all.parquet", keep=[])


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, source):
    checker = outlink.Checker("wechat", "group", as_of=AS_OF)
    with pytest.raises(outlink.QuestionError, match="`host` is there already"):
        check_parquet(checker, source, tmp_path / "out.parquet")
    with pytest.raises(outlink.QuestionError, match="no column `link`; there are: id, url, host"):
        check_parquet(checker, source, tmp_path / "out.parquet", "link")
    with pytest.raises(outlink.QuestionError, match="Int32"):
        check_parquet(checker, source, tmp_path / "out.parquet", "id", prefix="x_")
    with pytest.raises(ValueError, match="is the input"):
        check_parquet(checker, source, source)
    assert os.listdir(tmp_path) == ["in.parquet"]


def run(*args):
    return subprocess.run([sys.executable, "-m", "outlink", *map(str, args)], capture_output=True, text=True, encoding="utf-8")


def test_the_command_does_the_same(tmp_path, source):
    options = ["--policy", "wechat", "--scene", "group", "--as-of", AS_OF, "--prefix", "o_", "--keep", "id"]
    done = run("parquet", source, "-o", tmp_path / "out.parquet", *options, "--summary", tmp_path / "summary.json")
    assert done.returncode == 0, done.stderr
    checker = outlink.Checker("wechat", "group", as_of=AS_OF)
    told = check_parquet(checker, source, tmp_path / "same.parquet", keep=["id"], prefix="o_")
    assert json.loads((tmp_path / "summary.json").read_text()) == told
    assert pq.read_table(tmp_path / "out.parquet").equals(pq.read_table(tmp_path / "same.parquet"))
    assert summary.show(told) in done.stderr


@pytest.mark.parametrize(
    "options, code, word",
    [
        (["--scene", "grup"], 2, "grup"),
        (["--policy", "./no.toml"], 5, "no.toml"),
        (["--column", "nope"], 2, "nope"),
        (["--lang", "zh", "--column", "nope"], 2, "不存在列"),
    ],
)
def test_the_command_ends_as_the_command_line_does(tmp_path, source, options, code, word):
    done = run("parquet", source, "-o", tmp_path / "out.parquet", *options)
    assert done.returncode == code and word in done.stderr, done.stderr


def test_help_speaks_both_languages():
    assert "列" in run("parquet", "--help", "--lang", "zh").stdout and "column" in run("parquet", "--help").stdout


def test_summaries_of_other_runs_do_not_add_up():
    one, other = (summary.empty(outlink.Checker(scene=scene, as_of=AS_OF)) for scene in ("group", "p2p"))
    with pytest.raises(ValueError, match="do not add up"):
        summary.add(one, other)
