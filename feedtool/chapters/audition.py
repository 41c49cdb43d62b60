"""Adobe Audition's marker list: a table with tabs, whatever its name's ending says."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.frames import RATES, frames_to_ms
from feedtool.chapters.tables import Row, exact, plain_rows
from feedtool.findings import Finding
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME: Final = "audition"
TITLE: Final = "Adobe Audition markers"
SUFFIXES: Final = (".audition.csv", ".csv")
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits()

_HEAD: Final = ("Name", "Start", "Duration", "Time Format", "Type", "Description")
_FPS = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s*fps.*")


def sniff(sample: Sample) -> bool:
    """The header row, tabs between."""
    return bool(sample.lines) and tuple(sample.lines[0].split("\t"))[:5] == _HEAD[:5]


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """Cue markers in decimal time; a chapter without an end has no duration."""
    lines = [_HEAD, *(_row(c) for c in fit(chapters, KEEPS, LIMITS))]
    return "".join("\t".join(cells) + "\n" for cells in lines)


def _row(chapter: Chapter) -> tuple[str, ...]:
    length = (chapter.end or chapter.start) - chapter.start
    return chapter.title, exact(chapter.start), exact(length), "decimal", "Cue", ""


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The markers of every type; times in decimal form or in frames whose rate the row names."""
    return gather(NAME, _items(text, file), file=file)


def _items(text: str, file: str) -> Iterator[Chapter | Finding]:
    for row in islice(plain_rows(text, file), 1, None):
        yield _chapter(row)


def _chapter(row: Row) -> Chapter | Finding:
    if len(row.cells) < 4:
        return skipped("\t".join(row.cells), row.place, "A marker has a name, a start, a duration and a time format.")
    style = row.cell(3)
    start, length = _time(row.cell(1), style), _time(row.cell(2), style)
    if start is None and style.lower() != "decimal" and not _FPS.fullmatch(style):
        message = f"times in “{style[:40]}” cannot be converted; this chapter is left out"
        return Finding(code="FT321", message=message, place=row.place, hint="Choose the decimal time display.")
    if start is None:
        return skipped(row.cell(1), row.place)
    return Chapter(start=start, end=start + length if length else None, title=row.cell(0), place=row.place)


def _time(text: str, style: str) -> int | None:
    if style.lower() == "decimal":
        return moment(text)
    match = _FPS.fullmatch(style)
    return frames_to_ms(text, match[1]) if match and match[1] in RATES else None
