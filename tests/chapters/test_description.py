"""Times in descriptions."""

from __future__ import annotations

import pytest

from feedtool.chapters import FORMATS, description, detect, losses
from feedtool.model import Chapter


@pytest.mark.parametrize(
    ("line", "start", "title"),
    [
        ("0:00 Intro", 0, "Intro"),
        ("00:07 - Welcome", 7000, "Welcome"),
        ("(1:02:03) Late — part 2", 3_723_000, "Late — part 2"),
        ("[75:10] Long minutes", 4_510_000, "Long minutes"),
        ("02:05-Tight", 125_000, "Tight"),
        ("• 3:00 Bullet", 180_000, "Bullet"),
        ("* 3:00: Colon", 180_000, "Colon"),
        ("Title first 12:34", 754_000, "Title first"),
        ("Title first – (1:00:00)", 3_600_000, "Title first"),
        ("  4:05.5 Fraction", 245_500, "Fraction"),
        ("5:00 2:1 odds", 300_000, "2:1 odds"),
    ],
)
def test_every_way_to_write_a_line(line, start, title):
    made = description.read(f"0:00 Start\n{line}\n", "d.txt").chapters
    assert made[-1] == Chapter(start=start, title=title) or start == 0
    assert [c.title for c in made if c.start == start][-1] == title


def test_a_title_below_its_time():
    made = description.read("(00:07)\n\nWelcome\n(01:00)\n(02:00)\nBye\nmore\n", "d")
    assert made.chapters == (
        Chapter(start=7000, title="Welcome"),
        Chapter(start=60_000),
        Chapter(start=120_000, title="Bye"),
    )
    assert [f.place.line for f in made.findings] == [7]


@pytest.mark.parametrize(
    "text", ["Recorded at 10:30\n", "Aspect 16:9 is\nnot a time\n", "1:99 a\n2:99 b\n", "12:30:45:10 x"]
)
def test_prose_is_no_list(text):
    assert detect(text.encode()) is None


def test_the_services_rules():
    def codes(*starts, title="x", duration=None):
        return [
            f.code for f in losses(FORMATS["description"], [Chapter(start=s, title=title) for s in starts], duration)
        ]

    assert codes(0, 20_000, 40_000) == []
    assert codes(1000, 20_000, 40_000) == ["FT305"]
    assert codes(0, 20_000) == ["FT350"]
    assert codes(0, 9000, 40_000) == ["FT351"]
    assert codes(0, 20_000, 40_000, duration=45_000) == ["FT351"]
    assert codes(0, 20_000, 40_000, title="🎙️")[0] == "FT352"
    assert codes(0, 20_000, 40_000, title="y" * 41)[0] == "FT352"


def test_hours_on_every_line_or_none():
    chapters = [Chapter(start=0, title="a"), Chapter(start=3_599_400, title="b")]
    assert description.write(chapters) == "00:00 a\n59:59 b\n"
    assert description.write(chapters, duration=3_600_000) == "0:00:00 a\n0:59:59 b\n"


def test_long_lines_cost_their_length():
    assert (
        description.read("0:00 a\n" + " " * 200_000 + "x 1:00\n" + "- " * 900 + "\n1:00 b\n", "d").chapters[1].start
        == 60_000
    )
