"""The track of images: one format, each image once, kept while the chapters stay, and hostile indexes survived."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import SourceError
from feedtool.model import Chapter, Episode, Picture
from feedtool.render import boxes, mp4, mp4image

JPEG, OTHER = (Picture(url=u, media_type="image/jpeg", data=b"\xff\xd8\xff" + u.encode() * 50) for u in "jk")
PNG = Picture(url="p", media_type="image/png", data=b"\x89PNG" + bytes(200), width=30, height=40)
ALL = {p.url: p for p in (JPEG, OTHER, PNG)}


def chapters(*images: str | None) -> tuple[Chapter, ...]:
    return tuple(Chapter(start=n * 1_000, title=f"{n}", image=image) for n, image in enumerate(images))


def episode(*images: str | None) -> Episode:
    return Episode(title="T", slug="t", chapters=chapters(*images), duration=60_000, pictures=ALL)


def box(kind: bytes, *parts: bytes) -> bytes:
    return boxes.box(kind, b"".join(parts))


def source() -> bytes:
    table = bytes(4) + (1).to_bytes(4, "big") + (100).to_bytes(4, "big")
    media = box(b"mdia", box(b"hdlr", bytes(8) + b"soun" + bytes(13)), box(b"minf", box(b"stbl", box(b"stco", table))))
    sound = box(b"trak", box(b"tkhd", bytes(12) + b"\0\0\0\1" + bytes(68)), media)
    movie = box(b"mvhd", bytes(12) + (1_000).to_bytes(4, "big") + bytes(84))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", movie, sound)


def tagged(*images: str | None) -> tuple[bytes, int]:
    """What stands around the sound once it is tagged, and where the sound then starts."""
    head = mp4.render(None, episode(*images), source(), (100, 200))
    last = head.rindex(b"mdat") - 4
    return head[:last], len(head)


def test_jpeg_wins_and_each_image_stands_once() -> None:
    made = mp4image.images(chapters("j", "p", None, "k", "j"), ALL)
    assert made
    assert made.media_type == "image/jpeg"
    assert made.data == JPEG.data + OTHER.data
    size = len(JPEG.data)
    assert made.places == ((0, size), (0, 0), (0, 0), (size, size), (0, size))


def test_png_alone_and_nothing_at_all() -> None:
    made = mp4image.images(chapters(None, "p"), ALL)
    assert made
    assert (made.media_type, made.look.width, made.look.height) == ("image/png", 30, 40)
    assert mp4image.images(chapters(None, "absent"), ALL) is None


def test_old_images_are_kept_for_the_same_times_only() -> None:
    around, start = tagged("j", None, "k")
    plain = episode(None, None, None)
    again = mp4.render(None, plain, around, (start, start + 100))
    assert again[: len(around)] == around
    assert not [*mp4.losses(None, plain, around)]
    moved = replace(plain, chapters=(*plain.chapters[:2], replace(plain.chapters[2], start=2_500)))
    assert [f.code for f in mp4.losses(None, moved, around)] == ["FT408"]
    assert JPEG.data not in mp4.render(None, moved, around, (start, start + 100))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_indexes_do_no_harm(data: st.DataObject) -> None:
    around, start = tagged("j", None, "k")
    damaged = bytearray(around)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(around) - 1))] = data.draw(st.sampled_from([0, 1, 0x7F, 0xFF]))
    try:
        made = mp4.render(None, episode(None, None, None), bytes(damaged), (start, start + 100))
    except SourceError as error:
        assert error.findings  # noqa: PT017 - either outcome is right
    else:
        assert len(made) < 3 * len(around)
    assert len([*mp4.losses(None, episode(None, None, None), bytes(damaged))]) < 3
