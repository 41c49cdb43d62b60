"""The whole path: shapes of real pages in words of our own, places, precedence, and hostile texts."""

from __future__ import annotations

import json
import random
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.model import Person
from feedtool.notes import read
from feedtool.render.episode import to_json
from feedtool.schemas import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

SHARED = Path(__file__).resolve().parents[3] / "shared"

PAGE_WITH_CHAPTERS = """Ada Byron — What a Loom Can Count

Ada Byron — What a Loom Can Count

Ada Byron writes about engines that nobody has built yet, and about the cards that would drive them.

⏳ Timestamps:

0:00 Intro

1:06 Cards and threads

1:02:03 Bonus: Numbers & Notes

📝 Links

📍 Our earlier talk with Ada (8/25/2022):

💬 Host: Mary Shaw

📹 Producers: Grace Hill, Joan Park
"""

PAGE_WITHOUT = """Skip to content
Engine TalksEngine Talks

Ada Byron: Looms and Numbers | Engine Talks #35

Mary Shaw and Ada Byron on looms, numbers and what lies between.

Mary ShawhostAda Byronguest
Aug 27, 20191h 44mWatch on YouTube ↗

At a glance

Most of what looms do is counting.
"""


def test_page_with_chapters_and_credits(notes: Callable[..., Reading]) -> None:
    made = notes(PAGE_WITH_CHAPTERS, "a.txt").episode
    assert made.title == "Ada Byron — What a Loom Can Count"
    assert [(c.start, c.title) for c in made.chapters] == [
        (0, "Intro"), (66_000, "Cards and threads"), (3_723_000, "Bonus: Numbers & Notes"),
    ]  # fmt: skip
    assert [(p.name, p.role) for p in made.people] == [
        ("Mary Shaw", "host"), ("Grace Hill", "producer"), ("Joan Park", "producer"),
    ]  # fmt: skip
    assert made.published is None, "the date belongs to an earlier episode"
    assert made.description.startswith("Ada Byron writes about engines")


def test_page_whose_text_lost_its_spaces(notes: Callable[..., Reading]) -> None:
    made = notes(PAGE_WITHOUT, "a.txt")
    episode = made.episode
    assert (episode.title, episode.show, episode.episode) == ("Ada Byron: Looms and Numbers", "Engine Talks", 35)
    assert (episode.published, episode.duration) == (date(2019, 8, 27), 6_240_000)
    assert [(p.name, p.role) for p in episode.people] == [("Mary Shaw", "host"), ("Ada Byron", "guest")]
    assert episode.chapters == ()
    assert [f.code for f in made.findings] == ["FT201"]


@pytest.mark.corpus
def test_seeds() -> None:
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the seeds are not here")
    first, second = (read(p.read_text("utf-8"), file=p.name) for p in sorted((SHARED / "seeds").glob("*.txt")))
    assert len(first.episode.chapters) == 11
    assert (first.episode.chapters[0].title, first.episode.chapters[-1].start) == ("Intro", 4_322_000)
    assert [p.role for p in first.episode.people] == ["host", "producer", "producer"]
    assert first.episode.published is None
    assert (second.episode.episode, second.episode.published, second.episode.duration) == (
        35,
        date(2019, 8, 27),
        6_240_000,
    )
    assert second.episode.chapters == ()


def test_facts_have_places_makers_and_confidence(notes: Callable[..., Reading]) -> None:
    made = notes("---\ntitle: A\n---\n\n# Other\n\nHost: Ada Byron\n\n- 0:00 Intro\n- 1:06 Plan\n- 2:00 End\n")
    facts = {f.field: f for f in made.facts}
    assert (str(facts["title"].place), facts["title"].by) == ("a.md:2:1", "front matter")
    assert (str(facts["chapters[1]"].place), facts["chapters[1]"].by) == ("a.md:10:3", "chapter list")
    assert (str(facts["people[0]"].place), facts["people[0]"].by) == ("a.md:7:1", "label")
    assert all(0 < f.confidence <= 1 for f in made.facts)
    assert made.episode.places["title"] == facts["title"].place
    assert made.episode.chapters[2].place == facts["chapters[2]"].place


def test_front_matter_chapters_win_and_the_notes_are_still_listed(notes: Callable[..., Reading]) -> None:
    made = notes(
        "---\ntitle: A\nchapters:\n- {start: 0, title: One}\n- {start: 5, title: Two}\n---\n0:00 A\n1:00 B\n2:00 C\n"
    )
    assert made.chapters_from == "front matter"
    assert [c.title for c in made.episode.chapters] == ["One", "Two"]
    assert [c.title for c in made.listed] == ["A", "B", "C"]


def test_sidecar_speaks_for_a_text_that_stays_untouched(notes: Callable[..., Reading]) -> None:
    sidecar = ('title = "Side"\nhosts = ["Ada Byron"]\n[[chapters]]\nstart = 0\ntitle = "One"\n', "a.toml")
    made = notes("Some prose about looms and what they weave on long days.", "a.txt", sidecar=sidecar)
    assert (made.episode.title, made.chapters_from) == ("Side", "sidecar")
    assert made.episode.people == (Person(name="Ada Byron"),)
    assert str(made.episode.places["title"]) == "a.toml:1:1"


def test_broken_front_matter_costs_only_the_broken_line(notes: Callable[..., Reading]) -> None:
    made = notes("---\ntitle: Looms: a story: again\nepisode: 7\n---\nText\n")
    assert "FT102" in [f.code for f in made.findings]
    assert (made.episode.title, made.episode.episode) == ("Looms: a story: again", 7)


def test_no_title_is_an_error(notes: Callable[..., Reading]) -> None:
    found = notes("## Only a part\n\ntext").findings
    assert "FT209" in [f.code for f in found]


def test_a_broken_front_matter_is_the_one_cause(notes: Callable[..., Reading]) -> None:
    found = notes("---\ntitle: [a\n---\n\n## Only a part\n\ntext").findings
    assert [f.code for f in found if f.code != "FT201"] == ["FT102"]


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("Talking to Plants | Green Radio", "<h1>Talking to Plants</h1>", ("Talking to Plants", "Green Radio")),
        ("Green Radio: Talking to Plants", "<h1>Talking to Plants</h1>", ("Talking to Plants", "Green Radio")),
        ("Talking - Part 2 - Green Radio", "<h1>Talking - Part 2</h1>", ("Talking - Part 2", "Green Radio")),
        ("Talking to Plants | Green Radio", "<h1>Green Radio</h1><h2>Talking to Plants</h2>", ("Talking to Plants", "Green Radio")),
        ("Talking to Plants | Podcast", "<h1>Talking to Plants</h1>", ("Talking to Plants", None)),
        ("Talking to Plants Green", "<h1>Talking to Plants</h1>", ("Talking to Plants", None)),
        ("Talking to Plants | Green Radio", "", ("Talking to Plants | Green Radio", None)),
    ],
)  # fmt: skip
def test_a_page_title_tells_the_show_beside_its_heading(head: str, body: str, expected: tuple[str, str]) -> None:
    page = f"<html><head><title>{head}</title></head><body>{body}<p>Plants answer slowly, but they answer.</p></body></html>"
    made = read(page, file="a.html").episode
    assert (made.title, made.show) == expected
    assert made.notes_html == "<p>Plants answer slowly, but they answer.</p>"


@pytest.mark.parametrize(
    ("file", "text", "html"),
    [
        ("a.md", "# Looms\n\nWords.\n", "<p>Words.</p>"),
        ("a.md", "---\ntitle: Looms\n---\n# Looms\n\nWords.\n", "<p>Words.</p>"),
        ("a.md", "---\ntitle: Looms\n---\n# Cards\n\nWords.\n", "<h1>Cards</h1>\n<p>Words.</p>"),
        ("a.md", "Looms\n=====\n\nWords.\n", "<p>Words.</p>"),
        ("a.html", "<h1 class='x'>Looms</h1>\n<p>Words.</p>", "<p>Words.</p>"),
        ("a.html", "<h1>Looms</h1><p>Words.</p><h1>Looms</h1>", "<p>Words.</p>"),
        ("a.txt", "Skip to content\nTalksTalks\n\nLooms | Talks #3\n\nLooms\n\nWords.", "<p>Words.</p>"),
    ],
)
def test_the_title_is_no_part_of_the_notes(file: str, text: str, html: str) -> None:
    assert read(text, file=file).episode.notes_html == html


def test_listed_chapters_stand_one_a_line(notes: Callable[..., Reading]) -> None:
    made = notes("---\ntitle: T\n---\nProse that\ngoes on.\n\n0:00 *Intro*\n1:06 Plan\\\n2:00 End\n").episode
    assert made.notes_html == "<p>Prose that\ngoes on.</p>\n<p>0:00 <em>Intro</em><br>\n1:06 Plan<br>\n2:00 End</p>"


@pytest.mark.parametrize(
    ("file", "text", "places"),
    [
        ("a.md", "- **0:00** Intro\n- [1:06](#t) Plan\n\n  2:00 End", ["a.md:1:5", "a.md:2:4", "a.md:4:3"]),
        ("a.html", "<ul><li>0:00 A</li><li>1:06 B</li>\n <li>2:00 C</li></ul>", ["a.html:1:9", "a.html:1:24", "a.html:2:6"]),
        ("a.txt", "0:00 Intro\n  1:06 Plan\n2:00 End", ["a.txt:1:1", "a.txt:2:3", "a.txt:3:1"]),
    ],
)  # fmt: skip
def test_places_have_columns(file: str, text: str, places: list[str]) -> None:
    assert [str(c.place) for c in read(text, file=file).episode.chapters] == places


def test_naive_moment_stays_naive_and_a_day_a_day(notes: Callable[..., Reading]) -> None:
    assert notes("---\ndate: 2024-05-31\n---\n").episode.published == date(2024, 5, 31)
    assert notes("---\ndate: 2024-05-31T18:00\n---\n").episode.published == datetime(2024, 5, 31, 18, 0)  # noqa: DTZ001


def test_html_page_without_its_navigation() -> None:
    page = """<html lang="en"><head><title>Looms - Engine Talks</title><meta property="og:site_name" content="Engine Talks">
    <meta property="og:title" content="Looms"></head><body><nav><a href="https://example.org/all">All episodes</a></nav>
    <main><h1>Looms</h1><p>Cards weave numbers, and numbers weave cards, says the loom of the engine talks today.</p>
    <ul><li>0:00 Intro</li><li>1:06 Plan</li><li>2:00 End</li></ul></main><footer>9:00 - 17:00</footer></body></html>"""
    made = read(page, file="a.html")
    assert (made.episode.title, made.episode.show, made.episode.language) == ("Looms", "Engine Talks", "en")
    assert len(made.episode.chapters) == 3
    assert made.episode.links == ()
    assert "All episodes" not in made.episode.notes_html


def test_notes_html_is_clean() -> None:
    for file, text in (
        ("a.md", "Hi <script>alert(1)</script> [x](javascript:alert(1))"),
        ("a.html", "<p onclick=x>Hi</p><script>y</script>"),
    ):
        html = read(text, file=file).episode.notes_html
        assert "script" not in html
        assert "onclick" not in html
        assert "data-sourcepos" not in html


def test_player_in_a_script_gives_fractions() -> None:
    script = '<p>Prose</p><script>play({"chapters":[{"start":"00:00:00.000","title":"Intro"},{"start":"00:01:06.512","title":"Plan"}]})</script>'
    assert [c.start for c in read(script, file="a.html").episode.chapters] == [0, 66_512]


@pytest.mark.parametrize("file", ["a.md", "a.txt", "a.html", "a.yml", "a.toml", "a.json", "-"])
@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        alphabet=st.sampled_from(
            list("0:123.hm-[](){}<>|#*_`'\"\n\t abHost:&;/=+~^\\\u200b\u202e\U0001f389é第\ud800\x00%")
        ),
        max_size=300,
    )
)
def test_any_text_gives_a_reading_that_is_sound(file: str, text: str) -> None:
    made = read(text, file=file)
    jsonschema.Draft202012Validator(load("episode.schema.json")).validate(to_json(made.episode))
    assert read(text, file=file) == made


def test_mutated_notes_raise_nothing() -> None:
    chance = random.Random(7)
    base = (
        PAGE_WITH_CHAPTERS
        + "---\ntitle: x\nchapters:\n- 0:00 a\n---\n<ul><li>0:00 x</li></ul>\n| 0:00 | a |\n|--|--|\n{{< x >}}"
    )
    for _ in range(150):
        text = base
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(text))
            text = (
                text[:at]
                + chance.choice(["<", "[", "0:00", "\n---\n", "\x00", "](", "`", "\n> ", "{%"]) * chance.choice([1, 30])
                + text[at:]
            )
        read(text, file=chance.choice(["a.md", "a.txt", "a.html"]))


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "(" * 20_000, "> " * 5_000, "- " * 5_000, "<div>" * 5_000, "*" * 20_000, "0:00 " * 10_000,
             "`" * 20_000, "{{<" * 5_000, "a" * 200_000, "<" * 20_000, "---\n" + "a: [" * 3_000, "Host: " + "A b " * 5_000,
             '"chapters":[' * 3_000, "![" * 10_000, "1. " * 5_000, "| " * 20_000, "http://" * 10_000, "&" * 20_000],
    ids=lambda t: t[:12],
)  # fmt: skip
@pytest.mark.parametrize("file", ["a.md", "a.html", "a.txt"])
def test_cost_follows_length(file: str, text: str) -> None:
    """Steps are counted, not seconds: twice the text may take little more than twice the calls."""
    read(text[: len(text) // 4], file=file)
    small, large = calls(text[: len(text) // 2], file), calls(text, file)
    assert large < 3 * small + 2_000


def calls(text: str, file: str) -> int:
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        read(text, file=file)
    finally:
        sys.setprofile(None)
    return count


def test_reading_is_plain_data(notes: Callable[..., Reading]) -> None:
    assert json.loads(json.dumps(to_json(notes("# A\n\n0:00 a\n1:00 b\n2:00 c").episode)))["chapters"][1] == {
        "start": 60,
        "title": "b",
    }


def test_a_paragraph_that_names_a_guest_is_still_the_description(notes: Callable[..., Reading]) -> None:
    made = notes(
        "# Looms\n\nKit Hill talks with Ada Byron about looms, and what they weave.\n\nHost: Kit Hill is the one who asks.\n"
    )
    assert made.episode.description == "Kit Hill talks with Ada Byron about looms, and what they weave."


def test_a_family_is_not_one_person(notes: Callable[..., Reading]) -> None:
    made = notes("---\ntitle: T\nhosts: [Ada Byron]\n---\nGuest: Joan Byron\n\nHost: Byron\n").episode.people
    assert [p.name for p in made] == ["Ada Byron", "Joan Byron"]


def test_the_day_a_page_shows_has_the_hour_of_its_time_element() -> None:
    page = """<html><head><title>Looms</title></head><body><h1>Looms</h1><p>Episode 3 ·
    <time datetime="2025-05-08T06:00:00+02:00">8 May 2025</time></p></body></html>"""
    made = read(page, file="a.html").episode.published
    assert made is not None
    assert made.isoformat() == "2025-05-08T06:00:00+02:00"
