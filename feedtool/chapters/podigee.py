"""Podigee's JSON: a bare list of ``start_time``, ``title``, ``image`` and ``url``."""

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

NAME: Final = "podigee"
TITLE: Final = "Podigee JSON"
SUFFIXES: Final = (".podigee.json", ".json")
KEEPS: Final = frozenset({"url", "image", "fraction"})
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """A bare list whose objects have ``start_time``."""
    return isinstance(sample.json, list) and any("start_time" in row for row in sample.rows)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """``start_time`` as HH:MM:SS.mmm; keys without a value are left out."""
    rows = fit(chapters, KEEPS, LIMITS)
    return jsonrows.dump(
        [jsonrows.filled(start_time=npt(c.start), title=c.title, image=c.image, url=c.url) for c in rows]
    )


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The objects of the list."""
    return gather(NAME, jsonrows.items(jsonrows.load(text, file, ()), (), "start_time", _chapter), file=file)


def _chapter(row: Row) -> Chapter | None:
    return jsonrows.linked(row, "start_time")
