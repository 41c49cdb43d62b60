"""Transcript formats: one module each, one table (spec: podcast-namespace §5).

A format reads text into a :class:`TranscriptFile` and writes cues as text. It declares what it keeps, so that
:func:`convert` can say what is lost.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedtool.findings import Finding, Place, SourceError
from feedtool.textfile import decode, decoded, is_binary
from feedtool.transcripts import plain, podcastjson, srt, webpage, webvtt
from feedtool.transcripts.base import Cue, Format, TranscriptFile
from feedtool.transcripts.convert import convert

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMATS", "MAX_SIZE", "Cue", "Format", "TranscriptFile", "convert", "detect", "read_any"]

_ALL: tuple[Format, ...] = (webvtt, podcastjson, srt, webpage, plain)

FORMATS: Mapping[str, Format] = MappingProxyType({f.NAME: f for f in _ALL})
"""Every format by its name, in the order of detection, which is the order players prefer them in as well."""

MAX_SIZE: Final = 8 * 1024 * 1024
"""Bytes: no transcript is larger; ten hours of speech word by word take three."""


def detect(data: bytes) -> Format | None:
    """The format of ``data``, told by its content; None where it holds no words at all, and for other JSON."""
    text, _ = decoded(data[:MAX_SIZE])
    form = None if is_binary(text) else _detect(text)
    return None if form is podcastjson and not podcastjson.is_likely(text) else form


def _detect(text: str) -> Format | None:
    start = text.lstrip("\ufeff \t\r\n")
    return next((f for f in _ALL if f.sniff(start)), None)


def read_any(data: bytes, file: str, *, named: str | None = None) -> TranscriptFile:
    """The transcript in ``data``, in any format or in the one ``named`` (KeyError where there is none).

    Raises SourceError: FT601 for what is no transcript, FT606 for more than 8 MiB, and what the format's reader says.
    """
    text, findings = _text(data, file)
    form = FORMATS[named] if named else _detect(text)
    if form is None:
        message = "this file holds no words" if text.strip() else "this file is empty"
        raise SourceError(Finding(code="FT601", message=message, place=Place(file, 1)))
    made = form.read(text, file)
    return replace(made, findings=(*findings, *made.findings))


def _text(data: bytes, file: str) -> tuple[str, list[Finding]]:
    if len(data) > MAX_SIZE:
        message = f"{len(data):,} bytes; a transcript is at most {MAX_SIZE:,}"
        raise SourceError(Finding(code="FT606", message=message, place=Place(file)))
    return decode(data, file, guessed="FT607", binary="FT601")
