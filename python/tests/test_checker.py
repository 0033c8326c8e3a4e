"""The checker on Arrow: the command line's answers, in every form that links come in."""

import concurrent.futures
import datetime
import inspect
import json
import pickle
import re
import subprocess
import sys
import time

import outlink
import pyarrow as pa
import pytest
from conftest import AS_OF, ROOT, row_of

QUESTIONS = [
    (dict(policy="wechat", scene="group"), ["--policy", "wechat", "--scene", "group"]),
    (dict(policy="wechat"), ["--policy", "wechat"]),
    (dict(policy=["wechat", "qq"], basis="observed"), ["--policy", "wechat", "--policy", "qq", "--basis", "observed"]),
    (
        dict(policy=str(ROOT / "testdata/cli/acme.toml"), lists={"icp": str(ROOT / "testdata/cli/partners.txt")}),
        ["--policy", str(ROOT / "testdata/cli/acme.toml"), "--list", f"icp={ROOT / 'testdata/cli/partners.txt'}"],
    ),
]


@pytest.mark.parametrize("question, options", QUESTIONS, ids=["scene", "policy", "policies", "own-policy"])
def test_rows_are_those_of_the_command_line(question, options, corpus, records):
    checker = outlink.Checker(as_of=AS_OF, **question)
    told = records(corpus, "--as-of", AS_OF, *options)
    rows = checker.check(pa.array(corpus)).to_pyarrow().to_pylist()
    assert rows == [row_of(record) for record in told]
    assert {record["run"] for record in told} == {checker.run}
    whole = checker.check(pa.array(corpus), columns=["record"]).to_pyarrow().column("record").to_pylist()
    for mine, theirs, number in zip(whole, told, range(1, len(told) + 1)):
        mine = json.loads(mine)
        assert mine.pop("at") | {"file": ""} == theirs.pop("at") | {"file": "", "line": number}
        assert mine == theirs


def test_decisions_are_those_of_the_record(corpus, records):
    checker = outlink.Checker(["wechat", "qq"], as_of=AS_OF)
    told = records(corpus, "--as-of", AS_OF, "--policy", "wechat", "--policy", "qq")
    found = checker.check(pa.array(corpus), columns=["decisions", "kind", "url"]).to_pyarrow().to_pylist()
    for row, record in zip(found, told):
        assert row["kind"] == record["kind"] and row["url"] == record.get("url")
        keys = ("policy", "scene", "verdict", "rules", "effects")
        mine = [{key: decision[key] for key in keys} for decision in row["decisions"]]
        assert mine == [{"effects": [], **{key: decision[key] for key in keys if key in decision}} for decision in record["decisions"]]
        assert {decision["worst"] for decision in row["decisions"]} <= {"open", "warn", "copy", "block"}


@pytest.fixture(scope="module")
def checker():
    return outlink.Checker("wechat", "group", as_of=AS_OF)


FORMS = {
    "string": lambda links: pa.array(links, pa.string()),
    "large_string": lambda links: pa.array(links, pa.large_string()),
    "string_view": lambda links: pa.array(links, pa.string_view()),
    "binary": lambda links: pa.array([link and link.encode() for link in links], pa.binary()),
    "large_binary": lambda links: pa.array([link and link.encode() for link in links], pa.large_binary()),
    "binary_view": lambda links: pa.array([link and link.encode() for link in links], pa.binary_view()),
    "dictionary": lambda links: pa.array(links).dictionary_encode(),
    "slice": lambda links: pa.array(["x", *links, "y"]).slice(1, len(links)),
    "chunked": lambda links: pa.chunked_array([links[:3], [], links[3:]], pa.string()),
    "table": lambda links: pa.table({"id": range(len(links)), "url": links}),
    "record batch": lambda links: pa.record_batch({"id": list(range(len(links))), "url": links}),
    "reader": lambda links: pa.table({"url": links}).to_reader(max_chunksize=2),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_links_gives_the_same_rows(checker, corpus, form):
    links = [*corpus[:5], None, "", *corpus[5:9], None]
    expected = checker.check(pa.array(links)).to_pyarrow().to_pylist()
    assert checker.check(FORMS[form](links)).to_pyarrow().to_pylist() == expected
    assert [row["verdict"] is None for row in expected] == [link is None for link in links]
    for row in (expected[5], expected[11]):
        assert set(row.values()) == {None}


def test_bytes_that_are_no_utf8_are_answered_with_care(checker):
    row = checker.check(pa.array([b"https://a.com/\xff"], pa.binary())).to_pyarrow().to_pylist()[0]
    assert (row["error"], sorted(row["signals"])) == ("not-utf8", ["not-utf8", "unparsable"]) and row["verdict"] != "open"


def test_nothing_and_nulls_are_answered_too(checker):
    assert checker.check(pa.array([], pa.string())).to_pyarrow().num_rows == 0
    assert checker.check(pa.table({"url": pa.array([], pa.string())})).to_pyarrow().column_names == checker.column_names
    assert checker.check(pa.nulls(3)).to_pyarrow().column("verdict").null_count == 3


def test_threads_and_chunks_change_nothing(checker, corpus):
    links = pa.array(corpus * (20_000 // len(corpus)))
    one = checker.check(links, threads=1).to_pyarrow()
    assert one.num_rows == len(links)
    assert one.equals(checker.check(links, threads=5).to_pyarrow())
    chunks = pa.chunked_array([links.slice(at, 777) for at in range(0, len(links), 777)])
    assert one.combine_chunks().to_pylist() == checker.check(chunks).to_pyarrow().combine_chunks().to_pylist()


def test_words_come_as_dictionaries_or_plain(checker):
    links = pa.array(["https://item.taobao.com/1"])
    coded, plain = (checker.check(links, strings=strings).to_pyarrow() for strings in ("dictionary", "plain"))
    for name in ("verdict", "worst", "owner"):
        assert pa.types.is_dictionary(coded.schema.field(name).type) and plain.schema.field(name).type == pa.string()
    assert coded.to_pylist() == plain.to_pylist()


def test_columns_are_those_asked_for(checker):
    found = checker.check(pa.array(["https://a.com/"]), columns=["host", "wechat/group", "verdict"])
    assert found.column_names == ["host", "wechat/group", "verdict"]
    assert (len(found), found.num_rows) == (1, 1)
    assert pa.schema(found).names == found.column_names


def test_other_python_runs_while_links_are_checked(checker, corpus):
    links = pa.array(corpus * (60_000 // len(corpus)))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        done = pool.submit(checker.check, links, threads=1)
        ticks = 0
        while not done.done():
            ticks += 1
            time.sleep(0.001)
        assert done.result().num_rows == len(links)
    assert ticks > 10, "the interpreter was held for all of the call"


def test_a_pickle_holds_the_files(tmp_path, corpus):
    for name in ("acme.toml", "partners.txt"):
        (tmp_path / name).write_text((ROOT / "testdata/cli" / name).read_text(encoding="utf-8"), encoding="utf-8")
    checker = outlink.Checker(tmp_path / "acme.toml", as_of=AS_OF, lists={"icp": tmp_path / "partners.txt"}, lang="zh")
    rows = checker.check(pa.array(corpus)).to_pyarrow()
    packed = pickle.dumps(checker)
    (tmp_path / "partners.txt").write_text("example.org\n", encoding="utf-8")
    with pytest.raises(outlink.OutlinkError, match="无法打包"):
        pickle.dumps(checker)
    for name in ("acme.toml", "partners.txt"):
        (tmp_path / name).unlink()
    again = pickle.loads(pickle.dumps(pickle.loads(packed)))
    assert (again.run, again.lang, again.scenes, again.as_of) == (checker.run, "zh", checker.scenes, AS_OF)
    assert again.check(pa.array(corpus)).to_pyarrow().equals(rows)


def test_a_pickle_keeps_the_day():
    checker = outlink.Checker()
    assert checker.as_of == pickle.loads(pickle.dumps(checker)).as_of


def test_dates_are_taken_in_every_form():
    as_of = [outlink.Checker(as_of=day).as_of for day in ("2021-11-29", datetime.date(2021, 11, 29))]
    assert as_of == ["2021-11-29"] * 2
    zone = datetime.timezone(datetime.timedelta(hours=8))
    moment = datetime.datetime(2021, 11, 29, 15, tzinfo=zone)
    assert outlink.Checker(as_of=moment).as_of == outlink.Checker(as_of="2021-11-29T15:00:00+08:00").as_of
    with pytest.raises(outlink.QuestionError):
        outlink.Checker(as_of=datetime.datetime(2021, 11, 29, 15))


@pytest.mark.parametrize(
    "question, error, word",
    [
        (dict(policy="wechta"), outlink.QuestionError, "wechta"),
        (dict(scene="grup"), outlink.QuestionError, "there is no scene `grup`; known are: p2p"),
        (dict(as_of="yesterday"), outlink.QuestionError, "`as_of yesterday` is no day"),
        (dict(posted="x"), outlink.QuestionError, "`posted x`"),
        (dict(basis="rumoured"), outlink.QuestionError, "announced, observed"),
        (dict(min_grade="Z"), outlink.QuestionError, "A, B, C, K"),
        (dict(trials={"no-such": True}), outlink.QuestionError, "no-such"),
        (dict(trials=["x"]), outlink.QuestionError, "ID=on, ID=off"),
        (dict(context={"x": "y"}), outlink.QuestionError, "`x`"),
        (dict(choice="x"), outlink.QuestionError, "choice"),
        (dict(lang="fr"), outlink.QuestionError, "en, zh"),
        (dict(policy=["wechat", "wechat"]), outlink.QuestionError, "wechat"),
        (dict(policy="./nowhere.toml"), outlink.UnreadableError, "nowhere.toml"),
        (dict(psl="./nowhere.dat"), outlink.UnreadableError, "nowhere.dat"),
        (dict(psl=str(ROOT / "README.md")), outlink.InvalidError, "README.md"),
    ],
)
def test_wrong_questions_are_refused_in_words(question, error, word):
    with pytest.raises(error, match=re.escape(word)) as refused:
        outlink.Checker(**question)
    assert isinstance(refused.value, outlink.OutlinkError)


def test_an_invalid_policy_is_shown_with_its_lines():
    with pytest.raises(outlink.InvalidError) as refused:
        outlink.Checker(ROOT / "testdata/cli/five-mistakes.toml")
    text = str(refused.value)
    assert text.count("five-mistakes.toml") >= 5 and "-->" in text and "|" in text
    with pytest.raises(outlink.InvalidError, match="错误"):
        outlink.Checker(ROOT / "testdata/cli/five-mistakes.toml", lang="zh")


@pytest.mark.parametrize(
    "links, column, word",
    [
        (pa.array([1]), None, "Int64"),
        (pa.array(["x"]), "url", "no table"),
        (pa.table({"a": ["x"], "b": ["y"]}), None, "which column"),
        (pa.table({"a": [1]}), None, "which column"),
        (pa.table({"a": ["x"]}), "b", "no column `b`; there are: a"),
        (pa.table({"a": [1]}), "a", "Int64"),
    ],
)
def test_what_holds_no_links_is_refused(checker, links, column, word):
    with pytest.raises(outlink.QuestionError, match=re.escape(word)):
        checker.check(links, column)


def test_wrong_columns_and_codings_are_refused(checker):
    with pytest.raises(outlink.QuestionError, match="no column `verdcit`; known are: verdict"):
        checker.check(pa.array(["x"]), columns=["verdcit"])
    with pytest.raises(outlink.QuestionError, match="dictionary, plain"):
        checker.check(pa.array(["x"]), strings="other")
    with pytest.raises((TypeError, ValueError)):
        checker.check(["https://a.com/"])


def test_one_link_gives_its_record(checker, records):
    link = "https://link.zhihu.com/?target=https%3A//item.taobao.com/"
    mine, theirs = json.loads(checker.record(link)), records([link], "--as-of", AS_OF, "--scene", "group")[0]
    assert mine.pop("at") | {"file": ""} == theirs.pop("at") | {"file": ""}
    assert mine == theirs


def test_the_stub_names_what_there_is():
    """Everything public stands in the stub, and the stub names nothing else."""
    stub = (ROOT / "python/package/outlink/__init__.pyi").read_text(encoding="utf-8")
    for name in outlink.__all__:
        assert re.search(rf"^class {name}\b", stub, re.M)
    for kind in (outlink.Checker, outlink.Results):
        body = re.search(rf"^class {kind.__name__}:\n((?:    .*\n|\n)+)", stub, re.M)[1]
        named = set(re.findall(r"^    (?:def )?(\w+)[(:]", body, re.M)) - {"__init__"}
        public = {name for name in vars(kind) if not name.startswith("_") or name.startswith("__arrow") or name == "__len__"}
        assert named == public
    words = re.search(r"def __init__\(\n        self,\n(.*?)\n    \) ->", stub, re.S)[1]
    assert re.findall(r"^        (\w+):", words, re.M) == list(inspect.signature(outlink.Checker).parameters)


def test_stubs_are_sound_to_a_type_checker(tmp_path):
    mypy = pytest.importorskip("mypy", reason="mypy is not installed")
    assert mypy
    (tmp_path / "use.py").write_text(
        "import outlink\nimport pyarrow as pa\nc = outlink.Checker(scene=['group'], as_of='2026-11-22')\nn: int = c.check(pa.array(['x'])).num_rows\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", str(tmp_path / "use.py")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
