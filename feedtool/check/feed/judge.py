"""Every tag of an item or a channel, held to the grammar and to the rules of its name in one pass."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.check.feed import assertions, dates, grammar, profiles
from feedtool.check.feed.names import clark, usual
from feedtool.check.feed.places import shown
from feedtool.check.feed.together import alternates
from feedtool.check.feed.values import CHANNEL, ITEM, LIVE, TASTES
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from feedtool.check.feed.places import Source
    from feedtool.check.feed.values import Rule
    from feedtool.findings import Finding

_LIVE: Final = clark("podcast:liveItem")
_HINT: Final = "Write it as in: Wed, 04 Mar 2026 05:06:07 +0000"
_SURELY_PAST: Final = timedelta(days=3)
"""A day this long ago is over everywhere, whatever its zone."""

_LONGEST_KEPT: Final = 64
_MOST_KEPT: Final = 256


class _Row(NamedTuple):
    """What a tag is held to: its grammar and its rules. ``fine`` are some texts known to break neither."""

    kind: grammar.Rules
    rules: tuple[Rule, ...]
    fine: set[str]


class Plan(NamedTuple):
    """What items with the same tags are held to: a row for each (None: they are not what an item holds), whether all
    are tags known here that hold no others, the tags the profile misses, and whether an assertion may be about them.
    """

    rows: list[_Row] | None
    flat: bool
    missed: tuple[tuple[str, profiles.Need], ...]
    concerned: bool


class Judge:
    """The rules a tag under one profile. ``now`` is what dates are measured against (None: none is in the future)."""

    def __init__(self, profile: str, now: datetime | None = None) -> None:
        self._now, self._near = now, (now - _SURELY_PAST).date() if now else date.max
        off = {rule for rule, code in TASTES.items() if RULES[code].weight(profile) == "off"}
        self._items, self._channels, self._live = (self._table(off, table) for table in (ITEM, CHANNEL, LIVE))
        self._fine: dict[str, set[str]] = {}
        self._profile = profile
        self.plan = lru_cache(256)(self._plan)

    def _table(self, off: Collection[Rule], table: Mapping[str, tuple[Rule, ...]]) -> dict[str, tuple[Rule, ...]]:
        rows = {name: tuple(rule for rule in rules if rule not in off) for name, rules in table.items()}
        return rows | {"pubDate": (self._moment,), "lastBuildDate": (self._moment,)}

    def _plan(self, tags: tuple[str, ...]) -> Plan:
        """What an item whose children have these ``tags`` is held to."""
        kinds = grammar.fitting("e.item", tags)
        rows = None
        if kinds is not None:
            rows = [_Row(kinds[tag], self._items.get(tag, ()), self._fine.setdefault(tag, set())) for tag in tags]
        flat = rows is not None and not any(row.kind.children for row in rows)
        return Plan(rows, flat, profiles.missing(frozenset(tags), "item", self._profile), assertions.concern(tags))

    def item(self, element: _Element, children: Sequence[_Element], plan: Plan, source: Source) -> Iterator[Finding]:
        """What is wrong with an item by itself, with each of its ``children``, and what it misses."""
        if plan.rows and grammar.bare(element, children):
            yield from _judged(children, plan.rows, source)
        else:
            yield from grammar.explain(element, "e.item", source)
            yield from _check(((child.tag, child) for child in children), self._items, source)
        for code, need in plan.missed:
            yield source.finding(code, element, f"<item> has no <{need.name}>", need.hint)

    def channel(self, element: _Element, source: Source) -> Iterator[Finding]:
        """What is wrong with the tags of a channel, and of the live items in it."""
        yield from _check(((child.tag, child) for child in element), self._channels, source)
        for live_item in element.iterchildren(_LIVE):
            yield from _check(((child.tag, child) for child in live_item), self._live, source)
            enclosure_tag = live_item.find("enclosure")
            if enclosure_tag is not None:
                yield from alternates(live_item, enclosure_tag, source)

    def _moment(self, element: _Element, text: str, source: Source) -> Iterable[Finding]:
        faults, day = dates.read(text)
        found = [source.finding(code, element, f"<{usual(element.tag)}>: {message}", _HINT) for code, message in faults]
        if self._now and day and day >= self._near and (moment := dates.moment(text)) and moment > self._now:
            message = f"<{usual(element.tag)}> is {shown(text)}, which is still to come"
            found.append(source.finding("FT524", element, message))
        return found


def _judged(children: Sequence[_Element], rows: Sequence[_Row], source: Source) -> Iterator[Finding]:
    """What is wrong with the children of an item, each held to its row."""
    for child, (kind, rules, fine) in zip(children, rows, strict=True):
        text = child.text or ""
        given: Any = child.items()
        leaf = not len(child)
        keeps = leaf and not given and len(text) < _LONGEST_KEPT
        if keeps and text in fine:
            continue
        sound = leaf and kind.holds(given, text)
        if not sound:
            yield from grammar.explain(child, kind.key, source)
        for rule in rules:
            for finding in rule(child, text, source):
                sound = False
                yield finding
        if keeps and sound and len(fine) < _MOST_KEPT:
            fine.add(text)


def _check(
    children: Iterable[tuple[str, _Element]], table: Mapping[str, tuple[Rule, ...]], source: Source
) -> Iterator[Finding]:
    for tag, child in children:
        if rules := table.get(tag):
            text = child.text or ""
            for rule in rules:
                yield from rule(child, text, source)
