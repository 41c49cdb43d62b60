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
_SLASH: Final = ord("/")
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
    """Bytes of a feed from ``line`` and ``column`` on, in UTF-8: ``item`` elements, or what stands around them."""

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


def split(data: Iterator[bytes], file: str, *, most: int = 1, size: int = 0) -> Iterator[Piece]:
    """The pieces of a feed in order; ``data`` is UTF-8. Joined, they are the feed.

    Up to ``most`` items with nothing but blanks between them make one piece, which takes no more of them once it has
    ``size`` bytes. A DOCTYPE (FT502) or an item over MAX_PIECE bytes (FT504) raises SourceError.
    """
    return _Splitter(data, file).pieces(most, size)


def singles(piece: Piece, file: str) -> Iterator[Piece]:
    """The items of a piece, one by one."""
    splitter = _Splitter(iter((piece.data,)), file)
    splitter.line, splitter.column = piece.line, piece.column
    return (single for single in splitter.pieces(1, 0) if single.is_item)


class _Splitter:
    """``held`` is read; what of it was given away ends at ``begin``, on ``line`` and ``column``; the ``count`` items
    after it, up to ``ended``, wait for more. ``position`` is where the search for the next token begins.
    """

    def __init__(self, data: Iterator[bytes], file: str) -> None:
        self.data, self.file = data, file
        self.held, self.begin, self.position, self.ended, self.count = b"", 0, 0, 0, 0
        self.line, self.column = 1, 1

    def pieces(self, most: int, size: int) -> Iterator[Piece]:
        """The feed in pieces of at most ``most`` items and about ``size`` bytes."""
        depth = 0
        while tag := self._item_tag():
            start, end = tag
            if self.held[start + 1] == _SLASH:
                depth -= 1
            else:
                if depth == 0:
                    yield from self._before(start)
                depth += self.held[end - 2] != _SLASH
            if depth == 0:
                self.ended, self.count = end, self.count + 1
                if self.count >= most or end - self.begin >= size:
                    yield self._give(end, is_item=True)
            depth = max(depth, 0)
        if self.count:
            yield self._give(self.ended, is_item=True)
        yield self._give(len(self.held), is_item=depth > 0)

    def _before(self, start: int) -> Iterator[Piece]:
        """What stands before the item at ``start``, unless it is items and blanks, which wait for more."""
        if self.count:
            if not self.held[self.ended : start].strip():
                return
            yield self._give(self.ended, is_item=True)
        yield self._give(start, is_item=False)

    def _item_tag(self) -> tuple[int, int] | None:
        """The next start or end tag of an ``item``, from its first byte to the one after its last; None at the end."""
        while True:
            match = _TOKEN.search(self.held, self.position)
            if match:
                start, token = match.start(), match[0]
                if closing := _CLOSED_BY.get(token):
                    end = self.held.find(closing, start + len(token))
                    if end >= 0:
                        self.position = end + len(closing)
                        continue
                elif token == b"<!DOCTYPE":
                    hint = "Remove the <!DOCTYPE …>; a feed needs none."
                    raise self._refuse("FT502", "the feed has a DOCTYPE", hint, start)
                elif tag := _TAG_END.match(self.held, start):
                    self.position = tag.end()
                    return start, self.position
            self.position = match.start() if match else max(self.position, len(self.held) - _LONGEST_TOKEN)
            if not self._more():
                return None

    def _more(self) -> bool:
        """Read at least as much again as is held: scanning a long piece anew each time stays linear."""
        kept, began = len(self.held) - self.begin, max(self.begin, self.ended)
        if len(self.held) - began > MAX_PIECE:
            hint = "Shorten the notes of this episode; a feed reader gives up on them."
            raise self._refuse("FT504", f"more than {MAX_PIECE:,} bytes without an end of an item", hint, began)
        parts, size = [self.held[self.begin :]], 0
        self.held = b""
        for chunk in self.data:
            parts.append(chunk)
            size += len(chunk)
            if size >= kept:
                break
        self.held = b"".join(parts)
        self.begin, self.position, self.ended = 0, self.position - self.begin, self.ended - self.begin
        return size > 0

    def _give(self, end: int, *, is_item: bool) -> Piece:
        """What is held up to ``end``."""
        held, begin = self.held, self.begin
        piece = Piece(is_item, self.line, self.column, held[begin:end])
        self.begin, self.count = end, 0
        self.line += held.count(b"\n", begin, end)
        newline = held.rfind(b"\n", begin, end)
        last_line = held[max(newline + 1, begin) : end]
        self.column = len(last_line.decode(errors="replace")) + (1 if newline >= 0 else self.column)
        return piece

    def _refuse(self, code: str, message: str, hint: str, at: int) -> SourceError:
        line = self.line + self.held.count(b"\n", self.begin, at)
        return SourceError(Finding(code=code, message=message, hint=hint, place=Place(self.file, line)))
