"""Sounds in every container that chapters are written into."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODECS = {
    "m4a": ["-c:a", "aac", "-b:a", "32k"],
    "ogg": ["-c:a", "libvorbis", "-ac", "2", "-b:a", "64k"],
    "opus": ["-c:a", "libopus", "-b:a", "16k"],
    "flac": ["-c:a", "flac"],
}


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], Path]) -> Callable[[str], Path]:
    """`sound("m4a")`: 256 seconds of a tone with a few old tags, made once."""
    folder = tmp_path_factory.mktemp("sounds")

    def make(suffix: str) -> Path:
        path = folder / f"sound.{suffix}"
        if not path.exists():
            tags = ["-metadata", "title=Old", "-metadata", "composer=Kept"]
            source = ["-f", "lavfi", "-i", "sine=440:duration=256"]
            subprocess.run([tool("ffmpeg"), "-v", "error", *source, *tags, *CODECS[suffix], path], check=True)
        return path

    return make
