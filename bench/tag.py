"""Tagging a large MP3 into a new file, against ``cp`` and against copyfile followed by mutagen.

Prints ratios, each pair measured in turn so that drift cancels: CPU seconds of this process (user and system), and wall
seconds. No fsync anywhere. ``python bench/tag.py [MEGABYTES] [ROUNDS]``.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool import files
from feedtool.model import Chapter, Episode, Picture
from feedtool.read import audio
from feedtool.render import id3

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME = bytes.fromhex("fffb9064") + bytes(413)


def main(megabytes: int = 60, rounds: int = 9) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        source, target = folder / "source.mp3", folder / "target.mp3"
        source.write_bytes(FRAME * (megabytes * 1_000_000 // len(FRAME)))
        jobs: dict[str, Callable[[], object]] = {
            "cp": lambda: subprocess.run(["cp", source, target], check=True),
            "feedtool": lambda: tag(source, target),
            "copyfile + mutagen": lambda: with_mutagen(source, target),
        }
        if shutil.which("ffmpeg"):
            jobs["ffmpeg -c copy"] = lambda: with_ffmpeg(source, target)
        times = {name: [] for name in jobs}
        for _ in range(rounds):
            for name, job in jobs.items():
                target.unlink(missing_ok=True)
                times[name].append(measure(job))
                if name == "feedtool":
                    check(source, target)
        report(times, megabytes)


def tag(source: Path, target: Path) -> None:
    """What ``feedtool tag`` does in process: read, render, splice."""
    with source.open("rb") as stream:
        found = audio.read(stream, source.name, duration=False)
    made = id3.render(None, EPISODE, found.tag)
    files.write_tagged(source, found.payload, made, target, sync=False)


def with_mutagen(source: Path, target: Path) -> None:
    """The same frames by the library: 20 chapters with links, 5 images."""
    from mutagen.id3 import APIC, CHAP, CTOC, ID3, TIT2, WXXX, CTOCFlags

    shutil.copyfile(source, target)
    tags = ID3()
    tags.add(TIT2(encoding=1, text=EPISODE.title))
    ids = [f"chp{n}" for n in range(len(EPISODE.chapters))]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    tags.add(CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]))
    for name, chapter in zip(ids, EPISODE.chapters, strict=True):
        inner = [TIT2(encoding=1, text=chapter.title), WXXX(encoding=0, desc="", url=chapter.url or "")]
        if chapter.image:
            data = EPISODE.pictures[chapter.image].data
            inner.append(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=data))
        start, end = chapter.start, chapter.start + 60_000
        tags.add(CHAP(element_id=name, start_time=start, end_time=end, sub_frames=inner))
    tags.save(target, v2_version=3)


def with_ffmpeg(source: Path, target: Path) -> None:
    """A copy of the stream only: it writes no links and no images."""
    command = ["ffmpeg", "-v", "error", "-y", "-i", source, "-map", "0:a", "-c", "copy", "-id3v2_version", "3", target]
    subprocess.run(command, check=True)


def measure(job: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds (own and of children) and wall seconds of one call."""
    before, start = spent(), time.perf_counter()
    job()
    return spent() - before, time.perf_counter() - start


def spent() -> float:
    """User and system seconds so far, children included."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def check(source: Path, target: Path) -> None:
    """The audio bytes must be the same."""
    with target.open("rb") as stream:
        found = audio.read(stream, target.name, duration=False)
        stream.seek(found.payload[0])
        assert hashlib.blake2b(stream.read()).digest() == hashlib.blake2b(source.read_bytes()).digest()


def report(times: dict[str, list[tuple[float, float]]], megabytes: int) -> None:
    """Medians, and the medians of the ratios to cp taken round by round."""
    print(f"{megabytes} MB, {len(times['cp'])} rounds, medians; x cp is the median of the rounds' own ratios")
    for name, rows in times.items():
        cpu, wall = ([row[i] for row in rows] for i in (0, 1))
        ratio = [
            statistics.median(mine[i] / other[i] for mine, other in zip(rows, times["cp"], strict=True)) for i in (0, 1)
        ]
        print(
            f"{name:20} CPU {statistics.median(cpu) * 1000:7.1f} ms ({ratio[0]:.2f} x cp)"
            f"  wall {statistics.median(wall) * 1000:7.1f} ms ({ratio[1]:.2f} x cp)"
        )
    print(f"load average {os.getloadavg()[0]:.1f}")


EPISODE = Episode(
    title="A bench ☃",
    slug="bench",
    duration=20 * 60_000,
    chapters=tuple(
        Chapter(
            start=n * 60_000,
            title=f"Chapter {n} ☃",
            url=f"https://example.org/{n}",
            image=f"https://example.org/{n}.jpg" if n < 5 else None,
        )
        for n in range(20)
    ),
    pictures={
        f"https://example.org/{n}.jpg": Picture(
            url=f"https://example.org/{n}.jpg", media_type="image/jpeg", data=bytes([n]) * 50_000
        )
        for n in range(5)
    },
)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
