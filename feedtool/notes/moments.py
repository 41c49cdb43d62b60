"""When the episode came out and how long it is, from labels and from the head of a page."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.notes import dates
from feedtool.notes.times import length, length_pattern
from feedtool.notes.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from feedtool.notes.line import Line

HEAD: Final = 25
"""Lines from the top within which a date or length without a label belongs to the episode."""


_LEAD = re.compile(r"^(?:[^\w]|_)+")
_DIGIT = re.compile(r"\d")


class Found(NamedTuple):
    """A value of a field, the line it stands in, which recogniser took it, and how sure that is."""

    field: str
    value: datetime | date | int
    line: Line
    by: str
    confidence: float


def find(lines: Sequence[Line], skipped: Sequence[bool]) -> list[Found]:
    """The publication dates and lengths that the text states of this episode, the surest first."""
    found: list[Found] = []
    for index, line in enumerate(lines):
        if skipped[index] or len(line.text) > 200 or not _DIGIT.search(line.text):
            continue
        found += _labelled(line, index)
        if index < HEAD:
            found += _heading(line)
    return sorted(found, key=lambda f: -f.confidence)


@cache
def _label() -> re.Pattern[str]:
    fields = "|".join(f"(?P<{name}>{pattern(name)})" for name in ("published", "recorded", "duration"))
    return re.compile(rf"(?:[^\w]|_)*(?:{fields})\s*(?P<sign>[:：|\t]|\s)\s*(?P<rest>\S.*)", re.IGNORECASE)


def _labelled(line: Line, index: int) -> Iterator[Found]:
    match = _label().fullmatch(line.text)
    if not match:
        return
    rest, sign = match["rest"].strip(" *_.()"), match["sign"].strip()
    if match["duration"]:
        made = length(rest)
        if made and sign:
            yield Found("duration", made, line, "label", 0.95)
        return
    day = dates.parse(rest)
    if day and match["published"]:
        yield Found("published", day, line, "label", 0.95 if sign else 0.85)
    elif day and sign and index < HEAD:
        yield Found("published", day, line, "recording date", 0.6)


def _heading(line: Line) -> Iterator[Found]:
    """A line at the top that is a date, a length, or a date and then a length, even without a gap."""
    if len(line.text) > 120:
        return
    text = _LEAD.sub("", line.text)
    found = dates.at_start(text[:60])
    day, rest = (found[0], text[found[1] :]) if found else (None, text)
    trimmed = re.sub(r"^\s*[|·•,–—/-]?\s*", "", rest)
    spent = length_pattern().match(trimmed)
    long = length(spent[0].strip(" ,.")) if spent and spent[0] and (spent["h"] or spent["m"]) else None
    whole = bool(spent and long and (not trimmed[spent.end() :].strip() or trimmed[spent.end()].isupper()))
    if day and (not trimmed or whole):
        yield Found("published", day, line, "page head", 0.85)
    if whole and long and (day or len(text) < 40):
        yield Found("duration", long, line, "page head", 0.8)
