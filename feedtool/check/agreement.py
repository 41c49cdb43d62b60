"""The agreement proof: every output of an episode holds the same chapters, to the millisecond.

Each carrier is read back from the bytes that are about to be published, by readers that know nothing of the writers.
Players pick one carrier or another; when two differ, listeners see different chapters (spec: chapters §3).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from feedtool.chapters import podcasting2
from feedtool.findings import Finding, Place
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.model import Chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One place that holds the chapters: ``hidden`` when it keeps toc=false ones, ``exact`` when to the millisecond.

    A list in prose is not ``exact``: it is written in whole seconds, and its words may differ (``titles=False``).
    """

    name: str
    chapters: Sequence[Chapter]
    hidden: bool = False
    exact: bool = True
    titles: bool = True
    links: bool = True


def prove(truth: Sequence[Chapter], carriers: Sequence[Carrier]) -> Iterator[Finding]:
    """A finding (FT306) for the first chapter each carrier tells differently from ``truth``, the rendered list."""
    for carrier in carriers:
        wanted = [c for c in truth if carrier.hidden or c.toc]
        for number, (ours, theirs) in enumerate(zip_longest(wanted, carrier.chapters), 1):
            fault = _difference(ours, theirs, carrier)
            if fault:
                message = f"chapter {number} in {carrier.name}: {fault}"
                source = ours.place if ours else None
                yield Finding(code="FT306", message=message, place=Place(carrier.name), source=source)
                break


def of_json(data: bytes, name: str) -> Carrier:
    """The carrier in a JSON chapters file."""
    return Carrier(name=name, chapters=podcasting2.read(data.decode(), name).chapters, hidden=True)


def of_feed(feed: bytes, name: str, *, notes_titles: bool) -> Iterator[Carrier]:
    """The carriers in a feed of one item: its ``psc:chapters``, and the list in its show notes if they hold one."""
    from feedtool import notes
    from feedtool.read.feed import items

    item = next(iter(items(io.BytesIO(feed), name)))
    yield Carrier(name=f"{name} (psc:chapters)", chapters=item.chapters)
    listed = notes.read(item.notes_html or "", file=name, format="html").listed
    if listed:
        yield Carrier(name=f"{name} (content:encoded)", chapters=listed, exact=False, titles=notes_titles, links=False)


def _difference(ours: Chapter | None, theirs: Chapter | None, carrier: Carrier) -> str:
    """How the carrier's chapter differs, in words; empty when it does not."""
    if ours is None or theirs is None:
        there, where = (theirs, "only there") if ours is None else (ours, "missing there")
        return f"{clock(there.start)} {there.title!r} is {where}" if there else ""
    if not _same_start(ours.start, theirs.start, exact=carrier.exact):
        return f"{ours.title!r} starts at {clock(ours.start)}, there at {clock(theirs.start)}"
    if carrier.titles and _folded(ours.title) != _folded(theirs.title):
        return f"{clock(ours.start)} is {ours.title!r}, there {theirs.title!r}"
    if carrier.links and ours.url != theirs.url:
        return f"{clock(ours.start)} links to {ours.url or 'nothing'}, there to {theirs.url or 'nothing'}"
    return ""


def _same_start(ours: int, theirs: int, *, exact: bool) -> bool:
    """Equal, or for a list in prose that is written in whole seconds, equal up to that rounding."""
    return ours == theirs or (not exact and theirs % 1000 == 0 and abs(ours - theirs) < 1000)


def _folded(text: str) -> str:
    return " ".join(text.split())
