"""The sample show is true: its chapter starts are where the chimes are, its files are small, its pictures fit."""

from __future__ import annotations

import subprocess
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from feedtool import notes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = ("001-a-kettle-in-d.md", "002-what-the-bridge-hums.txt", "003-forecast-for-two-flutes.html")
RATE = 22_050


def read(repo: Path, name: str) -> notes.Reading:
    path = repo / "episodes" / name
    sidecar = path.with_suffix(".toml")
    beside = (sidecar.read_text("utf-8"), sidecar.name) if sidecar.exists() else None
    return notes.read(path.read_text("utf-8"), file=name, sidecar=beside, show="Made Audible")


def samples(ffmpeg: Path, audio: Path) -> array[int]:
    command = [ffmpeg, "-v", "error", "-i", audio, "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-"]
    return array("h", subprocess.run(command, check=True, capture_output=True).stdout)


@pytest.mark.oracle
@pytest.mark.parametrize("name", TEXTS)
def test_chapters_start_where_the_chime_sounds(repo: Path, tool: Callable[[str], Path], name: str) -> None:
    heard = samples(tool("ffmpeg"), (repo / "episodes" / name).with_suffix(".mp3"))

    def loudest(start: float, end: float) -> int:
        return max(abs(s) for s in heard[int(start * RATE) : int(end * RATE)])

    starts = [chapter.start / 1000 for chapter in read(repo, name).episode.chapters]
    assert len(starts) == 5
    for start in starts[1:]:
        assert loudest(start - 0.3, start - 0.02) < 50
        assert loudest(start + 0.1, start + 0.2) > 5_000


@pytest.mark.parametrize("name", TEXTS)
def test_notes_and_front_matter_tell_the_same_chapters(repo: Path, name: str) -> None:
    reading = read(repo, name)
    assert [(c.start, c.title) for c in reading.listed] == [(c.start, c.title) for c in reading.episode.chapters]
    assert all(a.start < b.start for a, b in pairwise(reading.listed))


@pytest.mark.parametrize("name", TEXTS)
def test_episodes_are_understood_without_a_finding(repo: Path, name: str) -> None:
    reading = read(repo, name)
    episode = reading.episode
    assert [str(f) for f in reading.findings] == []
    assert episode.title in {"A Kettle in D", "What the Bridge Hums at Night", "Forecast for Two Flutes"}
    assert (episode.season, episode.episode) == (1, TEXTS.index(name) + 1)
    assert episode.published is not None
    assert {p.name for p in episode.people} <= {"Ines Calloway", "Tobias Rehn", "Marta Okonjo", "Pell Aroyo"}
    assert any(p.role == "host" for p in episode.people)


def test_the_show_is_small(repo: Path) -> None:
    assert sum(path.stat().st_size for path in (repo / "episodes").iterdir()) < 1_500_000
