"""Names before the text, and whose they are."""

from __future__ import annotations

import pytest

from feedtool.model import Person
from feedtool.transcripts.speakers import is_name, nearest, person_of, prefixed, told

PEOPLE = [Person(name="Ann Bell"), Person(name="Bo Stern"), Person(name="Bo Lund"), Person(name="Ann Bell")]


@pytest.mark.parametrize(
    "name", ["Ann", "Ann Bell", "Leo Dion (host)", "Dr. J. van Dyk", "Speaker 1", "山田", "O'Hara"]
)
def test_names(name):
    assert is_name(name)
    assert prefixed(f"{name}: hello") == (name, "hello")


@pytest.mark.parametrize(
    "text", ["", "and then", "He said", "Well, Ann", "No. Wait", "One Two Three Four Five Six", "1 Ann", "()"]
)
def test_no_names(text):
    assert not is_name(text)
    assert prefixed(f"{text}: hello") == (None, f"{text}: hello")


def test_prefixed():
    assert prefixed("山田：はい") == ("山田", "はい")
    assert prefixed("Ann:") == ("Ann", "")
    assert prefixed("Ratio 4:3") == (None, "Ratio 4:3")
    assert prefixed("https://a.example") == (None, "https://a.example")


def test_one_word_once_is_no_name():
    texts = ["Ann: hello", "Remember: this", "Ann: yes", "Bo Stern: no"]
    assert list(told(texts)) == [("Ann", "hello"), (None, "Remember: this"), ("Ann", "yes"), ("Bo Stern", "no")]
    assert list(told(["Announcer: hello"])) == [("Announcer", "hello")]


@pytest.mark.parametrize(
    ("speaker", "person", "close"),
    [
        ("Ann Bell", "Ann Bell", "Ann Bell"), ("ann bell (host)", "Ann Bell", "Ann Bell"), ("Ann", "Ann Bell", None),
        ("Bo", None, None), ("Anne Bell", None, "Ann Bell"), ("Speaker 1", None, None), ("Unknown", None, None),
        ("Quincy", None, None),
    ],
)  # fmt: skip
def test_people(speaker, person, close):
    assert person_of(speaker, PEOPLE) == person
    if person is None:
        assert nearest(speaker, PEOPLE) == close
