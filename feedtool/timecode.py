"""Milliseconds to text and back. Every time inside the package is a whole number of milliseconds."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal


def from_seconds(seconds: float | Decimal | str) -> int:
    """Seconds, rounded half up to whole milliseconds.

    >>> from_seconds("94.5"), from_seconds(0.0005), from_seconds(62.0035)
    (94500, 1, 62004)
    """
    return int((Decimal(str(seconds)) * 1000).to_integral_value(ROUND_HALF_UP))


def to_seconds(ms: int) -> int | float:
    """Seconds as a JSON number: whole when whole, else with at most three decimals.

    >>> to_seconds(60_000), to_seconds(94_500)
    (60, 94.5)
    """
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def clock(ms: int) -> str:
    """As people write it: ``1:06``, ``1:12:02``, with a fraction only where there is one.

    >>> clock(66_000), clock(4_322_000), clock(94_500)
    ('1:06', '1:12:02', '1:34.500')
    """
    hours, minutes, seconds, rest = _split(ms)
    head = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{head}:{seconds:02}" + (f".{rest:03}" if rest else "")


def npt(ms: int) -> str:
    """Normal Play Time in full, ``HH:MM:SS.mmm``, which every chapter reader knows (Podlove Simple Chapters).

    >>> npt(94_500)
    '00:01:34.500'
    """
    hours, minutes, seconds, rest = _split(ms)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def parse(text: str) -> int | None:
    """Milliseconds of ``SS``, ``MM:SS`` or ``HH:MM:SS`` with an optional fraction; None when it is none of these.

    Minutes may pass 59 where no hours stand before them, as in ``75:10``.

    >>> parse("1:34.5"), parse("00:01:34.500"), parse("75:10"), parse("37"), parse("1:2:3"), parse("1:60")
    (94500, 94500, 4510000, 37000, 3723000, None)
    """
    parts = text.strip().replace(",", ".").split(":")
    if not 1 <= len(parts) <= 3 or not re.fullmatch(r"\d+(\.\d+)?", parts[-1], re.ASCII):
        return None
    if not all(re.fullmatch(r"\d+", p, re.ASCII) for p in parts[:-1]):
        return None
    numbers = [Decimal(p) for p in parts]
    if any(n >= 60 for n in numbers[1:]):
        return None
    total = Decimal(0)
    for n in numbers:
        total = total * 60 + n
    return from_seconds(total)


def _split(ms: int) -> tuple[int, int, int, int]:
    minutes, rest = divmod(ms, 60_000)
    return minutes // 60, minutes % 60, rest // 1000, rest % 1000
