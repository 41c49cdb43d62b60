"""Tags of other people's making: every version, broken ones, hostile ones."""

from __future__ import annotations

import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import id3frames
from feedtool.read import id3


def frame(name: bytes, body: bytes, flags: bytes = b"\0\0") -> bytes:
    return name + len(body).to_bytes(4, "big") + flags + body


def safe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame24(name: bytes, body: bytes, flags: bytes = b"\0\0") -> bytes:
    return name + safe(len(body)) + flags + body


def tag(frames: bytes, version: int = 3, flags: int = 0) -> bytes:
    return b"ID3" + bytes([version, 0, flags]) + safe(len(frames)) + frames


def chap(inner: bytes, *, start: int = 0, end: int = 1000) -> bytes:
    return b"c1\0" + start.to_bytes(4, "big") + end.to_bytes(4, "big") + b"\xff" * 8 + inner


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\0caf\xe9\0", "café"),
        (b"\1\xff\xfea\0\x03\x26\0\0", "a☃"),
        (b"\1\xfe\xff\0a\x26\x03", "a☃"),
        (b"\2\0a\x26\x03", "a☃"),
        (b"\3a\xe2\x98\x83", "a☃"),
        (b"\0one\0two", "one\ntwo"),
        (b"\1\xff\xfea\0\0\0\xff\xfeb\0", "a\nb"),
        (b"\3\xff", "�"),
        (b"\0", ""),
    ],
)
def test_text_encodings(body: bytes, text: str) -> None:
    assert id3.read(tag(frame(b"TIT2", body))).text("TIT2") == text


def test_no_tag_is_an_empty_tag() -> None:
    for data in (b"", b"ID3", b"ID3\x03\0\0\x80\0\0\0", b"MP3" * 20):
        assert id3.read(data) == id3.Tag()


def test_version_24_with_long_inner_frames() -> None:
    inner = frame24(b"TIT2", b"\3" + b"x" * 300)
    found = id3.read(tag(frame24(b"CHAP", chap(inner)), 4))
    assert [c.title for c in found.chapters] == ["x" * 300]


def test_version_24_written_with_plain_sizes() -> None:
    inner = frame(b"TIT2", b"\3" + b"x" * 300)
    found = id3.read(tag(frame(b"CHAP", chap(inner)) + frame(b"TALB", b"\3y"), 4))
    assert [c.title for c in found.chapters] == ["x" * 300]
    assert found.text("TALB") == "y"


def test_unsynchronised_frames_of_version_24() -> None:
    body = b"\1\xff\xfe" + "ÿþ".encode("utf-16-le")
    stored = body.replace(b"\xff", b"\xff\0")
    found = id3.read(tag(frame24(b"TIT2", len(body).to_bytes(4, "big") + stored, b"\0\x03"), 4))
    assert found.text("TIT2") == "ÿþ"


def test_footer_and_padding_and_second_tag() -> None:
    first = tag(frame24(b"TIT2", b"\3one"), 4, 0x10) + b"3DI\x04\0\x10" + safe(14)
    second = tag(frame(b"TALB", b"\0two") + bytes(50))
    found = id3.read(first + second)
    assert (found.text("TIT2"), found.text("TALB"), found.padding) == ("one", "two", 50)


def test_contents_say_which_chapters_are_shown() -> None:
    one, two = (frame(b"CHAP", chap(b"").replace(b"c1", name)) for name in (b"c1", b"c2"))
    contents = frame(b"CTOC", b"toc\0\3\1c2\0")
    assert [c.toc for c in id3.read(tag(contents + one + two)).chapters] == [False, True]
    assert [c.toc for c in id3.read(tag(one + two)).chapters] == [True, True]


def test_picture_links_and_letters_inside_images() -> None:
    link = frame(b"APIC", b"\0-->\0\3\0https://e.org/a.jpg")
    image = frame(b"APIC", b"\0image/jpeg\0\3\0xxTIT2xx")
    found = id3.read(tag(frame(b"CHAP", chap(link)) + image))
    assert found.chapters[0].image == "https://e.org/a.jpg"
    assert found.frames[1]["holds"] == ["TIT2"]


@pytest.mark.parametrize(
    "data",
    [
        tag(frame(b"TIT2", b"\0abc"))[:-2],
        tag(frame(b"TIT2", b"\0abc")[:-2]),
        tag(b"TIT2\xff\xff\xff\xff\0\0x"),
        tag(b"ti t\0\0\0\1\0\0x"),
        tag(frame(b"CHAP", b"c1\0\0\0")),
        tag(frame(b"CTOC", b"toc\0\3\5a\0")),
        tag(frame(b"TIT2", b"\0\0\0\4notzlib", b"\0\x80")),
        tag(frame(b"TIT2", b"\1secret", b"\0\x40")),
    ],
)
def test_broken_parts_are_named(data: bytes) -> None:
    assert id3.read(data).problems


@pytest.mark.parametrize("nested", [False, True])
def test_a_bomb_of_a_kilobyte_is_refused_at_once(nested: bool) -> None:
    bomb = b"\0\0\0\1" + zlib.compress(bytes(200 * 2**20), 9) if not nested else b""
    if nested:
        bomb = b"\0\0\0\1" + zlib.compress(zlib.compress(bytes(100 * 2**20), 9), 9)
    data = tag(frame(b"XBIG", bomb, b"\0\x80") * 3)
    start = time.perf_counter()
    found = id3.read(data)
    assert time.perf_counter() - start < 1
    assert bool(found.problems) != nested


def test_many_frames_and_deep_nesting_are_bounded() -> None:
    body = b""
    for _ in range(200):
        body = frame(b"CHAP", chap(body))
    start = time.perf_counter()
    id3.read(tag(body))
    found = id3.read(tag(frame(b"XXXX", b"") * 100_000))
    assert time.perf_counter() - start < 2
    assert len(found.frames) <= id3frames.MAX_FRAMES


@given(st.binary(max_size=600), st.sampled_from([2, 3, 4]), st.integers(0, 255))
@settings(max_examples=300, deadline=2_000)
def test_no_bytes_bring_it_down(data: bytes, version: int, flags: int) -> None:
    found = id3.read(tag(data, version, flags))
    assert found.version == f"2.{version}"
    found.plain()


@given(
    st.binary(max_size=200), st.sampled_from([b"CHAP", b"CTOC", b"APIC", b"COMM", b"TXXX", b"WXXX", b"TIT2", b"WOAF"])
)
@settings(max_examples=300, deadline=2_000)
def test_no_frame_brings_it_down(body: bytes, name: bytes) -> None:
    id3.read(tag(frame(name, body))).plain()
    id3.read(tag(frame(b"CHAP", chap(frame(name, body))))).plain()
