"""Is a text an RFC 2822 date (rss-podcast §8)?"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS: Final = {month: number for number, month in enumerate(_MONTHS, 1)}
_DATE: Final = re.compile(
    rf"(?:({'|'.join(_DAYS)}),[ ]?)?([0-9]{{1,2}})[ ]({'|'.join(_MONTHS)})[ ]([0-9]{{4}})"
    r"[ ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?[ ]([+-][0-9]{4}|GMT|UT|UTC|Z|[ECMP][SD]T)"
)


def read(text: str) -> tuple[list[tuple[str, str]], date | None]:
    """The code and message of each fault of a date, none for a date every reader takes; and its day (None: no day)."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return [("FT530", f'"{" ".join(text.split())[:40]}" is not a date')], None
    weekday, day, month, year, hour, minute, second, zone = match.groups()
    try:
        when = date(int(year), _NUMBERS[month], int(day))
    except ValueError:
        return [("FT530", f"{day} {month} {year} is on no calendar")], None
    found = []
    if hour > "23" or minute > "59" or (second and second > "60") or (zone[0] in "+-" and zone[3:] > "59"):
        found.append(("FT530", f"{hour}:{minute}:{second or '00'} {zone} is no time of a day"))
    if weekday and weekday != _DAYS[when.weekday()]:
        found.append(("FT531", f"{day} {month} {year} is a {_DAYS[when.weekday()]}, not a {weekday}"))
    if zone[0] not in "+-" and zone != "GMT":
        found.append(("FT532", f"the zone {zone} is a name"))
    return found, when


def moment(text: str) -> datetime | None:
    """The moment a faultless date names; None for any other. A zone by name is taken as UTC, near enough to tell
    the future from the past.
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    _, day, month, year, hour, minute, _, zone = match.groups()
    offset = int(zone[1:3]) * 60 + int(zone[3:]) if zone[0] in "+-" else 0
    try:
        local = datetime(int(year), _NUMBERS[month], int(day), int(hour), int(minute))  # noqa: DTZ001
        return local.replace(tzinfo=timezone(timedelta(minutes=-offset if zone[0] == "-" else offset)))
    except ValueError:
        return None
