"""Matroska chapters as XML: mkvmerge's dialect and the element names of the Matroska specification (RFC 9559)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import MAX_TIME, ChapterFile, Limits, Sample, gather, moment, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.xmltext import escaped, local, parse, place, root_name
from feedtool.findings import Finding
from feedtool.model import Chapter
from feedtool.textfile import one_line
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

NAME: Final = "matroska"
TITLE: Final = "Matroska XML"
SUFFIXES: Final = (".mkv.xml", ".xml")
KEEPS: Final = frozenset({"end", "toc", "fraction"})
LIMITS: Final = Limits(untitled=True)

_TITLES: Final = ("ChapterString", "ChapString")


def sniff(sample: Sample) -> bool:
    """XML with the root ``Chapters``."""
    return root_name(sample.text) == "Chapters" and "EditionEntry" in sample.text


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """mkvmerge's dialect, one edition; hidden chapters carry ChapterFlagHidden."""
    atoms = "".join(_atom(n, c) for n, c in enumerate(fit(chapters, KEEPS, LIMITS), 1))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<Chapters>\n  <EditionEntry>\n{atoms}  </EditionEntry>\n</Chapters>\n"


def _atom(n: int, chapter: Chapter) -> str:
    rows = {
        "ChapterUID": str(n),
        "ChapterTimeStart": f"{npt(chapter.start)}000000",
        "ChapterTimeEnd": None if chapter.end is None else f"{npt(chapter.end)}000000",
        "ChapterFlagHidden": None if chapter.toc else "1",
    }
    inner = "".join(f"      <{k}>{v}</{k}>\n" for k, v in rows.items() if v is not None)
    return f"    <ChapterAtom>\n{inner}{_display(chapter.title)}    </ChapterAtom>\n"


def _display(title: str) -> str:
    if not title:
        return ""
    string = f"<ChapterString>{escaped(title)}</ChapterString>"
    return f"      <ChapterDisplay>{string}<ChapterLanguage>und</ChapterLanguage></ChapterDisplay>\n"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The default edition's chapters, nested ones in line; other editions are named (FT319)."""
    return gather(NAME, _items(parse(text, file), file), file=file)


def _items(root: _Element, file: str) -> Iterator[Chapter | Finding]:
    editions = [e for e in root if local(e) == "EditionEntry"]
    if not editions:
        return
    chosen = next((e for e in editions if _text(e, "EditionFlagDefault") == "1"), editions[0])
    if len(editions) > 1:
        which = editions.index(chosen) + 1
        message = f"{len(editions)} editions in this file; number {which} is read"
        yield Finding(code="FT319", message=message, place=place(chosen, file))
    yield from (_chapter(e, file) for e in chosen.iter("{*}ChapterAtom"))


def _chapter(atom: _Element, file: str) -> Chapter | Finding:
    value = _text(atom, "ChapterTimeStart")
    start = _time(value)
    if start is None:
        return skipped(value or None, place(atom, file))
    display = next((e for e in atom if local(e) == "ChapterDisplay"), None)
    titles = [] if display is None else [_text(display, name) for name in _TITLES]
    hidden = _text(atom, "ChapterFlagHidden") == "1" or _text(atom, "ChapterFlagEnabled") == "0"
    return Chapter(
        start=start,
        end=_time(_text(atom, "ChapterTimeEnd")),
        title=next((one_line(t) for t in titles if t), ""),
        toc=not hidden,
        place=place(atom, file),
    )


def _text(element: _Element, name: str) -> str:
    found = next((e for e in element if local(e) == name), None)
    return "" if found is None else (found.text or "").strip()


def _time(value: str) -> int | None:
    """Clock text, or the specification's whole nanoseconds."""
    if not re.fullmatch(r"\d{1,20}", value):
        return moment(value)
    ms = (int(value) + 500_000) // 1_000_000
    return ms if ms <= MAX_TIME else None
