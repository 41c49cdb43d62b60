"""Plain TSV: named columns, or a title and a time, with tabs between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters import columns
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

NAME: Final = "tsv"
TITLE: Final = "TSV"
SUFFIXES: Final = (".tsv",)
KEEPS: Final = columns.KEEPS
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """Columns named as chapters need them, or a time at one edge of nearly all rows."""
    return columns.tells(sample, "\t")


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """start, end, title, url, image and toc, with a header row."""
    return columns.written(chapters, LIMITS, "\t")


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The rows."""
    return gather(NAME, columns.items(text, file, "\t"), file=file)
