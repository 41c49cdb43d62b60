"""Notes reduced to a field's limits: few elements, few bytes, nothing broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.model import Chapter
from feedtool.render import html
from feedtool.safehtml import BASIC, clean


@pytest.mark.parametrize(
    ("notes", "kept"),
    [
        ("<h2>Links</h2><p>One</p>", "<p><strong>Links</strong></p><p>One</p>"),
        ("<blockquote><p>Said</p></blockquote>", "<p>Said</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b </p>"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "<p>Term</p><p>Meaning</p>"),
        ("<pre>code</pre><hr><p>x</p>", "<p>code</p><p>x</p>"),
        ("<p>A <em>b</em><br>c <img src='https://e.com/x.jpg' alt='a fox'></p>", "<p>A <em>b</em><br>c </p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("plain &amp; simple", "plain &amp; simple"),
        ("<script>x</script>", ""),
    ],
)
def test_only_psp1_elements_stay_and_blocks_stay_apart(notes: str, kept: str):
    assert html.basic(notes) == kept


def test_what_is_short_enough_stays_as_it_is():
    notes = "<p>One</p>\n<p>Two</p>"
    assert html.cut(notes, len(notes)) == notes


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (40, "<p>One</p><ul><li>a</li><li>b</li></ul>"),
        (38, "<p>One</p><ul><li>a</li></ul>"),
        (29, "<p>One</p><ul><li>a</li></ul>"),
        (28, "<p>One</p>"),
    ],
)
def test_cuts_are_made_between_blocks(limit: int, kept: str):
    assert html.cut("<p>One</p><ul><li>a</li><li>b</li><li>c</li></ul><p>More</p>", limit) == kept


def test_one_long_block_is_cut_between_words():
    cut = html.cut("<p>" + "Wörter und mehr " * 400 + "</p>", 4000)
    assert cut.endswith((" und…</p>", " mehr…</p>", "Wörter…</p>"))
    assert 3950 < len(cut.encode()) <= 4000


def test_a_character_reference_is_never_halved():
    for limit in range(10, 40):
        cut = html.cut("<p>" + "&amp;" * 100 + "</p>", limit)
        assert cut.replace("&amp;", "").replace("…", "") in {"", "<p></p>"}


_HTML = st.lists(
    st.one_of(
        st.sampled_from(
            ["<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<strong>", "</strong>", "<br>", "<h2>", "</h2>", "&amp;",
             '<a href="https://example.com/">', "</a>", "<blockquote>", "</blockquote>", "<table><tr><td>", "<pre>"]
        ),
        st.text(max_size=20),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(_HTML, st.integers(12, 300))
def test_any_notes_fit_any_limit_and_stay_clean(notes: str, limit: int):
    cut = html.reduced(notes, limit=limit)
    assert len(cut.encode()) <= limit
    assert clean(cut, BASIC) == cut


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.integers(12, 100))
def test_any_plain_description_fits_any_limit(text: str, limit: int):
    cut = html.reduced("", text, limit=limit)
    assert len(cut.encode("utf-8", "replace")) <= limit


def test_a_chapter_list_is_appended_a_line_each():
    chapters = [
        Chapter(start=0, title="Intro & more"),
        Chapter(start=94_500, title="News"),
        Chapter(start=1, toc=False),
    ]
    made = html.with_chapter_list("<p>Notes</p>\n", chapters)
    assert made == "<p>Notes</p>\n<p>0:00 Intro &amp; more<br>\n1:34.500 News</p>\n"
    assert html.with_chapter_list("", chapters).startswith("<p>0:00")
    assert clean(made) == made


def test_hours_stand_on_every_line_once_one_has_them():
    made = html.with_chapter_list("", [Chapter(start=s, title="x") for s in (0, 94_500, 754_000, 4_322_000)])
    assert [line.split(" ")[0] for line in made.replace("<p>", "").splitlines()] == [
        "0:00:00", "0:01:34.500", "0:12:34", "1:12:02",
    ]  # fmt: skip


def test_without_visible_chapters_the_notes_stay():
    assert html.with_chapter_list("<p>x</p>", [Chapter(start=0, toc=False)]) == "<p>x</p>"
