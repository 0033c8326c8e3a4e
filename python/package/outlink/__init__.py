"""outlink: what a platform does with a link, in a scene, on a day, and which rule says so.

    checker = outlink.Checker(policy="wechat", scene="group", as_of="2026-11-22")
    answers = checker.check(links)          # any Arrow array or table of links
    answers.to_pandas(), answers.to_polars(), answers.to_pyarrow()

Links come in and answers go out through the Arrow PyCapsule interface; no link becomes a Python string.
"""

from ._outlink import Checker, InvalidError, OutlinkError, QuestionError, Results, UnreadableError

__all__ = ["Checker", "InvalidError", "OutlinkError", "QuestionError", "Results", "UnreadableError"]
