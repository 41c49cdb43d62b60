"""Values of front matter to the values of an episode. Each reader gives None for what it cannot take."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from typing import Any

from feedtool.notes import dates
from feedtool.notes.times import length
from feedtool.timecode import from_seconds, parse

MAX_SECONDS = 1_000_000
_ISO_MOMENT = re.compile(r"(?:1970-01-01|0000-01-01)T(\d{2}:\d{2}:\d{2}(?:\.\d+)?)Z?")


def text(value: Any) -> str | None:
    """A text, or a number written without quotes; white space folded at its ends."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def flag(value: Any) -> bool | None:
    """True or false, also as the words feeds use: yes, no, clean, explicit."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in ("yes", "true", "1", "explicit", "on"):
        return True
    return False if word in ("no", "false", "0", "clean", "off", "") else None


def whole(value: Any) -> int | None:
    """A whole number from 0 on, also as text such as ``07``."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 1_000_000_000 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and 0 <= value < 1_000_000_000 else None
    if isinstance(value, str) and (match := re.fullmatch(r"\s*#?\s*(\d{1,9})\s*", value)):
        return int(match[1])
    return None


def number(value: Any) -> int | float | None:
    """A whole number or one with a fraction, as some shows number their episodes (12.5)."""
    made = whole(value)
    if made is not None:
        return made
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,6}\.\d{1,3}\s*", value):
        return float(value)
    return value if isinstance(value, float) and math.isfinite(value) and 0 <= value < 1e9 else None


def moment(value: Any) -> datetime | date | None:
    """A date or moment: a date of YAML or TOML, text, or an epoch number. None for what is none."""
    if isinstance(value, datetime | date):
        return value if dates.EARLIEST <= value.year <= dates.LATEST else None
    if isinstance(value, str):
        return dates.parse(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return dates.from_epoch(value)
    return None


def milliseconds(value: Any) -> int | None:
    """A position or length: seconds as a number, ``1:02:03``, ``1h 2m``, ISO 8601, or a TOML time of day."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, time):
        return ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000
    if isinstance(value, int | float):
        return from_seconds(value) if math.isfinite(value) and 0 <= value <= MAX_SECONDS else None
    return _from_text(value.strip()) if isinstance(value, str) else None


def _from_text(value: str) -> int | None:
    if len(value) > 60:
        return None
    iso = _ISO_MOMENT.fullmatch(value)
    value = (iso[1] if iso else value).strip("[]() \t")
    plain = parse(value.replace("：", ":")) if value.isascii() or "：" in value else None
    if plain is not None and plain <= MAX_SECONDS * 1000:
        return plain
    return length(value)
