"""MPEG frames: every version and layer, with and without a header that counts them, and what is no audio at all."""

from __future__ import annotations

import io
import json
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import FeedtoolError, SourceError
from feedtool.id3frames import MAX_TAG
from feedtool.read import audio
from feedtool.read.audio import mpeg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MONO_128 = bytes.fromhex("fffb90c4") + bytes(413)  # MPEG-1 layer III, 44.1 kHz: 417 bytes, 1152 samples
MONO_64 = bytes.fromhex("fffb50c4") + bytes(204)  # the same at 64 kbit/s: 208 bytes


def read(data: bytes, **more: bool) -> object:
    return audio.read(io.BytesIO(data), "x.mp3", **more)


def header_frame(frames: int, size: int, name: bytes = b"Xing") -> bytes:
    body = bytearray(MONO_128)
    body[21:37] = name + b"\0\0\0\3" + frames.to_bytes(4, "big") + size.to_bytes(4, "big")
    return bytes(body)


@pytest.mark.parametrize(
    ("head", "length", "samples", "rate"),
    [
        ("fffb9064", 417, 1152, 44_100),  # MPEG-1 layer III
        ("fffd9064", 522, 1152, 44_100),  # layer II, 160 kbit/s
        ("ffff9064", 312, 384, 44_100),  # layer I, 288 kbit/s: 26.12 slots of four bytes a kbit
        ("fff39064", 261, 576, 22_050),  # MPEG-2 layer III, 80 kbit/s
        ("ffe39064", 522, 576, 11_025),  # MPEG-2.5 layer III
        ("fffb9264", 418, 1152, 44_100),  # padded
    ],
)
def test_frame_lengths(head: str, length: int, samples: int, rate: int) -> None:
    frame = bytes.fromhex(head).ljust(length, b"\0")
    found = mpeg.read(io.BytesIO(frame * 50), 0, length * 50)
    assert found == mpeg.Stream(0, length * 50, 50, samples, rate)


@given(st.lists(st.sampled_from([MONO_128, MONO_64]), min_size=2, max_size=400), st.booleans())
@settings(max_examples=40, deadline=None)
def test_variable_rate_without_header_is_walked(frames: list[bytes], chunked: bool) -> None:
    data = b"".join(frames)
    assert read(data).duration == round(len(frames) * 1_152_000 / 44_100)


def test_a_long_file_is_walked_over_chunk_borders() -> None:
    frames = [MONO_128, MONO_64, MONO_64] * 4_000
    assert read(b"".join(frames)).duration == round(len(frames) * 1_152_000 / 44_100)


@pytest.mark.parametrize("name", [b"Xing", b"Info"])
def test_a_header_that_fits_the_file_is_believed(name: bytes) -> None:
    data = MONO_128 * 100
    assert read(header_frame(100, len(data) + 417, name) + data).duration == round(100 * 1_152_000 / 44_100)


def test_a_header_that_does_not_fit_is_not_believed() -> None:
    assert read(header_frame(90_000, 417 * 90_000) + MONO_128 * 100).duration == round(100 * 1_152_000 / 44_100)


def test_without_duration_the_file_is_not_walked() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int = -1, /) -> bytes:
            made = super().read(size)
            Counting.taken += len(made)
            return made

    stream = Counting(MONO_128 * 20_000)
    assert audio.read(stream, "x.mp3", duration=False).duration == 0
    assert Counting.taken < 1_500_000


def test_junk_before_and_between_is_passed_over_and_said() -> None:
    found = read(b"junk" * 25 + MONO_128 * 50 + b"\xff\xfb\x90noise" * 30 + MONO_128 * 50)
    assert found.duration == round(100 * 1_152_000 / 44_100)
    assert [f.code for f in found.findings] == ["FT406"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FT401"),
        (b"\xff\xd8\xff\xe0" + bytes(2_000), "FT401"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2_000), "FT401"),
        (b"PK\x03\x04" + bytes(2_000), "FT401"),
        (bytes(5_000), "FT401"),
        (b"\xff" * 5_000, "FT401"),
        (MONO_128, "FT401"),
        (b"ID3\x03\0\0\x7f\x7f\x7f\x7f", "FT403"),
        (b"ID3\x03\0\0\0\0\0\x0a" + bytes(10), "FT401"),
        ((bytes.fromhex("fffb0064") + bytes(400)) * 20, "FT402"),
    ],
)
def test_what_is_no_podcast_audio_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data)
    assert [f.code for f in caught.value.findings] == [code]


def test_tags_behind_the_sound_are_named_and_not_walked() -> None:
    ape = b"APETAGEX" + (2_000).to_bytes(4, "little") + (32).to_bytes(4, "little") + bytes(16)
    lyrics = b"LYRICSBEGIN" + b"x" * 50 + b"000061" + b"LYRICS200"
    data = MONO_128 * 50 + bytes(32) + ape + b"TAG" + bytes(125)
    found = read(data)
    assert found.payload == (0, len(data))
    assert found.duration == round(50 * 1_152_000 / 44_100)
    assert [f.message.split()[1] for f in found.findings] == ["ID3v1", "APEv2"]
    data = MONO_128 * 50 + lyrics + b"TAG" + bytes(125)
    assert [f.message.split()[1] for f in read(data).findings] == ["ID3v1", "Lyrics3"]


def test_a_huge_tag_costs_nothing() -> None:
    start = time.perf_counter()
    size = MAX_TAG + 1
    seven = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    with pytest.raises(SourceError):
        read(b"ID3\x03\0\0" + seven + MONO_128 * 4)
    assert time.perf_counter() - start < 1


def test_memory_stays_bounded_for_a_sparse_4_gb_file(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "big.mp3"
    with path.open("wb") as out:
        out.write(MONO_128 * 100)
        out.truncate(4_300_000_000)
    tracemalloc.start()
    with path.open("rb") as stream:
        found = audio.read(stream, "big.mp3")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.payload == (0, 4_300_000_000)
    assert found.duration == round(100 * 1_152_000 / 44_100)
    assert peak < 20_000_000


def test_hostile_junk_is_given_up() -> None:
    start = time.perf_counter()
    for junk in (b"\xff\xfb\x90\0\0", b"\xff", b"\0"):
        assert read(MONO_128 * 3 + junk * 2_000_000).duration in (78, 104)  # the first bytes of junk may be a header
    assert time.perf_counter() - start < 5


@given(st.binary(max_size=3_000))
@settings(max_examples=150, deadline=2_000)
def test_no_bytes_bring_it_down(data: bytes) -> None:
    for start in (b"", b"ID3\x03\0\0\0\0\1\0", MONO_128 * 2):
        with suppress(FeedtoolError):
            read(start + data)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "options",
    [
        ["-b", "128"],
        ["-V", "5"],
        ["-V", "5", "-t"],
        ["-b", "32", "--resample", "22.05"],
        ["-V", "4", "--resample", "16", "-t"],
        ["-b", "16", "--resample", "8"],
        ["--abr", "90", "-t"],
    ],
    ids=" ".join,
)
def test_duration_as_counted_by_ffprobe(tmp_path: Path, tool: Callable[[str], Path], options: list[str]) -> None:
    wave, path = tmp_path / "a.wav", tmp_path / "a.mp3"
    source = ["-f", "lavfi", "-i", "sine=440:duration=31.7", "-f", "lavfi", "-i", "anoisesrc=d=7", "-filter_complex"]
    run(tool("ffmpeg"), "-v", "error", *source, "concat=n=2:v=0:a=1", "-ar", "44100", wave)
    run(tool("lame"), "--quiet", *options, wave, path)
    with path.open("rb") as stream:
        found = audio.read(stream, "a.mp3")
    assert abs(found.duration - counted(tool("ffprobe"), path)) <= 50


def run(*command: object) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def counted(ffprobe: Path, path: Path) -> float:
    """Milliseconds by the number of packets."""
    said = json.loads(
        run(ffprobe, "-v", "error", "-count_packets", "-select_streams", "a:0", "-show_streams", "-of", "json", path)
    )["streams"][0]
    rate = int(said["sample_rate"])
    return int(said["nb_read_packets"]) * (1152 if rate >= 32_000 else 576) * 1000 / rate


@pytest.mark.parametrize("name", [b"Xing", b"Info"])
def test_a_file_that_was_cut_off_is_said_to_be(name: bytes) -> None:
    whole = header_frame(1_000, 1_001 * 417, name)
    frames = (bytes.fromhex("fffb90c4") + bytes(413)) * 400
    found = audio.read(io.BytesIO(whole + frames), "x.mp3")
    assert [f.code for f in found.findings] == ["FT424"]
    assert found.duration == round(400 * 1_152_000 / 44_100)
