"""Raw AAC: frames counted, junk passed over, any bytes survived."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.findings import SourceError
from feedtool.read import audio
from feedtool.read.audio import adts


def frame(size: int = 200, *, rate: int = 4, blocks: int = 1) -> bytes:
    head = bytes((0xFF, 0xF1, 0x40 | rate << 2, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F))
    return head + bytes([0xFC | blocks - 1]) + bytes(size - 7)


def played(data: bytes) -> int:
    found = audio.read(io.BytesIO(data), "x.aac")
    assert (found.container, found.media_type) == ("aac", "audio/aac")
    return found.duration


@pytest.mark.parametrize(
    ("data", "ms"),
    [
        (frame() * 1_000, 23_220),
        (frame(blocks=4) * 250, 23_220),
        (frame(rate=7) * 100, 4_644),
        (frame() * 500 + b"junk" * 9 + frame() * 500, 23_220),
        (frame() * 1_000 + frame()[:-1], 23_220),
        (frame(7) * 400_000, 9_287_982),
        (b"ID3\3\0\0\0\0\0\5" + bytes(5) + frame() * 1_000, 23_220),
        (frame() * 1_000 + b"TAG" + bytes(125), 23_220),
    ],
    ids=["plain", "blocks", "rate", "junk", "cut", "many", "tag", "behind"],
)
def test_duration(data: bytes, ms: int) -> None:
    assert played(data) == ms


def test_not_walked() -> None:
    assert audio.read(io.BytesIO(frame() * 9), "x", duration=False).duration == 0


@pytest.mark.parametrize(
    "data", [b"\xff\xf1", frame(7)[:6], frame(rate=13) * 9, b"\xff\xf1" * 50, b"ID3\3\0\0\0\0\0\0"]
)
def test_what_is_no_aac(data: bytes) -> None:
    with pytest.raises(SourceError):
        played(data)


@given(st.lists(st.sampled_from([frame(), frame(7), frame(rate=6), b"\xff", b"\xff\xf1\x50", b"x"]), max_size=30))
def test_any_bytes(parts: list[bytes]) -> None:
    data = frame() * 2 + b"".join(parts)
    found = adts.read(io.BytesIO(data), 0, len(data))
    assert 2 <= found.frames <= len(parts) + 2
    assert found.end <= len(data)
