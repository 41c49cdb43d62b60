"""FFmpeg's metadata file: sections of ``key=value`` lines, times as integers of a time base."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters.base import MAX_TIME, ChapterFile, Limits, Sample, gather, skipped
from feedtool.chapters.fit import fit, from_grid
from feedtool.findings import Finding, Place
from feedtool.model import Chapter
from feedtool.textfile import numbered, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAME: Final = "ffmetadata"
TITLE: Final = "FFmpeg metadata"
SUFFIXES: Final = (".ffmetadata", ".ffmeta", ".txt")
KEEPS: Final = frozenset({"end", "url", "fraction"})
LIMITS: Final = Limits(fills="known", untitled=True)

_SPECIAL = re.compile(r"([=;#\\\n])")
_NANOSECONDS: Final = "1/1000000000"
_BASE = re.compile(r"(\d{1,12})/(\d{1,12})")
_WHOLE = re.compile(r"\d{1,20}")
_MOST_LINES: Final = 1000
_LONGEST: Final = 100_000
"""Characters in a line, and above lines joined to one: more is no metadata."""


def sniff(sample: Sample) -> bool:
    """The first line is FFmpeg's own mark."""
    return sample.text.startswith(";FFMETADATA")


def write(
    chapters: Sequence[Chapter], *, about: Mapping[str, Any] | None = None, duration: int | None = None, **_: object
) -> str:
    """Milliseconds, said so in each chapter: FFmpeg's documentation and code disagree about the default.

    ``about`` gives the file's title and artist. Without ``duration`` the last chapter has no END, which FFmpeg takes
    as the end of the audio.
    """
    facts = {"title": "title", "artist": "author"}
    head = [f"{key}={_escaped(str(about[name]))}\n" for key, name in facts.items() if about and about.get(name)]
    return ";FFMETADATA1\n" + "".join(head) + "".join(_section(c) for c in fit(chapters, KEEPS, LIMITS, duration))


def _section(chapter: Chapter) -> str:
    rows = {
        "TIMEBASE": "1/1000",
        "START": chapter.start,
        "END": chapter.end,
        "title": _escaped(chapter.title) or None,
        "url": _escaped(chapter.url) if chapter.url else None,
    }
    return "\n[CHAPTER]\n" + "".join(f"{key}={value}\n" for key, value in rows.items() if value is not None)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The [CHAPTER] sections; the lines before the first section are header facts."""
    sections = list(_sections(text))
    about = {("author" if k == "artist" else k): v for k, v in sections[0][2].items()}
    found = (_chapter(keys, Place(file, line, 1)) for line, name, keys in sections if name == "[CHAPTER]")
    return gather(NAME, found, about, file=file)


def _sections(text: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Line, name and keys of each section; the first has no name."""
    where, name, keys = 1, "", dict[str, str]()
    for number, line in _logical(text):
        if line.startswith((";", "#")):
            continue
        if line.startswith("[") and line.rstrip().endswith("]"):
            yield where, name, keys
            where, name, keys = number, line.strip().upper(), {}
        elif pair := _pair(line):
            keys[pair[0]] = pair[1]
    yield where, name, keys


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Lines, joined where a backslash escapes the line's end."""
    held: list[str] = []
    first = 0
    for number, line in numbered(text):
        first = first if held else number
        if (len(line) - len(line.rstrip("\\"))) % 2 and len(held) < _MOST_LINES:
            held.append(line)
            continue
        yield first, "\n".join([*held, line])
        held = []
    if held:
        yield first, "\n".join(held)


def _pair(line: str) -> tuple[str, str] | None:
    """Key and value, unescaped: the first bare ``=`` parts them."""
    match = len(line) <= _LONGEST and re.match(r"((?:[^=\\]|\\.)*)=(.*)", line, re.DOTALL)
    if not match:
        return None
    return _plain(match[1]).strip(), _plain(match[2])


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _chapter(keys: Mapping[str, str], place: Place) -> Chapter | Finding:
    base = _BASE.fullmatch(keys.get("TIMEBASE", _NANOSECONDS))
    unit = Fraction(int(base[1]) * 1000, int(base[2])) if base and int(base[2]) else None
    start = _time(keys.get("START"), unit)
    if start is None:
        value = keys.get("START") if unit else keys.get("TIMEBASE")
        return skipped(value, place, "A chapter needs TIMEBASE=1/1000 and START= with a whole number.")
    end = _time(keys.get("END"), unit)
    return Chapter(
        start=start, end=end, title=one_line(keys.get("title", "")), url=keys.get("url") or None, place=place
    )


def _time(value: str | None, unit: Fraction | None) -> int | None:
    if value is None or unit is None or not _WHOLE.fullmatch(value.strip()):
        return None
    ms = from_grid(int(value), unit)
    return ms if ms <= MAX_TIME else None
