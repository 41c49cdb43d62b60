"""Chapters in M4A, Ogg, Opus and FLAC: read by others, the sound untouched, the same bytes the second time."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from feedtool import files
from feedtool.findings import SourceError
from feedtool.model import Chapter, Episode, Picture
from feedtool.read import audio
from feedtool.render.audio import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feedtool.model import Audio

pytestmark = pytest.mark.oracle

CONTAINERS = ["m4a", "ogg", "opus", "flac"]
COVER = Picture(url="c", media_type="image/png", data=b"\x89PNG\r\n\x1a\n" + bytes(20_000), width=1, height=1)


def read(path: Path) -> Audio:
    with path.open("rb") as stream:
        return audio.read(stream, path.name)


def episode(number: int, title: str = "Part {}", **more: Any) -> Episode:
    chapters = tuple(Chapter(start=n * 100 + n % 3, title=title.format(n)) for n in range(number))
    return Episode(title="Ein Titel ☃", slug="x", duration=26_000, chapters=chapters, **more)


def tagged(source: Path, target: Path, made: Episode) -> bytes:
    found = read(source)
    head = WRITERS[found.container].render(None, made, found)
    files.write_tagged(source, found.payload, head, target, sync=False)
    return head


def packets(tool: Callable[[str], Path], path: Path) -> str:
    command = [tool("ffmpeg"), "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "md5", "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_old_tags_are_kept_and_a_cover_is_added(tmp_path: Path, sound: Any, tool: Any, suffix: str) -> None:
    target = tmp_path / f"target.{suffix}"
    tagged(sound(suffix), target, episode(3, pictures={"c": COVER}, image="c"))
    command = [tool("ffprobe"), "-v", "error", "-show_entries", "format_tags:stream_tags:stream=codec_name", target]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Kept" in said
    assert "Ein Titel ☃" in said
    assert "Old" not in said
    assert "codec_name=png" in said


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_fewer_chapters_leave_no_old_ones(tmp_path: Path, sound: Any, suffix: str) -> None:
    target = tmp_path / f"target.{suffix}"
    tagged(sound(suffix), target, episode(20))
    head = tagged(target, target, episode(2))
    assert [c.title for c in read(target).chapters] == ["Part 0", "Part 1"]
    assert read(target).payload[0] == len(head)


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_a_first_chapter_after_the_start(tmp_path: Path, sound: Any, suffix: str) -> None:
    target = tmp_path / f"target.{suffix}"
    made = replace(episode(0), chapters=(Chapter(start=5_000, title="A"), Chapter(start=9_000, title="B")))
    tagged(sound(suffix), target, made)
    assert [(c.start, c.title) for c in read(target).chapters] == [(5_000, "A"), (9_000, "B")]


@pytest.mark.parametrize("suffix", ["ogg", "opus"])
def test_an_ogg_head_of_any_number_of_pages(
    tmp_path: Path, sound: Any, tool: Any, picture: Any, judge_audio: Any, suffix: str
) -> None:
    """255 titles of 400 letters and a cover of 50 KB: more head pages than before, then fewer; the packets stay."""
    target = tmp_path / f"target.{suffix}"
    made = episode(255, "x" * 400 + "{}", pictures={"c": picture(1)}, image="c")
    assert list(WRITERS[suffix].losses(None, made, read(sound(suffix)), "x")) == []
    head = tagged(sound(suffix), target, made)
    assert len(head) > 150_000
    assert len(judge_audio(target)["ffprobe"]["chapters"]) == 255
    assert packets(tool, target) == packets(tool, sound(suffix))
    assert tagged(target, target, made) == head
    tagged(target, target, episode(2))
    assert [c.title for c in read(target).chapters] == ["Part 0", "Part 1"]
    assert packets(tool, target) == packets(tool, sound(suffix))
    numbers = page_numbers(target.read_bytes())
    assert numbers == [*range(len(numbers))]


def test_raw_aac_is_tagged_as_an_mp3_is(tmp_path: Path, sound: Any, tool: Any, judge_audio: Any) -> None:
    source, target = sound("aac"), tmp_path / "target.aac"
    found = read(source)
    assert found.container == "aac"
    command = [tool("ffprobe"), "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets,sample_rate"]
    said = subprocess.run([*command, "-of", "csv=p=0", source], check=True, capture_output=True, text=True).stdout
    rate, count = map(int, said.strip().strip(",").split(","))
    assert abs(found.duration - count * 1_024_000 / rate) < 50
    made = replace(episode(20), duration=found.duration)
    head = tagged(source, target, made)
    assert packets(tool, target) == packets(tool, source)
    command = [tool("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", target]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["chapters"]
    assert [c["tags"]["title"] for c in told] == [c.title for c in made.chapters]
    assert [c.title for c in read(target).chapters] == [c.title for c in made.chapters]
    assert tagged(target, target, made) == head


def page_numbers(data: bytes) -> list[int]:
    numbers, at = [], 0
    while at < len(data):
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        numbers.append(int.from_bytes(data[at + 18 : at + 22], "little"))
        at += 27 + len(lacing) + sum(lacing)
    return numbers


@pytest.mark.parametrize("size", [50_000, None], ids=["short", "long"])
def test_recordings_one_behind_the_other_are_refused(tmp_path: Path, sound: Any, size: int | None) -> None:
    """A chained Ogg file: how long it plays stands nowhere, and its chapters would be those of the first part."""
    path = tmp_path / "chained.opus"
    other = sound("opus").read_bytes()
    serial = other[14:18]
    path.write_bytes(other + other.replace(serial, b"mine")[:size])
    with pytest.raises(SourceError) as caught:
        read(path)
    assert caught.value.findings[0].code == "FT405"
    assert "one behind the other" in caught.value.findings[0].message


@pytest.mark.parametrize(("suffix", "number"), [("m4a", 1_000), ("flac", 1_000), ("opus", 1_000)])
def test_a_thousand_chapters(tmp_path: Path, sound: Any, judge_audio: Any, suffix: str, number: int) -> None:
    target = tmp_path / f"target.{suffix}"
    chapters = tuple(Chapter(start=n * 25, title=f"Part {n}") for n in range(number))
    made = replace(episode(0), chapters=chapters)
    tagged(sound(suffix), target, made)
    assert len(judge_audio(target)["ffprobe"]["chapters"]) == number
    said = [f.code for f in WRITERS[suffix].losses(None, made, read(sound(suffix)), "x")]
    assert said == (["FT408"] if suffix == "m4a" else [])


@pytest.mark.parametrize("suffix", ["ogg", "opus", "flac"])
def test_1001_chapters_are_refused_in_comments(sound: Any, suffix: str) -> None:
    chapters = tuple(Chapter(start=n, title="x") for n in range(1_001))
    with pytest.raises(SourceError) as caught:
        WRITERS[suffix].render(None, replace(episode(0), chapters=chapters), read(sound(suffix)))
    assert caught.value.findings[0].code == "FT416"


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_what_has_no_place_is_said(sound: Any, suffix: str) -> None:
    chapters = (
        Chapter(start=0, title="a", url="https://e.org/", image="c"),
        Chapter(start=5, title="hidden", toc=False),
    )
    made = replace(episode(0), chapters=chapters, pictures={"c": COVER})
    said = {f.message.split(",")[0] for f in WRITERS[suffix].losses(None, made, read(sound(suffix)), "x")}
    assert len(said) == 2  # links in an MP4, images elsewhere


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_rendering_is_pure(sound: Any, no_io: Any, suffix: str) -> None:
    found = read(sound(suffix))
    made = episode(3)
    WRITERS[suffix].render(None, made, found)
    with no_io():
        WRITERS[suffix].render(None, made, found)


def stream_of_images(tool: Any, path: Path) -> list[str]:
    """The MD5 of each image of the chapters, as ffmpeg finds them; `-` where a chapter has none."""
    command = [tool("ffprobe"), "-v", "error", "-select_streams", "v", "-show_packets", "-show_data_hash", "md5"]
    said = subprocess.run([*command, "-of", "json", path], check=True, capture_output=True, text=True).stdout
    rows = [p for p in json.loads(said)["packets"] if p["size"] != "0"]
    return [row["data_hash"].removeprefix("MD5:") for row in rows]


def illustrated(*names: str | None, first: int = 0, pictures: dict[str, Picture]) -> Episode:
    chapters = tuple(
        Chapter(start=first + n * 5_000, title=f"Part {n}", image=name and pictures[name].url)
        for n, name in enumerate(names)
    )
    urls = {p.url: p for p in pictures.values()}
    return Episode(title="T", slug="x", duration=26_000, chapters=chapters, pictures=urls)


@pytest.mark.parametrize("first", [0, 2_000])
def test_images_of_chapters_in_an_mp4(tmp_path: Path, sound: Any, tool: Any, picture: Any, first: int) -> None:
    """Each stands in a track beside the titles, is kept when the chapters come without, and is named when it goes."""
    pictures = {"a": picture(1), "b": picture(2)}
    target = tmp_path / "target.m4a"
    made = illustrated("a", "b", None, "a", first=first, pictures=pictures)
    assert list(WRITERS["m4a"].losses(None, made, read(sound("m4a")), "x")) == []
    head = tagged(sound("m4a"), target, made)
    assert head.count(pictures["a"].data) == 1
    wanted = [hashlib.md5(pictures[name].data).hexdigest() for name in "aba"]
    assert set(wanted) == set(stream_of_images(tool, target))
    assert packets(tool, target) == packets(tool, sound("m4a"))
    assert [c.title for c in read(target).chapters] == [c.title for c in made.chapters]
    plain = replace(made, chapters=tuple(replace(c, image=None) for c in made.chapters))
    assert list(WRITERS["m4a"].losses(None, plain, read(target), "x")) == []
    assert tagged(target, target, plain) == head
    fewer = replace(plain, chapters=plain.chapters[:2])
    said = [f.message for f in WRITERS["m4a"].losses(None, fewer, read(target), "x")]
    assert said == ["the images of the old chapters are left out"]
    assert pictures["a"].data not in tagged(target, target, fewer)


def test_images_of_another_kind_are_named(sound: Any, picture: Any) -> None:
    jpeg = Picture(url="j", media_type="image/jpeg", data=b"\xff\xd8\xff" + bytes(100))
    made = illustrated("a", "j", pictures={"a": picture(1), "j": jpeg})
    said = [f.message for f in WRITERS["m4a"].losses(None, made, read(sound("m4a")), "x")]
    assert said == ["the images of 1 chapters are left out, from 0:00 on"]
    huge = {"a": replace(picture(1), data=bytes(17 * 2**20))}
    with pytest.raises(SourceError) as caught:
        WRITERS["m4a"].render(None, illustrated("a", pictures=huge), read(sound("m4a")))
    assert caught.value.findings[0].code == "FT420"
