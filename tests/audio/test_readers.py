"""Independent readers of tagged audio: each must find every chapter, in order, with its start, title, link and image."""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from feedtool import files
from feedtool.model import Chapter, Episode
from feedtool.read import audio
from feedtool.render.audio import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from feedtool.model import Picture

pytestmark = pytest.mark.oracle

TITLES = {
    "short": "Part {}",
    "long": "Part {} " + "and so on, without an end in sight, " * 8 + "until here.",
    "emoji": "Part {} 👩‍🚀🎙️ ☃",
    "rtl": "פרק {} שלום",
}


def episode(number: int, title: str, *, links: int = 0, pictures: Sequence[Picture] = ()) -> Episode:
    """``number`` chapters a tenth of a second apart, the first ones with links and images; the cover is the first image."""
    chapters = tuple(
        Chapter(
            start=n * 100 + n % 3,
            title=title.format(n),
            url=f"https://example.org/chapter/{n}?q=%20a" if n < links else None,
            image=pictures[n].url if n < len(pictures) else None,
        )
        for n in range(number)
    )
    return Episode(
        title="Ein Titel ☃",
        slug="x",
        duration=26_000,
        chapters=chapters,
        image=pictures[0].url if pictures else None,
        pictures={p.url: p for p in pictures},
    )


def tagged(source: Path, folder: Path, made: Episode) -> Path:
    """The file with the episode's chapters, tagged twice: the second time nothing changes."""
    target = folder / f"target{source.suffix}"
    for changed, path in ((True, source), (False, target)):
        with path.open("rb") as stream:
            found = audio.read(stream, path.name)
        head = WRITERS[found.container].render(None, made, found)
        assert files.write_tagged(path, found.payload, head, target, sync=False) == changed
    return target


def packets(tool: Callable[[str], Path], path: Path) -> str:
    """The MD5 of the sound's packets; ffmpeg has nothing to complain of."""
    command = [tool("ffmpeg"), "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "md5", "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


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


KNOWN = {"m4a": ["ffprobe", "mutagen", "music-metadata"], "ogg": ["ffprobe"], "opus": ["ffprobe"], "flac": ["ffprobe"]}
"""Who of `judge_audio` knows chapters in a container; in MP3 all of them do. mutagen reads Nero's in an MP4."""
FEW = {(20, "emoji", True), (255, "long", False)}
"""What runs each time; the rest is slow."""
NERO = {"mutagen", "exiftool", "mediainfo 1"}
"""Those that read Nero's chapters, whose titles end at 127 bytes."""


def cases() -> Iterator[Any]:
    for suffix, number, title, images in product(["mp3", *KNOWN], [1, 20, 100, 255], TITLES, [False, True]):
        marks = () if (number, title, images) in FEW else pytest.mark.slow
        yield pytest.param(suffix, number, title, images, marks=marks)


@pytest.mark.parametrize(("suffix", "number", "title", "images"), [*cases()])
def test_matrix(
    tmp_path: Path, sound: Any, tool: Any, picture: Any, judge_audio: Any, other_readers: Any,
    suffix: str, number: int, title: str, images: bool,
) -> None:  # fmt: skip
    """Every chapter in order, at its exact start, with its title, in every reader; MP3: links and images too."""
    pictures = [picture(n) for n in range(min(number, 20) if images else 0)]
    made = episode(number, TITLES[title], links=min(number, 7), pictures=pictures)
    target = tagged(sound(suffix), tmp_path, made)
    assert packets(tool, target) == packets(tool, sound(suffix))
    answers = judge_audio(target)
    if suffix == "mp3":
        assert set(answers) >= {"ffprobe", "kid3", "mutagen", "eyed3", "music-metadata", "node-id3"}
        assert [line for reader, answer in answers.items() for line in differences(reader, answer, made)] == []
        return
    wanted = [(c.start, c.title) for c in made.chapters]
    short = [(start, name.encode()[:127].decode("utf-8", "ignore")) for start, name in wanted]
    rows = {name: [(row["start_ms"], row["title"]) for row in answers[name]["chapters"]] for name in KNOWN[suffix]}
    rows |= other_readers(target)
    assert len(rows) >= 5
    if suffix == "m4a" and images:
        assert rows.pop("music-metadata") == [], "it reads no chapters where there are images too: is that mended?"
    for reader, found in rows.items():
        assert found == (short if suffix == "m4a" and reader in NERO else wanted), reader


def test_the_hard_case(tmp_path: Path, sound: Any, picture: Any, judge_audio: Any) -> None:
    """20 chapters with emoji and 300-character titles, 7 links, 2 images: 20 of 20 in every reader."""
    made = episode(20, TITLES["emoji"] + " " + "x" * 300, links=7, pictures=[picture(0), picture(1)])
    answers = judge_audio(tagged(sound("mp3"), tmp_path, made))
    assert [line for reader, answer in answers.items() for line in differences(reader, answer, made)] == []
