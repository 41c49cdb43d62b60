"""What every chapter format shares: its shape, what it can carry, and how a reader hands over what it found.

A format is a module with the names of :class:`Format`. A reader yields, in file order, a Chapter for what it
understood and a Finding for what it did not; :func:`gather` makes the :class:`ChapterFile` of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from feedtool import timecode
from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Chapter
from feedtool.textfile import one_line, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MAX_TIME: Final = 1000 * 3_600_000
"""Later than any chapter starts, in milliseconds: 1,000 hours."""

MAX_ITEMS: Final = 10_000
"""Chapters and faulty lines together: more are no chapter list."""


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter file read: the format's name, the chapters in time order, what was wrong, and its header facts.

    ``about`` holds facts on the whole (``title``, ``author``, ``podcastName`` …) and top-level keys nobody knows.
    """

    format: str
    chapters: tuple[Chapter, ...]
    findings: tuple[Finding, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


class Format(Protocol):
    """One chapter format: a module with these names.

    ``KEEPS`` holds the words of what survives beside start and title: ``end url image toc fraction location extra``.
    ``read`` raises SourceError for a hopeless file; ``write`` never fails, :func:`feedtool.chapters.losses` says what
    it had to leave out. Options a format has no use for are passed over.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802
    @property
    def TITLE(self) -> str: ...  # noqa: N802
    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...  # noqa: N802
    @property
    def KEEPS(self) -> frozenset[str]: ...  # noqa: N802
    @property
    def LIMITS(self) -> Limits: ...  # noqa: N802

    def sniff(self, sample: Sample) -> bool:
        """Whether a file that starts like ``sample`` is of this format."""
        ...

    def read(self, text: str, file: str, *, rate: str | None = None, origin: int | None = None) -> ChapterFile:
        """The chapters of ``text``; ``rate`` in frames per second and ``origin`` in ms for timelines of frames."""
        ...

    def write(
        self,
        chapters: Sequence[Chapter],
        *,
        about: Mapping[str, Any] | None = None,
        duration: int | None = None,
        rate: str | None = None,
    ) -> str:
        """``chapters`` as a file of this format; ``duration`` of the audio in ms gives the last one its end."""
        ...


def plain(chapter: Chapter) -> Chapter:
    """``chapter`` as a format of lines or XML can hold it: a title on one line, URLs without blanks."""
    return replace(chapter, title=one_line(chapter.title), url=one_url(chapter.url), image=one_url(chapter.image))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How a format bends what it carries.

    ``unit``: milliseconds in its smallest step. ``fills``: whether an end is written where one is ``known`` (by the
    next start, or the duration) or ``always``. ``most``: how many chapters it holds. ``untitled``: whether a title may
    be empty. ``exact``: ends need not follow starts. ``tidy``: what becomes of one chapter's texts. ``rules``: what
    else its readers ask for, as findings on chapters that already fit, with the duration in ms.
    """

    unit: Fraction = Fraction(1)
    fills: Literal["never", "known", "always"] = "never"
    most: int | None = None
    untitled: bool = False
    exact: bool = False
    tidy: Callable[[Chapter], Chapter] = plain
    rules: Callable[[Sequence[Chapter], int | None], Iterator[Finding]] | None = None


class Sample:
    """A text in the forms that formats are told by; each is made once."""

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("\ufeff")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The first 200 lines that are not blank."""
        return tuple(line for line in re.split(r"\r\n|\r|\n", self.text[:100_000]) if line.strip())[:200]

    @cached_property
    def json(self) -> Any:
        """The whole as a JSON value; None where it is no JSON."""
        from feedtool.located import load_json

        if self.text.lstrip()[:1] not in ("{", "["):
            return None
        try:
            return load_json(self.text, "").value
        except SourceError:
            return None

    @cached_property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The objects of a JSON array, or of ``chapters`` in a JSON object."""
        held = self.json.get("chapters") if isinstance(self.json, dict) else self.json
        return tuple(row for row in held if isinstance(row, dict)) if isinstance(held, list) else ()

    def share(self, pattern: re.Pattern[str]) -> float:
        """How many of the lines match ``pattern`` from their start: 0 to 1."""
        return sum(1 for line in self.lines if pattern.match(line)) / len(self.lines) if self.lines else 0.0


_NOT_IN_URLS = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"]")


def one_url(url: str | None) -> str | None:
    """``url`` with blanks, controls, quotes and angle brackets percent-encoded; None for an empty one."""
    kept = sound(url or "").strip()
    return _NOT_IN_URLS.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), kept) or None


def moment(value: object) -> int | None:
    """Milliseconds of clock text such as ``1:02:03.5`` or bare seconds; None when it is no time of an audio file."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    ms = timecode.parse(value)
    return ms if ms is not None and ms <= MAX_TIME else None


def seconds(value: object) -> int | None:
    """Milliseconds of a JSON number of seconds; None when it is no number, negative, or beyond 1,000 hours."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_TIME / 1000:
        return None
    return timecode.from_seconds(value)


def skipped(what: object, place: Place, hint: str = "Write the time as H:MM:SS or H:MM:SS.mmm.") -> Finding:
    """The finding for a chapter left out because ``what`` is no time (FT312)."""
    shown = json.dumps(what, ensure_ascii=False)[:120]
    message = "a chapter without a start time" if what is None else f"{shown} is no time"
    return Finding(code="FT312", message=f"{message}; this chapter is left out", place=place, hint=hint)


def gather(
    name: str, items: Iterable[Chapter | Finding], about: Mapping[str, Any] | None = None, *, file: str
) -> ChapterFile:
    """What a reader found as one ChapterFile: sorted by start, with a finding for each that had to move (FT313).

    Raises SourceError when there was something to read and none of it could be (FT311), and for a list without end
    (FT317).
    """
    made: list[Chapter] = []
    findings: list[Finding] = []
    for item in items:
        if len(made) + len(findings) >= MAX_ITEMS:
            message = f"more than {MAX_ITEMS:,} chapters or faults"
            raise SourceError(Finding(code="FT317", message=message, place=Place(file)))
        (made if isinstance(item, Chapter) else findings).append(item)  # type: ignore[arg-type]
    if findings and not made:
        hopeless = Finding(code="FT311", message="no chapter of this file could be read", place=Place(file))
        raise SourceError(hopeless, *findings)
    findings += [_moved(a, b) for a, b in pairwise(made) if b.start < a.start]
    return ChapterFile(name, tuple(sorted(made, key=lambda c: c.start)), tuple(findings), dict(about or {}))


def _moved(above: Chapter, chapter: Chapter) -> Finding:
    return Finding(
        code="FT313",
        message=f"the chapter at {timecode.clock(chapter.start)} stands after the one at {timecode.clock(above.start)}",
        place=chapter.place,
        hint="Chapters are read in order of time; check that neither time is mistyped.",
    )
