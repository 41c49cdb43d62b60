"""Model values as feed text: dates, URLs, numbers, yes and no."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from feedtool import uris

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLAIN_URL: Final = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]*")


def rfc2822(moment: datetime) -> str:
    """``Wed, 04 Mar 2026 05:06:07 +0000``, whatever the locale (spec: rss-podcast §8).

    A moment without a zone raises ValueError: nobody can say when it was.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    minutes, rest = divmod(offset.days * 86_400 + offset.seconds, 60)
    if rest or offset.microseconds:
        moment, minutes = moment.astimezone(UTC), 0
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    day = f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04}"
    return f"{day} {moment.hour:02}:{moment.minute:02}:{moment.second:02} {sign}{hours:02}{minutes:02}"


def iso(moment: datetime) -> str:
    """``2026-05-01T18:00:00+00:00``, as live items want it. A moment without a zone raises ValueError."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.isoformat(timespec="seconds")


def published(when: datetime | date, timezone: str | None) -> str:
    """An episode's date in RFC 2822; a bare day begins at midnight in the show's zone, else in UTC."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(), zone(timezone))
    return rfc2822(when)


@cache
def zone(name: str | None) -> ZoneInfo:
    """The zone called ``name`` (IANA), UTC for None. Raises ZoneInfoNotFoundError for an unknown one."""
    return ZoneInfo(name or "UTC")


def uri(url: str) -> str:
    """``url`` as ASCII, percent-encoded exactly once: what is encoded already stays (spec: rss-podcast §6).

    >>> uri("https://example.com/a b%20c/ü.mp3")
    'https://example.com/a%20b%20c/%C3%BC.mp3'
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    return uris.encode(url)


def seconds(milliseconds: int) -> str:
    """Whole seconds, rounded half up, as ``itunes:duration`` wants them."""
    return str((milliseconds + 500) // 1000)


def decimal_seconds(milliseconds: int) -> str:
    """Seconds as a decimal number with at most three decimals: ``73``, ``73.5``."""
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def number(value: int | float) -> str:
    """A decimal number without an exponent or needless zeros: ``204``, ``100.5``."""
    return str(int(value)) if value == int(value) else format(Decimal(str(value)), "f")


def true_false(value: bool) -> str:
    """``true`` or ``false``, the only words Apple takes for explicit."""
    return "true" if value else "false"


def constant(text: str) -> Callable[[Any], str]:
    """A getter that gives ``text`` whatever it is asked of."""
    return lambda _: text
