"""The MP4 index: boxes kept, the sound's places moved, chapters twice; what cannot be done safely is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import SourceError
from feedtool.model import Chapter, Episode
from feedtool.render import boxes, mp4


def box(kind: bytes, *parts: bytes) -> bytes:
    return boxes.box(kind, b"".join(parts))


def track(*places: int, kind: bytes = b"stco", width: int = 4) -> bytes:
    table = bytes(4) + len(places).to_bytes(4, "big") + b"".join(p.to_bytes(width, "big") for p in places)
    head = box(b"tkhd", bytes(12) + b"\0\0\0\1" + bytes(68))
    media = box(b"mdia", box(b"hdlr", bytes(8) + b"soun" + bytes(13)), box(b"minf", box(b"stbl", box(kind, table))))
    return box(b"trak", head, media)


def file(*tracks: bytes, more: bytes = b"") -> bytes:
    movie = box(b"mvhd", bytes(12) + (1_000).to_bytes(4, "big") + bytes(84))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", movie, *tracks, more)


def episode(*titles: str) -> Episode:
    chapters = tuple(Chapter(start=n * 1_000, title=title) for n, title in enumerate(titles))
    return Episode(title="T", slug="t", chapters=chapters, duration=60_000)


def test_the_places_of_the_sound_move_with_it() -> None:
    for kind, width in ((b"stco", 4), (b"co64", 8)):
        made = mp4.render(None, episode("A"), file(track(100, 150, kind=kind, width=width)), (100, 200))
        table = made[made.index(kind) + 8 :]
        moved = [int.from_bytes(table[4 + i * width : 4 + (i + 1) * width], "big") for i in range(2)]
        assert moved == [len(made), len(made) + 50]


def test_the_box_around_the_sound_ends_with_it() -> None:
    made = mp4.render(None, episode("A"), file(track(100)), (100, 1_000_100))
    at = made.index(b"mdat") - 4
    assert at + int.from_bytes(made[at : at + 4], "big") == len(made) + 1_000_000
    huge = mp4.render(None, episode("A"), file(track(100, kind=b"co64", width=8)), (100, 5_000_000_100))
    at = huge.index(b"mdat") - 4
    assert huge[at : at + 4] == b"\0\0\0\1"
    assert at + int.from_bytes(huge[at + 8 : at + 16], "big") == len(huge) + 5_000_000_000


def test_other_boxes_and_items_stay() -> None:
    old = box(b"ilst", box(b"\xa9wrt", b"kept"), box(b"----", b"one"), box(b"----", b"two"))
    user = box(b"udta", box(b"name", b"n"), box(b"meta", bytes(4), box(b"hdlr", bytes(25)), old))
    made = mp4.render(None, episode("A"), file(track(100), more=user + box(b"uuid", b"u" * 16)), (100, 200))
    for part in (box(b"\xa9wrt", b"kept"), box(b"----", b"one"), box(b"----", b"two"), box(b"name", b"n"), b"u" * 16):
        assert part in made


def test_nero_titles_end_at_127_bytes_between_letters() -> None:
    made = mp4.render(None, episode("é" * 100), file(track(100)), (100, 200))
    row = made[made.index(b"chpl") + 4 + 9 + 8 :]
    assert row[0] == 126
    assert row[1:127].decode() == "é" * 63


@pytest.mark.parametrize(
    "existing",
    [
        b"",
        box(b"ftyp", b"M4A "),
        file(),
        file(track(99)),
        file(track(200)),
        file(track(100), more=box(b"mvex", b"")),
        file(track(100)) + box(b"moof", b""),
    ],
)
def test_what_is_not_safe_is_left_alone(existing: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        mp4.render(None, episode("A"), existing, (100, 200))
    assert caught.value.findings[0].code == "FT409"


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_broken_boxes_do_no_harm(data: bytes) -> None:
    for existing in (
        data,
        file(track(100), more=data),
        file(box(b"trak", data)),
        file(track(100), more=box(b"udta", data)),
    ):
        try:
            mp4.render(None, episode("A"), existing, (100, 200))
        except SourceError as error:
            assert error.findings  # noqa: PT017 - either outcome is right
