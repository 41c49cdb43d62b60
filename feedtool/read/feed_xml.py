"""Pieces of a feed as XML elements, with the places of their parts in the feed.

Parsers are set so that nothing outside the bytes is ever looked at: no DTD, no entities, no network, no huge trees.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from feedtool import safexml
from feedtool.findings import Finding, Place, SourceError
from feedtool.read.feed_pieces import Piece, chunks, split, utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.etree import _Element

PREFIXES: Final = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://podlove.org/simple-chapters": "psc",
}
"""The namespaces read here, by their exact names (spec: data/namespaces)."""

_FOLDED: Final = {uri.lower().split("://")[1].removeprefix("www.").rstrip("/"): p for uri, p in PREFIXES.items()}
_COMMENT: Final = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TAG: Final = re.compile(rb"""<([A-Za-z_][^\s/>]*)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARATION: Final = re.compile(rb"\s*<\?xml\s.*?\?>", re.DOTALL)
_BLANK: Final = re.compile(rb"\s*")


@lru_cache(4096)
def prefix_of(uri: str) -> str | None:
    """The usual prefix of a namespace, also where its name is written wrongly; None for one not known here."""
    return PREFIXES.get(uri) or _FOLDED.get(uri.lower().partition("://")[2].removeprefix("www.").rstrip("/"))


@lru_cache(4096)
def name_of(tag: str) -> str:
    """``{namespace}local`` as ``podcast:guid``; an element of an unknown namespace keeps its whole name."""
    uri, brace, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = prefix_of(uri) if brace else None
    return f"{prefix}:{local}" if prefix else tag


class Shell:
    """What stands around a feed's items: the tags that open it, and all of the channel but the items.

    ``opening`` and ``closing`` put around an item's bytes make a small feed of it, on the item's own lines.
    """

    def __init__(self, first: Piece) -> None:
        self._parts = [first]
        tags = list(_opening_tags(first.data))
        self.opening = b"".join(b" ".join(tag[0].splitlines()) for tag in tags)
        self.closing = b"".join(b"</" + tag[1] + b">" for tag in reversed(tags))

    @property
    def root_line(self) -> int:
        """The line the root's start tag begins on."""
        first = self._parts[0]
        tag = _TAG.search(_COMMENT.sub(lambda m: b"\n" * m[0].count(b"\n"), first.data))
        return first.line + (tag.string.count(b"\n", 0, tag.start()) if tag else 0)

    def add(self, piece: Piece) -> None:
        """Keep a piece from between or after the items, unless it is blank."""
        if not _BLANK.fullmatch(piece.data):
            self._parts.append(piece)

    def data(self) -> bytes:
        """The feed without its items, in UTF-8 and without its XML declaration."""
        first, *rest = (piece.data for piece in self._parts)
        first = _DECLARATION.sub(lambda m: b"\n" * m[0].count(b"\n"), first, count=1)
        return b"\n".join((first, *rest))

    def line(self, number: int) -> int:
        """The feed's line of the shell's line ``number``."""
        start = 1
        for piece in self._parts:
            end = start + piece.data.count(b"\n")
            if number <= end:
                break
            start = end + 1
        return number - start + piece.line


def _opening_tags(data: bytes) -> Iterator[Any]:
    """The root's start tag and the one that follows: ``rss`` and ``channel`` in a feed."""
    tags = _TAG.finditer(_COMMENT.sub(b"", data))
    return (tag for tag, _ in zip(tags, range(2), strict=False) if not tag[0].endswith(b"/>"))


def parse(data: bytes) -> _Element:
    """XML as a tree. Raises lxml's XMLSyntaxError."""
    from lxml import etree

    root: _Element = etree.fromstring(data, safexml.parser())
    return root


def line_of(element: Any) -> int:
    """The line an element of a parsed piece starts on, from 1."""
    return int(element.sourceline or 1)


def pieces(stream: BinaryIO | Iterable[bytes], file: str) -> Iterator[Piece]:
    """The pieces of a feed in any known encoding (see :func:`feedtool.read.feed_pieces.split`)."""
    _, data = utf8(chunks(stream), file)
    return split(data, file)


def broken(error: Exception, place: Place) -> Finding:
    """XML that cannot be parsed, as FT501."""
    text, hint = _explained(re.sub(r", line \d+, column \d+.*$", "", str(error.args[0] if error.args else error)))
    return Finding(code="FT501", message=f"not well-formed XML: {text}", place=place, hint=hint)


_EXPLAINED: Final = (
    (r"Entity '(\w+)' not defined", r"&\1; is HTML's, not XML's", "Write the character itself, or put HTML in CDATA."),
    (r"xmlParseEntityRef.*|EntityRef.*", "a bare &", "Write &amp; for every & that is meant as such."),
    (
        r"Namespace prefix (\S+) (?:for \S+ )?on (\S+) is not defined|Namespace prefix (\S+) on (\S+) is not defined",
        r"the prefix \1: (at \2) is declared nowhere",
        "Declare it on <rss> with xmlns:….",
    ),
    (r"(?:PCDATA|CData|Char|xmlParseCharRef).*", "a character XML cannot hold", "Remove the control character."),
    (
        r"Opening and ending tag mismatch: (\S+).* and (\S+)",
        r"<\1> is open where </\2> ends something",
        "Close every tag in the order opposite to their opening; put HTML in CDATA.",
    ),
    (r"Premature end.*|.*(?:data in tag|end tag|GT required).*", "something opened is never closed", "Close it."),
    (r"Document is empty.*|Start tag expected.*", "there is no XML here", "Give a feed's own address or file."),
    (r"(?:Input is not proper|Invalid bytes|.*not proper UTF-8).*", "bytes that are not UTF-8", "Save it as UTF-8."),
)


def _explained(text: str) -> tuple[str, str]:
    for pattern, message, hint in _EXPLAINED:
        if match := re.match(pattern, text):
            return match.expand(message), hint
    return text, "Correct the XML at the place named."


def root(stream: BinaryIO | Iterable[bytes], file: str) -> _Element:
    """The feed's root without its items. What cannot be read raises SourceError."""
    shell = None
    for piece in pieces(stream, file):
        if shell is None:
            shell = Shell(piece)
        elif not piece.is_item:
            shell.add(piece)
    return parsed(shell.data(), file, shell.line) if shell else parsed(b"", file, lambda line: line)


def parsed(data: bytes, file: str, line: Callable[[int], int], first_column: int = 0) -> _Element:
    """``data`` as a tree; broken XML raises SourceError (FT501).

    ``line`` maps a line of ``data`` to the file's; ``first_column`` bytes of the first line are not the file's.
    """
    from lxml.etree import XMLSyntaxError

    try:
        return parse(data)
    except XMLSyntaxError as error:
        number, column = error.position
        column = max(column - first_column, 0) if number == 1 else column
        raise SourceError(broken(error, Place(file, line(number or 1), column))) from error
