"""When the episode came out and how long it is, from labels and from the head of a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.notes import dates
from feedtool.notes.naming import numbers
from feedtool.notes.times import length, length_pattern
from feedtool.notes.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.line import Line

HEAD: Final = 25
"""Lines from the top within which a date or length without a label belongs to the episode."""


_PARTS = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•]\s*")
_LEAD = re.compile(r"^(?:[^\w]|_)+")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}|\d[./-]\s?\d")
_SIGN = re.compile(r"^\s*[|·•,–—/-]?\s*")
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"\d{1,3}\s?[^\W\d_]")
"""How a length in words begins; a time such as 12:34 does not."""


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
        if _opening(line.text) in _first_words():
            found += _labelled(line, index)
        if index < HEAD:
            found += _heading(line)
    return sorted(found, key=lambda f: -f.confidence)


def _opening(text: str) -> str:
    """The first word of ``text`` in lower case; of one without spaces between words, its first sign."""
    match = _WORD.search(text)
    word = match[0].casefold() if match else ""
    return word if word < "\u3040" else word[:1]


@cache
def _first_words() -> frozenset[str]:
    """What lines with a label begin with."""
    fields = ("published", "recorded", "duration", "episode")
    return frozenset(_opening(word) for field in fields for word in words(field))


@cache
def _label() -> re.Pattern[str]:
    fields = "|".join(f"(?P<{name}>{pattern(name)})" for name in ("published", "recorded", "duration"))
    return re.compile(
        rf"(?:[^\w]|_)*(?:(?:{pattern('episode')})\s)?(?:{fields})\s*(?P<sign>[:：|\t]|\s|(?<=[\u3040-\u9fff]))\s*(?P<rest>\S.*)",
        re.IGNORECASE,
    )


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
    day = dates.parse(rest) or (_leading(rest) if index < HEAD else None)
    if day and match["published"]:
        yield Found("published", day, line, "label", 0.95 if sign else 0.85)
    elif day and sign and index < HEAD:
        yield Found("published", day, line, "recording date", 0.6)


@cache
def _after() -> re.Pattern[str]:
    """What may stand behind a date with a label: signs that part, who published it, or what a page's head adds."""
    return re.compile(rf"\s*(?:[|·•(（]|(?:{pattern('by')})\s).*|\s*[–—,]\D*|{_dated().pattern}", re.IGNORECASE)


@cache
def _dated() -> re.Pattern[str]:
    """What may stand behind a date at the top of a page: the weekday, or that it is the day of publication."""
    days = rf"[(（]?(?:{pattern('days')}|[月火水木金土日])[)）]?"
    return re.compile(rf"\s*(?:{days}|{pattern('published')})\s*", re.IGNORECASE)


def _leading(text: str) -> date | None:
    """The date that ``text`` starts with, where nothing behind it says that it is of something else."""
    found = dates.at_start(text)
    return found[0] if found and _after().fullmatch(text, found[1]) else None


def _among(text: str) -> Iterator[date]:
    """The date among what a page's head says of the episode: ``Episode 12 | May 31, 2024 | 54 min``."""
    parts = [part.strip() for part in _PARTS.split(text)] if _PARTS.search(text) else []
    days = [dates.parse(part) if _DIGIT.search(part) else None for part in parts]
    found = [day for day in days if day]
    others = (part for part, day in zip(parts, days, strict=True) if not day)
    if len(found) == 1 and len(parts) > 1 and all(length(p) or numbers(p)[1] is not None for p in others):
        yield found[0].date() if isinstance(found[0], datetime) else found[0]


def _heading(line: Line) -> Iterator[Found]:
    """A line at the top that is a date, a length, or a date and then a length, even without a gap."""
    if len(line.text) > 120:
        return
    text = _LEAD.sub("", line.text)
    dated = _YEAR.search(text)
    if not (dated or text[:1].isdigit()):
        return
    found = dates.at_start(text[:60]) if dated else None
    day, rest = (found[0], text[found[1] :]) if found else (None, text)
    trimmed = _SIGN.sub("", rest)
    spent = length_pattern().match(trimmed) if _COUNT.match(trimmed) else None
    long = length(spent[0].strip(" ,.")) if spent and spent[0] and (spent["h"] or spent["m"]) else None
    whole = bool(spent and long and (not trimmed[spent.end() :].strip() or trimmed[spent.end()].isupper()))
    if day and (not trimmed or whole or _dated().fullmatch(rest)):
        yield Found("published", day, line, "page head", 0.85)
    if dated:
        yield from (Found("published", one, line, "page head", 0.85) for one in _among(text))
    if whole and long and (day or len(text) < 40):
        yield Found("duration", long, line, "page head", 0.8)
