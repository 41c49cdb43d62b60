"""What all formats share."""

from __future__ import annotations

import pytest

from feedtool.chapters.base import Sample, gather, moment, one_url, seconds, skipped
from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Chapter
from feedtool.textfile import numbered, one_line


@pytest.mark.parametrize(
    ("text", "ms"),
    [("5:30", 330_000), ("05:30:00", 19_800_000), ("61:03", 3_663_000), ("330", 330_000), ("0.0005", 1), ("1,5", 1500),
     ("1000:00:00", 3_600_000_000), ("1000:00:01", None), ("-1", None), ("", None), (None, None), ("9" * 50, None),
     ("1e3", None), ("١:٠٠", None), ("NaN", None)],
)  # fmt: skip
def test_moment(text, ms):
    assert moment(text) == ms


@pytest.mark.parametrize(
    ("value", "ms"),
    [(0, 0), (94.5, 94_500), (0.0005, 1), (0.00049, 0), (True, None), (-0.1, None), (1e300, None), (float("nan"), None),
     (float("inf"), None), ("1", None), (None, None), (10**400, None)],
)  # fmt: skip
def test_seconds(value, ms):
    assert seconds(value) == ms


def test_one_line():
    assert one_line("\u00a0a\tb\u2028c\x00d\ud800 ") == "a b cd\ufffd"
    assert one_line("x\u3000y\u00a0z") == "x\u3000y\u00a0z"


def test_one_url():
    assert one_url(" https://example.com/a b<\u00e9> ") == "https://example.com/a%20b%3Cé%3E"
    assert (one_url(""), one_url(None), one_url(" ")) == (None, None, None)


def test_numbered():
    assert list(numbered("\ufeffa\r\nb\rc\nd")) == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


def test_sample():
    assert Sample("\ufeff\n a \n\n").lines == (" a ",)
    assert Sample('{"chapters": [1, {"a": 2}]}').rows == ({"a": 2},)
    assert Sample("[broken").json is None
    assert Sample("").rows == ()


def test_gather_sorts_and_says_so():
    late, early = Chapter(start=9, place=Place("x", 1)), Chapter(start=1, place=Place("x", 2))
    made = gather("f", [late, early], {"title": "t"}, file="x")
    assert (made.format, made.chapters, made.about) == ("f", (early, late), {"title": "t"})
    assert [(f.code, f.place.line) for f in made.findings] == [("FT313", 2)]


def test_gather_refuses_when_all_is_lost():
    with pytest.raises(SourceError) as caught:
        gather("f", [skipped("soon", Place("x", 3))], file="x")
    assert [f.code for f in caught.value.findings] == ["FT311", "FT312"]
    assert gather("f", [], file="x").chapters == ()


def test_skipped_shows_what_it_read():
    found = skipped("x" * 500, Place("x"))
    assert isinstance(found, Finding)
    assert len(found.message) < 180
    assert skipped(None, Place("x")).message.startswith("a chapter without a start")
