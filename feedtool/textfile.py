"""Text files as people's editors leave them: their bytes to text, their lines, their blocks.

The readers of notes, of chapters and of transcripts start here.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.findings import Finding, Place, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_ENCODING: Final = re.compile(rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_PAGE_ENCODING: Final = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_PAGE_HEAD: Final = 4096
_BREAKS: Final = re.compile(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes, file: str, *, guessed: str = "FT212", binary: str = "FT216") -> tuple[str, list[Finding]]:
    """The text of ``data`` without its byte order mark, and a finding ``guessed`` where its encoding was a guess.

    NUL becomes U+FFFD. Raises SourceError ``binary`` for bytes that are no text.
    """
    text, line = decoded(data)
    if is_binary(text):
        raise SourceError(Finding(code=binary, message="this is no text file", place=Place(file)))
    said = Finding(code=guessed, message="not UTF-8; read as Windows-1252", place=Place(file, line))
    return text.replace("\0", "\ufffd"), [said] if line else []


def decoded(data: bytes) -> tuple[str, int]:
    """The text of ``data`` without its byte order mark, and the line where it stops being UTF-8 (0: it does not).

    By that mark, else UTF-8, else the encoding that an XML declaration or a page's head names, else Windows-1252,
    which is a guess.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), 0
    try:
        return data.decode(), 0
    except UnicodeDecodeError as error:
        if text := _as_declared(data):
            return text, 0
        return data.decode("cp1252", "replace"), data.count(b"\n", 0, error.start) + 1


def is_binary(text: str) -> bool:
    """Whether decoded bytes were no text: one NUL in fifty characters, or more."""
    return text.count("\0") > len(text) // 50


def _as_declared(data: bytes) -> str | None:
    """The text in the encoding that an XML declaration or a page's ``meta`` names."""
    match = _XML_ENCODING.match(data) or _PAGE_ENCODING.search(data, 0, _PAGE_HEAD)
    try:
        return data.decode(match[1].decode()) if match else None
    except (LookupError, UnicodeError):
        return None


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` with their numbers from 1, whatever ends them."""
    return enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1)


class Block(NamedTuple):
    """Lines up to a blank one, and the number of the first."""

    line: int
    lines: list[str]


def blocks(text: str) -> Iterator[Block]:
    """The runs of lines between blank ones, as subtitle files have them."""
    held: list[str] = []
    for number, line in numbered(text):
        if line.strip():
            held.append(line)
        elif held:
            yield Block(number - len(held), held)
            held = []
    if held:
        yield Block(number - len(held) + 1, held)


def sound(text: str) -> str:
    """``text`` that UTF-8 can write: halves of surrogate pairs become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """``text`` on one line, without control characters.

    >>> one_line(" Guests \\n and\\x07 more ")
    'Guests and more'
    """
    return _BREAKS.sub(" ", _CONTROLS.sub("", sound(text))).strip()
