"""What a format can carry, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction

from feedtool.chapters import FORMATS, Limits, keeps, losses
from feedtool.chapters.fit import fit, from_grid, grid
from feedtool.findings import Place
from feedtool.model import Chapter

SECOND = Limits(unit=Fraction(1000))


def starts(*ms, limits=SECOND):
    return [c.start for c in fit([Chapter(start=m) for m in ms], frozenset(), limits)]


def test_halves_up_and_never_together():
    assert starts(499, 500, 1499, 1500) == [0, 1000, 2000, 3000]
    assert starts(0, 1, 2, 3) == [0, 1000, 2000, 3000]
    assert starts(700, 700, 701) == [1000, 1000, 2000]
    assert starts(5000, 0) == [0, 5000]


def test_grid_and_back():
    frame = Fraction(1000, 75)
    assert all(grid(from_grid(n, frame), frame) == n for n in range(1000))


def test_ends():
    chapters = [Chapter(start=0, end=0), Chapter(start=10, end=90), Chapter(start=50)]
    words = frozenset({"end"})

    def ends(fills, duration=None):
        return [c.end for c in fit(chapters, words, Limits(fills=fills), duration)]

    assert ends("never") == [None, 90, None]
    assert ends("known") == [10, 90, None]
    assert ends("known", 70) == [10, 90, 70]
    assert ends("always") == [10, 50, 1050]
    assert ends("always", 70) == [10, 50, 70]
    assert ends("always", 40) == [10, 50, 1050]  # a duration before the last start is none


def test_equal_starts_end_at_the_next_later_one():
    made = fit([Chapter(start=5), Chapter(start=5), Chapter(start=9)], frozenset(), Limits(fills="always"))
    assert [c.end for c in made] == [9, 9, 1009]


def test_what_is_dropped():
    chapters = [Chapter(start=n, title="", toc=n != 1) for n in range(4)]
    assert [c.title for c in fit(chapters, frozenset(), Limits(most=2))] == ["Chapter 1", "Chapter 2"]
    assert [c.title for c in fit(chapters, frozenset({"toc"}), Limits(untitled=True))] == [""] * 4


def codes(name, *chapters, duration=None):
    return [f.code for f in losses(FORMATS[name], chapters, duration)]


def test_an_end_told_by_the_next_start_is_not_lost():
    assert codes("psc", Chapter(start=0, title="a", end=5), Chapter(start=5, title="b")) == []
    assert codes("psc", Chapter(start=0, title="a", end=4), Chapter(start=5, title="b")) == ["FT331"]
    assert codes("psc", Chapter(start=0, title="a", end=9)) == ["FT331"]
    assert codes("psc", Chapter(start=0, title="a", end=9), duration=9) == []


def test_titles():
    assert codes("mp4chaps", Chapter(start=0, title="a <b>")) == ["FT337"]
    assert codes("mp4chaps", Chapter(start=0)) == ["FT338"]
    assert codes("mp4chaps", Chapter(start=0, title="a", url="https://example.com/a b")) == ["FT340"]
    assert codes("podcasting2", Chapter(start=0, title="a <b>\n"), Chapter(start=1)) == []


def test_a_finding_has_count_example_and_place():
    chapters = [Chapter(start=n * 1000, title=f"T{n}", image="i.png", place=Place("c.json", n + 3)) for n in range(3)]
    (found,) = losses(FORMATS["mp4chaps"], chapters)
    assert str(found) == (
        "c.json:3: warning: mp4chaps / Auphonic text carries no images: 3 such chapters, the first “T0” at 0:00 [FT333]"
    )


def test_nothing_to_carry():
    for form in FORMATS.values():
        assert keeps(form, []) == ()
        assert losses(form, []) == []
