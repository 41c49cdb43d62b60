"""Timed blocks, which WebVTT and SRT share: a line with an arrow between two times, then lines of text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from feedtool.findings import Finding, Place
from feedtool.transcripts.base import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.textfile import Block

TIMING = re.compile(r"[ \t]*(\d[\d:.,]{3,24})[ \t]*-->[ \t]*(\d[\d:.,]{3,24})(?![\d:.,])(.*)")


class Timed(NamedTuple):
    """A block with its times in ms, its lines, what stands behind the times, and whether a number stands above."""

    start: int
    end: int
    lines: list[str]
    settings: str
    timing: str
    numbered: bool
    place: Place


def timed(block: Block, file: str) -> Iterator[Timed | Finding]:
    """The cues of a block: one, or several where blank lines between them are missing."""
    arrows = [n for n, line in enumerate(block.lines) if "-->" in line]
    if not arrows:
        yield _stray(block.lines[0], Place(file, block.line, 1))
        return
    for at, following in zip(arrows, [*arrows[1:], None], strict=True):
        lines = block.lines[at + 1 : following]
        if following is not None and lines and _is_number(lines[-1]):
            del lines[-1]
        numbered = at > 0 and _is_number(block.lines[at - 1])
        yield _cue(block.lines[at], lines, numbered, Place(file, block.line + at, 1))


def _is_number(line: str) -> bool:
    return line.strip().isdecimal()


def _cue(timing: str, lines: list[str], numbered: bool, place: Place) -> Timed | Finding:
    match = TIMING.match(timing)
    start, end = (moment(match[1]), moment(match[2])) if match else (None, None)
    if not match or start is None or end is None:
        message = f"{timing.strip()[:80]!r} holds no start and end; this cue is left out"
        return Finding(code="FT604", message=message, place=place)
    return Timed(start, end, lines, match[3].strip(), timing.strip(), numbered, place)


def _stray(line: str, place: Place) -> Finding:
    hint = "Remove the blank line above it, or give it a line with start --> end."
    return Finding(code="FT604", message=f"{line.strip()[:80]!r} belongs to no cue; left out", place=place, hint=hint)


def joined(lines: Sequence[str]) -> str:
    """Lines of a cue as one: with a blank between them, but not inside Chinese and Japanese.

    >>> joined(["almost ", "there"]), joined(["こんに", "ちは"])
    ('almost there', 'こんにちは')
    """
    made = ""
    for line in (stripped for raw in lines if (stripped := raw.strip())):
        made += line if not made or (_is_wide(made[-1]) and _is_wide(line[0])) else f" {line}"
    return made


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7af"
