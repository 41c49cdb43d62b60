"""Containers other than MP3: told by content, read in bounds, chapters and duration as others see them."""

from __future__ import annotations

import io
import json
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import FeedtoolError, SourceError
from feedtool.read import audio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KINDS = {
    "m4a": ("m4a", "audio/x-m4a", ["-c:a", "aac"]),
    "ogg": ("ogg", "audio/ogg", ["-c:a", "libvorbis", "-ac", "2"]),
    "opus": ("opus", "audio/opus", ["-c:a", "libopus"]),
    "flac": ("flac", "audio/flac", ["-c:a", "flac"]),
    "wav": ("wav", "audio/x-wav", []),
    "aiff": ("aiff", "audio/x-aiff", []),
    "mka": ("mka", "audio/x-matroska", ["-c:a", "flac"]),
}


def made(folder: Path, tool: Callable[[str], Path], suffix: str, *, chapters: bool = True) -> Path:
    """A sound of 7.25 s, with three chapters where ffmpeg writes some."""
    path = folder / f"sound.{suffix}"
    words = folder / "chapters.txt"
    rows = [(0, 1_500, "One ☃"), (1_500, 4_003, "Two"), (4_003, 7_250, "Three")]
    parts = [f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={a}\nEND={b}\ntitle={t}\n" for a, b, t in rows]
    words.write_text(";FFMETADATA1\n" + "".join(parts))
    more = ["-i", words, "-map_metadata", "1", "-map_chapters", "1"] if chapters else []
    command = [tool("ffmpeg"), "-v", "error", "-y", "-f", "lavfi", "-i", "sine=440:duration=7.25"]
    subprocess.run([*command, *more, *KINDS[suffix][2], path], check=True)
    return path


@pytest.mark.oracle
@pytest.mark.parametrize("suffix", KINDS)
def test_container_duration_and_chapters(tmp_path: Path, tool: Callable[[str], Path], suffix: str) -> None:
    path = made(tmp_path, tool, suffix)
    with path.open("rb") as stream:
        found = audio.read(stream, path.name)
    assert (found.container, found.media_type) == KINDS[suffix][:2]
    command = [tool("ffprobe"), "-v", "error", "-show_format", "-show_chapters", "-of", "json", path]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert abs(found.duration - float(said["format"]["duration"]) * 1000) <= 50
    titles = [(round(float(c["start_time"]) * 1000), c["tags"]["title"]) for c in said["chapters"]]
    assert [(c.start, c.title) for c in found.chapters] == titles
    if suffix in ("m4a", "mka"):  # ffmpeg writes none into the others, and wrong times into Opus
        assert [start for start, _ in titles] == [0, 1_500, 4_003]


@pytest.mark.oracle
@pytest.mark.parametrize("suffix", KINDS)
def test_a_cut_file_is_read_or_refused(tmp_path: Path, tool: Callable[[str], Path], suffix: str) -> None:
    data = made(tmp_path, tool, suffix).read_bytes()
    for size in (*range(0, 200, 3), *range(200, len(data), max(1, len(data) // 40))):
        with suppress(FeedtoolError):
            audio.read(io.BytesIO(data[:size]), "x")


@pytest.mark.oracle
@pytest.mark.parametrize("suffix", KINDS)
def test_broken_bytes_do_no_harm(tmp_path_factory, tool: Callable[[str], Path], suffix: str) -> None:
    data = made(tmp_path_factory.mktemp("a"), tool, suffix).read_bytes()
    head = data[:3_000] + data[-3_000:]

    @given(st.lists(st.tuples(st.integers(0, len(head) - 1), st.integers(0, 255)), max_size=30))
    @settings(max_examples=60, deadline=3_000)
    def broken(changes: list[tuple[int, int]]) -> None:
        made = bytearray(head)
        for at, value in changes:
            made[at] = value
        with suppress(FeedtoolError):
            audio.read(io.BytesIO(bytes(made)), "x")

    broken()


def chunk(name: bytes, body: bytes, order: str = "little") -> bytes:
    return name + len(body).to_bytes(4, order) + body + bytes(len(body) % 2)


def test_cue_points_and_labels_of_a_wav() -> None:
    form = b"\1\0\1\0" + (8_000).to_bytes(4, "little") + (8_000).to_bytes(4, "little") + b"\1\0\x08\0"
    points = [(1, 16_000), (2, 0)]
    cues = b"".join(
        n.to_bytes(4, "little") * 2 + b"data" + bytes(8) + sample.to_bytes(4, "little") for n, sample in points
    )
    labels = b"adtl" + b"".join(chunk(b"labl", bytes([n, 0, 0, 0]) + f"Mark {n}\0".encode()) for n, _ in points)
    rest = chunk(b"fmt ", form) + chunk(b"data", bytes(24_000)) + chunk(b"cue ", b"\2\0\0\0" + cues)
    body = b"WAVE" + rest + chunk(b"LIST", labels)
    found = audio.read(io.BytesIO(chunk(b"RIFF", body)), "x.wav")
    assert found.duration == 3_000
    assert [(c.start, c.title) for c in found.chapters] == [(0, "Mark 2"), (2_000, "Mark 1")]


def test_mpeg_inside_a_wav() -> None:
    frames = (bytes.fromhex("fffb90c4") + bytes(413)) * 50
    form = b"\x55\0\1\0" + (44_100).to_bytes(4, "little") + (16_000).to_bytes(4, "little") + bytes(4)
    data = chunk(b"RIFF", b"WAVE" + chunk(b"fmt ", form) + chunk(b"data", frames))
    assert audio.read(io.BytesIO(data), "x.wav").duration == round(50 * 1_152_000 / 44_100)


def test_markers_of_an_aiff() -> None:
    head = b"\0\1" + (16_000).to_bytes(4, "big") + b"\0\x08" + bytes.fromhex("400bfa00000000000000")
    marks = b"\0\2" + b"\0\1" + (8_000).to_bytes(4, "big") + b"\5Later" + b"\0\2" + bytes(4) + b"\5First"
    body = b"AIFF" + chunk(b"COMM", head, "big") + chunk(b"MARK", marks, "big")
    found = audio.read(io.BytesIO(chunk(b"FORM", body, "big")), "x.aiff")
    assert found.duration == 2_000
    assert [(c.start, c.title) for c in found.chapters] == [(0, "First"), (1_000, "Later")]


def test_nero_chapters_alone() -> None:
    def box(kind: bytes, *parts: bytes) -> bytes:
        body = b"".join(parts)
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    titles = [(0, "Eins"), (15_000_000, "Zwei ☃")]
    rows = b"".join(start.to_bytes(8, "big") + bytes([len(t.encode())]) + t.encode() for start, t in titles)
    movie = bytes(12) + (1_000).to_bytes(4, "big") + (3_000).to_bytes(4, "big") + bytes(80)
    sound = box(b"mdia", box(b"hdlr", bytes(8) + b"soun" + bytes(13)))
    for version in (b"\1" + bytes(7), b"\0" * 4):
        moov = box(b"moov", box(b"mvhd", movie), box(b"trak", sound), box(b"udta", box(b"chpl", version, b"\2", rows)))
        found = audio.read(io.BytesIO(box(b"ftyp", b"M4A ") + moov), "x")
        assert [(c.start, c.title) for c in found.chapters] == [(0, "Eins"), (1_500, "Zwei ☃")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"fLaC" + b"\x04\xff\xff\xff", "FT403"),
        (b"fLaC" + b"\x84\0\0\0", "FT405"),
        (b"OggS" + bytes(60), "FT401"),
        (b"RIFF\0\0\0\0WAVE", "FT405"),
        (b"FORM\0\0\0\0AIFF", "FT405"),
        (b"\0\0\0\x10ftypM4A \0\0\0\0", "FT405"),
        (b"\0\0\0\x08ftyp\x40\0\0\0moov", "FT401"),
        (b"\x1aE\xdf\xa3\x80", "FT405"),
        (b"\xff\xf1\x50\x80" + bytes(500), "FT401"),
        (b"<html>", "FT401"),
    ],
)
def test_heads_without_sound_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        audio.read(io.BytesIO(data), "x")
    assert [f.code for f in caught.value.findings] == [code]


@pytest.mark.corpus
def test_every_outside_file_is_read_or_refused(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "mp3s").iterdir()):
        with path.open("rb") as stream, suppress(SourceError):
            found = audio.read(stream, path.name)
            assert found.duration > 0
            assert 0 <= found.payload[0] <= found.payload[1] <= found.size
