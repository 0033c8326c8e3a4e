"""Pieces of an input: what a job does at one time, and does not do again."""

import hashlib
import json

from .._outlink import OutlinkError, say


def files(spark, inputs):
    """Every file of the inputs with its size and time, in order. Spark leaves out what begins with `_` or `.`."""
    listed = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(inputs)
    rows = listed.select("path", "length", "modificationTime").collect()
    return sorted((row.path, row.length, str(row.modificationTime)) for row in rows)


def cut(listed, size):
    """The files in stretches of about that many bytes."""
    pieces, open_piece, held = [], [], 0
    for entry in listed:
        if open_piece and held + entry[1] > size:
            pieces.append(open_piece)
            open_piece, held = [], 0
        open_piece.append(entry)
        held += entry[1]
    return pieces + [open_piece] if open_piece else pieces


def name(question, piece):
    """The name of a piece: a hash of all that its answers depend on. It begins with a letter, so that no reader takes it for a number."""
    text = json.dumps([question, piece], sort_keys=True)
    return "p" + hashlib.sha256(text.encode()).hexdigest()[:16]


class Ledger:
    """Which pieces of an output are done.

    A piece is done when its summary is there. The summary is written last, after Spark has committed the piece's rows; so what a
    job that was stopped left behind has none, and is written over.
    """

    def __init__(self, spark, place):
        self.spark = spark
        self.place = place

    def done(self):
        """The summaries of the pieces that are done, by their names."""
        rows = self._read(lambda: self.spark.read.text(f"{self.place}/_summaries/*").collect())
        told = [json.loads(row.value) for row in rows]
        return {entry["piece"]: entry["summary"] for entry in told}

    def present(self):
        """The names of all pieces that have rows, done or not."""
        listed = self._read(lambda: self.spark.read.format("binaryFile").load(f"{self.place}/piece=*").select("path").collect())
        return {row.path.split("/piece=", 1)[1].split("/", 1)[0] for row in listed}

    def write(self, piece, summary):
        """Says that a piece is done."""
        text = json.dumps({"piece": piece, "summary": summary})
        frame = self.spark.createDataFrame([(text,)], "value string").coalesce(1)
        frame.write.mode("overwrite").text(f"{self.place}/_summaries/{piece}")

    def refuse_strange(self, planned, lang):
        """Refuses an output with pieces of something else: whoever reads it would read them too."""
        strange = sorted((self.present() | set(self.done())) - set(planned))
        if strange:
            raise OutlinkError(say("strange_pieces", lang, self.place, str(len(strange)), strange[0]))

    @staticmethod
    def _read(read):
        from pyspark.errors import AnalysisException

        try:
            return read()
        except AnalysisException as error:
            if "PATH_NOT_FOUND" in str(error):
                return []
            raise
