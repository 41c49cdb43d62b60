"""Continuity measured: shows taken over, large shows rebuilt, many shows built in parallel, builds killed.

    python bench/continuity.py feeds FOLDER       import, build and compare every feed in FOLDER; differences by cause
    python bench/continuity.py large [N]          N (10,000) episodes by reference: CPU and memory of a first build, of
                                                  one after a change, of one with nothing to do, against N / 10
    python bench/continuity.py noop [N]           a build of N (1,000) episodes with nothing to do, against a stat walk
    python bench/continuity.py shows [S] [E]      S (200) shows of E (20) episodes: serial, two processes, and Dask with
                                                  a worker killed in the middle of a task; the same bytes, and what an
                                                  episode costs
    python bench/continuity.py kill [K]           kill -9 at K (50) moments of a build of 200 episodes

Processor time is that of a child process; rounds alternate where ratios count.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2100, 1, 1, tzinfo=UTC)
SHOW = """[show]
title = "Show {n}"
link = "https://example.org/"
description = "About."
language = "en"
base_url = "https://example.org/{n}/"
timezone = "UTC"
"""
NOTES = "Words about **number {n}** and what came of it, with a [link](https://example.org/{n}).\n\n" * 3
BY_REFERENCE = (
    '---\ntitle: Number {n}\ndate: {date}\nduration: "1:00:00"\n'
    'enclosure: {{url: "https://cdn.example/{n}.mp3", length: 1000, type: audio/mpeg}}\n---\n'
)
WITH_AUDIO = "---\ntitle: Number {n}\ndate: {date}\n---\n"
FEEDTOOL = [sys.executable, "-c", "from feedtool.cli import main; main()"]
FRAME = b"\xff\xf3\x14\xc0" + bytes(20)
EXPLAINED = {
    "FT808": "order: a build puts the newest first",
    "podcast:chapters": "chapters of the feed are published as a file as well",
}
"""Differences a build makes on purpose."""


def main() -> None:
    name, *rest = sys.argv[1:] or ["help"]
    commands = {"feeds": feeds, "large": large, "noop": noop, "shows": shows, "kill": kill}
    if name not in commands:
        sys.exit(__doc__)
    commands[name](*(int(word) if word.isdigit() else word for word in rest))


def feeds(folder: str) -> None:
    """One line a feed, then the causes, then the share without an unexplained difference."""
    causes: Counter[str] = Counter()
    good = podcasts = 0
    for path in sorted(Path(folder).glob("*.xml")):
        verdict, why = judged(path)
        causes.update(why)
        print(f"{path.name[:58]:58} {verdict} {dict(why) or ''}")
        if verdict != "no podcast feed":
            podcasts += 1
            good += verdict in {"same", "explained"}
    print(f"\n{good} of {podcasts} well-formed podcast feeds without an unexplained difference")
    for cause, count in causes.most_common():
        print(f"{count:6} {cause}")


def judged(path: Path) -> tuple[str, Counter[str]]:
    """What becomes of one feed, and why it differs: ``same``, ``explained``, ``unexplained``, ``no podcast feed``."""
    from feedtool.findings import FeedtoolError
    from feedtool.importer import take_over
    from feedtool.output import build

    if not is_podcast(path.read_bytes()):
        return "no podcast feed", Counter()
    with tempfile.TemporaryDirectory() as place, path.open("rb") as stream:
        root = Path(place)
        try:
            taken = take_over(stream, path.name, root)
        except FeedtoolError as error:
            return "refused", Counter({str(error.findings[0].code): 1})
        made = build(root, now=NOW)
        if made.failed:
            return "unexplained", Counter({"the build fails": 1})
        told = [found.message for found in taken.findings]
        why = Counter(cause for one in differences(path, root) if (cause := explained(one, told)))
        return ("unexplained" if why["unexplained"] else "explained" if why else "same"), why


def is_podcast(data: bytes) -> bool:
    """Whether ``data`` is well-formed RSS with an enclosure that has an address, and without a DOCTYPE.

    A stored answer of a web server with a feed inside is none.
    """
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root.getroottree().docinfo.internalDTD is not None or root.tag.rpartition("}")[2] not in {"rss", "RDF"}:
        return False
    return any((found.get("url") or "").startswith("http") for found in root.iter("enclosure"))


def differences(path: Path, root: Path) -> list[object]:
    from feedtool.compare import compare
    from feedtool.rawfeed import RawFeed

    new = root / "output" / "feed.xml"
    with path.open("rb") as one, new.open("rb") as other, tempfile.TemporaryFile() as spool:
        return list(compare(RawFeed(one, "old"), RawFeed(other, "new"), spool))


def explained(one: object, told: list[str]) -> str:
    """The cause of a difference; ``unexplained`` where the import said nothing about it; empty where it is none."""
    if one.code == "FT814":
        return ""
    cause = EXPLAINED.get(one.code) or (EXPLAINED.get(one.field) if not one.old else None)
    if cause:
        return cause
    about = [text for text in told if not one.item or text.startswith(repr(one.item)) or "no title" in text]
    words = {"FT805": ("enclosure", "guid", "draft"), "FT806": ("guid",)}.get(one.code, (one.field,))
    if any(word.removeprefix("itunes:") in text for text in about for word in words):
        return f"told: {one.field}"
    return "unexplained"


def project(root: Path, count: int, *, audio: bool = False, n: object = "") -> None:
    """A show of ``count`` episodes, its files long untouched."""
    (root / "episodes").mkdir(parents=True)
    old(root / "feedtool.toml", SHOW.format(n=n).encode())
    for number in range(count):
        date = datetime.fromtimestamp(1_000_000_000 + number * 40_000, UTC).isoformat()
        text = (WITH_AUDIO if audio else BY_REFERENCE).format(n=number, date=date) + NOTES.format(n=number)
        old(root / "episodes" / f"{number:05}.md", text.encode())
        if audio:
            old(root / "episodes" / f"{number:05}.mp3", FRAME * (200 + number))


def old(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    os.utime(path, (1_700_000_000, 1_700_000_000))


def measured(root: Path, *options: str) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak MB of one build of ``root`` in a process of its own."""
    program = (
        "import resource, sys, time; from feedtool.cli import main\n"
        "try: main(sys.argv[1:], standalone_mode=False)\n"
        "except SystemExit as left:\n"
        "    if left.code: raise\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.__stdout__)"
    )
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", program, "build", "-C", str(root), *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - start, int(done.stdout.split()[-1]) / 1024


def large(count: int = 10_000) -> None:
    """First build, one changed, nothing to do; memory against a tenth of the episodes."""
    with tempfile.TemporaryDirectory() as place:
        peaks = {}
        for size in (count // 10, count):
            root = Path(place) / str(size)
            project(root, size)
            first = measured(root)
            text = root / "episodes" / f"{size // 2:05}.md"
            old(text, text.read_bytes().replace(b"Words", b"Other words"))
            os.utime(text, (1_700_000_100, 1_700_000_100))
            second, third = measured(root), measured(root)
            peaks[size] = first[2], second[2]
            rows = (("first build", first), ("one changed", second), ("nothing to do", third))
            for name, (cpu, wall, peak) in rows:
                print(f"{size:6} {name:14} {cpu:7.2f} s CPU {wall:7.2f} s {peak:6.0f} MB  {cpu / first[0]:.3f}x")
        small, big = peaks[count // 10], peaks[count]
        print(f"peak memory {big[0] / small[0]:.2f}x (first build), {big[1] / small[1]:.2f}x (one changed)")


def noop(count: int = 1000) -> None:
    """In one process: a build with nothing to do against a stat of the same files."""
    from feedtool.output import build

    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        project(root, count, audio=True)
        build(root, now=NOW)
        ratios = []
        for _ in range(15):
            start = time.process_time()
            files = [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]  # noqa: PTH118
            for path in files:
                os.stat(path)  # noqa: PTH116
            walked = time.process_time() - start
            start = time.process_time()
            assert not build(root, now=NOW).written
            ratios.append((time.process_time() - start) / walked)
        print(f"no-op build of {count}: {statistics.median(ratios):.2f}x a walk and stat of the same files")


def shows(count: int = 200, episodes: int = 20) -> None:
    """Serial, two processes, and a Dask scheduler with two workers of which one dies while it builds an episode."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "shows"
        for number in range(count):
            project(source / f"{number:03}", episodes, audio=True, n=number)
        digests = {}
        for name, options in (("serial", []), ("--jobs 2", ["--jobs", "2"]), ("dask", None)):
            target = Path(place) / "built"
            shutil.copytree(source, target)
            start = time.perf_counter()
            build_all(target, on_dask(place) if options is None else options)
            each = (time.perf_counter() - start) / count / episodes * 1000
            digests[name] = digest(target)
            print(f"{name:10} {each:7.1f} ms an episode  {digests[name][:16]}")
            if options is None:
                print(f"{'':10} a worker was killed while it built {(Path(place) / MARKER).read_text()}")
            shutil.rmtree(target)
        print("same bytes" if len(set(digests.values())) == 1 else "DIFFERENT BYTES")


def build_all(folder: Path, options: list[str]) -> None:
    names = [str(path) for path in sorted(folder.iterdir())]
    command = [*FEEDTOOL, "build", *names, *options]
    try:
        subprocess.run(command, check=True, capture_output=True)
    finally:
        for worker in WORKERS:
            worker.kill()


WORKERS: list[subprocess.Popen[bytes]] = []
MARKER = "killed-in-a-task"
VICTIM = """
import os, signal, sys
from feedtool import tasks
from distributed.cli.dask_worker import main

make, built = tasks.make, []

def deadly(task):
    built.append(task)
    if len(built) == 10:
        with open({marker!r}, "x") as marker:
            marker.write(str(task.entry.text))
        os.kill(os.getpid(), signal.SIGKILL)
    return make(task)

deadly.__module__, deadly.__qualname__ = make.__module__, make.__qualname__
tasks.make = deadly
main()
"""
"""A worker that is killed in the middle of its tenth task, having said which: tasks name what they call, so it calls
this."""


def on_dask(place: str) -> list[str]:
    """Start a scheduler and two workers on loopback; one of them will die."""
    file = Path(place) / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--no-dashboard"]
    WORKERS.append(subprocess.Popen([*dask, "--port", "0", "--scheduler-file", str(file)], **quiet))
    while not file.exists():
        time.sleep(0.1)
    options = ["--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    victim = VICTIM.format(marker=str(Path(place) / MARKER))
    starts = (["-m", "distributed.cli.dask_worker"], ["-c", victim])
    WORKERS.extend(subprocess.Popen([sys.executable, *start, *options], **quiet) for start in starts)
    time.sleep(3)
    import json

    return ["--cluster", json.loads(file.read_text())["address"]]


def digest(folder: Path) -> str:
    """One hash of every output and lock below the folder."""
    made = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and ".feedtool" not in p.parts):
        made.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return made.hexdigest()


def kill(times: int = 50, episodes: int = 200) -> None:
    """Kill builds at random moments; every file is one whole old or new state, and the next build repairs."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "show"
        project(root, episodes, audio=True)
        command = [*FEEDTOOL, "build", "-C", str(root)]
        subprocess.run(command, check=True, capture_output=True)
        span = timed(root, command)
        killed = whole = repaired = 0
        for number in range(times):
            before = outputs(root)
            change(root, episodes, number)
            wanted = after(root, Path(place) / "apart")
            run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.15, span))
            run.send_signal(signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL
            there = outputs(root)
            whole += all(data in {before.get(name), wanted.get(name)} for name, data in there.items())
            subprocess.run(command, check=True, capture_output=True)
            repaired += outputs(root) == wanted
        print(f"{times} builds, {killed} killed: {whole} times all files whole, {repaired} times repaired by the next")


def timed(root: Path, command: list[str]) -> float:
    change(root, 200, -1)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def change(root: Path, episodes: int, number: int) -> None:
    """Another word in every episode."""
    for index in range(episodes):
        path = root / "episodes" / f"{index:05}.md"
        path.write_bytes(path.read_bytes().split(b"\nLast ")[0] + f"\nLast {number}.\n".encode())


def after(root: Path, apart: Path) -> dict[str, str]:
    """What a build of the project makes when nobody kills it."""
    shutil.rmtree(apart, ignore_errors=True)
    shutil.copytree(root, apart, ignore=shutil.ignore_patterns(".feedtool"))
    subprocess.run([*FEEDTOOL, "build", "-C", str(apart)], check=True, capture_output=True)
    return outputs(apart)


def outputs(root: Path) -> dict[str, str]:
    files = (p for p in (root / "output").rglob("*") if p.is_file() and not p.name.startswith(".feedtool-"))
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(files)}


if __name__ == "__main__":
    main()
