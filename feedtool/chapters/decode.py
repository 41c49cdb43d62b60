"""A chapter file's bytes to text: editors save UTF-8, UTF-16 and old code pages."""

from __future__ import annotations

from typing import Final

from feedtool.findings import Finding, Place, SourceError
from feedtool.textfile import decoded, is_binary

MAX_SIZE: Final = 8 * 1024 * 1024
"""Bytes: no chapter file is larger."""


def decode(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """The text of ``data`` without its byte order mark: by that mark, else UTF-8, else Windows-1252 (FT314).

    Raises SourceError for more than 8 MiB (FT317) and for bytes that are no text (FT310).
    """
    if len(data) > MAX_SIZE:
        message = f"{len(data):,} bytes; a chapter file is at most {MAX_SIZE:,}"
        raise SourceError(Finding(code="FT317", message=message, place=Place(file)))
    text, guessed = decoded(data)
    if is_binary(text):
        raise SourceError(Finding(code="FT310", message="this is no text file", place=Place(file)))
    return text.replace("\0", "\ufffd"), [_guessed(Place(file, guessed))] if guessed else []


def _guessed(place: Place) -> Finding:
    hint = "Save the file as UTF-8, or check its accents and quotes."
    return Finding(code="FT314", message="not UTF-8; read as Windows-1252", place=place, hint=hint)
