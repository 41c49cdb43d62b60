"""Audible's licence JSON: chapters with ``start_offset_ms`` and ``length_ms``, deep inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters import jsonrows
from feedtool.chapters.base import MAX_TIME, ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.chapters.jsonrows import text
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.chapters.jsonrows import Row

NAME: Final = "audible"
TITLE: Final = "Audible JSON"
SUFFIXES: Final = (".audible.json", ".json")
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits(fills="always", untitled=True)

_PATH: Final = ("content_license", "content_metadata", "chapter_info", "chapters")


def sniff(sample: Sample) -> bool:
    """A list of chapters where the licence has it."""
    return isinstance(jsonrows.at(sample.json, _PATH), list)


def write(chapters: Sequence[Chapter], *, duration: int | None = None, **_: object) -> str:
    """The part of a licence that holds chapters; lengths in whole milliseconds."""
    rows = [
        {
            "length_ms": (c.end or c.start) - c.start,
            "start_offset_ms": c.start,
            "start_offset_sec": c.start // 1000,
            "title": c.title,
        }
        for c in fit(chapters, KEEPS, LIMITS, duration)
    ]
    value: Any = rows
    for key in reversed(_PATH):
        value = {key: value}
    return jsonrows.dump(value)


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The licence's chapters."""
    located = jsonrows.load(text, file, _PATH)
    return gather(NAME, jsonrows.items(located, _PATH, "start_offset_ms", _chapter), file=file)


def _chapter(row: Row) -> Chapter | None:
    start, length = _whole(row.get("start_offset_ms")), _whole(row.get("length_ms"))
    if start is None:
        return None
    return Chapter(start=start, end=start + length if length else None, title=text(row, "title"))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_TIME else None
