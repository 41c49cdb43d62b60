"""Change one carrier by the least there is, and the proof goes red."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedtool.check.agreement import Carrier, prove
from feedtool.findings import Place
from feedtool.model import Chapter

TRUTH = (
    Chapter(start=0, title="Intro", place=Place("notes.md", 3, 1)),
    Chapter(start=94_500, title="News", url="https://example.org/n", place=Place("notes.md", 4, 1)),
    Chapter(start=100_000, title="Slide", toc=False),
    Chapter(start=120_000, title="End"),
)
VISIBLE = tuple(c for c in TRUTH if c.toc)


def messages(carrier: Carrier) -> list[str]:
    return [str(f) for f in prove(TRUTH, [carrier])]


def test_same_lists_agree() -> None:
    assert messages(Carrier(name="json", chapters=TRUTH, hidden=True)) == []
    assert messages(Carrier(name="psc", chapters=VISIBLE)) == []


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        (1, {"start": 94_501}, "'News' starts at 1:34.500, there at 1:34.501"),
        (1, {"title": "news"}, "1:34.500 is 'News', there 'news'"),
        (1, {"url": None}, "1:34.500 links to https://example.org/n, there to nothing"),
        (0, {"url": "https://example.org/x"}, "0:00 links to nothing, there to https://example.org/x"),
    ],
)
def test_least_change_is_found_and_traced_to_the_notes(number: int, change: dict, said: str) -> None:
    theirs = [*TRUTH]
    theirs[number] = replace(theirs[number], **change)
    (message,) = messages(Carrier(name="tag", chapters=theirs, hidden=True))
    assert message == f"notes.md:{number + 3}:1: error: chapter {number + 1} in tag: {said} [FT306]"


@pytest.mark.parametrize(
    ("chapters", "said"),
    [
        (VISIBLE[:-1], "chapter 3 in psc: 2:00 'End' is missing there"),
        ((*VISIBLE, Chapter(start=130_000, title="More")), "chapter 4 in psc: 2:10 'More' is only there"),
        ((), "chapter 1 in psc: 0:00 'Intro' is missing there"),
    ],
)
def test_counts(chapters: tuple[Chapter, ...], said: str) -> None:
    (message,) = messages(Carrier(name="psc", chapters=chapters))
    assert said in message


def test_prose_is_held_to_its_seconds() -> None:
    def prose(start: int) -> Carrier:
        listed = (Chapter(start=0, title="Hello"), Chapter(start=start, title="x"), Chapter(start=120_000, title="y"))
        return Carrier(name="notes", chapters=listed, exact=False, titles=False, links=False)

    assert messages(prose(94_000)) == []
    assert messages(prose(95_000)) == []
    assert messages(prose(94_499)) != []  # a fraction is a statement
    assert messages(prose(96_000)) != []
