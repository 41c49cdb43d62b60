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

from feedtool.cli.parse import decode
from feedtool.notes import read

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
        return f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r) if p + r else 0:.3f}  ({self.right}/{self.given}/{self.wanted})"


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


def score_notes(corpus: Path, rows: list[dict[str, Any]], misses: bool, peer: bool) -> None:
    exact = other_exact = positives = negatives = false = other_false = 0
    both, starts, persons, persons_all, links = Tally(), Tally(), Tally(), Tally(), Tally()
    other, other_starts = Tally(), Tally()
    stated: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    traits: Counter[str] = Counter()
    trait_hits: Counter[str] = Counter()
    for case in rows:
        text, gold = load(corpus, case), case["gold"]
        made = read(text, file=Path(case["input"]).name, show=None)
        given = sorted({(c.start / 1000, folded(c.title)) for c in made.episode.chapters})
        wanted = sorted({(float(c["start"]), folded(c["title"])) for c in gold["chapters"]})
        right = both.add(given, wanted)
        a, b = near([g[0] for g in given], [w[0] for w in wanted], 0.5)
        starts.add(a, b)
        perfect = right == len(given) == len(wanted)
        for trait in case["traits"]:
            traits[trait] += 1
            trait_hits[trait] += perfect
        if wanted:
            positives += 1
            exact += perfect
        else:
            negatives += 1
            false += bool(given)
        if misses and not perfect:
            print(
                f"  {case['id']}: extra {[g for g in given if g not in wanted][:4]}  missed {[w for w in wanted if w not in given][:4]}"
            )
        theirs = yt_dlp(text) if peer else []
        other_right = other.add([(s, folded(t)) for s, t in theirs], wanted)
        a, b = near([s for s, _ in theirs], [w[0] for w in wanted], 0.5)
        other_starts.add(a, b)
        if wanted:
            other_exact += other_right == len(theirs) == len(wanted)
        else:
            other_false += bool(theirs)
        people_given = [(folded(p.name), role(p.role)) for p in made.episode.people]
        people_wanted = [(folded(p["name"]), role(p["role"])) for p in gold["people"]]
        people_given = [
            (n, dict(people_wanted).get(n, r) if dict(people_wanted).get(n) == "any" else r) for n, r in people_given
        ]
        persons_all.add(people_given, people_wanted)
        if people_wanted:
            persons.add(people_given, people_wanted)
        if misses and sorted(people_given) != sorted(people_wanted) and (people_given or people_wanted):
            print(f"  {case['id']}: people {people_given} wanted {people_wanted}")
        urls = {link.url.rstrip("/") for link in made.episode.links}
        wanted_urls = [u.rstrip("/") for u in gold["links_min"]]
        links.add([u for u in wanted_urls if u in urls], wanted_urls)
        if misses and any(u not in urls for u in wanted_urls):
            print(f"  {case['id']}: links missed {[u for u in wanted_urls if u not in urls][:3]}")
        published = made.episode.published
        for name, value, fair in (
            (
                "title",
                folded(made.episode.title) or None,
                [folded(t) for t in gold.get("title_any") or [gold["title"]] if t],
            ),
            (
                "episode",
                made.episode.episode,
                [x for x in gold.get("episode_any") or [gold["episode"]] if x is not None],
            ),
            ("season", made.episode.season, [gold["season"]] if gold["season"] is not None else []),
            ("date", published.isoformat()[:10] if published else None, [gold["date"]] if gold["date"] else []),
        ):
            if fair:
                stated[name] += 1
                hit[name] += value in fair
            elif value is not None:
                invented[name] += 1
            if misses and (value not in fair if fair else value is not None):
                print(f"  {case['id']}: {name} {value!r} wanted {fair}")
    print(f"notes: {len(rows)} episodes, {positives} with chapters, {negatives} without")
    print(
        f"  chapters exact      {exact}/{positives} = {exact / max(positives, 1):.3f}   yt-dlp {other_exact}/{positives}"
    )
    print(f"  (start, title)      {both}\n     yt-dlp           {other}")
    print(f"  start               {starts}\n     yt-dlp           {other_starts}")
    print(f"  negatives given any {false}/{negatives}   yt-dlp {other_false}/{negatives}")
    print(f"  people where labelled {persons}\n  people in all       {persons_all}")
    print(f"  links recall        {links.right}/{links.wanted} = {links.right / max(links.wanted, 1):.3f}")
    for name in ("title", "episode", "season", "date"):
        print(
            f"  {name:<19} {hit[name]}/{stated[name]} = {hit[name] / max(stated[name], 1):.3f}   given where none is labelled: {invented[name]}"
        )
    worst = [f"{t} {trait_hits[t]}/{n}" for t, n in sorted(traits.items()) if trait_hits[t] < n]
    print(f"  traits not all exact: {', '.join(worst) or 'none'}  (of {len(traits)})")


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
    print(
        f"pairs: {len(rows)}\n  start (1 s)         {starts}\n     yt-dlp           {other}\n  titles              {titles}"
    )


def yt_dlp(text: str) -> list[tuple[float, str]]:
    """Its extractor sees what a page shows: tags taken off by its own function, and a length nothing exceeds."""
    from yt_dlp.extractor.common import InfoExtractor
    from yt_dlp.utils import clean_html

    shown = clean_html(text) if re.search(r"<(?:p|br|li|div|h\d)\b", text) else text
    rows = InfoExtractor()._extract_chapters_from_description(shown, 360_000)
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
    print(
        f"  of markdown-it-py: {timings['feedtool'] / timings['markdown-it-py']:.2f}x in all, median {ratios[len(ratios) // 2][0]:.2f}x, worst {ratios[-1]}"
    )
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
