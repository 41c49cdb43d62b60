"""Chapters in a JSON list: what the smaller JSON formats share."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from feedtool.chapters.base import moment, seconds, skipped
from feedtool.findings import Finding, SourceError
from feedtool.located import load_json
from feedtool.model import Chapter
from feedtool.textfile import sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedtool.located import Located, Path

    Row = Mapping[str, Any]


def load(text: str, file: str, path: Path) -> Located:
    """``text`` as JSON with a list at ``path``: SourceError where it is no JSON (FT103) or the list is not there."""
    located = load_json(text, file)
    if not isinstance(at(located.value, path), list):
        where = ".".join(map(str, path)) or "the top"
        raise SourceError(Finding(code="FT311", message=f"no list of chapters at {where}", place=located.place()))
    return located


def at(value: Any, path: Path) -> Any:
    """What stands at ``path`` in ``value``; None where there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def items(located: Located, path: Path, key: str, make: Callable[[Row], Chapter | None]) -> Iterator[Chapter | Finding]:
    """``make`` of each object in the list at ``path``; where it gives None, ``key`` holds no time."""
    for n, row in enumerate(at(located.value, path)):
        if not isinstance(row, dict):
            yield skipped(row, located.place((*path, n)), "A chapter is an object.")
        elif chapter := make(row):
            yield replace(chapter, place=located.place((*path, n)))
        else:
            yield skipped(row.get(key), located.place((*path, n, key)))


def text(row: Row, key: str) -> str:
    """The text under ``key``, on its own; empty where there is none."""
    value = row.get(key)
    return sound(value).strip() if isinstance(value, str) else ""


def linked(row: Row, key: str) -> Chapter | None:
    """A chapter of a row with its start under ``key``: as clock text or seconds, links as ``url`` or ``href``."""
    start = _time(row.get(key))
    if start is None:
        return None
    url, image = text(row, "url") or text(row, "href"), text(row, "image") or text(row, "img")
    end = _time(row.get("end"))
    return Chapter(start=start, end=end, title=text(row, "title"), url=url or None, image=image or None)


def _time(value: object) -> int | None:
    return moment(value) if isinstance(value, str) else seconds(value)


def dump(value: object) -> str:
    """``value`` as JSON text, two spaces deep, with a line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def filled(**pairs: object) -> dict[str, object]:
    """The pairs that hold something."""
    return {key: value for key, value in pairs.items() if value not in (None, "")}
