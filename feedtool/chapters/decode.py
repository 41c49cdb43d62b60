"""A chapter file's bytes to text: editors save UTF-8, UTF-16 and old code pages."""

from __future__ import annotations

import codecs
import re
from typing import Final

from feedtool.findings import Finding, Place, SourceError

MAX_SIZE: Final = 8 * 1024 * 1024
"""Bytes: no chapter file is larger."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")


def decode(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """The text of ``data`` without its byte order mark: by that mark, else UTF-8, else Windows-1252 (FT314).

    Raises SourceError for more than 8 MiB (FT317) and for bytes that are no text (FT310).
    """
    if len(data) > MAX_SIZE:
        message = f"{len(data):,} bytes; a chapter file is at most {MAX_SIZE:,}"
        raise SourceError(Finding(code="FT317", message=message, place=Place(file)))
    text, findings = _text(data, file)
    if text.count("\0") > len(text) // 50:
        raise SourceError(Finding(code="FT310", message="this is no text file", place=Place(file)))
    return text.replace("\0", "\ufffd"), findings


def _text(data: bytes, file: str) -> tuple[str, list[Finding]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), []
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        if text := _as_declared(data):
            return text, []
        line = data.count(b"\n", 0, error.start) + 1
        message = "not UTF-8; read as Windows-1252"
        hint = "Save the file as UTF-8, or check its accents and quotes."
        return data.decode("cp1252", "replace"), [
            Finding(code="FT314", message=message, place=Place(file, line), hint=hint)
        ]


def _as_declared(data: bytes) -> str | None:
    """The text in the encoding that an XML declaration names."""
    match = _XML_ENCODING.match(data)
    try:
        return data.decode(match[1].decode()) if match else None
    except (LookupError, UnicodeError):
        return None
