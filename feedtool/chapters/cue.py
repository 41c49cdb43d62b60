"""Cue sheets: ``TRACK``, ``TITLE`` and ``INDEX 01 MM:SS:FF``, where a frame is 1/75 s."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters.base import MAX_TIME, ChapterFile, Limits, Sample, gather, plain, skipped
from feedtool.chapters.fit import fit, from_grid, grid
from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Chapter
from feedtool.textfile import numbered, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAME: Final = "cue"
TITLE: Final = "Cue sheet"
SUFFIXES: Final = (".cue",)
KEEPS: Final = frozenset({"fraction"})

_FRAME: Final = Fraction(1000, 75)
_TRACK = re.compile(r"\s*TRACK\s+\d{1,3}\s+(?:AUDIO|CDG|MODE\S+|CDI\S+)\s*", re.IGNORECASE)
_STRAY = re.compile(r"\s*TRACK\s(?!.*\b(?:AUDIO|CDG|MODE\S+|CDI\S+)\s*$)", re.IGNORECASE)
_TITLE = re.compile(r'\s*TITLE\s+(?:"(.*)"|(.*\S))\s*', re.IGNORECASE)
_FACT = re.compile(r'\s*(TITLE|PERFORMER)\s+(?:"(.*)"|(.*\S))\s*', re.IGNORECASE)
_INDEX = re.compile(r"\s*INDEX\s+0?1\s+(\S*)\s*", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,6}):([0-5]?\d):(\d{1,2})")
_FILE = re.compile(r'\s*FILE\s+(?:"(.*)"|(\S+))', re.IGNORECASE)
_NAMES: Final = {"TITLE": "title", "PERFORMER": "author"}


def _tidy(chapter: Chapter) -> Chapter:
    """Quotes end a title and nothing escapes them."""
    return replace(plain(chapter), title=plain(chapter).title.replace('"', "'"))


LIMITS: Final = Limits(unit=_FRAME, most=99, tidy=_tidy)


def sniff(sample: Sample) -> bool:
    """A FILE or TRACK line early on."""
    return any(
        _TRACK.fullmatch(line) or re.match(r'\s*FILE\s+"?.*\s(?:WAVE|MP3|AIFF|FLAC)', line) for line in sample.lines
    )


def write(chapters: Sequence[Chapter], *, about: Mapping[str, Any] | None = None, **_: object) -> str:
    """One FILE with a TRACK a chapter; ``about`` gives TITLE (title), PERFORMER (author) and the file (fileName)."""
    facts = about or {}
    head = [f"{key} {_quoted(facts[name])}\n" for key, name in _NAMES.items() if facts.get(name)]
    tracks = "".join(_track(n, c) for n, c in enumerate(fit(chapters, KEEPS, LIMITS), 1))
    return f"{''.join(head)}FILE {_quoted(facts.get('fileName') or 'audio.mp3')} MP3\n{tracks}"


def _track(n: int, chapter: Chapter) -> str:
    seconds, frames = divmod(grid(chapter.start, _FRAME), 75)
    time = f"{seconds // 60:02}:{seconds % 60:02}:{frames:02}"
    return f"  TRACK {n:02} AUDIO\n    TITLE {_quoted(chapter.title)}\n    INDEX 01 {time}\n"


def _quoted(text: object) -> str:
    return '"' + one_line(str(text)).replace('"', "'") + '"'


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The tracks of one file. Times that count from several files are refused (FT320)."""
    about: dict[str, str] = {}
    lines = list(numbered(text))
    first = next((at for at, (_, line) in enumerate(lines) if _TRACK.fullmatch(line)), len(lines))
    for _number, line in lines[:first]:
        if match := _FACT.fullmatch(line):
            about[_NAMES[match[1].upper()]] = match[2] or match[3] or ""
    _one_file(lines, file)
    return gather(NAME, _items(lines[first:], file), about, file=file)


def _one_file(lines: list[tuple[int, str]], file: str) -> None:
    files = [number for number, line in lines if _FILE.match(line)]
    if len(files) > 1:
        message = f"this cue sheet counts from {len(files)} audio files, each from zero"
        hint = "Use the cue sheet of the joined audio, with one FILE line."
        raise SourceError(Finding(code="FT320", message=message, place=Place(file, files[1], 1), hint=hint))


def _items(lines: list[tuple[int, str]], file: str) -> Iterator[Chapter | Finding]:
    """A chapter for each track with an INDEX 01."""
    track: list[tuple[int, str]] = []
    for row in lines:
        if _TRACK.fullmatch(row[1]) and track:
            yield _chapter(track, file)
            track = []
        elif _STRAY.match(row[1]) and track:
            yield skipped(row[1].strip(), Place(file, row[0], 1), "A track starts with a line such as TRACK 01 AUDIO.")
        track.append(row)
    if track:
        yield _chapter(track, file)


def _chapter(track: list[tuple[int, str]], file: str) -> Chapter | Finding:
    index = next(((n, m[1]) for n, line in track if (m := _INDEX.fullmatch(line))), None)
    title = next((m[1] or m[2] or "" for _, line in track if (m := _TITLE.fullmatch(line))), "")
    start = _time(index[1]) if index else None
    if start is None:
        number, value = index or (track[0][0], None)
        return skipped(value, Place(file, number, 1), "A track needs INDEX 01 MM:SS:FF, with FF from 00 to 74.")
    return Chapter(start=start, title=title.strip(), place=Place(file, track[0][0], 1))


def _time(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if not match or int(match[3]) > 74:
        return None
    ms = from_grid((int(match[1]) * 60 + int(match[2])) * 75 + int(match[3]), _FRAME)
    return ms if ms <= MAX_TIME else None
