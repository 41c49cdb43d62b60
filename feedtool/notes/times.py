"""Times in a line of text: every way people write a position in a recording, and what only looks like one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.notes.words import either, pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mark(NamedTuple):
    """A time in a line: the half-open range of text it takes, its start and perhaps end in milliseconds.

    ``form`` says how it is written: ``clock`` (1:02:03), ``units`` (1h02m03s), ``single`` (5m), ``dots`` (00.12.34) or
    ``quotes`` (12'34"). ``parts`` counts its numbers.
    """

    start: int
    end: int
    ms: int
    until: int | None = None
    form: str = "clock"
    parts: int = 2


LONGEST: Final = 6
"""Hours above which ``20h30`` is read as a time of day."""

_COLON: Final = "[:：∶]"
_H: Final = "(?:hours?|hrs?|h|小时|小時|時間|시간|ч)"
_M: Final = "(?:minutes?|mins?|m|分钟|分鐘|分|분|мин|м)"
_S: Final = "(?:seconds?|secs?|s|秒|초|сек|с)"

_TOKEN = re.compile(
    rf"""
    (?=\d) (?<![0-9A-Za-z/=&?\#@$€£%:：∶]) (?<![0-9][.,]) (?<![A-Za-z][+−-])
    (?:
        (?P<a>\d{{1,3}}){_COLON}(?P<b>\d{{1,2}})(?:{_COLON}(?P<c>\d\d))?(?P<f>[.,]\d{{1,3}})?
            (?!\d|{_COLON}\d|[A-Za-z%])
      | (?P<h>\d{{1,2}})\x20?{_H}\.?\x20?(?P<m>\d{{1,2}})(?:\x20?{_M}\.?(?:\x20?(?P<s>\d{{1,2}})\x20?{_S}\.?)?)?(?!\w)
      | (?P<mm>\d{{1,3}})\x20?{_M}\.?\x20?(?P<ss>\d{{1,2}})\x20?{_S}(?!\w)
      | (?P<one>\d{{1,3}})(?P<unit>{_H}|{_M}|{_S})(?!\w)
      | (?P<d1>\d{{1,2}})\.(?P<d2>\d\d)\.(?P<d3>\d\d)(?![\d.])
      | (?P<q1>\d{{1,3}})['’′](?P<q2>\d\d)(?:["”″]|['’′]{{2}})?(?!\w)
    )
    """,
    re.VERBOSE,
)
_MAYBE = re.compile(r"\d\s?(?:[:：∶'’′.]\d|[hmsчмс分秒小時분초])")
_VERSES = re.compile(r"[-–—]\d{1,3}(?![\d:：])|[,;]\s?\d{1,3}[-–—]\d")


@cache
def _range() -> re.Pattern[str]:
    names = pattern("range")
    return re.compile(rf"[\])）】]?\s*(?:[-–—−~〜～→]{{1,2}}>?|(?<=\s)(?:{names})(?=\s))\s*[\[(（【]?", re.IGNORECASE)


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What marks a time of day or a length: right after it, and right before it."""
    zones = either(w.upper() for w in words("zones"))
    others = either(w for w in words("clock") if len(w) > 2 or not w.isascii() or "." in w)
    lengths = either(w for w in (*words("minutes"), *words("hours")) if len(w) > 2 or not w.isascii())
    after = re.compile(rf"\s?(?:(?:{zones}|am|pm|AM|PM|h)(?![\w’'])|(?i:{others}|{lengths})(?!\w))")
    before = re.compile(rf"(?:(?:^|[^\w])(?i:{either(w for w in words('clock') if len(w) > 1)}|um|ab|at)\s?)$")
    return after, before


@cache
def _telling() -> frozenset[str]:
    """The first two signs of all that tells right behind a time what it is: most titles begin otherwise."""
    behind = (*words("zones"), *words("clock"), *words("minutes"), *words("hours"), "am", "pm", "h")
    return frozenset(word[:2].casefold() for word in behind)


def _is_told(text: str, end: int) -> bool:
    """Whether what stands behind the time that ends at ``end`` makes it a time of day, a length or a verse."""
    start = end + text[end : end + 1].isspace()
    signs = text[start : start + 2].casefold()
    told = (signs in _telling() or signs[:1] in _telling()) and _beside()[0].match(text, end)
    return bool(told or _VERSES.match(text, end))


def marks(text: str) -> list[Mark]:
    """The times of ``text`` in order, ranges joined; times of day, lengths and verses left out."""
    if not _MAYBE.search(text):
        return []
    return list(_joined(text, [m for m in map(_mark, _TOKEN.finditer(text)) if m]))


def _mark(match: re.Match[str]) -> Mark | None:
    if match["a"]:
        return _clock(match)
    got = match.groupdict()
    if got["h"]:
        if int(got["h"]) > LONGEST and not got["s"]:
            return None  # 20h30 is a time of day
        return _made(match, "units", 3 if got["s"] else 2, got["h"], got["m"], got["s"] or "0")
    if got["mm"]:
        return _made(match, "units", 2, "0", got["mm"], got["ss"])
    if got["one"]:
        return _single(match, got["one"], got["unit"])
    if got["d1"]:
        return _made(match, "dots", 3, got["d1"], got["d2"], got["d3"])
    return _made(match, "quotes", 2, "0", got["q1"], got["q2"])


def _clock(match: re.Match[str]) -> Mark | None:
    a, b, c, f = match.group("a", "b", "c", "f")
    fraction = int(f[1:].ljust(3, "0")) if f else 0
    if c is None:
        return _made(match, "clock", 2, "0", a, b, fraction) if len(b) == 2 else None
    return _made(match, "clock", 3, a, b, c, fraction)


def _single(match: re.Match[str], number: str, unit: str) -> Mark | None:
    if re.fullmatch(_S, unit):
        return _made(match, "single", 1, "0", "0", str(int(number) % 60)) if int(number) < 60 else None
    hours = bool(re.fullmatch(_H, unit))
    return _made(match, "single", 1, number if hours else "0", "0" if hours else number, "0")


def _made(match: re.Match[str], form: str, parts: int, h: str, m: str, s: str, fraction: int = 0) -> Mark | None:
    hours, minutes, seconds = int(h), int(m), int(s)
    if seconds > 59 or (hours and minutes > 59) or hours > 99:
        return None
    ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
    return Mark(match.start(), match.end(), ms, None, form, parts)


def _joined(text: str, found: list[Mark]) -> Iterator[Mark]:
    """Two times with a dash or a word for "to" between them are one, with an end."""
    before = _beside()[1]
    skip = False
    for index, first in enumerate(found):
        if skip:
            skip = False
            continue
        mark = first
        following = found[index + 1] if index + 1 < len(found) else None
        if following and _is_range(text, mark, following):
            skip = True
            mark = mark._replace(end=following.end, until=following.ms)
        if _is_told(text, mark.end):
            continue
        if mark.start and (before.search(text, max(mark.start - 24, 0), mark.start) or _after_date(text, mark.start)):
            continue
        yield mark


def _is_range(text: str, mark: Mark, following: Mark) -> bool:
    """Whether ``following`` is the end of ``mark``. One that lies before it is a slip only where the line starts so."""
    if following.start - mark.end > 12 or not _range().fullmatch(text, mark.end, following.start):
        return False
    return following.ms >= mark.ms or not any(c.isalnum() for c in text[max(mark.start - 8, 0) : mark.start])


_DATE_BEFORE = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})[T ,]{1,2}$")


def _after_date(text: str, start: int) -> bool:
    return bool(_DATE_BEFORE.search(text, max(start - 13, 0), start))


@cache
def length_pattern() -> re.Pattern[str]:
    """A length in words, as ``1h 44m``, ``1 Stunde 20 Minuten``, ``45 min``."""
    h, m, s = pattern("hours"), pattern("minutes"), pattern("seconds")
    gap = r"[\s,.]{0,2}"
    return re.compile(
        rf"(?:(?P<h>\d{{1,2}})\s?(?:{h})\.?{gap})?(?:(?P<m>\d{{1,3}})\s?(?:{m})\.?{gap})?(?:(?P<s>\d{{1,2}})\s?(?:{s}))?",
        re.IGNORECASE,
    )


def length(text: str) -> int | None:
    """Milliseconds of a length as people write it: ``57:50``, ``1h 44m``, ``14m``, ``187min``, ``PT1H2M3S``.

    >>> length("1h 44m"), length("57:50"), length("PT1H2M"), length("soon")
    (6240000, 3470000, 3720000, None)
    """
    text = text.strip()
    iso = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?", text, re.IGNORECASE)
    found = iso or length_pattern().fullmatch(text)
    if found and any(found.groups()):
        hours, minutes, seconds = (int(g or 0) for g in found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    token = _TOKEN.fullmatch(text)
    mark = _mark(token) if token else None
    return mark.ms if mark and mark.form in ("clock", "quotes") else None
