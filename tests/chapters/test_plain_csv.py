"""Plain CSV."""

from __future__ import annotations

from feedtool.chapters import detect, plain_csv, read_any
from feedtool.model import Chapter


def test_named_columns_in_any_order():
    text = 'Title;Start Time;Link;toc\n"A; b";0:00;https://example.com;\nC;1:00;;no\nD;soon;;\n'
    made = read_any(text.encode(), "c.csv")
    assert made.format == "csv"
    assert made.chapters == (
        Chapter(start=0, title="A; b", url="https://example.com"),
        Chapter(start=60_000, title="C", toc=False),
    )
    assert [(f.code, f.place.line) for f in made.findings] == [("FT312", 4)]


def test_a_title_and_a_time_without_header():
    assert detect(b"Intro,00:00:00\nNews,00:01:34\n") is plain_csv
    assert plain_csv.read('"Intro, long",00:00:00\nNews,00:01:34\n', "x").chapters == (
        Chapter(start=0, title="Intro, long"),
        Chapter(start=94_000, title="News"),
    )


def test_titles_over_several_lines_keep_their_places():
    made = plain_csv.read('start,title\n0:00,"a\nb"\n1:00,c\n', "x")
    assert [(c.title, c.place.line) for c in made.chapters] == [("a\nb", 2), ("c", 4)]
