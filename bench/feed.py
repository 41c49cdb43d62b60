"""The feed against feedgen whole: processor time and peak memory as ratios in one run.

    python bench/feed.py [--items 1000,10000,50000] [--rounds 3]

Each figure is a process of its own; rounds alternate, the median of the pairs' ratios counts. Every maker gets the
same episodes and writes the same elements of an item: title, link, description, content:encoded, guid, enclosure,
pubDate and the iTunes tags feedgen knows. ``ours`` cleans the notes (about 2.6 KB) with nh3 once for both fields and
cuts the description; ``feedgen`` cleans each field to what it may hold, ``feedgen, cleaning once`` gives both fields
one text. In ``ours, cleaned before`` and ``feedgen, not cleaning`` the notes are clean already, as in a build, whose
reader of notes cleans them. feedgen's clock and locale are left as they are.
``checked`` is our feed made and judged by feedtool.check.feed; what it costs more than ``ours`` is the judging.
``check alone`` judges a feed made before, start-up and all, and ``in one process`` is the best of making and of judging
by turns, without any start-up.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool.model import Category, Enclosure, Episode, Owner, Show

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOW = Show(
    title="A show",
    link="https://example.com/",
    description="What it is about.",
    language="en",
    base_url="https://example.com/",
    feed_url="https://example.com/feed.xml",
    author="Ann Example",
    owner=Owner(email="ann@example.com", name="Ann Example"),
    categories=(Category(name="Technology"),),
    image="https://example.com/cover.jpg",
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    locked=True,
)
PARAGRAPH = (
    "<p>We talk about <strong>number {n}</strong> and what came of it, with a "
    '<a href="https://example.com/{n}/{i}?a=1&amp;b=2">link</a>, some letters like ä and é, and a list of things that '
    "matter to people who make and hear programmes.</p>\n"
)


def episode(n: int, notes: type[str] = str) -> Episode:
    """The n-th episode, all of whose facts feedgen can say too; ``notes`` tells whether its notes are clean."""
    return Episode(
        title=f"Number {n} & friends",
        slug=f"e{n}",
        notes_html=notes("".join(PARAGRAPH.format(n=n, i=i) for i in range(10))),
        season=1 + n // 1000,
        episode=n + 1,
        episode_type="full",
        published=datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=n),
        duration=3_600_000 + n,
        author="Ann Example",
        explicit=False,
        guid=f"id-{n}",
        link=f"https://example.com/e/{n}",
        image=f"https://example.com/e/{n}.jpg",
        enclosure=Enclosure(url=f"https://example.com/audio/{n}.mp3", media_type="audio/mpeg", length=50_000_000 + n),
    )


def ours(count: int, notes: type[str] = str) -> Iterator[bytes]:
    """Our feed, piece by piece."""
    from feedtool.render import feed

    yield feed.head(SHOW, updated=episode(count - 1).published)
    for n in range(count):
        yield feed.item(SHOW, episode(n, notes))
    yield feed.TAIL


def ours_clean(count: int) -> Iterator[bytes]:
    """Our feed of notes that were cleaned before."""
    from feedtool.safehtml import Clean

    return ours(count, Clean)


def feedgen_whole(count: int, cleanings: int = 2) -> Iterator[bytes]:
    """feedgen's feed: all entries held, one string."""
    from feedgen.feed import FeedGenerator

    from feedtool.safehtml import BASIC, clean

    made = FeedGenerator()
    made.load_extension("podcast")
    made.title(SHOW.title)
    made.link(href=SHOW.link)
    made.description(SHOW.description)
    for n in range(count):
        e = episode(n)
        entry = made.add_entry(order="append")
        entry.title(e.title)
        entry.link(href=e.link)
        notes = clean(e.notes_html) if cleanings else e.notes_html
        entry.description(clean(e.notes_html, BASIC) if cleanings == 2 else notes)
        entry.content(notes, type="CDATA")
        entry.guid(e.guid)
        entry.enclosure(e.enclosure.url, e.enclosure.length, e.enclosure.media_type)
        entry.published(e.published)
        entry.podcast.itunes_author(e.author)
        entry.podcast.itunes_duration(e.duration // 1000)
        entry.podcast.itunes_episode(e.episode)
        entry.podcast.itunes_episode_type(e.episode_type)
        entry.podcast.itunes_season(e.season)
        entry.podcast.itunes_explicit("no")
        entry.podcast.itunes_image(e.image)
    yield made.rss_str(pretty=True)


def checked(count: int) -> Iterator[bytes]:
    """Our feed judged while it is made; nothing is held."""
    from feedtool.check import feed as check

    found = list(check.check(ours(count), "feed.xml"))
    assert not found, found[0]
    yield b""


def check_alone(count: int) -> Iterator[bytes]:
    """A feed that was made before, judged."""
    from feedtool.check import feed as check

    with made_before(count).open("rb") as stream:
        found = list(check.check(stream, "feed.xml"))
    assert not found, found[0]
    yield b""


def made_before(count: int) -> Path:
    """Where the feed stands that is judged alone."""
    return Path(tempfile.gettempdir()) / f"feedtool-bench-{count}.xml"


def in_one_process(count: int, rounds: int) -> float:
    """What judging a feed costs as a share of making it: the best of each, by turns."""
    from feedtool.check import feed as check

    parts = list(ours(count))
    seconds: dict[str, list[float]] = {"make": [], "check": []}
    for _ in range(rounds):
        start = time.process_time()
        sum(len(part) for part in ours(count))
        between = time.process_time()
        assert not list(check.check(iter(parts), "feed.xml"))
        seconds["make"].append(between - start)
        seconds["check"].append(time.process_time() - between)
    return min(seconds["check"]) / min(seconds["make"])


MODES = {
    "ours": ours,
    "ours, cleaned before": ours_clean,
    "feedgen": feedgen_whole,
    "feedgen, cleaning once": lambda count: feedgen_whole(count, 1),
    "feedgen, not cleaning": lambda count: feedgen_whole(count, 0),
    "checked": checked,
    "check alone": check_alone,
}


PAIRS = (
    ("ours", "feedgen"),
    ("ours", "feedgen, cleaning once"),
    ("ours, cleaned before", "feedgen, not cleaning"),
)


def run(mode: str, count: int) -> None:
    """Make one feed into nothing and print its CPU seconds, peak memory in MB and bytes."""
    size = sum(len(part) for part in MODES[mode](count))
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(used.ru_utime + used.ru_stime, int(peak.split()[1]) / 1024, size)


def measure(mode: str, count: int) -> tuple[float, float]:
    """CPU seconds and peak MB of one process."""
    command = [sys.executable, __file__, "--run", mode, "--items", str(count)]
    cpu, peak, _ = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(cpu), float(peak)


def compare(counts: list[int], rounds: int) -> None:
    """Print the table of ratios."""
    peaks: dict[tuple[str, int], float] = {}
    print(f"{'items':>7}  {'mode':24}{'CPU s':>8}{'peak MB':>9}{'CPU / ours':>12}")
    for count in counts:
        made_before(count).write_bytes(b"".join(ours(count)))
        rows: dict[str, list[tuple[float, float]]] = {mode: [] for mode in MODES}
        for _ in range(rounds):
            for mode in MODES:
                rows[mode].append(measure(mode, count))
        made_before(count).unlink()
        for mode, row in rows.items():
            cpu = statistics.median(c for c, _ in row)
            peaks[mode, count] = max(p for _, p in row)
            ratio = statistics.median(c / o for (c, _), (o, _) in zip(row, rows["ours"], strict=True))
            print(f"{count:7}  {mode:24}{cpu:8.2f}{peaks[mode, count]:9.1f}{ratio:12.2f}")
        for mine, theirs in PAIRS:
            inverse = [o / f for (o, _), (f, _) in zip(rows[mine], rows[theirs], strict=True)]
            print(f"{count:7}  {mine} / {theirs}: {statistics.median(inverse):.2f}")
        extra = [(c - o) / o for (c, _), (o, _) in zip(rows["checked"], rows["ours"], strict=True)]
        print(f"{count:7}  check / make: {statistics.median(extra):.2f}")
        alone = [c / o for (c, _), (o, _) in zip(rows["check alone"], rows["ours"], strict=True)]
        print(f"{count:7}  check alone / make: {statistics.median(alone):.2f}")
        print(f"{count:7}  check / make in one process: {in_one_process(count, rounds):.2f}")
    for mode in MODES:
        growth = peaks[mode, counts[-1]] / peaks[mode, counts[0]]
        print(f"peak at {counts[-1]} / peak at {counts[0]}, {mode}: {growth:.2f}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", default="1000,10000,50000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", choices=MODES)
    options = parser.parse_args()
    counts = [int(count) for count in options.items.split(",")]
    if options.run:
        run(options.run, counts[0])
    else:
        compare(counts, options.rounds)


if __name__ == "__main__":
    main()
