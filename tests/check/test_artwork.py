"""Pictures by their first bytes."""

from __future__ import annotations

import struct

import pytest

from feedtool.check.artwork import Artwork, faults, read


def png(width: int, height: int, colours: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)


def jpeg(width: int, height: int, colours: int) -> bytes:
    return b"\xff\xd8\xff\xff\xe0\x00\x04xx\xff\xc2\x00\x11\x08" + struct.pack(">HHB", height, width, colours)


def test_kind_size_and_colours_are_read() -> None:
    assert read(png(1400, 1500, 6)) == Artwork("PNG", 1400, 1500, "RGB with transparency")
    assert read(jpeg(3000, 3000, 4)) == Artwork("JPEG", 3000, 3000, "CMYK")


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\xff\xd8\xff", png(1, 1, 2)[:20], jpeg(1, 1, 3)[:14], b"\xff\xd8\xff\xe0\0\0"]
)
def test_what_is_no_picture_or_cut_is_none(data: bytes) -> None:
    assert read(data) is None


def test_faults_are_in_words() -> None:
    assert list(faults(Artwork("PNG", 1400, 1400, "RGB"))) == []
    assert list(faults(Artwork("PNG", 1399, 1399, "RGB"))) == ["is 1399 pixels wide, not 1400 to 3000"]
    assert list(faults(Artwork("PNG", 3000, 2999, "grey"), size=2**20)) == [
        "is 3000 by 2999 pixels, not square",
        "is in grey, not RGB",
        "has 1024 kB; some directories want at most 512",
    ]
