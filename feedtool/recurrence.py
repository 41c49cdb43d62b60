"""Recurrence rules of RFC 5545 §3.3.10, as ``podcast:updateFrequency`` takes them: checked, not expanded."""

from __future__ import annotations

import re
from typing import Final

_DAY: Final = "(?:MO|TU|WE|TH|FR|SA|SU)"
_BASIC: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(?:\.\d+)?(Z?))?", re.ASCII)


def _list(one: str) -> re.Pattern[str]:
    return re.compile(f"{one}(?:,{one})*", re.ASCII)


_PARTS: Final = {
    "FREQ": re.compile("SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY"),
    "UNTIL": _BASIC,
    "COUNT": re.compile("[1-9][0-9]{0,8}"),
    "INTERVAL": re.compile("[1-9][0-9]{0,8}"),
    "BYSECOND": _list("(?:60|[0-5]?[0-9])"),
    "BYMINUTE": _list("[0-5]?[0-9]"),
    "BYHOUR": _list("(?:2[0-3]|[01]?[0-9])"),
    "BYDAY": _list(f"[+-]?[0-9]{{0,2}}{_DAY}"),
    "BYMONTHDAY": _list("[+-]?(?:3[01]|[12][0-9]|0?[1-9])"),
    "BYYEARDAY": _list("[+-]?[1-9][0-9]{0,2}"),
    "BYWEEKNO": _list("[+-]?[1-9][0-9]?"),
    "BYMONTH": _list("(?:1[0-2]|0?[1-9])"),
    "BYSETPOS": _list("[+-]?[1-9][0-9]{0,2}"),
    "WKST": re.compile(_DAY),
}


def canonical(text: str) -> str | None:
    """The rule in the RFC's own form, or None when ``text`` is none.

    ``UNTIL`` may come in ISO 8601's long form and leaves in the RFC's (spec: ambiguities 36).

    >>> canonical("freq=weekly;until=2026-12-31T00:00:00.000Z"), canonical("every Monday")
    ('FREQ=WEEKLY;UNTIL=20261231T000000Z', None)
    """
    parts = [part.partition("=")[::2] for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";")]
    names = [name for name, _ in parts]
    if "FREQ" not in names or len(set(names)) != len(names) or {"UNTIL", "COUNT"} <= set(names):
        return None
    if not all(name in _PARTS and _PARTS[name].fullmatch(value) for name, value in parts):
        return None
    return ";".join(f"{name}={_until(value) if name == 'UNTIL' else value}" for name, value in parts)


def _until(value: str) -> str:
    match = _BASIC.fullmatch(value)
    if not match:
        return value
    year, month, day, hour, minute, second, zone = match.groups(default="")
    return f"{year}{month}{day}" + (f"T{hour}{minute}{second}{zone}" if hour else "")
