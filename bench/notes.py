"""Score the notes parser on labelled show notes, and measure its cost.

    python bench/notes.py [--corpus DIR] [--part kept|aside|both] [--misses] [--cost] [--no-peer]

The corpus is found beside the checkout. Shows are split by a hash of their name: a third is kept ``aside`` and only
looked at for final scores. Printed for each part: chapters exact and F1, negatives, people, links, title, number, date;
the same chapters by yt-dlp's own extractor; and CPU per note beside cmarkgfm and markdown-it-py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from feedtool.notes import read
from feedtool.textfile import decode

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


OPENED = {"Not Safe For Work"}
"""Shows of that third that were looked at after the first scores, and so no longer count as unseen."""


def aside(show: str) -> bool:
    """Whether a show belongs to the third that is kept aside."""
    return show not in OPENED and int(hashlib.sha256(show.encode()).hexdigest(), 16) % 3 == 0


def folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "")).strip().casefold()


class Tally:
    """Counts of right, given and wanted."""

    def __init__(self) -> None:
        self.right = self.given = self.wanted = 0

    def add(self, given: list[Any], wanted: list[Any]) -> int:
        right = len(list((Counter(given) & Counter(wanted)).elements()))
        self.right, self.given, self.wanted = self.right + right, self.given + len(given), self.wanted + len(wanted)
        return right

    def __str__(self) -> str:
        p = self.right / self.given if self.given else 1.0
        r = self.right / self.wanted if self.wanted else 1.0
        f1 = 2 * p * r / (p + r) if p + r else 0
        return f"P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({self.right}/{self.given}/{self.wanted})"


def near(given: list[float], wanted: list[float], within: float) -> tuple[list[int], list[int]]:
    """Given and wanted starts as tokens that are equal where they pair up within ``within`` seconds."""
    free = list(enumerate(wanted))
    tokens = []
    for number, start in enumerate(given):
        hit = next((pair for pair in free if abs(pair[1] - start) <= within), None)
        if hit:
            free.remove(hit)
        tokens.append(hit[0] if hit else -1 - number)
    return tokens, list(range(len(wanted)))


def cases(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(p.read_text("utf-8")) for p in sorted((corpus / "notes" / "cases").glob("*.json"))]


def pairs(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(p.read_text("utf-8")) for p in sorted((corpus / "pairs").glob("*.json"))]


def load(corpus: Path, case: dict[str, Any]) -> str:
    path = corpus / "notes" / case["input"]
    return decode(path.read_bytes(), path.name)[0]


FIELDS = ("title", "episode", "season", "date")


class Notes:
    """The scores of one part's labelled notes."""

    def __init__(self, corpus: Path, misses: bool, peer: bool) -> None:
        self.corpus, self.misses, self.peer = corpus, misses, peer
        self.count: Counter[str] = Counter()
        self.tallies = {
            name: Tally() for name in ("both", "starts", "other", "other starts", "people", "people in all", "links")
        }
        self.traits: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()

    def add(self, case: dict[str, Any]) -> None:
        text = load(self.corpus, case)
        episode = read(text, file=Path(case["input"]).name).episode
        gold = case["gold"]
        self._chapters(case, gold, episode)
        if self.peer:
            self._peer(text, gold)
        self._people(case, gold, episode)
        self._links(case, gold, episode)
        self._fields(case, gold, episode)

    def _miss(self, case: dict[str, Any], text: str) -> None:
        if self.misses:
            print(f"  {case['id']}: {text}")

    def _chapters(self, case: dict[str, Any], gold: dict[str, Any], episode: Any) -> None:
        given = sorted({(c.start / 1000, folded(c.title)) for c in episode.chapters})
        wanted = sorted({(float(c["start"]), folded(c["title"])) for c in gold["chapters"]})
        right = self.tallies["both"].add(given, wanted)
        self.tallies["starts"].add(*near([g[0] for g in given], [w[0] for w in wanted], 0.5))
        perfect = right == len(given) == len(wanted)
        self.count["positives" if wanted else "negatives"] += 1
        self.count["exact"] += bool(wanted) and perfect
        self.count["false"] += bool(given) and not wanted
        for trait in case["traits"]:
            self.traits[trait] += 1
            self.hits[trait] += perfect
        if not perfect:
            extra, missed = [g for g in given if g not in wanted], [w for w in wanted if w not in given]
            self._miss(case, f"extra {extra[:4]}  missed {missed[:4]}")

    def _peer(self, text: str, gold: dict[str, Any]) -> None:
        theirs = sorted({(s, folded(t)) for s, t in yt_dlp(text)})
        wanted = sorted({(float(c["start"]), folded(c["title"])) for c in gold["chapters"]})
        right = self.tallies["other"].add(theirs, wanted)
        self.tallies["other starts"].add(*near([s for s, _ in theirs], [w[0] for w in wanted], 0.5))
        self.count["other exact"] += bool(wanted) and right == len(theirs) == len(wanted)
        self.count["other false"] += bool(theirs) and not wanted

    def _people(self, case: dict[str, Any], gold: dict[str, Any], episode: Any) -> None:
        wanted = {folded(p["name"]): role(p["role"]) for p in gold["people"]}
        given = [(folded(p.name), role(p.role)) for p in episode.people]
        given = [(name, "any" if wanted.get(name) == "any" else did) for name, did in given]
        self.tallies["people in all"].add(given, list(wanted.items()))
        if wanted:
            self.tallies["people"].add(given, list(wanted.items()))
        if sorted(given) != sorted(wanted.items()):
            self._miss(case, f"people {given} wanted {list(wanted.items())}")

    def _links(self, case: dict[str, Any], gold: dict[str, Any], episode: Any) -> None:
        urls = {link.url.rstrip("/") for link in episode.links}
        wanted = [u.rstrip("/") for u in gold["links_min"]]
        self.tallies["links"].add([u for u in wanted if u in urls], wanted)
        if lost := [u for u in wanted if u not in urls]:
            self._miss(case, f"links missed {lost[:3]}")

    def _fields(self, case: dict[str, Any], gold: dict[str, Any], episode: Any) -> None:
        day = episode.published.isoformat()[:10] if episode.published else None
        given = (folded(episode.title) or None, episode.episode, episode.season, day)
        titles = [folded(t) for t in gold.get("title_any") or [gold["title"]] if t]
        fair = (titles, gold.get("episode_any") or [gold["episode"]], [gold["season"]], [gold["date"]])
        for name, value, choices in zip(FIELDS, given, fair, strict=True):
            allowed = [c for c in choices if c is not None]
            self.count[f"{name} stated"] += bool(allowed)
            self.count[f"{name} right"] += bool(allowed) and value in allowed
            self.count[f"{name} invented"] += not allowed and value is not None
            if (value not in allowed) if allowed else value is not None:
                self._miss(case, f"{name} {value!r} wanted {allowed}")

    def show(self) -> None:
        n, t = self.count, self.tallies
        print(f"notes: {n['positives']} with chapters, {n['negatives']} without")
        print(f"  chapters exact      {share(n['exact'], n['positives'])}")
        print(f"  (start, title)      {t['both']}\n  start               {t['starts']}")
        print(f"  negatives given any {n['false']}/{n['negatives']}")
        if self.peer:
            print(f"  yt-dlp: exact {n['other exact']}/{n['positives']}, negatives given any {n['other false']}")
            print(f"  yt-dlp: (start, title) {t['other']}\n  yt-dlp: start          {t['other starts']}")
        print(f"  people, labelled    {t['people']}\n  people, in all      {t['people in all']}")
        print(f"  links recall        {share(t['links'].right, t['links'].wanted)}")
        for name in FIELDS:
            score = share(n[f"{name} right"], n[f"{name} stated"])
            print(f"  {name:<19} {score}   given where none is labelled: {n[f'{name} invented']}")
        worst = [f"{trait} {self.hits[trait]}/{k}" for trait, k in sorted(self.traits.items()) if self.hits[trait] < k]
        print(f"  traits not all exact: {', '.join(worst) or 'none'}  (of {len(self.traits)})")


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / max(whole, 1):.3f}"


def score_notes(corpus: Path, rows: list[dict[str, Any]], misses: bool, peer: bool) -> None:
    scores = Notes(corpus, misses, peer)
    for case in rows:
        scores.add(case)
    scores.show()


def role(name: str) -> str:
    return "any" if name in ("speaker", "contributor") else name


def score_pairs(rows: list[dict[str, Any]], misses: bool, peer: bool) -> None:
    starts, titles, other = Tally(), Tally(), Tally()
    for row in rows:
        made = read(row["text"], file=row["id"], format=row["format"])
        given = [c.start / 1000 for c in made.episode.chapters]
        wanted = [float(c.get("start", c.get("startTime", 0))) for c in row["gold_chapters"]]
        a, b = near(given, wanted, 1.0)
        right = starts.add(a, b)
        titles.add([folded(c.title) for c in made.episode.chapters], [folded(c["title"]) for c in row["gold_chapters"]])
        if peer:
            other.add(*near([s for s, _ in yt_dlp(row["text"])], wanted, 1.0))
        if misses and not right == len(given) == len(wanted):
            print(f"  {row['id']}: {right} right of {len(given)} given, {len(wanted)} wanted")
    print(f"pairs: {len(rows)}\n  start (1 s)         {starts}\n  titles              {titles}")
    if peer:
        print(f"  yt-dlp: start       {other}")


def yt_dlp(text: str) -> list[tuple[float, str]]:
    """Its extractor sees what a page shows: tags taken off by its own function, and a length nothing exceeds."""
    from yt_dlp.extractor.common import InfoExtractor
    from yt_dlp.utils import clean_html

    shown = clean_html(text) if re.search(r"<(?:p|br|li|div|h\d)\b", text) else text
    rows = InfoExtractor()._extract_chapters_from_description(shown, 360_000)  # noqa: SLF001
    return [(float(r["start_time"]), r.get("title") or "") for r in rows or []]


def cost(rows: list[tuple[str, str, Any]]) -> None:
    from cmarkgfm import github_flavored_markdown_to_html
    from markdown_it import MarkdownIt

    peer = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    timings: dict[str, float] = {"feedtool": 0.0, "cmarkgfm": 0.0, "markdown-it-py": 0.0}
    ratios = []
    for name, text, format_ in rows:
        ours = best(lambda t=text, n=name, f=format_: read(t, file=n, format=f))
        theirs = best(lambda b=text: peer.render(b))
        timings["feedtool"] += ours
        timings["markdown-it-py"] += theirs
        timings["cmarkgfm"] += best(lambda b=text: github_flavored_markdown_to_html(b))
        ratios.append((ours / theirs, name))
    for name, seconds in timings.items():
        print(f"  {name:<16} {1000 * seconds / len(rows):.2f} ms a note")
    ratios.sort()
    whole = timings["feedtool"] / timings["markdown-it-py"]
    print(f"  of markdown-it-py: {whole:.2f}x in all, median {ratios[len(ratios) // 2][0]:.2f}x, worst {ratios[-1]}")
    for size in (1, 2, 4):
        line = "0:00 Intro and a [link](https://example.org) (x) " * (size * 20_000)
        times = "".join(f"{n // 60}:{n % 60:02} Part {n}\n" for n in range(size * 25_000))
        brackets = "[" * (size * 25_000)
        print(
            f"  x{size}: one line of {len(line)} {best(lambda t=line: read(t, file='a.md'), 1):.2f} s, "
            f"{size * 25_000} times {best(lambda t=times: read(t, file='a.md'), 1):.2f} s, "
            f"{size * 25_000} brackets {best(lambda t=brackets: read(t, file='a.md'), 1):.2f} s"
        )


def best(call: Any, rounds: int = 3) -> float:
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, default=CORPUS)
    options.add_argument("--part", choices=("kept", "aside", "both"), default="both")
    options.add_argument("--misses", action="store_true")
    options.add_argument("--cost", action="store_true")
    options.add_argument("--no-peer", action="store_true")
    given = options.parse_args()
    parts = {"kept": [False], "aside": [True], "both": [False, True]}[given.part]
    for part in parts:
        print(f"== shows {'kept aside' if part else 'worked on'}")
        rows = [c for c in cases(given.corpus) if aside(c["show"]) is part]
        score_notes(given.corpus, rows, given.misses, not given.no_peer)
        score_pairs([p for p in pairs(given.corpus) if aside(p["show"]) is part], given.misses, not given.no_peer)
    if given.cost:
        print("== cost")
        cost(
            [
                (Path(c["input"]).name, load(given.corpus, c), None)
                for c in cases(given.corpus)
                if c["format"] == "markdown"
            ]
        )


if __name__ == "__main__":
    main()
