"""Hindenburg's session file: XML whose ``Marker`` elements of type Chapter are the chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.xmltext import attributes, local, parse, place, root_name
from feedtool.model import Chapter
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from feedtool.findings import Finding

NAME: Final = "hindenburg"
TITLE: Final = "Hindenburg session"
SUFFIXES: Final = (".nhsx",)
KEEPS: Final = frozenset({"url", "fraction"})
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """XML with the root ``Session`` and markers."""
    return root_name(sample.text) == "Session" and "<Marker" in sample.text


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """A session of markers only: it has no audio to open, but tools that read markers take it."""
    markers = "".join(
        f"    <Marker{attributes(Type='Chapter', Name=c.title, Time=npt(c.start), URL=c.url)}/>\n"
        for c in fit(chapters, KEEPS, LIMITS)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<Session>\n  <Markers>\n{markers}  </Markers>\n</Session>\n"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The markers of type Chapter; the session keeps them in no order, so their order says nothing."""
    markers = [e for e in parse(text, file).iter() if local(e) == "Marker" and e.get("Type") == "Chapter"]
    items = sorted((_chapter(e, file) for e in markers), key=lambda i: i.start if isinstance(i, Chapter) else -1)
    return gather(NAME, items, file=file)


def _chapter(element: _Element, file: str) -> Chapter | Finding:
    start = moment(element.get("Time"))
    if start is None:
        return skipped(element.get("Time"), place(element, file))
    title, url = (element.get("Name") or "").strip(), (element.get("URL") or "").strip()
    return Chapter(start=start, title=title, url=url or None, place=place(element, file))
