"""Vorbis comments: the names and values in FLAC, Ogg Vorbis and Opus, and the chapters among them (CHAPTERxxx)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool import timecode
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 20_000
"""How many comments are read: 5,000 chapters and their links, and room to spare."""
_CHAPTER = re.compile(r"CHAPTER(\d{1,4})(NAME|URL|)", re.ASCII)


def read(data: bytes) -> tuple[tuple[str, str], ...]:
    """The comments in ``data``: names in capitals with their values, up to where they break off."""
    return tuple(_pairs(data))


def _pairs(data: bytes) -> Iterator[tuple[str, str]]:
    at = 4 + _number(data, 0)
    count = _number(data, at)
    at += 4
    for _ in range(min(count, MOST)):
        size = _number(data, at)
        if at + 4 + size > len(data) or at + 4 > len(data):
            return
        name, equals, value = data[at + 4 : at + 4 + size].decode("utf-8", "replace").partition("=")
        if equals:
            yield name.upper(), value
        at += 4 + size


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def chapters(comments: tuple[tuple[str, str], ...]) -> tuple[Chapter, ...]:
    """The chapters among the comments in order of their numbers; those without a readable time are left out."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in comments:
        if match := _CHAPTER.fullmatch(name):
            rows.setdefault(int(match[1]), {}).setdefault(match[2], value)
    return tuple(_made(row) for _, row in sorted(rows.items()) if timecode.parse(row.get("", "")) is not None)


def _made(row: dict[str, str]) -> Chapter:
    return Chapter(start=timecode.parse(row[""]) or 0, title=row.get("NAME", ""), url=row.get("URL") or None)
