"""Chapter formats: one module each, one table.

A format reads text into a :class:`ChapterFile` and writes chapters as text. It declares what it keeps, so a
conversion can say what it loses: ``keeps`` is what reading the written file gives back, ``losses`` the rest.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from feedtool.chapters import (
    applehls,
    audacity,
    audible,
    audition,
    auphonic,
    cue,
    description,
    edl,
    ffmetadata,
    ffprobe,
    hindenburg,
    matroska,
    mp4chaps,
    ogm,
    plain_csv,
    plain_tsv,
    podcasting2,
    podigee,
    podlove,
    premiere,
    psc,
    quicktime,
    reaper,
    srt,
    vorbis,
    webvtt,
)
from feedtool.chapters.base import ChapterFile, Format, Limits, Sample
from feedtool.chapters.decode import decode
from feedtool.chapters.fit import keeps, losses
from feedtool.chapters.unknown import refusal
from feedtool.findings import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMATS", "ChapterFile", "Format", "Limits", "Sample", "decode", "detect", "keeps", "losses", "read_any"]

_ALL: tuple[Format, ...] = (
    webvtt,
    ffmetadata,
    psc,
    matroska,
    quicktime,
    hindenburg,
    ffprobe,
    podcasting2,
    auphonic,
    audible,
    podlove,
    podigee,
    applehls,
    vorbis,
    ogm,
    edl,
    audition,
    premiere,
    reaper,
    cue,
    srt,
    audacity,
    mp4chaps,
    plain_tsv,
    plain_csv,
    description,
)

FORMATS: Mapping[str, Format] = MappingProxyType({f.NAME: f for f in _ALL})
"""Every format by its name, in the order of detection."""


def detect(data: bytes, file: str = "") -> Format | None:
    """The format of ``data``, told by its content and never by the name ``file``; None where it is none."""
    try:
        text, _ = decode(data, file)
    except SourceError:
        return None
    return _detect(text)


def _detect(text: str) -> Format | None:
    sample = Sample(text)
    return next((f for f in FORMATS.values() if f.sniff(sample)), None)


def read_any(
    data: bytes,
    file: str,
    *,
    named: str | None = None,
    rate: str | None = None,
    origin: int | None = None,
) -> ChapterFile:
    """The chapters of a file in any format, or in the format ``named`` (KeyError where there is none).

    ``rate`` (frames per second) and ``origin`` (ms the timeline starts at) serve formats that count frames.
    Raises SourceError with findings and places when it is no chapter file.
    """
    text, findings = decode(data, file)
    found = FORMATS[named] if named else _detect(text)
    if found is None:
        raise refusal(text, file)
    made = found.read(text, file, rate=rate, origin=origin)
    return ChapterFile(made.format, made.chapters, (*findings, *made.findings), made.about)
