"""The text list of mp4chaps, Auphonic and Ultraschall: ``HH:MM:SS.mmm Title <https://url>``, a line a chapter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, moment, plain, skipped
from feedtool.chapters.fit import fit
from feedtool.findings import Finding, Place
from feedtool.model import Chapter
from feedtool.textfile import numbered
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME: Final = "mp4chaps"
TITLE: Final = "mp4chaps / Auphonic text"
SUFFIXES: Final = (".chapters.txt", ".txt")
KEEPS: Final = frozenset({"url", "fraction"})

_LINE = re.compile(r"\d+:[0-5]\d:[0-5]\d\.\d{3}(?: |$)")
_FACT = re.compile(r"##\s*([^:]{1,40}):\s*(.*)")
_BRACKETS: Final = str.maketrans("<>", "‹›")


def _tidy(chapter: Chapter) -> Chapter:
    """Angle brackets in a title would be read as a link."""
    return replace(plain(chapter), title=plain(chapter).title.translate(_BRACKETS))


LIMITS: Final = Limits(tidy=_tidy)


def sniff(sample: Sample) -> bool:
    """Nearly all lines but comments start with hours, minutes, seconds and milliseconds."""
    lines = [line for line in sample.lines if not line.startswith("#")]
    return bool(lines) and sum(1 for line in lines if _LINE.match(line)) >= 0.8 * len(lines)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """A line a chapter, its link in angle brackets behind the title."""
    return "".join(f"{npt(c.start)} {c.title}{f' <{c.url}>' if c.url else ''}\n" for c in fit(chapters, KEEPS, LIMITS))


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The list; ``## key: value`` comments become header facts."""
    facts = (_FACT.match(line) for _, line in numbered(text))
    return gather(NAME, _items(text, file), {f[1].strip(): f[2].strip() for f in facts if f}, file=file)


def _items(text: str, file: str) -> Iterator[Chapter | Finding]:
    for number, line in numbered(text):
        if line.strip() and not line.startswith("#"):
            yield _chapter(line, Place(file, number, 1))


def _chapter(line: str, place: Place) -> Chapter | Finding:
    time, _, rest = line.strip().partition(" ")
    start = moment(time) if ":" in time else None
    if start is None:
        return skipped(line.strip(), place)
    title, url = _link(rest.strip())
    return Chapter(start=start, title=title, url=url, place=place)


def _link(text: str) -> tuple[str, str | None]:
    """A title and the link in angle brackets at its end."""
    title, opened, url = text.rpartition("<")
    if not opened or not url.endswith(">") or any(c.isspace() for c in url):
        return text, None
    return title.strip(), url[:-1] or None
