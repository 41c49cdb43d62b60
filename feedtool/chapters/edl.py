"""Edit decision lists (CMX 3600): DaVinci Resolve's marker export, and lists of clips laid end to end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from feedtool.chapters.base import ChapterFile, Limits, Sample, gather, plain, skipped
from feedtool.chapters.fit import fit
from feedtool.chapters.frames import DEFAULT, frames_to_ms, guess, ms_to_frames, unit
from feedtool.findings import Finding, Place
from feedtool.model import Chapter
from feedtool.textfile import numbered, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAME: Final = "edl"
TITLE: Final = "DaVinci Resolve EDL"
SUFFIXES: Final = (".edl",)
KEEPS: Final[frozenset[str]] = frozenset()

HOUR: Final = 3_600_000
"""Where timelines usually start, in milliseconds."""

_EVENT = re.compile(r"\s*\d{1,6}\s+\S+\s+\S+\s+\S+(?:\s+\S+)?\s+([\d:;]{11,12})\s+([\d:;]{11,12})\s+(\S+)\s+(\S+)\s*")
_MARKER = re.compile(r"\|M:([^|]*)")
_CLIP = re.compile(r"\*\s*FROM CLIP NAME:\s*(.*)")
_DROP = re.compile(r"FCM:\s*DROP FRAME", re.IGNORECASE)


def _tidy(chapter: Chapter) -> Chapter:
    """A bar would end the marker's name."""
    return replace(plain(chapter), title=plain(chapter).title.replace("|", "/"))


LIMITS: Final = Limits(unit=unit(DEFAULT), untitled=True, tidy=_tidy)


def sniff(sample: Sample) -> bool:
    """FCM near the top, or events with four timecodes."""
    return any(re.match(r"FCM:\s", line) for line in sample.lines[:3]) or any(map(_EVENT.fullmatch, sample.lines))


def write(
    chapters: Sequence[Chapter], *, about: Mapping[str, Any] | None = None, rate: str | None = None, **_: object
) -> str:
    """Markers one frame long on a timeline that starts at 01:00:00:00, at ``rate``, 25 unless given."""
    rate = rate or DEFAULT
    rows = fit(chapters, KEEPS, replace(LIMITS, unit=unit(rate)))
    title = one_line(str((about or {}).get("title") or "Chapters"))
    events = "".join(_event(n, c, rate) for n, c in enumerate(rows, 1))
    return f"TITLE: {title}\nFCM: NON-DROP FRAME\n{events}"


def _event(n: int, chapter: Chapter, rate: str) -> str:
    hours, rest = ms_to_frames(chapter.start, rate).split(":", 1)
    first = f"{int(hours) + 1:02}:{rest}"
    span = f"{first} {_next(first, rate)}"
    return f"\n{n:03}  001      V     C        {span} {span}  \n |C:ResolveColorBlue |M:{chapter.title} |D:1\n"


def _next(code: str, rate: str) -> str:
    ms = frames_to_ms(code, rate) or 0
    return ms_to_frames(ms + int(unit(rate)), rate)


def read(text: str, file: str, *, rate: str | None = None, origin: int | None = None, **_: object) -> ChapterFile:
    """The events' places on the timeline, named by marker or clip.

    ``rate`` is guessed unless given (FT322). ``origin`` in ms is taken off; unless given, an hour when no event
    starts before that (FT323).
    """
    events = list(_events(text))
    title = next((line[6:].strip() for _, line in numbered(text) if line.startswith("TITLE:")), "")
    return gather(NAME, _items(text, file, events, rate, origin), {"title": title} if title else {}, file=file)


def _events(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, record-in timecode and name of each event."""
    line, code, name = 0, "", ""
    for number, row in numbered(text):
        if match := _EVENT.fullmatch(row):
            if code:
                yield line, code, name
            line, code, name = number, match[3], ""
        elif found := (_MARKER.search(row) or _CLIP.match(row.strip())):
            name = name or found[1].strip()
    if code:
        yield line, code, name


def _items(
    text: str, file: str, events: list[tuple[int, str, str]], rate: str | None, origin: int | None
) -> Iterator[Chapter | Finding]:
    drop = any(_DROP.match(line) for _, line in numbered(text[:2000]))
    if rate is None:
        rate, finding = guess((code for _, code, _ in events), file, drop=drop)
        if events and not drop:
            yield finding
    times = [frames_to_ms(code, rate, drop=drop) for _, code, _ in events]
    if origin is None:
        origin = HOUR if times and all(t is None or t >= HOUR for t in times) else 0
        if origin:
            message = "the timeline starts at 01:00:00:00; that hour is taken off every time"
            yield Finding(code="FT323", message=message, place=Place(file, events[0][0]))
    for (line, code, name), ms in zip(events, times, strict=True):
        yield _chapter(ms, origin, name, code, Place(file, line, 1))


def _chapter(ms: int | None, origin: int, name: str, code: str, place: Place) -> Chapter | Finding:
    if ms is None or ms < origin:
        return skipped(code, place, "An event's third timecode is HH:MM:SS:FF on the timeline.")
    return Chapter(start=ms - origin, title=name, place=place)
