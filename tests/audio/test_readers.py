"""Independent readers of tagged audio: each must find every chapter, in order, with its start, title, link and image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from feedtool import files
from feedtool.model import Chapter, Episode, Picture
from feedtool.read import audio
from feedtool.render import id3

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.oracle

TITLES = {
    "short": "Part {}",
    "long": "Part {} " + "and so on, without an end in sight, " * 8 + "until here.",
    "emoji": "Part {} 👩‍🚀🎙️ ☃",
    "rtl": "פרק {} שלום",
}


def picture(number: int) -> Picture:
    """A PNG of 50 KB: a real one-pixel image, made long by a private chunk that every decoder skips."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + bytes([number % 256, 80, 80])))
    filler = chunk(b"prVt", bytes([number % 7 + 1]) * 50_000)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + filler + pixels + chunk(b"IEND", b"")
    return Picture(url=f"https://example.org/{number}.png", media_type="image/png", data=data, width=1, height=1)


def episode(number: int, title: str, *, links: int = 0, images: int = 0) -> Episode:
    """``number`` chapters a second apart, the first ones with links and images."""
    pictures = [picture(n) for n in range(images)]
    chapters = tuple(
        Chapter(
            start=n * 1_000 + n % 3,
            title=title.format(n),
            url=f"https://example.org/chapter/{n}?q=%20a" if n < links else None,
            image=pictures[n].url if n < images else None,
        )
        for n in range(number)
    )
    return Episode(
        title="Ein Titel ☃", slug="x", duration=number * 1_000, chapters=chapters, pictures={p.url: p for p in pictures}
    )


def tagged(folder: Path, made: Episode, silence: Callable[[float], bytes]) -> Path:
    source, target = folder / "source.mp3", folder / "target.mp3"
    source.write_bytes(silence(len(made.chapters)))
    with source.open("rb") as stream:
        found = audio.read(stream, source.name)
    files.write_tagged(source, found.payload, id3.render(None, made, found.tag), target, sync=False)
    return target


def differences(reader: str, answer: dict[str, Any], made: Episode) -> list[str]:
    """Where a reader's answer differs from what was written; what it has no word for counts as right."""
    rows = answer["chapters"]
    if len(rows) != len(made.chapters):
        return [f"{reader}: {len(rows)} of {len(made.chapters)} chapters"]
    wrong = []
    for number, (row, chapter) in enumerate(zip(rows, made.chapters, strict=True)):
        image = len(made.pictures[chapter.image].data) if chapter.image else None
        wanted = {"start_ms": chapter.start, "title": chapter.title, "url": chapter.url, "image": image}
        wrong += [
            f"{reader}: chapter {number} {key} is {row[key]!r}, not {value!r}"
            for key, value in wanted.items()
            if row[key] != value and not (row[key] is None and (reader, key) in SILENT)
        ]
    return wrong


SILENT = {("ffprobe", "url"), ("ffprobe", "image"), ("kid3", "start_ms"), ("kid3", "url"), ("kid3", "image")}
"""What a reader never says, about any file."""


def test_the_hard_case(tmp_path: Path, silence: Callable[[float], bytes], judge_audio: Any) -> None:
    """20 chapters with emoji and 300-character titles, 7 links, 2 images: 20 of 20 in every reader."""
    made = episode(20, TITLES["emoji"] + " " + "x" * 300, links=7, images=2)
    answers = judge_audio(tagged(tmp_path, made, silence))
    assert set(answers) >= {"ffprobe", "kid3", "mutagen", "eyed3", "music-metadata", "node-id3"}
    assert [line for reader, answer in answers.items() for line in differences(reader, answer, made)] == []


@pytest.mark.parametrize("images", [0, 1])
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("number", [1, 20, 100, 255])
def test_matrix(
    tmp_path: Path, silence: Callable[[float], bytes], judge_audio: Any, number: int, title: str, images: int
) -> None:
    made = episode(number, TITLES[title], links=min(number, 7), images=images * min(number, 20))
    answers = judge_audio(tagged(tmp_path, made, silence))
    assert [line for reader, answer in answers.items() for line in differences(reader, answer, made)] == []
