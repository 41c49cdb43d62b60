"""The addresses a feed points to, with what it says of them and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final, Literal, NamedTuple

from feedtool.check.feed.frame import Frame, Origin
from feedtool.check.feed.names import clark
from feedtool.check.feed.places import Source
from feedtool.findings import SourceError
from feedtool.read.feed_pieces import Piece, chunks, split, utf8
from feedtool.read.feed_xml import Shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from feedtool.findings import Place

Kind = Literal["audio", "artwork", "chapters", "transcript"]


class Address(NamedTuple):
    """An address, what it is for, the media type and length (bytes) the feed gives ("": none), and its place."""

    kind: Kind
    url: str
    media_type: str
    length: str
    place: Place


_TAGS: Final[dict[str, tuple[Kind, str]]] = {
    "enclosure": ("audio", "url"),
    clark("itunes:image"): ("artwork", "href"),
    clark("podcast:chapters"): ("chapters", "url"),
    clark("podcast:transcript"): ("transcript", "url"),
}


def addresses(stream: BinaryIO | Iterable[bytes], file: str) -> Iterator[Address]:
    """Each address once, in the order of the feed, the channel's last. What cannot be read is passed over."""
    seen: set[str] = set()
    for address in _all(stream, file):
        if address.url and address.url not in seen:
            seen.add(address.url)
            yield address


def _all(stream: BinaryIO | Iterable[bytes], file: str) -> Iterator[Address]:
    try:
        pieces = split(utf8(chunks(stream), file)[1], file)
        frame = Frame(Shell(next(pieces)), file)
        list(frame.opening())
        for piece in pieces:
            if not piece.is_item:
                frame.shell.add(piece)
                continue
            yield from _of_item(frame, piece, file)
        root, _ = frame.channel()
        if root is not None and len(root):
            yield from _of(root[0], Source(frame.shell.data(), file, frame.shell.line))
    except SourceError:
        return


def _of_item(frame: Frame, piece: Piece, file: str) -> Iterator[Address]:
    first = piece.line - 1
    root, _ = frame.item(piece.data, Origin(lambda line: line + first, piece.column))
    item = next(root.iter("item"), None) if root is not None else None
    if item is not None:
        yield from _of(item, Source(piece.data, file, lambda line: line + first, piece.column))


def _of(parent: _Element, source: Source) -> Iterator[Address]:
    for child in parent:
        if row := _TAGS.get(child.tag):
            kind, attribute = row
            url, media_type, length = (child.get(name, "").strip() for name in (attribute, "type", "length"))
            yield Address(kind, url, media_type, length, source.place(child))
