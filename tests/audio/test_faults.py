"""Kills, failing system calls, full disks and rivals while a file is tagged in place: it is the old one or the new one.

A small part runs each time; FEEDTOOL_FAULTS=N runs N kills and pairs, and every step of every system call.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING

import pytest

from feedtool import files
from feedtool.read import audio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

FULL = int(os.environ.get("FEEDTOOL_FAULTS", "0"))
FRAME = bytes.fromhex("fffb90c4") + bytes(413)
TAG = [sys.executable, "-c", "from feedtool.cli import main; main()", "tag"]


class Job:
    """A file to be tagged in place, what it was, and what it becomes.

    ``quick`` begins with a tagged file whose tag is written over; such a file may need a next run to be whole.
    """

    def __init__(self, folder: Path, megabytes: float = 2, *, quick: bool = False) -> None:
        self.path, self.chapters = folder / "episode.mp3", folder / "chapters.json"
        self.old, self.quick = FRAME * int(megabytes * 1_000_000 / len(FRAME)), False
        rows = [{"startTime": n, "title": f"Chapter {n} ☃", "url": f"https://example.org/{n}"} for n in range(20)]
        self.chapters.write_text(json.dumps({"version": "1.2.0", "chapters": rows}))
        self.reset()
        if quick:
            subprocess.run([*self.command, "--title", "Old " * 50], check=True, capture_output=True)
            self.old, self.quick = self.path.read_bytes(), True
        before = self.path.stat().st_ino
        subprocess.run(self.command, check=True, capture_output=True)
        if quick and self.path.stat().st_ino != before:
            pytest.skip("this file system shares blocks: nothing is ever written over")
        self.new = self.digest()
        self.reset()

    @property
    def command(self) -> list[str]:
        words = [*TAG, str(self.path), "--chapters", str(self.chapters), "--in-place", "--title", "New"]
        return [*words, "--quick"] if self.quick else words

    def reset(self) -> None:
        for stray in self.strays():
            (self.path.parent / stray).unlink()
        self.path.write_bytes(self.old)

    def digest(self) -> str:
        return hashlib.blake2b(self.path.read_bytes()).hexdigest()

    def is_old(self) -> bool:
        return self.digest() == hashlib.blake2b(self.old).hexdigest()

    def is_whole(self) -> bool:
        if self.quick:
            with files.locked(self.path):  # what any next run begins with
                pass
        return self.is_old() or self.digest() == self.new

    def strays(self) -> list[str]:
        return [p.name for p in self.path.parent.iterdir() if p.name.startswith(".feedtool-")]


both_ways = pytest.mark.parametrize("quick", [False, True], ids=["copied", "quick"])


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


@both_ways
def test_killed_at_random_moments(tmp_path: Path, *, quick: bool) -> None:
    job = Job(tmp_path, 60 if FULL else 5, quick=quick)
    start = time.perf_counter()
    subprocess.run(job.command, check=True, capture_output=True)
    whole = time.perf_counter() - start
    chance = random.Random(1)
    for _ in range(FULL or 6):
        job.reset()
        process = subprocess.Popen(job.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.05) * whole)
        process.kill()
        process.wait()
        assert job.is_whole()
    job.reset()
    subprocess.run(job.command, check=True, capture_output=True)
    assert job.strays() == []


CALLS = ["write", "fsync", "rename", "openat", "pread64", "preadv", "fstat", "chmod", "flock", "unlink"]
WRITING = ["write", "fsync", "rename", "unlink"]
ERRORS = ["EIO", "ENOSPC", "EDQUOT"]


@pytest.fixture
def strace(tool: Callable[[str], Path]) -> Path:
    return tool("strace")


def traced(strace: Path, job: Job, rule: str) -> subprocess.CompletedProcess[str]:
    command = [str(strace), "-f", "-qq", "-o", "/dev/null", "-e", f"inject={rule}", *job.command]
    return subprocess.run(command, capture_output=True, text=True, errors="replace")


def steps(strace: Path, job: Job, call: str) -> Sequence[int]:
    """The numbers of this call, among all of the run, that concern files in the job's folder or come behind them."""
    log = job.path.parent.parent / f"{job.path.parent.name}.log"
    subprocess.run([strace, "-f", "-qq", "-y", "-o", log, "-e", f"trace={call}", *job.command], capture_output=True)
    lines = [line for line in log.read_text(errors="replace").splitlines() if re.search(rf"\b{call}\(", line)]
    mine = [n for n, line in enumerate(lines, 1) if str(job.path.parent) in line]
    job.reset()
    return mine if FULL else [*dict.fromkeys(mine[:1] + mine[-1:])]


@pytest.mark.parametrize(("call", "quick"), [*product(CALLS if FULL else WRITING, [False, True])])
def test_each_system_call_failing(tmp_path: Path, strace: Path, call: str, *, quick: bool) -> None:
    """Once and for good: whole files only, never success after a lost write, and the file and cause are named."""
    job = Job(tmp_path, quick=quick)
    for step in steps(strace, job, call):
        for error in ERRORS if FULL and call == "write" else ["EIO"]:
            for when in (f"{step}", f"{step}+"):
                job.reset()
                done = traced(strace, job, f"{call}:error={error}:when={when}")
                assert job.is_whole(), (call, when, done.stderr)
                assert done.returncode in (0, 1, 2, 3, 120), (call, when, done.stderr)
                assert "Traceback" not in done.stderr or when.endswith("+"), (call, when, done.stderr)
                assert done.returncode or job.digest() == job.new, (call, when, done.stderr)


def test_short_writes(job: Job, strace: Path) -> None:
    """A system that takes one byte and says so: the run goes on, or fails, and never leaves a part."""
    for step in steps(strace, job, "write"):
        job.reset()
        traced(strace, job, f"write:retval=1:when={step}")
        assert job.is_whole()


@both_ways
@pytest.mark.parametrize("call", [*WRITING, "openat"] if FULL else ["write", "rename"])
def test_killed_at_each_step(tmp_path: Path, strace: Path, call: str, *, quick: bool) -> None:
    job = Job(tmp_path, quick=quick)
    for step in steps(strace, job, call):
        job.reset()
        traced(strace, job, f"{call}:signal=SIGKILL:when={step}")
        assert job.is_whole()
    job.reset()
    subprocess.run(job.command, check=True, capture_output=True)
    assert job.strays() == []
    assert job.digest() == job.new


@pytest.mark.parametrize("name", ["INT", "TERM", "HUP"])
def test_signals_leave_nothing_behind(tmp_path: Path, strace: Path, name: str) -> None:
    job = Job(tmp_path)
    for step in steps(strace, job, "fsync"):
        job.reset()
        traced(strace, job, f"fsync:signal=SIG{name}:when={step}")
        assert job.is_whole()
        assert job.strays() == []


def test_two_writers_at_once(tmp_path: Path) -> None:
    job = Job(tmp_path, 5)
    for number in range(FULL or 3):
        job.reset()
        both = [subprocess.Popen([*job.command[:-1], f"Title {number} {n}"], stdout=subprocess.DEVNULL) for n in (1, 2)]
        assert [process.wait() for process in both] == [0, 0]
        with job.path.open("rb") as stream:
            found = audio.read(stream, "x")
            stream.seek(found.payload[0])
            assert stream.read() == job.old
        assert len(found.chapters) == 20
    assert job.strays() == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root")
def test_a_full_disk(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("may not mount here")
    try:
        job = Job(small, 1)
        job.old = FRAME * 4_000
        job.reset()
        done = subprocess.run(job.command, capture_output=True, text=True)
        assert (done.returncode, job.is_old(), job.strays()) == (3, True, [])
        assert "[FT003]" in done.stderr
        assert str(job.path) in done.stderr
    finally:
        subprocess.run(["umount", small], check=True)


class Disk:
    """A file system in an image that writes back as late as it may, and what would be left of it without power."""

    def __init__(self, folder: Path) -> None:
        self.image, self.path, self.later = folder / "disk.img", folder / "disk", folder / "later"
        self.path.mkdir()
        self.later.mkdir()
        with self.image.open("wb") as out:
            out.truncate(64_000_000)
        subprocess.run(["mkfs.ext4", "-q", "-F", self.image], check=True)
        options = "loop,noauto_da_alloc,commit=300"
        if os.geteuid() or subprocess.run(["mount", "-o", options, self.image, self.path]).returncode:
            pytest.skip("may not mount here")

    def flush(self) -> None:
        subprocess.run(["sync", "-f", self.path], check=True)

    @contextmanager
    def without_power(self) -> Iterator[Path]:
        """The live image as it is now, mounted anew."""
        copy = self.image.with_suffix(".copy")
        subprocess.run(["cp", "--sparse=always", self.image, copy], check=True)
        subprocess.run(["mount", "-o", "loop", copy, self.later], check=True)
        try:
            yield self.later
        finally:
            subprocess.run(["umount", self.later], check=True)
            copy.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path)
    yield made
    subprocess.run(["umount", made.path], check=True)


@both_ways
def test_power_cut_after_done(disk: Disk, *, quick: bool) -> None:
    """What the run says is done is done."""
    job = Job(disk.path, 5, quick=quick)
    for _ in range(15 if FULL else 1):
        job.reset()
        disk.flush()
        subprocess.run(job.command, check=True, capture_output=True)
        with disk.without_power() as later:
            assert hashlib.blake2b((later / job.path.name).read_bytes()).hexdigest() == job.new


@both_ways
@pytest.mark.parametrize("call", [*WRITING] if FULL else ["fsync"])
def test_power_cut_at_each_step(disk: Disk, strace: Path, call: str, *, quick: bool) -> None:
    """Cut off anywhere, the file is the old one or the new one, once the next run has begun."""
    job = Job(disk.path, quick=quick)
    for step in steps(strace, job, call):
        job.reset()
        disk.flush()
        traced(strace, job, f"{call}:signal=SIGKILL:when={step}")
        with disk.without_power() as later:
            path = later / job.path.name
            with files.locked(path):
                pass
            assert hashlib.blake2b(path.read_bytes()).hexdigest() in (
                job.new,
                hashlib.blake2b(job.old).hexdigest(),
            ), (call, step)
