"""Two feeds compared as listeners meet them: item by item, field by field, and why each difference matters.

Items are the same when their guids are, else when their enclosures' addresses are. Memory holds a line an item: what
the older feed says waits in a spool, so feeds of any length can be compared.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from feedtool import canonical
from feedtool.findings import Finding, Place, Severity
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.canonical import Fields
    from feedtool.rawfeed import Part

SHOWN: Final = 160
"""Characters of a value that a message shows."""
_BEFORE: Final = 24
"""Characters that it shows before the first difference of two long values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: ``code`` is its rule's, ``item`` the episode's title and ``guid`` what apps know it by.

    Without an item it is the show's. ``old`` and ``new`` are empty where a feed does not say the field at all. ``file``
    names the feed, where there are several.
    """

    code: str
    field: str
    old: str = ""
    new: str = ""
    item: str = ""
    guid: str = ""
    file: str = ""

    @property
    def severity(self) -> Severity:
        """``error``: it hurts subscribers; ``warning``: they may notice; ``info``: it shows, and nothing else."""
        return Severity(RULES[self.code].severity)

    @property
    def why(self) -> str:
        """What it means for listeners."""
        return RULES[self.code].why

    @property
    def message(self) -> str:
        """What differs, in one line."""
        if self.code in _WHOLE:
            return self.field
        if not self.old or not self.new:
            return f"{self.field} {'added' if self.new else 'removed'}: {_short(self.new or self.old)}"
        start = _start(self.old, self.new)
        return f"{self.field} was {_short(self.old, start)}, is {_short(self.new, start)}"

    def finding(self, file: str) -> Finding:
        """The difference as a finding on the newer feed."""
        named = f"{self.item!r}: " if self.item else ""
        return Finding(code=self.code, message=f"{named}{self.message}", place=Place(file))

    def to_json(self) -> dict[str, Any]:
        """The object of ``feedtool diff --json``."""
        row = {"code": self.code, "severity": self.severity.value, "field": self.field, "old": self.old}
        row |= {"new": self.new, "item": self.item, "guid": self.guid, "file": self.file, "why": self.why}
        return {key: value for key, value in row.items() if value}


class Feed(Protocol):
    """What is compared: once its items were read, ``channel`` is what stands around them."""

    @property
    def channel(self) -> _Element | None:
        """The channel without its items."""

    def items(self) -> Iterator[Part]:
        """The items in their order."""


def compare(old: Feed, new: Feed, spool: IO[bytes]) -> Iterator[Difference]:
    """What ``new`` says otherwise than ``old``: item by item in the new feed's order, then the show.

    ``spool`` is an empty file to write to and read from. Raises SourceError for what is no RSS feed.
    """
    return _Comparison(old, new, spool).differences()


@dataclass(slots=True)
class _Known:
    """An item of the older feed: its number, and where its fields wait."""

    number: int
    offset: int
    length: int
    seen: bool = False


@dataclass(slots=True)
class _Comparison:
    old: Feed
    new: Feed
    spool: IO[bytes]
    known: dict[str, _Known] = field(default_factory=dict)
    by_url: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)

    def differences(self) -> Iterator[Difference]:
        """All of them, and the order last but the show."""
        before = self._index()
        self.people = before.get("podcast:person", [])
        order: list[int] = []
        strangers: list[_Known] = []
        for key, fields in _keyed(self.new):
            if there := self.known.get(key):
                there.seen = True
                order.append(there.number)
                yield from self._item(self._read(there), fields)
            else:
                strangers.append(self._keep(fields, -1))
        for stranger in strangers:
            yield from self._stranger(self._read(stranger))
        yield from (_gone(self._read(there)) for there in self.known.values() if not there.seen)
        if moved := len(order) - _rising(order):
            said = f"{moved} of {len(order)} episodes stand elsewhere among the others"
            yield Difference(code="FT808", field=said)
        yield from _fields(before, self._channel(self.new), _show_code)

    def _index(self) -> Fields:
        """Spool the older feed; its channel."""
        for number, (key, fields) in enumerate(_keyed(self.old)):
            self.known[key] = self._keep(fields, number)
            if url := fields.get("enclosure url"):
                self.by_url.setdefault(url[0], key)
        return self._channel(self.old)

    def _keep(self, fields: Fields, number: int) -> _Known:
        data = canonical.packed(fields)
        self.spool.seek(0, 2)
        kept = _Known(number, self.spool.tell(), len(data))
        self.spool.write(data)
        return kept

    def _read(self, kept: _Known) -> Fields:
        self.spool.seek(kept.offset)
        return canonical.unpacked(self.spool.read(kept.length))

    def _channel(self, feed: Feed) -> Fields:
        return {} if feed.channel is None else canonical.channel(feed.channel)

    def _stranger(self, fields: Fields) -> Iterator[Difference]:
        """An item whose guid the older feed does not have: one whose guid changed, or a new one."""
        there = self.known.get(self.by_url.get((fields.get("enclosure url") or [""])[0], ""))
        if there and not there.seen:
            there.seen = True
            yield from self._item(self._read(there), fields)
        else:
            yield Difference(code="FT806", field="new", new=_first(fields, "date"), **_named(fields))

    def _item(self, old: Fields, new: Fields) -> Iterator[Difference]:
        if "podcast:person" not in old and new.get("podcast:person") == self.people:
            new = {name: values for name, values in new.items() if name != "podcast:person"}  # apps inherit them
        elif "podcast:person" not in new and old.get("podcast:person") == self.people:
            old = {name: values for name, values in old.items() if name != "podcast:person"}
        if old != new:
            yield from _fields(old, new, _item_code, **_named(new))


_WHOLE: Final = frozenset({"FT805", "FT806", "FT808"})
"""Differences that are no field's: what they are is said whole."""
_ITEM_CODES: Final = {
    "guid": "FT801",
    "enclosure url": "FT802",
    "enclosure type": "FT803",
    "enclosure length": "FT804",
    "date": "FT807",
    "title": "FT809",
    "notes": "FT809",
    "description": "FT809",
    "guid is a link": "FT814",
}
_SHOW_CODES: Final = {
    "podcast:guid": "FT812",
    "itunes:block": "FT813",
    "itunes:complete": "FT813",
    "itunes:new-feed-url": "FT813",
} | dict.fromkeys(("generator", "pubDate", "lastBuildDate", "image title", "image link"), "FT814")
_WANTED: Final = frozenset({"podcast:guid", "feed address", "artwork", "language"})
"""What a build says of a show even where the feed before it did not."""


def _item_code(name: str, old: str, _new: str) -> str:
    """A type or size said for the first time is no other one."""
    if not old and name in {"enclosure type", "enclosure length"}:
        return "FT810"
    return _ITEM_CODES.get(name, "FT810")


def _show_code(name: str, old: str, _new: str) -> str:
    if not old and name in _WANTED:
        return "FT814"
    return _SHOW_CODES.get(name, "FT811")


def _fields(old: Fields, new: Fields, code: Any, **named: str) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, []), new.get(name, [])
        if before == after:
            continue
        gone = [value for value in before if value not in after]
        come = [value for value in after if value not in before]
        if len(gone) == len(come) or len(before) == len(after):
            pairs: Iterable[tuple[str, str]] = zip(gone or before, come or after, strict=False)
        else:
            pairs = [*((value, "") for value in gone), *(("", value) for value in come)]
        for was, now in pairs or [(" · ".join(before), " · ".join(after))]:
            yield Difference(code=code(name, was, now), field=name, old=was, new=now, **named)


def _gone(fields: Fields) -> Difference:
    return Difference(code="FT805", field="vanished", old=_first(fields, "date"), **_named(fields))


def _named(fields: Fields) -> dict[str, str]:
    return {"item": _first(fields, "title"), "guid": canonical.identity(fields)}


def _first(fields: Fields, name: str) -> str:
    return (fields.get(name) or [""])[0]


def _keyed(feed: Feed) -> Iterator[tuple[str, Fields]]:
    """The items' fields, each under a key of its own: of twins the second gets a number."""
    seen: dict[str, int] = {}
    for part in feed.items():
        fields = canonical.item(part.element)
        key = canonical.identity(fields) or "\0" + _first(fields, "title")
        count = seen[key] = seen.get(key, 0) + 1
        yield (f"{key}\0{count}" if count > 1 else key), fields


def _rising(numbers: list[int]) -> int:
    """How many of ``numbers`` can stay where they are while the others move: the longest rising run."""
    tails: list[int] = []
    for number in numbers:
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(tails)


def _start(old: str, new: str) -> int:
    """Where to begin with two texts, so that what differs is seen though they are long."""
    if max(len(old), len(new)) <= SHOWN:
        return 0
    pairs = zip(old, new, strict=False)
    same = next((at for at, (one, two) in enumerate(pairs) if one != two), min(len(old), len(new)))
    return max(same - _BEFORE, 0)


def _short(text: str, start: int = 0) -> str:
    end = start + SHOWN
    return repr(f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}")
