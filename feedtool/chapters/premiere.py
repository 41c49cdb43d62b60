"""Premiere Pro's marker list: a table with tabs and timecodes of frames, its headings in any language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.frames import DEFAULT, frames_to_ms, guess, ms_to_frames, unit
from feedtool.chapters.tables import Row, plain_rows
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.findings import Finding

NAME: Final = "premiere"
TITLE: Final = "Premiere Pro markers"
SUFFIXES: Final = (".premiere.txt", ".txt", ".csv")
KEEPS: Final = frozenset({"end"})
LIMITS: Final = Limits(unit=unit(DEFAULT), untitled=True)

_HEAD: Final = ("Marker Name", "Description", "In", "Out", "Duration", "Marker Type")
_ROW = re.compile(r"[^\t]*\t[^\t]*(?:\t\d\d[:;]\d\d[:;]\d\d[:;]\d\d){3}(?:\t|$)")


def sniff(sample: Sample) -> bool:
    """The header row, or three timecodes in columns three to five of the second row."""
    if not sample.lines:
        return False
    return tuple(sample.lines[0].split("\t"))[:6] == _HEAD or any(_ROW.match(line) for line in sample.lines[1:2])


def write(chapters: Sequence[Chapter], *, rate: str | None = None, **_: object) -> str:
    """Chapter markers at ``rate`` frames per second, 25 unless given."""
    rate = rate or DEFAULT
    rows = fit(chapters, KEEPS, replace(LIMITS, unit=unit(rate)))
    return "".join("\t".join(cells) + "\n" for cells in (_HEAD, *(_row(c, rate) for c in rows)))


def _row(chapter: Chapter, rate: str) -> tuple[str, ...]:
    end = chapter.end or chapter.start
    times = (ms_to_frames(ms, rate) for ms in (chapter.start, end, end - chapter.start))
    return chapter.title, "", *times, "Chapter"


def read(text: str, file: str, *, rate: str | None = None, origin: int | None = None, **_: object) -> ChapterFile:
    """The markers; with some of type Chapter, only those. ``origin`` (ms) is what the sequence starts at."""
    rows = list(plain_rows(text, file))[1:]
    return gather(NAME, _items(rows, file, rate, origin or 0), file=file)


def _items(rows: list[Row], file: str, rate: str | None, origin: int) -> Iterator[Chapter | Finding]:
    if rate is None:
        rate, finding = guess((row.cell(2) for row in rows), file)
        if rows:
            yield finding
    chapters = [row for row in rows if row.cell(5) == "Chapter"]
    yield from (_chapter(row, rate, origin) for row in chapters or rows)


def _chapter(row: Row, rate: str, origin: int) -> Chapter | Finding:
    start, end = frames_to_ms(row.cell(2), rate), frames_to_ms(row.cell(3), rate)
    if start is None or start < origin:
        return skipped(row.cell(2), row.place, "A marker has its In point as HH:MM:SS:FF in the third column.")
    end = end - origin if end is not None and end > start else None
    return Chapter(start=start - origin, end=end, title=row.cell(0), place=row.place)
