"""Sounds in every container that chapters are written into, a picture, and more independent readers."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import zlib
from typing import TYPE_CHECKING, Any

import judges
import pytest

from feedtool.model import Picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODECS = {
    "mp3": ["-c:a", "libmp3lame", "-b:a", "32k", "-ac", "1"],
    "aac": ["-c:a", "aac", "-b:a", "32k", "-f", "adts"],
    "m4a": ["-c:a", "aac", "-b:a", "32k"],
    "ogg": ["-c:a", "libvorbis", "-ac", "2", "-b:a", "64k"],
    "opus": ["-c:a", "libopus", "-b:a", "16k"],
    "flac": ["-c:a", "flac"],
}


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], Path]) -> Callable[[str], Path]:
    """`sound("m4a")`: a tone with a few old tags, made once."""
    folder = tmp_path_factory.mktemp("sounds")

    def make(suffix: str) -> Path:
        path = folder / f"sound.{suffix}"
        if not path.exists():
            tags = ["-metadata", "title=Old", "-metadata", "composer=Kept"]
            seconds = 256 if suffix in ("ogg", "opus") else 26  # mediainfo stops within the comments of short ones
            source = ["-f", "lavfi", "-i", f"sine=440:duration={seconds}"]
            subprocess.run([tool("ffmpeg"), "-v", "error", *source, *tags, *CODECS[suffix], path], check=True)
        return path

    return make


@pytest.fixture(scope="session")
def picture() -> Callable[[int], Picture]:
    """`picture(7)`: a PNG of 50 KB: a real one-pixel image, made long by a private chunk that every decoder skips."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def make(number: int) -> Picture:
        head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
        pixels = chunk(b"IDAT", zlib.compress(b"\0" + bytes([number % 256, 80, 80])))
        filler = chunk(b"prVt", bytes([number % 7 + 1]) * 50_000)
        data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + filler + pixels + chunk(b"IEND", b"")
        return Picture(url=f"https://example.org/{number}.png", media_type="image/png", data=data, width=1, height=1)

    return make


@pytest.fixture(scope="session")
def other_readers(tool: Callable[[str], Path]) -> Callable[[Path], dict[str, list[tuple[int, str]]]]:
    """`other_readers(path)`: the chapters (start in ms, title) that mediainfo, exiftool, mutagen and TagLib find.

    The last two give comments as they stand; in MP4 they and in MP3 all four know no more than `judge_audio` asks for.
    """

    def read(path: Path) -> dict[str, list[tuple[int, str]]]:
        if path.suffix == ".mp3":
            return {}
        answers = {"exiftool": exiftool(tool("exiftool"), path)}
        answers |= {f"mediainfo {n}": rows for n, rows in enumerate(mediainfo(tool("mediainfo"), path))}
        if path.suffix != ".m4a":
            answers |= {"mutagen": mutagen(path), "TagLib": taglib(path)}
        return answers

    return read


def said(*command: str | Path) -> Any:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def milliseconds(text: str) -> int:
    hours, minutes, seconds, rest = re.split("[:._]", text)
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1_000 + int(rest.ljust(3, "0"))


def mediainfo(program: Path, path: Path) -> list[list[tuple[int, str]]]:
    """One list for each menu: an MP4 has two, the track's and Nero's."""
    tracks = said(program, "--Output=JSON", path)["media"]["track"]
    menus = [track["extra"] for track in tracks if track["@type"] == "Menu"]
    return [[(milliseconds(k[1:]), v or "") for k, v in m.items() if re.fullmatch(r"(_\d+){4}", k)] for m in menus]


def exiftool(program: Path, path: Path) -> list[tuple[int, str]]:
    """Nero's list in an MP4, else the comments, whose names it writes in its own way."""
    tags = said(program, "-a", "-j", "-charset", "filename=utf8", path)[0]
    if listed := tags.get("ChapterList"):
        rows = [listed] if isinstance(listed, str) else listed
        return [(milliseconds(row[1 : row.index("]")]), row[row.index("]") + 2 :]) for row in rows]
    return numbered({key.upper(): str(value) for key, value in tags.items()})


def numbered(comments: dict[str, str]) -> list[tuple[int, str]]:
    names = sorted(key for key in comments if re.fullmatch(r"CHAPTER\d{3}", key))
    return [(milliseconds(comments[name]), comments[f"{name}NAME"]) for name in names]


def mutagen(path: Path) -> list[tuple[int, str]]:
    from mutagen import File

    return numbered({key.upper(): values[0] for key, values in File(path).tags.as_dict().items()})


def taglib(path: Path) -> list[tuple[int, str]]:
    frames = [frame for tag in judges.kid3_tags(path) for frame in tag["frames"]]
    return numbered({frame["name"].upper(): frame["value"] for frame in frames})
