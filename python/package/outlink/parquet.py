"""Parquet in, Parquet out, on one machine and in bounded memory."""

import os
import tempfile

from . import summary
from ._answers import BATCH_ROWS, Plan
from ._outlink import say


def check_parquet(checker, source, target, column="url", *, columns=None, keep=None, prefix="", batch_rows=BATCH_ROWS, threads=None, compression="zstd"):
    """Writes a Parquet file again with the answers beside its columns, batch by batch, and returns a summary.

    The file is written beside its place and moved there when it is whole. Of the input, `batch_rows` rows are held at a time;
    pyarrow holds the pages of a row group that it is about to read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    target = os.fspath(target)
    if os.path.exists(target) and os.path.samefile(source, target):
        raise ValueError(say("output_is_input", checker.lang, target))
    told = summary.empty(checker)
    with pq.ParquetFile(source, pre_buffer=False) as reader:
        names = reader.schema_arrow.names
        plan = Plan(checker, names, column, columns, keep, prefix)
        wanted = list(dict.fromkeys([column] + plan.keep))
        counted = summary.counted(checker)
        asked = Plan(checker, [column], column, list(dict.fromkeys(plan.columns + counted)), [])
        schema = pa.schema([reader.schema_arrow.field(name) for name in plan.keep] + plan.schema(checker, "dictionary"))
        handle, part = tempfile.mkstemp(prefix=".outlink-", suffix=".part", dir=os.path.dirname(target) or ".")
        os.close(handle)
        try:
            with pq.ParquetWriter(part, schema, compression=compression) as writer:
                for batch in reader.iter_batches(batch_size=batch_rows, columns=wanted):
                    found = asked.run(checker, batch, strings="dictionary", threads=threads)
                    summary.add(told, summary.count(checker, found))
                    answers = [found.column(name) for name in plan.columns]
                    rows = [batch.column(name) for name in plan.keep] + answers
                    writer.write_batch(pa.RecordBatch.from_arrays(rows, schema=schema))
            # A file made by mkstemp is for its owner alone; an output is as any other new file.
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(part, 0o666 & ~mask)
            os.replace(part, target)
        except BaseException:
            os.unlink(part)
            raise
    return told
