"""Audacity's label track: start, end and text, separated by tabs; times in seconds with six decimals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.findings import Finding, Place
from feedtool.model import Chapter
from feedtool.textfile import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME: Final = "audacity"
TITLE: Final = "Audacity labels"
SUFFIXES: Final = (".labels.txt", ".txt")
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits(untitled=True)

_LINE = re.compile(r"\d+(?:[.,]\d+)?\t\d+(?:[.,]\d+)?(?:\t|$)")


def sniff(sample: Sample) -> bool:
    """Nearly all lines start with two numbers and tabs; lines of spectral selections start with a backslash."""
    lines = [line for line in sample.lines if not line.startswith("\\")]
    return bool(lines) and sum(1 for line in lines if _LINE.match(line)) >= 0.8 * len(lines)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """A region label for a chapter with an end, a point label (end = start) for one without."""
    return "".join(
        f"{_seconds(c.start)}\t{_seconds(c.end or c.start)}\t{c.title}\n" for c in fit(chapters, KEEPS, LIMITS)
    )


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}000"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The labels; decimal commas are understood."""
    return gather(NAME, _items(text, file), file=file)


def _items(text: str, file: str) -> Iterator[Chapter | Finding]:
    for number, line in numbered(text):
        if line.strip() and not line.startswith("\\"):
            yield _chapter(line, Place(file, number, 1))


def _chapter(line: str, place: Place) -> Chapter | Finding:
    first, *rest = line.split("\t", 2)
    start = None if ":" in first else moment(first)
    if start is None:
        return skipped(line.strip(), place, "A label is its start and end in seconds and its text, with tabs between.")
    end = moment(rest[0]) if rest else None
    title = rest[1].strip() if len(rest) > 1 else ""
    return Chapter(start=start, end=end if end != start else None, title=title, place=place)
