"""Timed cues, which WebVTT and SRT share: a line with an arrow, then lines of text up to a blank one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.chapters.base import moment, skipped
from feedtool.findings import Finding, Place
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.textfile import Block

_ARROW = re.compile(r"\s*(\S+)\s*-->\s*(\S+)")
TIMING = re.compile(r"\s*(?:\d+:)?\d+:\d+[.,]\d+\s*-->\s*(?:\d+:)?\d+:\d+[.,]\d+")


def items(found: Iterator[Block], file: str, words: Callable[[str], str]) -> Iterator[Chapter | Finding]:
    """A chapter for each cue; ``words`` makes a title of its lines."""
    for block in found:
        at = next((n for n, line in enumerate(block.lines) if "-->" in line), None)
        if at is None:
            yield skipped(block.lines[0], Place(file, block.line, 1), "A cue needs a line with start --> end.")
        else:
            yield _chapter(block.lines[at], block.lines[at + 1 :], Place(file, block.line + at, 1), words)


def _chapter(timing: str, lines: list[str], place: Place, words: Callable[[str], str]) -> Chapter | Finding:
    match = _ARROW.match(timing)
    start = moment(match[1]) if match and ":" in match[1] else None
    if start is None or not match:
        return skipped(timing.strip(), place)
    return Chapter(start=start, end=moment(match[2]), title=words("\n".join(lines)), place=place)
