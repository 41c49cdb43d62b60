"""What a recogniser took from the notes, and the whole reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from feedtool.findings import Finding, Place
    from feedtool.model import Chapter, Episode
    from feedtool.notes.line import Line

Source = Literal["front matter", "sidecar", "notes"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the ``field`` it fills (``title``, ``chapters[3]``, ``links[2]``), its value, where it was written,
    the name of the recogniser that took it, and how sure that is (0 to 1)."""

    field: str
    value: Any
    place: Place | None
    by: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An episode as understood, with the facts behind it, what was found wrong or uncertain, and the lines read.

    ``listed`` is the chapter list of the notes' body even where front matter overrules it; ``chapters_from`` says
    where ``episode.chapters`` come from.
    """

    episode: Episode
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: tuple[Line, ...] = field(default=(), repr=False)
    listed: tuple[Chapter, ...] = ()
    chapters_from: Source | None = None
