"""Which part of the notes a line stands in: under which heading, and whether in a transcript."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from feedtool.notes.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.notes.line import Line

HEADING_LENGTH: Final = 60
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"(?:[^\w]|_)+")
_ENDING = re.compile(r"[^\W_]|[)\u0591-\u05c7\u064b-\u065f\u0900-\u0dff]")


def bare(text: str) -> str:
    """``text`` of a heading in lower case without emoji, colons and other signs around it."""
    before = None if text[:1].isalnum() else _BEFORE.match(text)
    start, end = before.end() if before else 0, len(text)
    while end > start and not _ENDING.match(text, end - 1):
        end -= 1
    return text[start:end].casefold()


@cache
def _named(field: str) -> re.Pattern[str]:
    words = pattern(field)
    return re.compile(rf"(?:[\w’']+\W+){{0,3}}(?:{words})(?:\W+[\w’']+){{0,3}}")


@cache
def _exactly(field: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:the\s|full\s|episode\s)?(?:{pattern(field)})(?:\s?\(.{{0,40}}\))?(?:\s?[/&+|]\s?.{{0,40}})?"
    )


def is_heading(line: Line) -> bool:
    """Whether ``line`` heads what follows: a heading, or a short line that ends with a colon or holds nothing else."""
    if line.kind == "heading":
        return True
    return len(line.text) <= HEADING_LENGTH and line.kind in ("text", "item", "quote")


def names(line: Line, field: str, *, exact: bool = False) -> bool:
    """Whether the heading ``line`` is called by a word of ``field``, alone or among few others."""
    if len(line.text) > 2 * HEADING_LENGTH or not is_heading(line):
        return False
    text = bare(line.text)
    if len(text) > HEADING_LENGTH:
        return False
    if exact or (line.kind != "heading" and not line.text.rstrip().endswith((":", "："))):
        return bool(_exactly(field).fullmatch(text))
    return bool(_named(field).fullmatch(text))


def in_transcript(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it stands below a transcript's heading and above the next heading of its rank."""
    flags: list[bool] = []
    level: int | None = None
    for line in lines:
        heading = line.kind == "heading"
        if level is not None and _ends(line, level):
            level = None
        if level is None and (heading or _may_name_transcript(line)) and names(line, "transcript", exact=not heading):
            level = line.level if heading else 0
        flags.append(level is not None)
    return flags


def _may_name_transcript(line: Line) -> bool:
    if len(line.text) > HEADING_LENGTH:
        return False
    first = _LETTERS.search(line.text)
    return first is not None and first[0].casefold() in _transcript_opens()


@cache
def _transcript_opens() -> frozenset[str]:
    """The letters that a line which names the transcript begins with."""
    opening = (_LETTERS.search(word) for word in words("transcript"))
    return frozenset(("the", "full", "episode", *(found[0] for found in opening if found)))


def _ends(line: Line, level: int) -> bool:
    if line.kind == "heading":
        return line.level <= level if level else names(line, "chapters")
    return names(line, "chapters", exact=True)
