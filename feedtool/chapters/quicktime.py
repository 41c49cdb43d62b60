"""Apple's text stream XML: a ``TextSample`` with a ``sampleTime`` for each chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.xmltext import attributes, escaped, local, parse, place, root_name
from feedtool.model import Chapter
from feedtool.textfile import one_line
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from feedtool.findings import Finding

NAME: Final = "quicktime"
TITLE: Final = "Apple / QuickTime XML"
SUFFIXES: Final = (".qt.xml", ".xml")
KEEPS: Final = frozenset({"url", "fraction"})
LIMITS: Final = Limits(untitled=True)


def sniff(sample: Sample) -> bool:
    """XML with the root ``TextStream``."""
    return root_name(sample.text) == "TextStream"


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """A text stream, version 1.1, with each title as the sample's text."""
    samples = "".join(
        f"  <TextSample{attributes(sampleTime=npt(c.start), href=c.url)}>{escaped(c.title)}</TextSample>\n"
        for c in fit(chapters, KEEPS, LIMITS)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<TextStream version="1.1">\n'
    description = "  <TextStreamHeader>\n    <TextSampleDescription/>\n  </TextStreamHeader>\n"
    return f"{head}{description}{samples}</TextStream>\n"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The samples; a title may also stand in the attribute ``text``."""
    root = parse(text, file)
    return gather(NAME, (_chapter(e, file) for e in root.iter() if local(e) == "TextSample"), file=file)


def _chapter(element: _Element, file: str) -> Chapter | Finding:
    start = moment(element.get("sampleTime"))
    if start is None:
        return skipped(element.get("sampleTime"), place(element, file))
    title = element.get("text") or "".join(str(t) for t in element.itertext())
    return Chapter(start=start, title=one_line(title), url=element.get("href") or None, place=place(element, file))
