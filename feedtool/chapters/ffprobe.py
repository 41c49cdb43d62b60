"""What ``ffprobe -show_chapters -of json`` prints."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters import jsonrows
from feedtool.chapters.base import MAX_TIME, ChapterFile, Limits, Sample, gather, moment
from feedtool.chapters.fit import fit, from_grid
from feedtool.findings import Finding
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.chapters.jsonrows import Row
    from feedtool.located import Located

NAME: Final = "ffprobe"
TITLE: Final = "ffprobe JSON"
SUFFIXES: Final = (".ffprobe.json", ".json")
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits(fills="known", untitled=True)

_BASE = re.compile(r"(\d{1,12})/(\d{1,12})")


def sniff(sample: Sample) -> bool:
    """An object with ``chapters`` whose objects have a ``time_base``."""
    return isinstance(sample.json, dict) and any("time_base" in row for row in sample.rows)


def write(chapters: Sequence[Chapter], *, duration: int | None = None, **_: object) -> str:
    """ffprobe's own keys, in a time base of milliseconds."""
    return jsonrows.dump({"chapters": [_row(n, c) for n, c in enumerate(fit(chapters, KEEPS, LIMITS, duration))]})


def _row(n: int, chapter: Chapter) -> dict[str, Any]:
    row: dict[str, Any] = {"id": n, "time_base": "1/1000", "start": chapter.start, "start_time": _text(chapter.start)}
    if chapter.end is not None:
        row |= {"end": chapter.end, "end_time": _text(chapter.end)}
    return row | ({"tags": {"title": chapter.title}} if chapter.title else {})


def _text(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}000"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The chapters of the first edition; others, as Matroska files have them, are named (FT319)."""
    located = jsonrows.load(text, file, ("chapters",))
    return gather(NAME, _items(located), file=file)


def _items(located: Located) -> Iterator[Chapter | Finding]:
    rows = located.value["chapters"]
    editions = list(dict.fromkeys(_edition(row) for row in rows if isinstance(row, dict)))
    if len(editions) > 1:
        message = f"{len(editions)} editions in this file; the first is read"
        yield Finding(code="FT319", message=message, place=located.place(("chapters",)))
    of = {located.place(("chapters", n)): _edition(row) for n, row in enumerate(rows) if isinstance(row, dict)}
    for item in jsonrows.items(located, ("chapters",), "start_time", _chapter):
        if not isinstance(item, Chapter) or (item.place and of[item.place] == editions[0]):
            yield item


def _edition(row: Row) -> str:
    tags = row.get("tags")
    return str(tags.get("EDITION_UID", "")) if isinstance(tags, dict) else ""


def _chapter(row: Row) -> Chapter | None:
    start = _time(row, "start")
    if start is None:
        return None
    tags = row.get("tags")
    title = jsonrows.text(tags, "title") if isinstance(tags, dict) else ""
    return Chapter(start=start, end=_time(row, "end"), title=title)


def _time(row: Row, key: str) -> int | None:
    """``start_time`` in seconds, else ``start`` in steps of ``time_base``."""
    if f"{key}_time" in row:
        value = row[f"{key}_time"]
        return moment(value) if isinstance(value, str) and ":" not in value else None
    base, steps = _BASE.fullmatch(str(row.get("time_base"))), row.get(key)
    if not base or not int(base[2]) or not isinstance(steps, int) or not 0 <= steps < 10**20:
        return None
    ms = from_grid(steps, Fraction(int(base[1]) * 1000, int(base[2])))
    return ms if ms <= MAX_TIME else None
