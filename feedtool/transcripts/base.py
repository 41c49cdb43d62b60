"""What every transcript format shares: its shape, and how a reader hands over what it found.

A format is a module with the names of :class:`Format`. A reader yields, in file order, a Cue for what it understood
and a Finding for what it did not; :func:`gather` makes the :class:`TranscriptFile` of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from feedtool.findings import Finding, Place, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CUES: Final = 100_000
"""Cues and faults together: more are no transcript."""

MAX_FAULTS: Final = 50
"""Faults told one by one; of further ones the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A stretch of speech: ``start`` and ``end`` in milliseconds, None where the file does not say.

    ``speaker`` is None as well where the one before goes on speaking. ``text`` stands on one line.
    """

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFile:
    """A transcript read: the format's name, its cues in file order, its language if it says one, and what was wrong.

    ``native`` is False for a file in a dialect that not every player reads. ``asides`` names what the file holds
    beside cues: styles, positions, notes, markup, headings.
    """

    format: str
    cues: tuple[Cue, ...]
    language: str | None = None
    findings: tuple[Finding, ...] = ()
    native: bool = True
    asides: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether any cue has a start; the others stand between those that have."""
        return any(cue.start is not None for cue in self.cues)


class Format(Protocol):
    """One transcript format: a module with these names (spec: podcast-namespace §5).

    ``KEEPS`` holds what survives beside text and speaker: ``time fraction end cues`` (``cues``: the cues' own bounds).
    ``NAMED`` says whether a speaker has a place of its own, rather than ``Name:`` before the text. ``WIDTH`` and
    ``ROWS`` are the characters of a line and the lines of a cue that players expect, None without a limit.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802
    @property
    def TITLE(self) -> str: ...  # noqa: N802
    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...  # noqa: N802
    @property
    def MEDIA_TYPE(self) -> str: ...  # noqa: N802
    @property
    def TIMED(self) -> bool: ...  # noqa: N802
    @property
    def NAMED(self) -> bool: ...  # noqa: N802
    @property
    def KEEPS(self) -> frozenset[str]: ...  # noqa: N802
    @property
    def WIDTH(self) -> int | None: ...  # noqa: N802
    @property
    def ROWS(self) -> int | None: ...  # noqa: N802

    def sniff(self, text: str) -> bool:
        """Whether ``text``, without byte order mark and blank start, is of this format."""
        ...

    def read(self, text: str, file: str) -> TranscriptFile:
        """The cues of ``text``. Raises SourceError for a file of which nothing can be read."""
        ...

    def write(self, cues: Sequence[Cue], *, duration: int | None = None) -> str:
        """``cues`` as a file; ``duration`` of the audio in ms bounds the last one. A TIMED format needs a start."""
        ...


def gather(
    name: str,
    items: Iterable[Cue | Finding],
    *,
    file: str,
    language: str | None = None,
    native: bool = True,
    asides: Iterable[str] = (),
) -> TranscriptFile:
    """What a reader found as one TranscriptFile.

    Raises SourceError when there was something to read and none of it could be (FT603), and for a list without end
    (FT606).
    """
    cues: list[Cue] = []
    faults: list[Finding] = []
    for item in items:
        if len(cues) + len(faults) >= MAX_CUES:
            message = f"more than {MAX_CUES:,} cues or faults"
            raise SourceError(Finding(code="FT606", message=message, place=Place(file)))
        (cues if isinstance(item, Cue) else faults).append(item)  # type: ignore[arg-type]
    found = few(faults)
    if found and not cues:
        hopeless = Finding(code="FT603", message="no cue of this file could be read", place=Place(file))
        raise SourceError(hopeless, *found)
    return TranscriptFile(
        format=name,
        cues=tuple(cues),
        language=language,
        findings=tuple(found),
        native=native,
        asides=tuple(dict.fromkeys(asides)),
    )


def few(faults: Sequence[Finding], most: int = MAX_FAULTS) -> list[Finding]:
    """The first ``most`` of ``faults``; the next one stands for all the others and says how many they are."""
    if len(faults) <= most + 1:
        return list(faults)
    last = faults[most]
    message = f"{len(faults) - most:,} more like these, the first: {last.message}"
    return [*faults[:most], Finding(code=last.code, message=message, place=last.place, severity=last.severity)]


_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?", re.ASCII)


def moment(text: str) -> int | None:
    """Milliseconds of ``MM:SS`` or ``HH:MM:SS`` with an optional fraction; None when it is none of these.

    >>> moment("00:01:34,500"), moment("1:34.5"), moment("75:10"), moment("1:75:10")
    (94500, 94500, 4510000, None)
    """
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    if seconds > 59 or (match[1] and minutes > 59):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "")[:3].ljust(3, "0"))
