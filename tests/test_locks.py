"""Locks: one writer at a time, a wait with an end, and nobody held up where a file system has none."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from typing import TYPE_CHECKING

import pytest

from feedtool import locks
from feedtool.findings import EnvironmentFault

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_waits_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"x")
    start = time.monotonic()
    with locks.holding(path), pytest.raises(EnvironmentFault) as caught, locks.holding(path, wait=0.2):
        pass
    assert caught.value.findings[0].code == "FT008"
    assert caught.value.findings[0].place.file == str(path)  # type: ignore[union-attr]
    assert 0.2 <= time.monotonic() - start < 5
    with locks.holding(path, wait=0):
        pass


def test_the_file_that_stands_there_now_is_held(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"old")
    with locks.holding(path):
        (tmp_path / "b").write_bytes(b"new")
        (tmp_path / "b").replace(path)
        with locks.holding(path, wait=0), pytest.raises(EnvironmentFault), locks.holding(path, wait=0):
            pass


def test_folders_are_shared_or_held_alone(tmp_path: Path) -> None:
    one, two = (os.open(tmp_path, os.O_RDONLY) for _ in range(2))
    locks.share(one, tmp_path)
    locks.share(two, tmp_path)
    assert not locks.alone(one)
    os.close(two)
    assert locks.alone(one)
    os.close(one)


def test_without_locks_nobody_waits_and_nobody_sweeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(file: int, kind: int) -> None:
        raise OSError(errno.ENOTSUP, "no locks here")

    path = tmp_path / "a.mp3"
    path.write_bytes(b"x")
    monkeypatch.setattr(fcntl, "flock", none)
    with locks.holding(path), locks.holding(path):
        assert not locks.alone(os.open(tmp_path, os.O_RDONLY))
