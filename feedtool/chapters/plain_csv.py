"""Plain CSV: named columns, or a title and a time; semicolons, as some spreadsheets write them, are read too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters import columns
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

NAME: Final = "csv"
TITLE: Final = "CSV"
SUFFIXES: Final = (".csv",)
KEEPS: Final = columns.KEEPS
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """Columns named as chapters need them, or a time at one edge of nearly all rows."""
    return columns.tells(sample, ",") or columns.tells(sample, ";")


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """start, end, title, url, image and toc, with a header row."""
    return columns.written(chapters, LIMITS, ",")


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The rows, by the delimiter that tells the format."""
    delimiter = "," if columns.tells(Sample(text), ",") else ";"
    return gather(NAME, columns.items(text, file, delimiter), file=file)
