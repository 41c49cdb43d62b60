"""Cues to try every format with."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from feedtool.transcripts import Cue

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
ODD = st.sampled_from(
    ["Hello there.", "<b>bold</b> & more", "-->", "00:01.000 --> 00:02.000", "1", "WEBVTT", "NOTE this", "&amp;", "a < b",
     "שלום עולם", "山田さんはとても速く話すので字幕がすぐに長くなりますそれでも読めなければなりません", "🎙️ Emoji", "x" * 200, "{\\an8}up",
     "word " * 60, "Remember: this", "Ann Bell: as said", "12:30 we left", "[laughs]", "a\nb", "\u2028", "\x07", "- dash", "￾"]
)  # fmt: skip
NAMES = st.none() | st.sampled_from(
    ["Ann Bell", "Bo", "Zoë van Dyk (host)", "山田", "ann", "A & B", "a: b", "<v x>", ""]
)
TIMES = st.integers(0, 9 * 3_600_000) | st.integers(0, 5000)
PLAIN = st.text("abc déf.,?! 山田\u00a0", min_size=1, max_size=120).filter(str.strip)


@st.composite
def any_cue(draw: st.DrawFn) -> Cue:
    """A cue with anything in it that the model allows."""
    start = draw(st.none() | TIMES)
    end = draw(st.none() | TIMES | st.integers(1, 9000).map(lambda n: (start or 0) + n))
    return Cue(text=draw(WORDS | ODD), start=start, end=end, speaker=draw(NAMES))


@pytest.fixture(scope="session")
def any_cues() -> st.SearchStrategy[list[Cue]]:
    """Cues in any order, with and without times."""
    return st.lists(any_cue(), min_size=1, max_size=6)


@pytest.fixture(scope="session")
def good_cues() -> st.SearchStrategy[list[Cue]]:
    """Cues one after the other, of ordinary words, with speakers that any format can tell."""

    @st.composite
    def make(draw: st.DrawFn) -> list[Cue]:
        at, made = 0, []
        for _ in range(draw(st.integers(1, 6))):
            start = at + draw(st.integers(0, 9000))
            at = start + draw(st.integers(500, 20_000))
            name = draw(st.none() | st.sampled_from(["Ann Bell", "Bo Stern", "Zoë van Dyk"]))
            made.append(Cue(text=" ".join(draw(PLAIN).split()), start=start, end=at, speaker=name))
        return made

    return make()
