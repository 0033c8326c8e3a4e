"""Columns of answers in Spark's data frames."""

from .._answers import Plan, whole
from .._outlink import OutlinkError, say
from .shipped import Shipped


class _Mapper:
    """What `mapInArrow` calls in a worker."""

    def __init__(self, shipped, plan):
        self.shipped = shipped
        self.plan = plan

    def __call__(self, batches):
        checker = self.shipped.checker()
        for batch in batches:
            yield self.plan.run(checker, batch)


def mapper(checker, names, column="url", *, columns=None, keep=None, prefix="", spark=None):
    """A function for `DataFrame.mapInArrow`, for a frame whose columns have these names. `schema` gives its schema."""
    return _Mapper(Shipped(checker, spark), Plan(checker, names, column, columns, keep, prefix))


def schema(checker, frame, column="url", *, columns=None, keep=None, prefix=""):
    """The schema of what the function of `mapper` gives: the columns that are kept, and the answers."""
    from pyspark.sql.types import StructField, StructType

    plan = Plan(checker, frame.names, column, columns, keep, prefix)
    return StructType([frame[name] for name in plan.keep] + [StructField(field.name, _type(field.type)) for field in plan.schema(checker)])


def check(frame, checker, column="url", *, columns=None, keep=None, prefix=""):
    """A data frame with the answers to its links beside its columns; rows keep their order within a partition.

    `columns` names the answers (as `Checker.check`), `keep` the columns of the frame that are kept, `prefix` what the names of
    the answers begin with.
    """
    keep = list(frame.columns if keep is None else keep)
    told = schema(checker, frame.schema, column, columns=columns, keep=keep, prefix=prefix)
    # Only what is asked for goes to the workers.
    wanted = list(dict.fromkeys([column] + keep))
    asked = mapper(checker, wanted, column, columns=columns, keep=keep, prefix=prefix, spark=frame.sparkSession)
    return frame.select(*[f"`{name}`" for name in wanted]).mapInArrow(asked, told)


def arrow_udf(checker, columns=None, *, spark=None):
    """An Arrow UDF over a column of links: of one answer where `columns` is a name, of a struct of answers else."""
    import pyspark
    from pyspark.sql import functions

    if not hasattr(functions, "arrow_udf"):
        raise OutlinkError(say("old_spark", checker.lang, pyspark.__version__))
    import pyarrow as pa
    from pyspark.sql.types import StructField, StructType

    one = isinstance(columns, str)
    plan = Plan(checker, ["url"], "url", [columns] if one else columns, [])
    fields = [StructField(field.name, _type(field.type)) for field in plan.schema(checker)]
    shipped, names = Shipped(checker, spark), plan.columns

    def answer(links: pa.Array) -> pa.Array:
        return _answer(shipped.checker(), links, names, one)

    return functions.arrow_udf(answer, fields[0].dataType if one else StructType(fields))


def _answer(checker, links, names, one):
    import pyarrow as pa

    found = pa.table(checker.check(links, columns=names, strings="plain", threads=1))
    columns = [whole(column) for column in found.columns]
    return columns[0] if one else pa.StructArray.from_arrays(columns, fields=list(found.schema))


def _type(arrow):
    """The type that Spark has for one of our columns."""
    import pyarrow as pa
    from pyspark.sql.types import ArrayType, StringType, StructField, StructType

    if pa.types.is_list(arrow):
        return ArrayType(_type(arrow.value_type))
    if pa.types.is_struct(arrow):
        return StructType([StructField(field.name, _type(field.type)) for field in arrow])
    return StringType()
