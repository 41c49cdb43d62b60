"""MP4 boxes: a size, a type, a content (ISO 14496-12 section 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def number(value: int) -> bytes:
    """A number in four bytes."""
    return value.to_bytes(4, "big")


def box(kind: bytes, content: bytes) -> bytes:
    """A box of that type."""
    return number(len(content) + 8) + kind + content


def full(kind: bytes, content: bytes, flags: int = 0) -> bytes:
    """A box of version 0 with flags."""
    return box(kind, number(flags) + content)


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The types and contents of the boxes in ``data``, up to one that breaks off."""
    at = 0
    while at + 8 <= len(data):
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or len(data) - at
        if size < head or at + size > len(data):
            return
        yield data[at + 4 : at + 8], data[at + head : at + size]
        at += size


def edited(data: bytes, path: Sequence[bytes], change: Callable[[bytes], bytes]) -> bytes:
    """``data`` with the content of each box at the path of types changed."""
    made = b""
    for kind, content in boxes(data):
        if kind == path[0]:
            content = edited(content, path[1:], change) if len(path) > 1 else change(content)  # noqa: PLW2901
        made += box(kind, content)
    return made
