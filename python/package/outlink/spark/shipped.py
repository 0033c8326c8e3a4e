"""A checker on its way to the executors."""

import hashlib
import pickle
import threading
from collections import OrderedDict

# How many checkers a worker process keeps: one with large lists takes hundreds of megabytes.
KEPT = 4

_loaded = OrderedDict()
_lock = threading.Lock()


class Shipped:
    """A packed checker that Spark broadcasts: it reaches an executor once, and is loaded once in each worker process.

    What a worker has loaded, it knows by the hash of the pack; so tasks, stages and jobs that ask the same question share it.
    """

    def __init__(self, checker, spark=None):
        packed = pickle.dumps(checker, protocol=pickle.HIGHEST_PROTOCOL)
        self.key = hashlib.sha256(packed).hexdigest()
        context = _context(spark)
        # Spark Connect has no broadcasts; there the pack travels with the function.
        self._packed = packed if context is None else context.broadcast(packed)

    def checker(self):
        """The checker, in a worker: loaded at the first call, and found at the next."""
        with _lock:
            found = _loaded.get(self.key)
            if found is None:
                packed = self._packed if isinstance(self._packed, bytes) else self._packed.value
                found = _loaded[self.key] = pickle.loads(packed)
                while len(_loaded) > KEPT:
                    _loaded.popitem(last=False)
            else:
                _loaded.move_to_end(self.key)
            return found


def _context(spark):
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    spark = spark or SparkSession.getActiveSession()
    try:
        return spark.sparkContext if spark is not None else None
    except (AttributeError, PySparkException):
        return None
