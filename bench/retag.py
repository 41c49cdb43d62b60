"""Changing the title of an MP3 that has a tag with room: a large file against a small one, each way of writing.

``python bench/retag.py [FOLDER] [ROUNDS]``: FOLDER on Btrfs or XFS shows shared blocks. Runs the command
with its fsyncs, and prints wall seconds without Python's own start. The files have a Xing header, and are cached.
"""

from __future__ import annotations

import contextlib
import io
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from feedtool.cli import main as feedtool

FRAME = bytes.fromhex("fffb9064") + bytes(413)
SMALL, LARGE = 5, 300


def main(folder: str = ".", rounds: int = 7) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        for words in ([], ["--quick"]):
            times = {size: measure(Path(name), size, words, rounds) for size in (SMALL, LARGE)}
            what = " ".join(["--in-place", *words])
            shown = "  ".join(f"{size} MB {seconds * 1000:7.1f} ms" for size, seconds in times.items())
            print(f"{what:20} {shown}  ({times[LARGE] / times[SMALL]:.2f}x)")


def measure(folder: Path, megabytes: int, words: list[str], rounds: int) -> float:
    """The median of the seconds a new title costs."""
    path, chapters = folder / "a.mp3", folder / "c.json"
    make(path, megabytes)
    rows = [{"startTime": n, "title": f"Chapter {n} ☃"} for n in range(20)]
    chapters.write_text(json.dumps({"version": "1.2.0", "chapters": rows}))
    run(path, "--chapters", str(chapters), "--title", "Old")
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        run(path, "--title", f"New {number}", *words)
        times.append(time.perf_counter() - start)
    path.unlink()
    return statistics.median(times)


def make(path: Path, megabytes: int) -> None:
    """Frames behind a Xing header that counts them."""
    count = megabytes * 1_000_000 // len(FRAME)
    numbers = b"".join(n.to_bytes(4, "big") for n in (3, count, (count + 1) * len(FRAME)))
    head = FRAME[:36] + b"Xing" + numbers
    with path.open("wb") as out:
        out.write(head.ljust(len(FRAME), b"\0"))
        for _ in range(count // 1_000):
            out.write(FRAME * 1_000)
        out.write(FRAME * (count % 1_000))


def run(path: Path, *words: str) -> None:
    """One call of the command."""
    with contextlib.redirect_stdout(io.StringIO()):
        feedtool(["tag", str(path), "--in-place", *words], standalone_mode=False)


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(word) for word in sys.argv[2:3]))
