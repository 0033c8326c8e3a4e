"""What the tests share: the corpus, and the answers of the command line to compare with."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-22"


def is_link(text):
    """Whether a text is a line that the command line judges: blank lines and comments it skips, and a table has none."""
    comment = text.strip().startswith("#") and not text.strip().startswith("#小程序")
    return text.strip(" \t\u3000\ufeff") != "" and not comment and not set(text) & set("\0\r\n")


def texts_of(path):
    """The links of a file of rows."""
    for written in re.findall(r'^(?:link|text) = ("(?:[^"\\]|\\.)*")', path.read_text(encoding="utf-8"), re.M):
        try:
            yield json.loads(written)
        except ValueError:
            # An escape that TOML knows and JSON does not.
            continue


@pytest.fixture(scope="session")
def corpus():
    """The sample lists, and every link of the rows that policies and canonical forms are tested with; each once, in order."""
    links = []
    for name in ("testdata/cli/links.txt", "testdata/links.txt"):
        links += (ROOT / name).read_text(encoding="utf-8").split("\n")
    for folder in ("testdata/canon", "testdata/verdicts", "policies/tests"):
        for file in sorted((ROOT / folder).rglob("*.toml")):
            links += texts_of(file)
    links = list(dict.fromkeys(filter(is_link, links)))
    assert len(links) > 1000
    return links


@pytest.fixture(scope="session")
def command():
    """The command line of the same source, to compare with."""
    named = os.environ.get("OUTLINK_BIN")
    found = [Path(named)] if named else [ROOT / "target/release/outlink", ROOT / "target/debug/outlink"]
    path = next((path for path in found if path.exists()), None) or shutil.which("outlink")
    if path is None:
        pytest.skip("no `outlink` to compare with: cargo build, or set OUTLINK_BIN")
    return str(path)


@pytest.fixture(scope="session")
def records(command, tmp_path_factory):
    """A function that gives the command line's records for some links."""

    def run(links, *options):
        file = tmp_path_factory.mktemp("records") / "links.txt"
        file.write_text("".join(link + "\n" for link in links), encoding="utf-8")
        args = [command, "check", str(file), "--input", "urls", "--format", "jsonl", "--fail-on", "never", "--no-config", "--no-suppressions", *options]
        done = subprocess.run(args, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def row_of(record):
    """A record as a row of the usual columns."""
    strictest = [decision for decision in record["decisions"] if decision["verdict"] == record["verdict"]]
    rules = list(dict.fromkeys(rule for decision in strictest for rule in decision["rules"]))
    row = {
        "verdict": record["verdict"],
        "worst": record.get("worst", record["verdict"]),
        "rules": rules,
        "uncertain": record.get("uncertain", []),
        "host": record.get("host"),
        "registrable": record.get("registrable"),
        "owner": record.get("owner"),
        "category": record.get("category", []),
        "signals": record.get("signals", []),
        "error": record.get("error"),
    }
    if len(record["decisions"]) > 1:
        row.update({f"{decision['policy']}/{decision['scene']}": decision["verdict"] for decision in record["decisions"]})
    return row
