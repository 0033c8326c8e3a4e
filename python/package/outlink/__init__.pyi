from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Any, Literal, Protocol, Union

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Path = Union[str, "PathLike[str]"]
_Names = Union[_Path, Sequence[_Path]]

class OutlinkError(Exception):
    """Anything that outlink refuses."""

class QuestionError(OutlinkError):
    """The question is wrong: a policy, scene, date or column that nobody knows."""

class InvalidError(OutlinkError):
    """A policy or list has errors; the text shows each with its place and a way out."""

class UnreadableError(OutlinkError):
    """A file cannot be read."""

class Results:
    """Answers to links: one row a link, in their order. Any Arrow library takes them over without a copy."""

    num_rows: int
    column_names: list[str]
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def to_pyarrow(self) -> Any:
        """The rows as a ``pyarrow.Table``."""
    def to_pandas(self) -> Any:
        """The rows as a ``pandas.DataFrame``; needs pyarrow."""
    def to_polars(self) -> Any:
        """The rows as a ``polars.DataFrame``."""

class Checker:
    """A question to one or more policies, loaded and compiled once, asked of many links.

    It can be shared by threads and pickled; a pickle holds every file that the question names.
    """

    def __init__(
        self,
        policy: _Names = "wechat",
        scene: Union[str, Sequence[str], None] = None,
        *,
        as_of: Union[str, date, None] = None,
        basis: Literal["announced", "observed"] = "announced",
        lists: Union[Mapping[str, _Path], Sequence[str], None] = None,
        trials: Union[Mapping[str, bool], Sequence[str], None] = None,
        choice: str | None = None,
        context: Union[Mapping[str, str], Sequence[str], None] = None,
        posted: Union[str, date, None] = None,
        min_grade: Literal["A", "B", "C", "K"] | None = None,
        psl: _Path | None = None,
        lang: Literal["en", "zh"] = "en",
    ) -> None:
        """Loads the question.

        Raises:
            QuestionError: a policy, scene, trial, choice, context or date that is not known.
            InvalidError: a policy or list with errors.
            UnreadableError: a file that cannot be read.
        """

    def check(
        self,
        links: Union[_ArrowArray, _ArrowStream],
        column: str | None = None,
        *,
        columns: Sequence[str] | None = None,
        strings: Literal["dictionary", "plain"] = "dictionary",
        threads: int | None = None,
    ) -> Results:
        """Answers for every link of an array, or of a column of a table; one row a link, in their order.

        Raises:
            QuestionError: no such column, or values that are no texts.
        """

    def record(self, link: str) -> str:
        """The record of one link, in JSON, as ``outlink check --format jsonl`` writes it."""

    column_names: list[str]
    scenes: list[str]
    as_of: str
    lang: str
    run: str
    parts: list[tuple[str, str]]
