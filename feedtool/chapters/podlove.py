"""Podlove Publisher's JSON: a bare list of ``start``, ``title``, ``href`` and ``image``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters import jsonrows
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.chapters.jsonrows import Row
    from feedtool.model import Chapter

NAME: Final = "podlove"
TITLE: Final = "Podlove JSON"
SUFFIXES: Final = (".podlove.json", ".json")
KEEPS: Final = frozenset({"url", "image", "fraction"})
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """A bare list whose objects have ``start``; an empty one is Podlove's too."""
    if not isinstance(sample.json, list):
        return False
    return not sample.json or any("start" in row for row in sample.rows)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """All four keys in every object, empty where there is nothing, as the Publisher itself does."""
    rows = fit(chapters, KEEPS, LIMITS)
    return jsonrows.dump(
        [{"start": npt(c.start), "title": c.title, "href": c.url or "", "image": c.image or ""} for c in rows]
    )


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The objects of the list."""
    return gather(NAME, jsonrows.items(jsonrows.load(text, file, ()), (), "start", _chapter), file=file)


def _chapter(row: Row) -> Chapter | None:
    return jsonrows.linked(row, "start")
