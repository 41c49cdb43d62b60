"""Artwork by its first bytes: JPEG or PNG, square, 1400 to 3000 pixels, in RGB (rss-podcast §5)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALLEST: Final = 1400
LARGEST: Final = 3000
HEAVY: Final = 512 * 1024

_PNG_COLOURS: Final = {0: "grey", 2: "RGB", 3: "RGB", 4: "grey with transparency", 6: "RGB with transparency"}
_JPEG_COLOURS: Final = {1: "grey", 3: "RGB", 4: "CMYK"}
_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class Artwork(NamedTuple):
    """What a picture is: ``format`` JPEG or PNG, its size in pixels, and its colours in words."""

    format: str
    width: int
    height: int
    colours: str


def read(data: bytes) -> Artwork | None:
    """What the picture that begins with ``data`` is; None for one that is neither JPEG nor PNG, or not readable."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) > 25:
        width, height = struct.unpack(">II", data[16:24])
        return Artwork("PNG", width, height, _PNG_COLOURS.get(data[25], "unknown"))
    return _jpeg(data) if data.startswith(b"\xff\xd8\xff") else None


def _jpeg(data: bytes) -> Artwork | None:
    at = 2
    while at + 10 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            height, width, colours = struct.unpack(">HHB", data[at + 5 : at + 10])
            return Artwork("JPEG", width, height, _JPEG_COLOURS.get(colours, "unknown"))
        alone = marker in {0x01, 0xFF} or 0xD0 <= marker <= 0xD8
        at += (1 if marker == 0xFF else 2) if alone else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def faults(picture: Artwork, *, size: int = 0) -> Iterator[str]:
    """What of a picture is outside the rules, in words; ``size`` of the file in bytes, 0 where it is not known."""
    width, height = picture.width, picture.height
    if width != height:
        yield f"is {width} by {height} pixels, not square"
    elif not SMALLEST <= width <= LARGEST:
        yield f"is {width} pixels wide, not {SMALLEST} to {LARGEST}"
    if picture.colours != "RGB":
        yield f"is in {picture.colours}, not RGB"
    if size > HEAVY:
        yield f"has {size // 1024} kB; some directories want at most {HEAVY // 1024}"
