"""Times in an episode description, as YouTube, Spotify and Apple Podcasts read them: ``0:00 Title``, a line each."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, plain, skipped
from feedtool.chapters.fit import fit
from feedtool.findings import Finding, Place
from feedtool.model import Chapter
from feedtool.textfile import numbered
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME: Final = "description"
TITLE: Final = "YouTube / Spotify / Apple description"
SUFFIXES: Final = (".txt",)
KEEPS: Final[frozenset[str]] = frozenset()

_STAMP: Final = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_FIRST = re.compile(rf"\s*(?:[-*•]\s*)?[\[(]?({_STAMP})(?!\d|:\d)[\])]?(?:\s*[-–—:|.]+\s*|\s+|$)(.*)")
_LAST = re.compile(rf"(?:^|[\s\-–—:|])[\[(]?({_STAMP})[\])]?\s*$")
_WHOLE = re.compile(r"\s*(?:[-*•]\s*)?[\[(]?(?:\d{1,3}:)?\d{1,2}:\d{2}(?!\d|[:.,]\d)")
_SEPARATORS: Final = " -–—:|."
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]|<[a-zA-Z/][^>]{0,80}>")


def _tidy(chapter: Chapter) -> Chapter:
    """A title cannot start with what parts it from the time."""
    return replace(plain(chapter), title=plain(chapter).title.lstrip(_SEPARATORS + "\u00a0").strip())


def _rules(chapters: Sequence[Chapter], duration: int | None) -> Iterator[Finding]:
    """What the three services ask for before they take times for chapters."""
    if chapters and chapters[0].start:
        message = f"the first chapter is at {clock(chapters[0].start)}, not at 0:00: none of the three will show any"
        yield Finding(code="FT305", message=message, place=chapters[0].place)
    if 0 < len(chapters) < 3:
        message = f"{len(chapters)} chapters; Apple, Spotify and YouTube want at least three"
        yield Finding(code="FT350", message=message, place=chapters[0].place)
    ends = [b.start for _, b in pairwise(chapters)] + [duration] * bool(chapters)
    for chapter, end in zip(chapters, ends, strict=True):
        if end is not None and end - chapter.start < 10_000:
            message = f"“{chapter.title}” at {clock(chapter.start)} is shorter than 10 s: YouTube will show no chapters"
            yield Finding(code="FT351", message=message, place=chapter.place)
        if _EMOJI.search(chapter.title) or len(chapter.title) > 40:
            message = f"“{chapter.title}” is longer than 40 characters or holds emoji or HTML"
            yield Finding(code="FT352", message=message, place=chapter.place)


LIMITS: Final = Limits(unit=Fraction(1000), tidy=_tidy, rules=_rules)


def sniff(sample: Sample) -> bool:
    """Nearly all lines hold a time, at the start or the end, and not all of them milliseconds."""
    lines = sample.lines
    found = [line for line in lines if _parts(line)]
    first = [line for line in lines if _FIRST.match(line)]
    bare = bool(first) and all(not m[2] for line in first if (m := _FIRST.match(line)))
    enough = len(found) >= (0.5 if bare else 0.8) * len(lines)
    return enough and bool(first if len(lines) < 2 else found) and _not_exact(found)


def _not_exact(lines: list[str]) -> bool:
    return any(_WHOLE.match(line) or not _FIRST.match(line) for line in lines)


def write(chapters: Sequence[Chapter], *, duration: int | None = None, **_: object) -> str:
    """``00:00 Title`` lines in whole seconds; with hours on every line as soon as one needs them."""
    rows = fit(chapters, KEEPS, LIMITS, duration)
    hours = max([duration or 0, *(c.start for c in rows)]) >= 3_600_000
    return "".join(f"{_stamp(c.start // 1000, hours=hours)} {c.title}\n" for c in rows)


def _stamp(seconds: int, *, hours: bool) -> str:
    if hours:
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 60:02}:{seconds % 60:02}"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The lines that hold a time; a title may stand on the line below its time."""
    return gather(NAME, _items(text, file), file=file)


def _items(text: str, file: str) -> Iterator[Chapter | Finding]:
    waiting: Chapter | None = None
    for number, line in numbered(text):
        if not line.strip():
            continue
        place = Place(file, number, len(line) - len(line.lstrip()) + 1)
        parts = _parts(line)
        if waiting:
            yield waiting if parts else replace(waiting, title=line.strip())
        if parts and parts[1]:
            yield Chapter(start=parts[0], title=parts[1], place=place)
        elif not parts and not waiting:
            yield skipped(line.strip(), place)
        waiting = Chapter(start=parts[0], place=place) if parts and not parts[1] else None
    if waiting:
        yield waiting


def _parts(line: str) -> tuple[int, str] | None:
    """Start and title of a line; a line of more than 2,000 characters is prose."""
    if len(line) > 2000:
        return None
    if match := _FIRST.match(line):
        stamp, title = match[1], match[2].strip()
    elif match := _LAST.search(line[-24:]):
        stamp, title = match[1], line[: len(line) - len(line[-24:]) + match.start()].rstrip(_SEPARATORS)
    else:
        return None
    start = moment(stamp)
    return None if start is None else (start, title.strip())
