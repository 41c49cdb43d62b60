"""The chapter fields of Vorbis comments as text: CHAPTER001, CHAPTER001NAME, CHAPTER001URL (Xiph Chapter Extension)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters import fields
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.findings import Finding
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.model import Chapter

NAME: Final = "vorbis"
TITLE: Final = "Vorbis comment text"
SUFFIXES: Final = (".vorbis.txt", ".txt")
KEEPS: Final = frozenset({"url", "fraction"})


def _rules(chapters: Sequence[Chapter], _: int | None) -> Iterator[Finding]:
    if len(chapters) > 99:
        message = f"{len(chapters)} chapters; AntennaPod reads two digits of their numbers and then shows none"
        yield Finding(code="FT342", message=message, place=chapters[99].place)


LIMITS: Final = Limits(most=999, rules=_rules)


def sniff(sample: Sample) -> bool:
    """The first line is a field numbered with three digits."""
    return fields.digits(sample) == 3


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """Two or three fields a chapter, numbered from 001."""
    return "".join(_fields(n, c) for n, c in enumerate(fit(chapters, KEEPS, LIMITS), 1))


def _fields(n: int, chapter: Chapter) -> str:
    link = f"CHAPTER{n:03}URL={chapter.url}\n" if chapter.url else ""
    return f"CHAPTER{n:03}={npt(chapter.start)}\nCHAPTER{n:03}NAME={chapter.title}\n{link}"


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The fields in any order, numbered from 0 or 1, also in the older form ``start-->end``."""
    return gather(NAME, fields.items(text, file), file=file)
