"""Text, Markdown and HTML as lines: what they say, what is linked, and where each was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedtool.notes import markdown, plain, titles
from feedtool.notes.words import Words, languages, months, roles

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

MARKDOWN = """---
title: T
---

# Head

Some *prose* with a [link](https://example.org/a)
and a second line.

- one
  - two

<div>
<p>raw</p>
<p>html</p>
</div>

| a | b |
|---|---|
| c | d |

> quoted

```
code
```
"""


def test_lines_of_markdown_and_their_places(notes: Callable[..., Reading]) -> None:
    made = [(line.kind, line.level, line.text, line.place.line if line.place else 0) for line in notes(MARKDOWN).lines]
    assert made == [
        ("heading", 1, "Head", 5), ("text", 0, "Some prose with a link", 7), ("text", 0, "and a second line.", 8),
        ("item", 1, "one", 10), ("item", 2, "two", 11), ("text", 0, "raw", 14), ("text", 0, "html", 15),
        ("cell", 0, "a\tb", 18), ("cell", 0, "c\td", 20), ("quote", 0, "quoted", 22), ("code", 0, "code", 25),
    ]  # fmt: skip


def test_wrapped_lines_are_joined(notes: Callable[..., Reading]) -> None:
    text = "- 0:00 A title so long that the editor had to break it somewhere about\n  here, as editors do\n- 1:00 B\n- 2:00 C"
    assert notes(text).episode.chapters[0].title.endswith("about here, as editors do")


def test_links_with_their_words(notes: Callable[..., Reading]) -> None:
    text = (
        "# T\n\nSee [one](https://example.org/1), https://example.org/2. and [ref][r] <https://example.org/3>\n\n"
        "<div>\n[four](https://example.org/4)\n</div>\n\n[one again](https://example.org/1) [no](javascript:x) [in](#a) [up](/x)\n\n"
        "[r]: https://example.org/r?utm_source=x\n"
    )
    made = notes(text)
    assert [(link.url.removeprefix("https://example.org/"), link.text) for link in made.episode.links] == [
        ("1", "one"), ("2", None), ("r?utm_source=x", "ref"), ("3", None), ("4", "four"),
    ]  # fmt: skip
    assert [f.code for f in made.findings if f.code == "FT211"] == ["FT211"]


def test_links_of_components(notes: Callable[..., Reading]) -> None:
    text = '<Chapter time="0:00" title="A" url="https://example.org/a" />\n\n<Chapter time="1:00" title="B" />\n\n<Chapter time="2:00" title="C" />'
    made = notes(text).episode
    assert [(c.start, c.title) for c in made.chapters] == [(0, "A"), (60_000, "B"), (120_000, "C")]
    assert [link.url for link in made.links] == ["https://example.org/a"]


def test_plain_text_becomes_html() -> None:
    made = plain.to_html("Hello <b>\nthere\n\n- one\n- two https://example.org/a.\n\n1. x")
    assert made == (
        "<p>Hello &lt;b&gt;<br>\nthere</p>\n<ul>\n<li>one</li>\n"
        '<li>two <a href="https://example.org/a">https://example.org/a</a>.</li>\n</ul>\n<ol>\n<li>x</li>\n</ol>'
    )


@pytest.mark.parametrize(
    ("found", "url"),
    [
        ("https://a.org/x).", "https://a.org/x"),
        ("https://a.org/x_(y)", "https://a.org/x_(y)"),
        ("https://a.org/?q=1,", "https://a.org/?q=1"),
    ],
)
def test_addresses_end_where_the_sentence_goes_on(found: str, url: str) -> None:
    assert plain.trim_url(found) == url


def test_template_code_is_left_out_and_lines_stay() -> None:
    assert markdown.tame("a {{< x\ny >}} b\n{% include z %}") == "a \n b\n"
    assert markdown.tame("a\n" + "- * " * 40 + "b\n" + "> " * 50 + "c") == "a\nb\n c"
    assert markdown.tame("import X from 'y'\na support b") == "\na support b"
    assert markdown.tame("14. Mai 2024") == "14\\. Mai 2024"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (" - **A** |", "A"),
        (") (one)", "(one)"),
        ("A ...... ", "A"),
        ("A –", "A"),
        ("“A”", "“A”"),
        ("A...", "A..."),
        ("A?", "A?"),
        ("- ", ""),
    ],
)
def test_titles_are_cleaned(given: str, made: str) -> None:
    assert titles.clean(given) == made


def test_numbers_and_bullets_go_only_where_they_are_a_list() -> None:
    assert titles.without_numbers(["1. A", "2. B"]) == ["A", "B"]
    assert titles.without_numbers(["1. A", "7. B"]) == ["1. A", "7. B"]
    assert titles.without_bullets(["📍 A", "📍 B", "📍 C"]) == ["A", "B", "C"]
    assert titles.without_bullets(["📍 A", "🎉 B", "📍 C"]) == ["📍 A", "🎉 B", "📍 C"]


@pytest.mark.parametrize(("code", "language"), languages(), ids=[code for code, _ in languages()])
def test_every_language_is_whole(code: str, language: Words) -> None:
    assert len(language.months) in (0, 12)
    assert {"host", "guest"} <= set(language.roles)
    assert language.chapters
    fields = [*language.months, *language.roles.values(), language.chapters, language.transcript, language.links]
    assert all(word == word.casefold() == word.strip() and word for field in fields for word in field.split("|"))


def test_words_are_merged() -> None:
    assert (months()["mai"], months()["may"], roles()["gast"], roles()["producers"]) == (5, 5, "guest", "producer")
    assert languages()[0][0] == "en"


def test_escaped_letters_are_given_as_written(notes: Callable[..., Reading]) -> None:
    made = notes("# T\n\n[a](https://example.org/#あ) [b](https://example.org/%E3%81%84)").episode
    assert [link.url for link in made.links] == ["https://example.org/#あ", "https://example.org/%E3%81%84"]


@pytest.mark.parametrize("place", ["999:1-2:3", "0:1-2:3", "9" * 5000 + ":1-1:1"])
@pytest.mark.parametrize("tag", ["pre", "p"])
def test_places_that_an_author_writes_into_html_are_no_rows(
    notes: Callable[..., Reading], tag: str, place: str
) -> None:
    made = notes(f'One.\n\n<{tag} data-sourcepos="{place}">two</{tag}>\n')
    assert [line.text for line in made.lines] == ["One.", "two"]
