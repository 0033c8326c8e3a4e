"""outlink on Spark: a checker is packed once, sent once to each executor, and loaded once in each Python worker.

    checker = outlink.Checker(policy="wechat", scene="group", as_of="2026-11-22")
    answers = outlink.spark.check(df, checker, "url")               # mapInArrow; PySpark 3.5 and later
    verdict = outlink.spark.arrow_udf(checker, "verdict")           # PySpark 4.1 and later
    df.select("url", verdict("url"))

`python -m outlink.spark` is a job around the first of them.
"""

from .columns import arrow_udf, check, mapper, schema
from .shipped import Shipped

__all__ = ["Shipped", "arrow_udf", "check", "mapper", "schema"]
