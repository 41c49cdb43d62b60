"""Auphonic's production JSON: ``chapters`` with ``start``, ``title``, ``url`` and ``image``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters import jsonrows
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.located import load_json
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.chapters.jsonrows import Row
    from feedtool.located import Path
    from feedtool.model import Chapter

NAME: Final = "auphonic"
TITLE: Final = "Auphonic JSON"
SUFFIXES: Final = (".auphonic.json", ".json")
KEEPS: Final = frozenset({"url", "image", "fraction"})
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """An object with ``chapters``, or its API's ``data.chapters``, whose objects have ``start``."""
    rows = jsonrows.at(sample.json, _path(sample.json))
    return isinstance(rows, list) and any("start" in r and "time_base" not in r for r in rows if isinstance(r, dict))


def _path(value: Any) -> Path:
    """The API wraps a production into ``data``; files do not."""
    return ("data", "chapters") if jsonrows.at(value, ("data", "chapters")) else ("chapters",)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """An object with ``chapters``, as the API takes it; keys without a value are left out."""
    rows = fit(chapters, KEEPS, LIMITS)
    made = [jsonrows.filled(start=npt(c.start), title=c.title, url=c.url, image=c.image) for c in rows]
    return jsonrows.dump({"chapters": made})


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The chapters of a production."""
    path = _path(load_json(text, file).value)
    return gather(NAME, jsonrows.items(jsonrows.load(text, file, path), path, "start", _chapter), file=file)


def _chapter(row: Row) -> Chapter | None:
    return jsonrows.linked(row, "start")
