"""One illegal character costs itself and nothing else."""

from __future__ import annotations

import pytest

from feedtool.model import Chapter, Episode
from feedtool.scrub import scrub

BAD = [*(chr(c) for c in range(0x20) if c not in {9, 10, 13}), "\ud800", "\udfff", "\ufffe", "\uffff"]


@pytest.mark.parametrize("char", BAD, ids=lambda c: f"U+{ord(c):04X}")
def test_each_is_dropped_and_named(char: str) -> None:
    episode = Episode(
        title=f"a{char}b", slug="x", chapters=(Chapter(start=0, title="fine"), Chapter(start=1, title=char))
    )
    made, cured = scrub(episode)
    assert made.title == "ab"
    assert made.chapters[1].title == ""
    assert cured == ["title", "chapters[1].title"]


def test_what_is_clean_is_the_same_object() -> None:
    episode = Episode(title="tab\t, newline\n, emoji 🎧, مرحبا", slug="x", chapters=(Chapter(start=0, title="é"),))
    assert scrub(episode) == (episode, [])
    assert scrub(episode)[0] is episode
