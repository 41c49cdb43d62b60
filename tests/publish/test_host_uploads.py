"""The episodes of a build as a host takes them, and notes as Markdown and plain text."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import output
from feedtool.publish import inventory
from feedtool.publish.errors import ConflictError
from feedtool.publish.host import EpisodeUpload, HostedEpisode, Known, created
from feedtool.publish.hosts.words import markdown, text
from feedtool.publish.uploads import items_of

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def built(small_show: Path) -> Path:
    report = output.build(small_show, now=NOW)
    assert not report.failed
    return small_show / "output"


def test_items_of_a_build(built: Path) -> None:
    items = list(items_of(built, "https://example.org/"))
    assert [item.title for item in items] == ["The three", "The two", "The one"]
    item = items[-1]
    assert (item.slug, item.media_type, item.published) == ("one", "audio/mpeg", datetime(2026, 1, 1, tzinfo=UTC))
    assert item.audio == (built / "audio" / "one.mp3").resolve()
    assert item.chapters == (built / "chapters" / "one.json").resolve()
    assert item.size == item.sound.stat().st_size
    assert item.parts["audio"] == inventory.digest(item.sound).sha256
    assert "Words." in item.notes_html
    assert len({item.guid for item in items}) == 3


def test_items_of_further_pages_come_too(small_show: Path) -> None:
    settings_file = small_show / "feedtool.toml"
    settings_file.write_text(settings_file.read_text() + "\n[feed]\npage_size = 1\n")
    assert not output.build(small_show, now=NOW).failed
    out = small_show / "output"
    assert [item.title for item in items_of(out, "https://example.org/")] == ["The three", "The two", "The one"]


def test_what_lies_elsewhere_has_no_file(built: Path) -> None:
    assert [item.audio for item in items_of(built, "https://elsewhere.example/")] == [None] * 3
    feed = built / "feed.xml"
    feed.write_text(
        feed.read_text().replace("https://example.org/audio/one.mp3", "https://example.org/../../etc/passwd")
    )
    assert list(items_of(built, "https://example.org/"))[-1].audio is None


def test_names_with_spaces_and_umlauts_are_found(built: Path) -> None:
    (built / "audio" / "one.mp3").rename(built / "audio" / "ö ne%.mp3")
    feed = built / "feed.xml"
    feed.write_text(feed.read_text().replace("audio/one.mp3", "audio/%C3%B6%20ne%25.mp3"))
    assert list(items_of(built, "https://example.org/"))[-1].slug == "ö ne%"


@pytest.mark.parametrize("name", [field.name for field in fields(EpisodeUpload) if field.name not in
                                  {"guid", "slug", "audio", "media_type", "size", "duration", "chapters", "transcript",
                                   "image", "parts", "sent"}])  # fmt: skip
def test_every_field_that_is_said_changes_the_hash(name: str) -> None:
    other = {"explicit": True, "published": NOW, "number": 4, "season": 4, "keywords": ("x",)}.get(name, "other")
    one = EpisodeUpload(guid="g", slug="s", title="t")
    two = EpisodeUpload(**{"guid": "g", "slug": "s", "title": "t", name: other})
    assert one.hash_of_fields() != two.hash_of_fields()


def hosted(number: str, title: str = "On looms", **given: object) -> HostedEpisode:
    return HostedEpisode(id=number, title=title, **given)  # type: ignore[arg-type]


ITEM = EpisodeUpload(guid="g-1", slug="looms", title="On looms", published=NOW)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([hosted("1", "Other", guid="g-1"), hosted("2")], "1"),
        ([hosted("1", "Other", slug="looms")], "1"),
        ([hosted("1", published=NOW + timedelta(hours=20))], "1"),
        ([hosted("1", published=datetime(2026, 11, 20))], "1"),  # noqa: DTZ001 - hosts tell no zone
        ([hosted("1", " On  LOOMS ")], "1"),
        ([hosted("1", published=NOW + timedelta(days=9))], None),
        ([hosted("1"), hosted("2")], None),
        ([hosted("1", "Other")], None),
    ],
)
def test_an_episode_is_recognised(rows: list[HostedEpisode], found: str | None) -> None:
    row, _ = Known(rows).find(ITEM, (), alone=True)
    assert (row.id if row else None) == found


def test_without_a_date_the_title_does_only_alone() -> None:
    assert Known([hosted("1")]).find(ITEM, (), alone=False) == (None, [hosted("1")])


def test_what_a_lost_request_made_was_not_there_before() -> None:
    assert created(ITEM, [hosted("1"), hosted("2")], before=["1"]) == hosted("2")
    assert created(ITEM, [hosted("1")], before=["1"]) is None
    assert created(ITEM, [hosted("3", "New post")], blank="New post") == hosted("3", "New post")
    assert created(ITEM, [hosted("2"), hosted("2")]) == hosted("2")
    with pytest.raises(ConflictError, match="several"):
        created(ITEM, [hosted("1"), hosted("2")])


NOTES = """<p>Hello <strong>there</strong> &amp; a_b*c<br>line 2
<a href="https://x.example/a(b)">a link</a></p><h2>Chapters</h2><ol><li>0:00 Too</li><li>0:13 Much</li></ol>
<ul><li><p>one</p></li><li>two<ul><li>deep</li></ul></li></ul><p># no heading</p><p>1. no list</p><p>- nor this</p>
<blockquote><p>said</p></blockquote><p><a href="#top"></a></p>"""


def test_notes_as_markdown_mean_the_same() -> None:
    """Judged by another program's Markdown."""
    import cmarkgfm

    back = cmarkgfm.markdown_to_html(markdown(NOTES))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", back)).strip()
    wanted = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", NOTES)).strip()
    assert words == wanted
    assert '<a href="https://x.example/a(b)">a link</a>' in back
    assert [back.count(tag) for tag in ("<li>", "<ol>", "<ul>", "<h2>", "<h1>", "<strong>", "<blockquote>")] == [
        5, 1, 2, 1, 0, 1, 1,
    ]  # fmt: skip


def test_notes_as_text() -> None:
    assert text(NOTES).splitlines()[:2] == ["Hello there & a_b*c", "line 2 a link (https://x.example/a(b))"]
    assert text("") == markdown("") == ""


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(alphabet="ab &;#lt-=+~*_`<>[]()!\\1.\n|", max_size=30)))
def test_plain_words_stay_plain_words_in_markdown(words: str) -> None:
    import html

    import cmarkgfm

    back = cmarkgfm.markdown_to_html(markdown(f"<p>{html.escape(words)}</p>"))
    plain = html.unescape(re.sub(r"<[^>]+>", "", back))
    assert re.sub(r"[\s\0\ufffd]+", "", plain) == re.sub(r"[\s\0\ufffd]+", "", html.unescape(html.escape(words)))
