"""Lists of times that are mostly something else: taken whole or not at all."""

from __future__ import annotations

import pytest

from feedtool.notes import read

ABC = [(0, "Intro"), (90, "News"), (885, "Post")]


@pytest.mark.parametrize(
    "text",
    [
        "00.00 Intro\n01.30 News\n14.45 Post",
        "0.00 - Intro\n1.30 - News\n14.45 - Post",
        "Chapters\n0.00 Intro\n1.30 News\n14.45 Post",
        "We talk of looms.\n\n- 00.00 Intro\n- 01.30 News\n- 14.45 Post\n\nFollow us!",
        "0.00.00 Intro\n0.01.30 News\n0.14.45 Post",
    ],
)
def test_dots(text: str) -> None:
    assert [(c.start / 1000, c.title) for c in read(text, file="a.txt").episode.chapters] == ABC


@pytest.mark.parametrize(
    "text",
    ["0 min - Intro\n4 min - News\n17 min - Post", "- 0 Minuten: Intro\n- 4 Minuten: News\n- 17 Minuten: Post",
     "What we say:\n0 min. – Intro\n4 min. – News\n17 min. – Post"],
)  # fmt: skip
def test_minutes(text: str) -> None:
    made = read(text, file="a.txt").episode.chapters
    assert [(c.start / 1000, c.title) for c in made] == [(0, "Intro"), (240, "News"), (1020, "Post")]


@pytest.mark.parametrize(
    "text",
    [
        "0.00 Intro\n1.30 News",  # too few
        "1.30 News\n4.20 Post\n9.45 Weather",  # does not begin at zero
        "0.00 Entry\n4.50 Coffee\n3.20 Tea",  # does not rise
        "0.00 Intro\n1.30 News\n1.75 Post",  # no seconds
        "0.00 Intro\n0.30 News\n1.45 Post",  # goes nowhere
        "- 0.00 Intro\n- 1.30 News\n- 14.45 Post\n- and more",  # not the whole list
        "Prices are\n0.00 Children\n4.50 Students\n9.00 Others\nand a drink is free.",
        "0.00 %\n1.50 %\n9.20 %",
        "0 min\n10 min\n20 min",
        "0 min walk\n5 min walk\n9 min walk",
        "10 min - Peel\n20 min - Boil\n30 min - Eat",
        "0.00 Intro\n1.30 News\n14.45 Post\n\n2:00 A\n3:10 B\n14:20 C",  # other times are a list
    ],
)
def test_no_list(text: str) -> None:
    assert {c.title for c in read(text, file="a.txt").episode.chapters} <= {"A", "B", "C"}


def test_many_of_them_are_read_in_time() -> None:
    text = "".join(f"0.00 Part {n}\n" for n in range(20_000))
    assert read(text, file="a.txt").episode.chapters == ()
