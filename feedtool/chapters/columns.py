"""Plain tables of chapters: columns found by their names, or a time beside a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.tables import rows, table
from feedtool.model import Chapter
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from feedtool.chapters.base import Limits, Sample
    from feedtool.chapters.tables import Row
    from feedtool.findings import Finding

KEEPS: Final = frozenset({"end", "url", "image", "toc", "fraction"})

_COLUMNS: Final = ("start", "end", "title", "url", "image", "toc")
_NAMES: Final[Mapping[str, str]] = {
    "start": "start", "starttime": "start", "time": "start", "timestamp": "start", "timecode": "start",
    "begin": "start", "position": "start", "end": "end", "endtime": "end", "title": "title", "name": "title",
    "chapter": "title", "chaptertitle": "title", "label": "title", "text": "title", "url": "url", "link": "url",
    "href": "url", "image": "image", "img": "image", "artwork": "image", "toc": "toc",
}  # fmt: skip
_FOREIGN: Final = frozenset({"#", "timeformat", "markertype"})
_CLOCK = re.compile(r"\s*\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?\s*")


def tells(sample: Sample, delimiter: str) -> bool:
    """Whether ``sample`` is such a table: by its header, or by a time at one edge of nearly all rows."""
    if not sample.lines or "{" in sample.lines[0][:1]:
        return False
    first = sample.lines[0].split(delimiter)
    if header(first):
        return True
    edges = [_edges(line, delimiter) for line in sample.lines]
    share = [sum(1 for e in edges if e[side]) / len(edges) for side in (0, 1)]
    return max(share) >= 0.8


def _edges(line: str, delimiter: str) -> tuple[bool, bool]:
    cells = line.split(delimiter)
    if len(cells) < 2:
        return False, False
    return bool(_CLOCK.fullmatch(cells[0])), bool(_CLOCK.fullmatch(cells[-1]))


def header(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the names in the first row; empty when they are not column names."""
    names = [re.sub(r"[\s_-]", "", cell.strip().lower()) for cell in cells]
    found = {_NAMES[name]: n for n, name in reversed(list(enumerate(names))) if name in _NAMES}
    return found if {"start", "title"} <= found.keys() and not _FOREIGN & set(names) else {}


def items(text: str, file: str, delimiter: str) -> Iterator[Chapter | Finding]:
    """A chapter for each row."""
    found = rows(text, file, delimiter)
    first = next(found, None)
    if first is None:
        return
    columns = header(first.cells)
    if not columns:
        yield _chapter(first, _guess(first))
    yield from (_chapter(row, columns or _guess(row)) for row in found)


def _guess(row: Row) -> dict[str, int]:
    """Time first, or a title and the time last."""
    last = len(row.cells) - 1
    if _CLOCK.fullmatch(row.cells[0]) or not last:
        return {"start": 0, "title": 1}
    return {"start": last, "title": 0}


def _chapter(row: Row, columns: Mapping[str, int]) -> Chapter | Finding:
    value = {name: row.cell(at) for name, at in columns.items()}
    start = moment(value["start"])
    if start is None:
        return skipped(value["start"] or None, row.place)
    return Chapter(
        start=start,
        end=moment(value.get("end", "")),
        title=value.get("title", ""),
        url=value.get("url") or None,
        image=value.get("image") or None,
        toc=value.get("toc", "").lower() not in {"false", "0", "no"},
        place=row.place,
    )


def written(chapters: Sequence[Chapter], limits: Limits, delimiter: str) -> str:
    """A header row and a row a chapter, times as HH:MM:SS.mmm."""
    lines = [
        (
            npt(c.start),
            "" if c.end is None else npt(c.end),
            c.title,
            c.url or "",
            c.image or "",
            "" if c.toc else "false",
        )
        for c in fit(chapters, KEEPS, limits)
    ]
    return table([_COLUMNS, *lines], delimiter)
