"""The judge of tags: silent on what is right, and one finding for each fault players were seen to trip over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.check import id3


def frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + b"\0\0" + body


def tag(*frames: bytes, version: int = 3, padding: int = 100) -> bytes:
    body = b"".join(frames) + bytes(padding)
    seven = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes([version, 0, 0]) + seven + body


def contents(*names: str, flags: int = 3, element: bytes = b"toc") -> bytes:
    children = b"".join(n.encode() + b"\0" for n in names)
    return frame(b"CTOC", element + b"\0" + bytes([flags, len(names)]) + children)


def chapter(name: str, start: int, end: int, *, title: bytes | None = b"\0title", more: bytes = b"") -> bytes:
    inner = frame(b"TIT2", title) if title is not None else b""
    times = start.to_bytes(4, "big") + end.to_bytes(4, "big") + b"\xff" * 8
    return frame(b"CHAP", name.encode() + b"\0" + times + inner + more)


def codes(data: bytes, duration: int | None = 20_000) -> list[str]:
    return [f.code for f in id3.check(data, "x.mp3", duration=duration)]


ONE, TWO = chapter("a", 0, 10_000), chapter("b", 10_000, 20_000)


def test_a_right_tag_gives_no_findings() -> None:
    assert codes(tag(contents("a", "b"), ONE, TWO)) == []
    assert codes(tag(frame(b"TIT2", b"\0only a title"))) == []
    assert codes(b"no tag at all") == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (tag(ONE, TWO), "FT412"),
        (tag(contents("a", "b"), contents("a", "b", element=b"t2"), ONE, TWO), "FT412"),
        (tag(contents("a", "b", "c"), ONE, TWO), "FT412"),
        (tag(contents("a", flags=1), ONE), "FT412"),
        (tag(contents("a"), chapter("a", 0, 0)), "FT413"),
        (tag(contents("a"), chapter("a", 5_000, 4_000)), "FT413"),
        (tag(contents("a"), chapter("a", 0, 2**32 - 1)), "FT413"),
        (tag(contents("a"), chapter("a", 20_000, 20_001)), "FT414"),
        (tag(contents("a"), chapter("a", 0, 20_001)), "FT414"),
        (tag(contents("a", "b"), TWO, ONE), "FT415"),
        (tag(contents("a"), chapter("a", 0, 9, more=frame(b"WXXX", b"\1\xff\xfe\0\0https://e.org"))), "FT417"),
        (tag(contents("a"), chapter("a", 0, 9, more=frame(b"WXXX", b"\0\0https://e.org\0"))), "FT417"),
        (tag(contents("a"), chapter("a", 0, 9, more=frame(b"APIC", b"\0image/png\0\3\0xWXXXx"))), "FT418"),
        (tag(frame(b"PRIV", bytes(2**20))), "FT419"),
        (tag(frame(b"PRIV", bytes(2**24))), "FT420"),
        (tag(contents("a"), ONE, ONE), "FT421"),
        (tag(contents("a" * 100), chapter("a" * 100, 0, 9)), "FT421"),
        (tag(contents("a"), chapter("a", 0, 9, title=None)), "FT422"),
        (tag(frame(b"APIC", b"\0image/png\0\x30\0x")), "FT410"),
        (tag(b"TIT2\0\0\xff\xff\0\0cut"), "FT404"),
    ],
)
def test_each_fault_has_its_finding(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_an_older_version_with_chapters_is_told() -> None:
    inner = b"a\0" + bytes(4) + b"\0\0\0\x09" + b"\xff" * 8 + b"TIT2\0\0\0\2\0\0\3x"
    assert "FT411" in codes(tag(frame(b"CTOC", b"toc\0\3\1a\0"), frame(b"CHAP", inner), version=4))


def test_a_hidden_chapter_needs_no_title() -> None:
    assert codes(tag(contents("a"), ONE, chapter("b", 3, 4, title=None))) == []


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=2_000)
def test_no_tag_brings_it_down(data: bytes) -> None:
    list(id3.check(tag(data, frame(b"CHAP", data), frame(b"CTOC", data)), "x", duration=5))
