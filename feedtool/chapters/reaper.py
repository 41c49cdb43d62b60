"""Reaper's region and marker list as CSV."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.tables import Row, exact, rows, table
from feedtool.findings import Finding
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME: Final = "reaper"
TITLE: Final = "Reaper markers CSV"
SUFFIXES: Final = (".reaper.csv", ".csv")
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits(untitled=True)

_HEAD: Final = ("#", "Name", "Start", "End", "Length")
_BEATS = re.compile(r"-?\d+\.\d+\.\d+")


def sniff(sample: Sample) -> bool:
    """The header row."""
    return bool(sample.lines) and tuple(sample.lines[0].split(","))[:5] == _HEAD


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """Regions for chapters with an end, markers for the others, numbered in one line."""
    return table([_HEAD, *(_row(n, c) for n, c in enumerate(fit(chapters, KEEPS, LIMITS), 1))], ",")


def _row(n: int, chapter: Chapter) -> tuple[str, ...]:
    if chapter.end is None:
        return f"M{n}", chapter.title, exact(chapter.start), "", ""
    return f"R{n}", chapter.title, exact(chapter.start), exact(chapter.end), exact(chapter.end - chapter.start)


def read(text: str, file: str, **_: object) -> ChapterFile:
    """Markers and regions; bars and beats cannot be converted (FT321)."""
    return gather(NAME, _items(text, file), file=file)


def _items(text: str, file: str) -> Iterator[Chapter | Finding]:
    for row in islice(rows(text, file, ","), 1, None):
        yield _chapter(row)


def _chapter(row: Row) -> Chapter | Finding:
    value = row.cell(2)
    if _BEATS.fullmatch(value):
        message = f"{value} counts bars and beats, which cannot be converted; this chapter is left out"
        hint = "Set Reaper's ruler to minutes and seconds and export again."
        return Finding(code="FT321", message=message, place=row.place, hint=hint)
    start = moment(value)
    if start is None:
        return skipped(value or None, row.place)
    return Chapter(start=start, end=moment(row.cell(3)), title=row.cell(1), place=row.place)
