"""Answers beside the columns that were there, for whoever works batch by batch."""

from ._outlink import QuestionError, say

# How many rows of a batch are checked with one call.
BATCH_ROWS = 65_536


class Plan:
    """Which columns of a table are kept, and which are put beside them.

    Made once, where the question is asked; it holds names alone and travels cheaply.
    """

    def __init__(self, checker, names, column, columns=None, keep=None, prefix=""):
        self.column = column
        self.columns = list(checker.column_names if columns is None else columns)
        self.keep = list(names if keep is None else keep)
        self.prefix = prefix
        unknown = [name for name in [column] + self.keep if name not in names]
        if unknown:
            raise QuestionError(say("no_column", checker.lang, unknown[0], ", ".join(names)))
        twice = [name for name in self.answers if name in self.keep]
        if twice:
            raise QuestionError(say("column_twice", checker.lang, twice[0]))

    @property
    def answers(self):
        """The names of the columns that are put beside."""
        return [self.prefix + name for name in self.columns]

    def schema(self, checker, strings="plain"):
        """The Arrow fields of the answers."""
        import pyarrow as pa

        empty = checker.check(pa.array([], pa.string()), columns=self.columns, strings=strings)
        return [field.with_name(self.prefix + field.name) for field in pa.schema(empty)]

    def run(self, checker, batch, strings="plain", threads=1):
        """A batch of rows with the answers to its links."""
        import pyarrow as pa

        found = pa.table(checker.check(batch.column(self.column), columns=self.columns, strings=strings, threads=threads))
        kept = [batch.column(name) for name in self.keep]
        told = [whole(column) for column in found.columns]
        fields = [batch.schema.field(name) for name in self.keep]
        fields += [field.with_name(self.prefix + field.name) for field in found.schema]
        return pa.RecordBatch.from_arrays(kept + told, schema=pa.schema(fields))


def whole(column):
    """The one array of a column that came in pieces."""
    if column.num_chunks == 1:
        return column.chunk(0)
    combined = column.combine_chunks()
    return combined.chunk(0) if hasattr(combined, "num_chunks") and combined.num_chunks else combined
