"""A feed's findings, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from feedtool.findings import Finding, SourceError
from feedtool.read import feed_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def check(stream: BinaryIO | Iterable[bytes], file: str, *, profile: str = "strict") -> Iterator[Finding]:
    """What is wrong with a whole feed, in the memory of one item."""
    try:
        for _ in feed_xml.pieces(stream, file):
            pass
    except SourceError as error:
        yield from error.findings


def check_item(fragment: bytes, file: str) -> Iterator[Finding]:
    """What is wrong with one item as rendered, before the feed is put together."""
    yield from check([fragment], file)
