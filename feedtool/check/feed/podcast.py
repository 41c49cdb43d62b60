"""The podcast namespace's own tags: people, places, times, and words of its lists."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from feedtool.check.feed import tables
from feedtool.check.feed.names import usual
from feedtool.check.feed.places import shown
from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.findings import Finding

    Rule = Callable[[_Element, str, Source], Iterable[Finding]]

_UUID5: Final = re.compile(r".{14}5.{3}-[89abAB].{3}-.{12}")
_GEO: Final = re.compile(r"geo:(-?[0-9]{1,3}(?:\.[0-9]+)?),(-?[0-9]{1,3}(?:\.[0-9]+)?)")
_FREQUENCIES: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_NO_COLON: Final = re.compile(r"T.*[+-][0-9]{4}\Z")


def person(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """Role and group by the podcast taxonomy."""
    role, group = element.get("role", "host").lower().strip(), element.get("group", "cast").lower().strip()
    roles = tables.ROLES.get(group) or tables.ROLES.get(f"{group}.")
    if roles is None:
        hint = f"One of {', '.join(tables.ROLES)}."
        yield source.finding("FT560", element, f'"{shown(group)}" is not a group of the podcast taxonomy', hint)
    elif role not in roles:
        others = sorted(name for name, known in tables.ROLES.items() if role in known)
        hint = f"It belongs to {others[0]}." if others else f"One of {', '.join(roles)}."
        yield source.finding("FT560", element, f'"{shown(role)}" is not a role of the group {group}', hint)


def show_guid(element: _Element, text: str, source: Source) -> Iterator[Finding]:
    """A podcast:guid of another version than 5."""
    text = text.strip()
    if len(text) == 36 and not _UUID5.fullmatch(text):
        yield source.finding("FT561", element, f"{text} is not a UUID of version 5", "Keep it if it is published.")


def simple_chapters(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """psc chapters: their order, their first start, and the form of their times (chapters §2)."""
    from feedtool.timecode import parse

    last = -1
    for child in element:
        given = child.get("start", "")
        start = parse(given)
        if start is None:
            continue
        if start <= last:
            message = f"the chapter at {given} is not after the one before it"
            yield source.finding("FT565", child, message, "Put chapters in the order of their starts.")
        elif last < 0 and start > 0:
            yield source.finding("FT589", child, f"the first chapter starts at {given}")
        if ":" not in given and start > 0:
            message = f"the chapter's start {given} is in plain seconds"
            yield source.finding("FT588", child, message)
        last = start


def listed(names: tuple[str, ...], attribute: str, what: str) -> Rule:
    """A rule that an attribute holds one of the ``names`` a list of the namespace has."""
    known = frozenset(names)

    def rule(element: _Element, _: str, source: Source) -> Iterator[Finding]:
        value = element.get(attribute, "").strip()
        if value and value.lower() not in known:
            near = get_close_matches(value.lower(), names, 1)
            hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(names[:12])}."
            yield source.finding("FT559", element, f'"{shown(value)}" is no {what} apps know', hint)

    return rule


def location(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """A place that is on the map, and in the country it names (podcast-namespace §8)."""
    if "rel" not in element.attrib:
        yield source.finding("FT567", element, "a location that does not say whose it is")
    match = _GEO.match(element.get("geo", ""))
    if not match:
        return
    latitude, longitude, country = float(match[1]), float(match[2]), element.get("country", "").strip()
    if abs(latitude) > 90 or abs(longitude) > 180:
        hint = "Latitude first, from -90 to 90, then longitude, from -180 to 180."
        yield source.finding("FT566", element, f"{match[0]} is on no map", hint)
    elif country in tables.QUARTERS and not _in_quarter(latitude, longitude, tables.QUARTERS[country]):
        hint = "South and west are negative: check the signs."
        yield source.finding("FT566", element, f"{match[0]} does not lie in {country}", hint)


def _in_quarter(latitude: float, longitude: float, quarter: str) -> bool:
    """Whether a place is on the sides of equator and meridian that all of a country is on (islands by the date line
    are let pass).
    """
    sides = {"N": latitude > 0, "S": latitude < 0, "E": longitude > 0, "W": longitude < 0}
    return abs(longitude) > 165 or all(sides[side] for side in quarter)


def frequency(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """A recurrence rule as RFC 5545 has it (podcast-namespace §17)."""
    rule = element.get("rrule", "").strip()
    if not rule:
        return
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if rule.upper().startswith("RRULE:"):
        yield source.finding("FT586", element, "rrule repeats its own name", "Leave out RRULE:.")
    elif parts.get("FREQ") not in _FREQUENCIES or not all(parts.values()):
        hint = "Write it as in FREQ=WEEKLY;BYDAY=MO,WE."
        yield source.finding("FT586", element, f'"{shown(rule)}" is no recurrence rule', hint)
    elif "-" in parts.get("UNTIL", ""):
        hint = f"RFC 5545 writes {re.sub(r'[-:]|[.][0-9]+', '', parts['UNTIL'])}."
        yield source.finding("FT586", element, f"UNTIL is {shown(parts['UNTIL'])}", hint, Severity.INFO)


def live(element: _Element, _: str, source: Source) -> Iterator[Finding]:
    """The times of a live item: zones with a colon, an end after the start (podcast-namespace §13)."""
    for name in ("start", "end"):
        value = element.get(name, "").strip()
        if _NO_COLON.search(value):
            hint = f"Write {value[:-2]}:{value[-2:]}."
            yield source.finding("FT568", element, f"the {name} {shown(value)} has a zone without a colon", hint)
    start, end = (_moment(element.get(name, "")) for name in ("start", "end"))
    if start and end and end <= start:
        yield source.finding("FT569", element, "the live item ends before it starts", "Correct start or end.")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def kept(limit: int, attribute: str | None = None) -> Rule:
    """A rule that a text, or an attribute, of a podcast: tag is not longer than directories keep."""

    def rule(element: _Element, text: str, source: Source) -> Iterable[Finding]:
        length = len(element.get(attribute, "") if attribute else text)
        if length > limit:
            what = f"<{usual(element.tag)}>" + (f" has a {attribute} of" if attribute else " has")
            hint = f"Directories keep {limit:,}: shorten it."
            yield source.finding("FT564", element, f"{what} {length:,} characters", hint, Severity.WARNING)

    return rule
