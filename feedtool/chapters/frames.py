"""Timecodes that count frames, ``HH:MM:SS:FF``, as editors of pictures write them (SMPTE ST 12)."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import MAX_TIME
from feedtool.chapters.fit import from_grid, grid
from feedtool.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RATES: Final[Mapping[str, Fraction]] = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
    "75": Fraction(75),
}
"""Frames per second by the name editors give them."""

DEFAULT: Final = "25"
_CODE = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)([:;])(\d{2})")


def unit(rate: str) -> Fraction:
    """Milliseconds in a frame at ``rate`` (KeyError for one that is not in RATES)."""
    return 1000 / RATES[rate]


def frames_to_ms(text: str, rate: str, *, drop: bool = False) -> int | None:
    """Milliseconds of a timecode; None when it is none. A ``;`` before the frames means drop frame, as ``drop`` does.

    >>> frames_to_ms("00:01:41:14", "24"), frames_to_ms("00:01:00;02", "29.97")
    (101583, 60060)
    """
    match = _CODE.fullmatch(text.strip())
    base = ceil(RATES[rate])
    if not match or int(match[5]) >= base:
        return None
    hours, minutes, seconds, frames = (int(match[n]) for n in (1, 2, 3, 5))
    total = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if (drop or match[4] == ";") and rate in {"29.97", "59.94"}:
        minutes += hours * 60
        total -= (minutes - minutes // 10) * base // 15
    ms = from_grid(total, unit(rate))
    return ms if ms <= MAX_TIME else None


def ms_to_frames(ms: int, rate: str) -> str:
    """The timecode at ``ms``, counting every frame.

    >>> ms_to_frames(101583, "24")
    '00:01:41:14'
    """
    base = ceil(RATES[rate])
    seconds, frames = divmod(grid(ms, unit(rate)), base)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frames:02}"


def guess(codes: Iterable[str], file: str, *, drop: bool = False) -> tuple[str, Finding]:
    """A rate for timecodes that name none, and the finding that says it is a guess (FT322).

    Drop frame exists at 29.97 only; else the highest frame number tells 25 from 30 and 60.
    """
    found = [m for m in map(_CODE.fullmatch, codes) if m]
    highest = max((int(m[5]) for m in found), default=0)
    if drop or any(m[4] == ";" for m in found):
        rate = "29.97"
    else:
        rate = next(r for r in (DEFAULT, "30", "60", "75") if highest < RATES[r] or r == "75")
    message = f"the frame rate is not in the file; {rate} frames per second are taken"
    hint = f"Give it with --rate, one of {', '.join(RATES)}."
    return rate, Finding(code="FT322", message=message, place=Place(file), hint=hint)
