"""Chapters to try every format with."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from feedtool.model import Chapter, Location

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
ODD = st.sampled_from(
    ["", " ", "Intro", "<b>bold</b> & more", 'say "hi"', "a|b", "- dash", "10:30 am", "CHAPTER01=0:00", "x <http://a.b>",
     "tab\there", "two\nlines", "שלום עולם", "🎙️ Emoji", "é", "a\x07b", "\ud800", "\u2028", "=1+1", "\\", "[x]", ";c", "#c",
     "-->", "&amp;", "WEBVTT", "﻿bom", "x" * 300, "0", "a,b;c", "'", "\u00a0nbsp\u00a0", "TITLE: x", "]]>"]
)  # fmt: skip
URLS = st.none() | st.sampled_from(
    [
        "https://example.com/a?b=c&d=e",
        "https://example.com/a b",
        "x<y>",
        "",
        " ",
        "https://müller.example/",
        '"',
        "a\tb",
    ]
)
TIMES = st.integers(0, 99 * 3_600_000) | st.integers(0, 5000)
EXTRA = st.dictionaries(
    WORDS.filter(lambda k: k not in {"startTime", "endTime", "title", "url", "img", "toc", "location"}),
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS | st.lists(WORDS, max_size=2),
    max_size=2,
)


@st.composite
def one_chapter(draw: st.DrawFn) -> Chapter:
    """A chapter with anything in it that the model allows."""
    start = draw(TIMES)
    return Chapter(
        start=start,
        title=draw(WORDS | ODD),
        end=draw(st.none() | st.integers(0, 10**7).map(lambda n: start + n) | TIMES),
        url=draw(URLS),
        image=draw(URLS),
        toc=draw(st.booleans() | st.just(value=True)),
        location=draw(st.none() | st.just(Location(name="Marlow", geo="geo:51.5,-0.7", osm="R113314"))),
        extra=draw(EXTRA),
    )


@pytest.fixture(scope="session")
def chapter_lists() -> st.SearchStrategy[list[Chapter]]:
    """Lists of chapters, unsorted, with equal and close starts."""
    return st.lists(one_chapter(), max_size=8)


@pytest.fixture(scope="session")
def sample() -> list[Chapter]:
    """Five ordinary chapters."""
    return [
        Chapter(start=0, title="Intro", end=94_500),
        Chapter(start=94_500, title="News & more", end=300_000, url="https://example.com/n?a=b&c=d"),
        Chapter(start=300_000, title="Interview: Zoë", end=1_200_000, image="https://example.com/n.jpg"),
        Chapter(start=1_200_000, title="Walk", location=Location(name="Marlow", geo="geo:51.5719,-0.7770")),
        Chapter(start=4_000_000, title="Goodbye", end=4_030_000, extra={"number": 5}),
    ]
