"""Podlove Simple Chapters: an XML list, alone or inside a feed (spec: chapters §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.xmltext import attributes, local, parse, place
from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Chapter
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

NAME: Final = "psc"
TITLE: Final = "Podlove Simple Chapters"
SUFFIXES: Final = (".psc", ".xml")
KEEPS: Final = frozenset({"url", "image", "fraction"})
LIMITS: Final = Limits()

NAMESPACE: Final = "http://podlove.org/simple-chapters"
_SEEN: Final = frozenset({NAMESPACE, f"{NAMESPACE}/", NAMESPACE.replace("http:", "https:")})


def sniff(sample: Sample) -> bool:
    """XML that names the namespace and has a list in it."""
    text = sample.text
    return text[:1000].lstrip().startswith("<") and "podlove.org/simple-chapters" in text and ":chapters" in text


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """A ``psc:chapters`` document, version 1.2, every start as HH:MM:SS.mmm: bare seconds are misread by players."""
    lines = [
        f"  <psc:chapter{attributes(start=npt(c.start), title=c.title, href=c.url, image=c.image)}/>\n"
        for c in fit(chapters, KEEPS, LIMITS)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<psc:chapters version="1.2" xmlns:psc="{NAMESPACE}">\n{"".join(lines)}</psc:chapters>\n'


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The first list of the document; further ones, as in a feed of many episodes, are named (FT319)."""
    lists = [e for e in parse(text, file).iter("{*}chapters") if e.nsmap.get(e.prefix) in _SEEN]
    if not lists:
        message = f"no chapters element in the namespace {NAMESPACE}"
        raise SourceError(Finding(code="FT311", message=message, place=Place(file)))
    return gather(NAME, _items(lists, file), file=file)


def _items(lists: list[_Element], file: str) -> Iterator[Chapter | Finding]:
    if len(lists) > 1:
        message = f"{len(lists)} chapter lists in this file; the first is read"
        yield Finding(code="FT319", message=message, place=place(lists[1], file))
    yield from (_chapter(e, file) for e in lists[0] if local(e) == "chapter")


def _chapter(element: _Element, file: str) -> Chapter | Finding:
    start = moment(element.get("start"))
    if start is None:
        return skipped(element.get("start"), place(element, file))
    return Chapter(
        start=start,
        title=(element.get("title") or "").strip(),
        url=(element.get("href") or "").strip() or None,
        image=(element.get("image") or "").strip() or None,
        place=place(element, file),
    )
