"""The recipes of docs/python.md, as they stand there."""

import re

import outlink
import pytest
from conftest import ROOT

LINKS = ["https://item.taobao.com/item.htm?id=1", "https://www.example.org/", None]


def recipes(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- recipe: (\w+) -->\n```python\n(.*?)```", text, re.S))


@pytest.mark.parametrize("name", ["python.md", "python.zh-CN.md"])
def test_both_pages_have_the_same_recipes(name):
    assert recipes(name) == recipes("python.md") and set(recipes(name)) == {"arrow", "pandas", "polars", "duckdb"}


@pytest.mark.parametrize("library", ["arrow", "pandas", "polars", "duckdb"])
def test_a_recipe_does_what_it_says(library):
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    frame = {"pandas": pd.DataFrame, "polars": pl.DataFrame}.get(library, dict)({"url": LINKS})
    table = pa.table({"url": LINKS})
    names = {"outlink": outlink, "duckdb": duckdb, "table": table, "links": table, "frame": frame}
    exec(recipes("python.md")[library], names)  # noqa: S102
    answers = names["answers"]
    rows = {
        "arrow": lambda: answers.to_pylist(),
        "pandas": lambda: answers.astype(object).where(answers.notna(), None).to_dict("records"),
        "polars": lambda: answers.to_dicts(),
        "duckdb": lambda: [dict(zip(answers.columns, row)) for row in answers.fetchall()],
    }[library]()
    found = {row["url"]: row["verdict"] for row in rows} if library != "duckdb" else {row["verdict"]: row["n"] for row in rows}
    expected = {LINKS[0]: "open", LINKS[1]: "copy", None: None} if library != "duckdb" else {"open": 1, "copy": 1, None: 1}
    assert found == expected
