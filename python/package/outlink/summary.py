"""Counts of what was answered; those of parts add up to those of the whole."""

from ._outlink import say

VERDICTS = ("open", "warn", "copy", "block")


def empty(checker):
    """The summary of no rows at all."""
    scenes = {name: dict.fromkeys(VERDICTS, 0) for name in checker.scenes}
    return {"run": checker.run, "as_of": checker.as_of, "rows": 0, "null": 0, "verdicts": dict.fromkeys(VERDICTS, 0), "scenes": scenes}


def add(whole, part, lang="en"):
    """Adds the counts of a part; both must be of the same run."""
    if whole["run"] != part["run"]:
        raise ValueError(say("other_run", lang, whole["run"], part["run"]))
    for key in ("rows", "null"):
        whole[key] += part[key]
    for verdict in VERDICTS:
        whole["verdicts"][verdict] += part["verdicts"][verdict]
    for scene, counts in whole["scenes"].items():
        for verdict in VERDICTS:
            counts[verdict] += part["scenes"][scene][verdict]
    return whole


def counted(checker):
    """The columns that have to be there for a summary."""
    scenes = checker.scenes
    return ["verdict"] + (scenes if len(scenes) > 1 else [])


def count(checker, table):
    """The summary of a table that has the columns of `counted`."""
    import pyarrow.compute as pc

    told = empty(checker)
    told["rows"] = table.num_rows
    told["null"] = table.column("verdict").null_count
    scenes = checker.scenes
    places = [(told["verdicts"], "verdict")] + [(told["scenes"][name], name if len(scenes) > 1 else "verdict") for name in scenes]
    for counts, column in places:
        for entry in pc.value_counts(table.column(column)).to_pylist():
            if entry["values"] is not None:
                counts[entry["values"]] += entry["counts"]
    return told


def show(told, lang="en"):
    """The summary as a few lines."""
    lines = [say("rows", lang, told["run"], told["as_of"], str(told["rows"]), str(told["null"]))]
    width = max([len(name) for name in told["scenes"]] + [9])
    lines.append(" " * width + "".join(f"{verdict:>15}" for verdict in VERDICTS))
    rows = list(told["scenes"].items())
    if len(rows) > 1:
        rows.append((say("strictest", lang), told["verdicts"]))
    lines += [f"{name:<{width}}" + "".join(f"{counts[verdict]:>15}" for verdict in VERDICTS) for name, counts in rows]
    return "\n".join(lines)
