"""Dates as people write them, in any language there is a word file for."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Final

from feedtool.notes.words import either, folded, month_names, months, pattern

EARLIEST, LATEST = 1990, 2100
"""Years between which a date of an episode lies."""

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_MAIL_ZONES: Final = {"ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
                      "pst": -8, "pdt": -7}  # fmt: skip
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(?:(?<=\.)\s)?(\d{1,2})\2(?:(?<=\.)\s)?(\d{2,4})(?![\d/-]|\.\d)\.?")
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")


@cache
def _worded() -> re.Pattern[str]:
    names = either(month_names())
    days = pattern("days")
    behind = rf"(?:\s?(?:{pattern('year')})(?!\w))?"
    return re.compile(
        rf"(?<![\w])(?:(?:{days})\.?,?\s)?(?:"
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?(?:\s(?:de|of|d’|d'))?[\s-](?P<m>{names})\b\.?,?(?:\s(?:de|del|of))?[\s-](?P<y>\d{{4}}){behind}"
        rf"|(?P<m2>{names})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y2>\d{{4}})"
        rf"|(?P<y3>\d{{4}})\.?\s(?P<m3>{names})\.?\s(?P<d3>\d{{1,2}})(?!\d)\.?)"
        rf"(?:,?\s+(?P<h>\d{{1,2}}):(?P<n>\d{{2}})(?::(?P<s>\d{{2}}))?(?:\s?(?P<z>[A-Z]{{2,4}}|[+-]\d{{4}})(?![\w]))?)?",
        re.IGNORECASE,
    )


def parse(text: str) -> datetime | date | None:
    """The date that ``text`` is, whole: ISO 8601, RFC 2822, epoch, or worded; a moment where it names a time.

    A moment without a zone stays naive. None where it is no date, or one outside 1990 to 2100.

    >>> parse("2024-02-27"), parse("14 Jun 2023"), parse("Aug 27, 2019")
    (datetime.date(2024, 2, 27), datetime.date(2023, 6, 14), datetime.date(2019, 8, 27))
    """
    text = text.strip()
    if len(text) > 80:
        return None
    if match := _ISO.fullmatch(text):
        return _iso(match)
    if match := _worded().fullmatch(text):
        return _from_words(match)
    if match := _CJK.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match)
    return from_epoch(int(text)) if re.fullmatch(r"\d{10}|\d{13}", text) else None


def at_start(text: str) -> tuple[date, int] | None:
    """The date that ``text`` starts with, and where it ends; a numeric one only where day and month are certain."""
    for pattern_ in (_worded(), _ISO, _NUMERIC, _CJK):
        match = pattern_.match(text)
        made = parse(match[0]) if match else None
        if match and made:
            return (made.date() if isinstance(made, datetime) else made), match.end()
    return None


def from_epoch(number: float) -> datetime | None:
    """The moment of seconds or milliseconds since 1970, in UTC."""
    seconds = number / 1000 if abs(number) > 100_000_000_000 else number
    made = datetime.fromtimestamp(seconds, UTC) if 0 <= seconds < 4_200_000_000 else None
    return made if made and EARLIEST <= made.year <= LATEST else None


def _iso(match: re.Match[str]) -> datetime | date | None:
    day = _day(match[1], match[2], match[3])
    if day is None or match[4] is None:
        return day
    return _moment(day, match[4], match[5], match[6], match[7])


def _from_words(match: re.Match[str]) -> datetime | date | None:
    got = match.groupdict()
    month = months().get(folded(got["m"] or got["m2"] or got["m3"]), 0)
    day = _day(got["y"] or got["y2"] or got["y3"], str(month), got["d"] or got["d2"] or got["d3"])
    if day is None or got["h"] is None:
        return day
    return _moment(day, got["h"], got["n"], got["s"], got["z"])


def _moment(day: date, hour: str, minute: str, second: str | None, zone: str | None) -> datetime | None:
    text = f"{day.isoformat()}T{int(hour):02}:{minute}:{second or '00'}{_offset(zone)}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    name = zone.casefold()
    if name == "z":
        return "+00:00"
    if name in _MAIL_ZONES:
        return f"{_MAIL_ZONES[name]:+03}:00"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"


def _day(year: str | None, month: str, day: str | None) -> date | None:
    try:
        made = date(int(year or 0), int(month), int(day or 0))
    except ValueError:
        return None
    return made if EARLIEST <= made.year <= LATEST else None


def _numeric(match: re.Match[str]) -> date | None:
    """A date of numbers: year first, or day first with dots, or wherever one number can only be the day."""
    first, sign, second, third = match[1], match[2], match[3], match[4]
    if len(first) == 4:
        return _day(first, second, third) if len(third) <= 2 else None
    if len(third) == 3 or len(first) > 2:
        return None
    year = third if len(third) == 4 else f"20{third}"
    if sign == "." or int(first) > 12:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 or first == second else None
