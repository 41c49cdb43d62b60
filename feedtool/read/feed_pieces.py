"""A feed's bytes cut into its items and the rest, so that a feed of any size is read in the memory of one item.

Only what decides where an item begins and ends is looked at: comments, CDATA sections, processing instructions and
``item`` tags. Each piece then goes to a real XML parser, and a broken item costs only itself. A DOCTYPE is refused
before any parser sees it, and with it every entity attack.
"""

from __future__ import annotations

import codecs
import re
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from feedtool.findings import Finding, Place, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHUNK: Final = 1 << 15
MAX_PIECE: Final = 8_000_000
"""How many bytes one item, or all that stands between two, may take."""

_TOKEN: Final = re.compile(rb"<(?:!--|!\[CDATA\[|\?|!DOCTYPE|/?item(?=[\s/>]))")
_LONGEST_TOKEN: Final = 16
_TAG_END: Final = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CLOSED_BY: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KNOWN: Final = re.compile(
    r"utf-?8(-sig)?|utf-?16([lb]e)?|(us-)?ascii|iso-8859-\d+|latin-?1|windows-\d+|cp\d+|koi8-[ru]|macintosh"
    r"|big5(-hkscs)?|gb(k|2312|18030)|shift[-_]jis|euc-(jp|kr)|iso-2022-jp",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """Bytes of a feed from ``line`` and ``column`` on, in UTF-8: one ``item`` element, or what stands around items."""

    is_item: bool
    line: int
    column: int
    data: bytes


def chunks(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """The stream's bytes, some at a time."""
    read = getattr(stream, "read", None)
    return iter(lambda: read(CHUNK), b"") if read else iter(stream)


def utf8(data: Iterator[bytes], file: str) -> tuple[str, Iterator[bytes]]:
    """The encoding a feed is in (lower case), and its bytes in UTF-8 without a byte order mark.

    An encoding that no feed reader knows raises SourceError (FT503).
    """
    start = b""
    for chunk in data:
        start += chunk
        if len(start) >= 256:
            break
    data = chain((start,), data)
    name = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    if name is None:
        declared = _DECLARED.match(start)
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _KNOWN.fullmatch(name):
        hint = "Save the feed as UTF-8."
        raise SourceError(Finding(code="FT503", message=f"unknown encoding {name}", place=Place(file, 1), hint=hint))
    return name, data if name in {"utf-8", "utf8"} else _recoded(data, name)


def _recoded(data: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)("replace")
    for chunk in data:
        yield decoder.decode(chunk).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def split(data: Iterator[bytes], file: str) -> Iterator[Piece]:
    """The pieces of a feed in order; ``data`` is UTF-8. Joined, they are the feed.

    A DOCTYPE (FT502) or a piece over MAX_PIECE bytes (FT504) raises SourceError.
    """
    return _Splitter(data, file).pieces()


class _Splitter:
    """``held`` is read and not yet given away; it begins at ``line`` and ``column``; ``position`` is scanned up to."""

    def __init__(self, data: Iterator[bytes], file: str) -> None:
        self.data, self.file = data, file
        self.held, self.line, self.column, self.position = b"", 1, 1, 0

    def pieces(self) -> Iterator[Piece]:
        depth = 0
        while token := self._token():
            start, end = token
            if not self.held.startswith((b"<item", b"</item"), start):
                continue
            if self.held[start + 1 : start + 2] == b"/":
                if depth == 1:
                    yield self._give(end, is_item=True)
                depth = max(depth - 1, 0)
                continue
            if depth == 0:
                yield self._give(start, is_item=False)
                start, end = 0, end - start
            if not self.held.startswith(b"/>", end - 2):
                depth += 1
            elif depth == 0:
                yield self._give(end, is_item=True)
        yield self._give(len(self.held), is_item=depth > 0)

    def _token(self) -> tuple[int, int] | None:
        """The next token whole, from its first byte to the one after its last; None at the end of the feed."""
        while True:
            match = _TOKEN.search(self.held, self.position)
            if match and (end := self._end(match[0], match.start())):
                self.position = end
                return match.start(), end
            self.position = match.start() if match else max(self.position, len(self.held) - _LONGEST_TOKEN)
            if not self._more():
                return None

    def _end(self, token: bytes, start: int) -> int | None:
        if token == b"<!DOCTYPE":
            raise self._refuse("FT502", "the feed has a DOCTYPE", "Remove the <!DOCTYPE …>; a feed needs none.", start)
        if closing := _CLOSED_BY.get(token):
            end = self.held.find(closing, start + len(token))
            return end + len(closing) if end >= 0 else None
        tag = _TAG_END.match(self.held, start)
        return tag.end() if tag else None

    def _more(self) -> bool:
        """Read at least as much again as is held: scanning a long piece anew each time stays linear."""
        if len(self.held) > MAX_PIECE:
            hint = "Shorten the notes of this episode; a feed reader gives up on them."
            raise self._refuse("FT504", f"more than {MAX_PIECE:,} bytes without an end of an item", hint, 0)
        parts, size = [self.held], 0
        for chunk in self.data:
            parts.append(chunk)
            size += len(chunk)
            if size >= len(self.held):
                break
        self.held = b"".join(parts)
        return size > 0

    def _give(self, end: int, *, is_item: bool) -> Piece:
        piece = Piece(is_item, self.line, self.column, self.held[:end])
        self.held, self.position = self.held[end:], max(self.position - end, 0)
        self.line += piece.data.count(b"\n")
        last_line = piece.data.rpartition(b"\n")
        self.column = len(last_line[2].decode(errors="replace")) + (1 if last_line[1] else self.column)
        return piece

    def _refuse(self, code: str, message: str, hint: str, at: int) -> SourceError:
        line = self.line + self.held.count(b"\n", 0, at)
        return SourceError(Finding(code=code, message=message, hint=hint, place=Place(self.file, line)))
