"""FLAC and Ogg heads: blocks and pages as the specifications have them; what was there is kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import SourceError
from feedtool.model import Chapter, Episode
from feedtool.read.audio import vorbiscomment
from feedtool.render import vorbis


def sized(text: bytes) -> bytes:
    return len(text).to_bytes(4, "little") + text


def comments(*lines: bytes) -> bytes:
    return sized(b"maker") + len(lines).to_bytes(4, "little") + b"".join(sized(line) for line in lines)


def block(kind: int, body: bytes, *, last: bool = False) -> bytes:
    return bytes([kind | (0x80 if last else 0)]) + len(body).to_bytes(3, "big") + body


def page(number: int, body: bytes, serial: bytes = b"abcd") -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return (
        b"OggS\0\0" + bytes(8) + serial + number.to_bytes(4, "little") + bytes(4) + bytes([len(lacing)]) + lacing + body
    )


def episode(*titles: str, **more: object) -> Episode:
    chapters = tuple(Chapter(start=n * 1_000, title=title) for n, title in enumerate(titles))
    return Episode(**({"title": "T", "slug": "t", "chapters": chapters} | more))


FLAC = (
    b"fLaC"
    + block(0, bytes(34))
    + block(3, b"seek")
    + block(4, comments(b"title=Old", b"x=y"))
    + block(2, b"app", last=True)
)
OPUS = page(0, b"OpusHead" + bytes(11)) + page(1, b"OpusTags" + comments(b"ENCODER=e", b"chapter001=00:00:01.000"))


def test_other_blocks_and_comments_stay() -> None:
    made = vorbis.render_flac(None, episode("A"), FLAC)
    assert made.startswith(b"fLaC" + block(0, bytes(34)) + b"\x04")
    for part in (block(3, b"seek"), block(2, b"app"), sized(b"maker"), sized(b"x=y"), sized(b"TITLE=T")):
        assert part in made
    assert b"Old" not in made
    assert sized(b"CHAPTER000=00:00:00.000") + sized(b"CHAPTER000NAME=A") in made
    assert len(made) % 2048 == 0


def test_a_second_head_is_the_same_and_a_longer_one_as_long() -> None:
    first = vorbis.render_flac(None, episode("A"), FLAC)
    assert vorbis.render_flac(None, episode("A"), first) == first
    assert len(vorbis.render_flac(None, episode("A" * 500), first)) == len(first)


def test_ogg_pages_have_numbers_and_sums() -> None:
    made = vorbis.render_ogg(None, episode("A"), OPUS)
    assert made.startswith(page(0, b"OpusHead" + bytes(11)))
    assert b"chapter001" not in made
    assert sized(b"ENCODER=e") in made
    second = made[made.index(b"OggS", 4) :]
    assert second[18:22] == b"\1\0\0\0"
    register = 0
    for byte in second[:22] + bytes(4) + second[26:]:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1 ^ (0x04C11DB7 if register >> 31 else 0)) & 0xFFFFFFFF
    assert second[22:26] == register.to_bytes(4, "little")


def test_several_streams_are_left_alone() -> None:
    with pytest.raises(SourceError) as caught:
        vorbis.render_ogg(None, episode("A"), page(0, b"OpusHead" + bytes(11), b"wxyz") + OPUS)
    assert caught.value.findings[0].code == "FT409"


@given(st.lists(st.text(max_size=60), min_size=1, max_size=20), st.integers(1, 6))
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back_from_any_number_of_pages(titles: list[str], pages: int) -> None:
    filler = b"".join(page(n, b"\0" * 254) for n in range(2, pages + 1))
    made = vorbis.render_ogg(None, episode(*titles), OPUS + filler)
    parts, at, count = b"", 0, 0
    while at < len(made):
        size = made[at + 26]
        end = at + 27 + size + sum(made[at + 27 : at + 27 + size])
        parts += made[at + 27 + size : end] if count else b""
        assert int.from_bytes(made[at + 18 : at + 22], "little") == count
        at, count = end, count + 1
    assert count >= 2
    clean = ["".join(c for c in t if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f")) for t in titles]
    back = vorbiscomment.chapters(vorbiscomment.read(parts[8:]))
    assert [c.title for c in back] == [c.encode("utf-8", "replace").decode() for c in clean]


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_broken_heads_do_no_harm(data: bytes) -> None:
    for head in (b"fLaC" + data, FLAC[:60] + data):
        vorbis.render_flac(None, episode("A"), head)
    vorbiscomment.chapters(vorbiscomment.read(data))
