"""What an image file is: JPEG or PNG by its first bytes, and its size in pixels."""

from __future__ import annotations

import struct
from typing import Final

from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Picture

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The JPEG markers whose segments hold the picture's height and width (ITU T.81 table B.1)."""


def read(data: bytes, file: str, *, url: str) -> Picture:
    """The picture in ``data``, to be published as ``url``. Raises SourceError (FT121) for anything but JPEG and PNG."""
    for media_type, size in (("image/png", _png_size(data)), ("image/jpeg", _jpeg_size(data))):
        if size:
            return Picture(url=url, media_type=media_type, data=data, width=size[0], height=size[1])
    message = f"{file} is neither a JPEG nor a PNG image"
    raise SourceError(Finding(code="FT121", message=message, place=Place(file)))


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 if marker == 0x01 or 0xD0 <= marker <= 0xD8 else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None
