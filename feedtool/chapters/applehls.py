"""Apple's JSON chapters for HTTP Live Streaming: a bare list of ``start-time``, ``titles`` and ``images``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters import jsonrows
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, seconds
from feedtool.chapters.fit import fit
from feedtool.model import Chapter
from feedtool.timecode import to_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.chapters.jsonrows import Row

NAME: Final = "applehls"
TITLE: Final = "Apple HLS JSON"
SUFFIXES: Final = (".hls.json", ".json")
KEEPS: Final = frozenset({"end", "image", "fraction"})
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """A bare list whose objects have ``start-time``."""
    return isinstance(sample.json, list) and any("start-time" in row for row in sample.rows)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """One title each, in an undetermined language; the end is a ``duration``."""
    return jsonrows.dump([_row(n, c) for n, c in enumerate(fit(chapters, KEEPS, LIMITS), 1)])


def _row(n: int, chapter: Chapter) -> dict[str, Any]:
    row: dict[str, Any] = {"chapter": n, "start-time": to_seconds(chapter.start)}
    if chapter.end is not None:
        row["duration"] = to_seconds(chapter.end - chapter.start)
    if chapter.title:
        row["titles"] = [{"language": "und", "title": chapter.title}]
    if chapter.image:
        row["images"] = [{"image-category": "chapter", "url": chapter.image}]
    return row


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The objects of the list, with the first title and the first image of each."""
    return gather(NAME, jsonrows.items(jsonrows.load(text, file, ()), (), "start-time", _chapter), file=file)


def _chapter(row: Row) -> Chapter | None:
    start, duration = seconds(row.get("start-time")), seconds(row.get("duration"))
    if start is None:
        return None
    title, image = _first(row, "titles", "title"), _first(row, "images", "url")
    return Chapter(start=start, end=start + duration if duration else None, title=title, image=image or None)


def _first(row: Row, key: str, inner: str) -> str:
    found = row.get(key)
    first = found[0] if isinstance(found, list) and found else None
    return jsonrows.text(first, inner) if isinstance(first, dict) else ""
