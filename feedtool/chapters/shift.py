"""Chapters moved: to another speed, by an offset, to an end, to the nearest pause."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from feedtool.chapters.base import moment
from feedtool.chapters.fit import from_grid
from feedtool.findings import Finding
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

Moved = tuple[list["Chapter"], list[Finding]]

_SILENCE = re.compile(r"silence_end:\s*(\d{1,9}(?:\.\d{1,9})?)")


def shifted(chapters: Sequence[Chapter], offset: int = 0, scale: Fraction = Fraction(1)) -> Moved:
    """Every time multiplied by ``scale``, then moved by ``offset`` ms.

    The chapter that is under way at 0:00 then starts there; those before it are left out (FT360 for each).
    """
    moved = sorted((_shifted(c, offset, scale) for c in chapters), key=lambda c: c.start)
    early = [c for c in moved if c.start < 0]
    kept = [c for c in moved if c.start >= 0]
    findings = [_early(c) for c in early]
    if early and (not kept or kept[0].start > 0) and (early[-1].end is None or early[-1].end > 0):
        kept.insert(0, replace(early[-1], start=0))
    return kept, findings


def _shifted(chapter: Chapter, offset: int, scale: Fraction) -> Chapter:
    end = None if chapter.end is None else from_grid(chapter.end, scale) + offset
    return replace(chapter, start=from_grid(chapter.start, scale) + offset, end=end)


def _early(chapter: Chapter) -> Finding:
    message = f"“{chapter.title}” would start {clock(-chapter.start)} before the audio does"
    return Finding(code="FT360", message=message, place=chapter.place)


def cut(chapters: Sequence[Chapter], duration: int) -> Moved:
    """``chapters`` of an audio that lasts ``duration`` ms: later ones left out (FT361), ends not after it."""
    late = [c for c in chapters if c.start >= duration]
    kept = [replace(c, end=min(c.end, duration) if c.end else None) for c in chapters if c.start < duration]
    message = "“{}” at {} is not within the {} of the audio"
    return kept, [
        Finding(code="FT361", message=message.format(c.title, clock(c.start), clock(duration)), place=c.place)
        for c in late
    ]


def snapped(chapters: Sequence[Chapter], times: Sequence[int], within: int) -> Moved:
    """Each start moved to the nearest of ``times`` (ms, ascending) that is at most ``within`` ms away.

    A start at 0:00 stays. None moves to or past its neighbours, so no two meet; one that finds no time stays where it
    is (FT362). An end that was the next chapter's start moves along.
    """
    rows = sorted(chapters, key=lambda c: c.start)
    starts: list[int] = []
    findings: list[Finding] = []
    for n, chapter in enumerate(rows):
        low = starts[-1] if starts else -1
        high = rows[n + 1].start if n + 1 < len(rows) else chapter.start + within + 1
        found = chapter.start if chapter.start == 0 else _nearest(chapter.start, times, low, high, within)
        if found is None:
            message = f"nothing to snap “{chapter.title}” at {clock(chapter.start)} to within {clock(within)}"
            findings.append(Finding(code="FT362", message=message, place=chapter.place))
        starts.append(chapter.start if found is None else found)
    moved = {c.start: start for c, start in zip(rows, starts, strict=True)}
    return [
        replace(c, start=start, end=None if c.end is None else moved.get(c.end, c.end))
        for c, start in zip(rows, starts, strict=True)
    ], findings


def _nearest(start: int, times: Sequence[int], low: int, high: int, within: int) -> int | None:
    """The time nearest to ``start`` between ``low`` and ``high``, both excluded."""
    first = bisect_left(times, start - within)
    last = bisect_left(times, start + within + 1)
    allowed = [t for t in times[first:last] if low < t < high]
    return min(allowed, key=lambda t: (abs(t - start), t), default=None)


def times_in(text: str) -> list[int]:
    """Times that stand in ``text`` as a list with commas, or as FFmpeg's silencedetect prints them; ms, ascending.

    A silence counts by its end, where the talking starts again. Empty where the text is neither.

    >>> times_in("1:00, 2:30.5"), times_in("[silencedetect @ 0x1] silence_end: 12.5 | silence_duration: 1.1")
    ([60000, 150500], [12500])
    """
    found = _SILENCE.findall(text) or text.strip().split(",")
    times = [moment(t.strip()) for t in found]
    return sorted({t for t in times if t is not None}) if None not in times else []
