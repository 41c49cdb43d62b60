"""A chapter file's bytes to text: editors save UTF-8, UTF-16 and old code pages."""

from __future__ import annotations

from typing import Final

from feedtool import textfile
from feedtool.findings import Finding, Place, SourceError

MAX_SIZE: Final = 8 * 1024 * 1024
"""Bytes: no chapter file is larger."""


def decode(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """The text of ``data`` without its byte order mark: by that mark, else UTF-8, else Windows-1252 (FT314).

    Raises SourceError for more than 8 MiB (FT317) and for bytes that are no text (FT310).
    """
    if len(data) > MAX_SIZE:
        message = f"{len(data):,} bytes; a chapter file is at most {MAX_SIZE:,}"
        raise SourceError(Finding(code="FT317", message=message, place=Place(file)))
    return textfile.decode(data, file, guessed="FT314", binary="FT310")
