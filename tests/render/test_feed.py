"""The feed writer: what it writes is well-formed, checked clean, read back equal by others, and the same each time."""

from __future__ import annotations

import io
import locale
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedtool import __version__
from feedtool.check.feed import check, check_item
from feedtool.findings import Severity
from feedtool.model import Category, Chapter, Enclosure, Episode, Funding, Owner, Person, Show, Transcript
from feedtool.read import feed as reader
from feedtool.render import feed
from feedtool.render.xmltext import legal

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

SHOW = Show(
    title="Questions & Answers",
    link="https://example.com/",
    description="What it is about.",
    language="en",
    base_url="",
    feed_url="https://example.com/feed.xml",
    author="Ann Example",
    owner=Owner(email="ann@example.com", name="Ann"),
    categories=(Category(name="Society & Culture", sub="Documentary"), Category(name="Technology")),
    image="https://example.com/c.jpg",
    type="serial",
    copyright="Ann Example",
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    locked=True,
    people=(Person(name="Ann Example", href="https://example.com/ann"),),
    funding=(Funding(url="https://example.com/give", text="Support us"),),
    block=True,
    complete=True,
    new_feed_url="https://example.org/feed.xml",
)
WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
EPISODE = Episode(
    title="One & <two>",
    slug="one",
    description="In short.",
    notes_html='<h2>Notes</h2>\n<p>See <a href="https://example.com/?a=1&amp;b=2">this</a>.</p>',
    chapters=(
        Chapter(start=0, title="Intro"),
        Chapter(start=94_500, title="News & views", url="https://example.com/n", image="https://example.com/n.jpg"),
        Chapter(start=100_000, title="hidden", toc=False),
    ),
    people=(Person(name="Bob", role="guest", img="https://example.com/b.jpg"),),
    season=2,
    season_name="Year Two",
    episode=4,
    episode_display="Ch.4",
    episode_type="full",
    published=WHEN,
    duration=3_600_000,
    author="Ann Example",
    explicit=False,
    block=True,
    guid="id-1",
    link="https://example.com/1",
    image="https://example.com/1.jpg",
    enclosure=Enclosure(url="https://example.com/1.mp3", media_type="audio/mpeg", length=50_000_000),
    chapters_url="https://example.com/1.json",
    transcripts=(Transcript(url="https://example.com/1.vtt", media_type="text/vtt", language="en", rel="captions"),),
)


def whole(*episodes: Episode, show: Show = SHOW, updated: datetime | None = WHEN) -> bytes:
    return feed.head(show, updated=updated) + b"".join(feed.item(show, e) for e in episodes) + feed.TAIL


def read(data: bytes) -> list[reader.FeedItem]:
    return list(reader.items(io.BytesIO(data), "feed.xml"))


def test_what_is_written_has_no_findings():
    found = [*check(io.BytesIO(whole(EPISODE)), "feed.xml"), *check_item(feed.item(SHOW, EPISODE), "item")]
    assert [f for f in found if f.weight is not Severity.INFO] == []


def test_the_show_reads_back_equal():
    assert reader.channel(io.BytesIO(whole()), "feed.xml") == SHOW


def test_the_episode_reads_back_equal():
    (item,) = read(whole(EPISODE))
    same = {"title", "guid", "guid_is_permalink", "link", "published", "enclosure", "chapters_url", "people", "season",
            "transcripts", "season_name", "episode", "episode_display", "episode_type", "duration", "author",
            "explicit", "block", "image", "notes_html"}  # fmt: skip
    assert {name: getattr(item, name) for name in same} == {name: getattr(EPISODE, name) for name in same}
    assert item.chapters == EPISODE.chapters[:2]
    assert item.description.startswith("<p><strong>Notes</strong></p>")


def test_nothing_is_said_that_the_model_does_not_hold():
    bare = Episode(title="x", slug="x")
    assert feed.item(SHOW, bare) == b"    <item>\n      <title>x</title>\n    </item>\n"
    show = Show(
        title="x", link="https://e.com/", description="d", language="en", base_url="", feed_url="https://e.com/f"
    )
    names = [etree.QName(e).localname for e in etree.fromstring(feed.head(show, updated=None) + feed.TAIL)[0]]
    assert names == ["title", "link", "description", "language", "generator", "link", "explicit", "type", "medium"]


def test_one_element_a_line_and_prefixes_declared_once():
    text = whole(EPISODE).decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<rss ')
    assert text.count("xmlns:") == 5
    assert text.endswith("    </item>\n  </channel>\n</rss>\n")
    assert f"    <generator>feedtool/{__version__}</generator>\n" in text
    assert '      <podcast:chapters url="https://example.com/1.json" type="application/json+chapters"/>\n' in text


def test_pieces_joined_are_the_whole_pretty_printed():
    data = whole(EPISODE, EPISODE)
    parsed = etree.fromstring(data, etree.XMLParser(strip_cdata=False))
    assert (
        etree.tostring(parsed, encoding="UTF-8", xml_declaration=True).split(b"\n", 1)[1] + b"\n"
        == data.split(b"\n", 1)[1]
    )


def test_the_same_input_gives_the_same_bytes_without_clock_or_files(
    monkeypatch: pytest.MonkeyPatch, no_io: Callable[[], AbstractContextManager[None]]
):
    first = whole(EPISODE)

    def fail(*_: object) -> None:
        raise AssertionError("the locale of the whole process was changed")

    monkeypatch.setattr(locale, "setlocale", fail)
    with no_io():
        assert whole(EPISODE) == first


def test_dates_are_the_newest_items_or_left_out():
    assert b"<lastBuildDate>Wed, 04 Mar 2026 05:06:07 +0000</lastBuildDate>" in whole(EPISODE)
    assert b"Date>" not in feed.head(SHOW, updated=None)


@pytest.mark.parametrize(
    ("when", "zone", "text"),
    [
        (WHEN, None, "Wed, 04 Mar 2026 05:06:07 +0000"),
        (
            datetime(2026, 3, 4, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
            None,
            "Wed, 04 Mar 2026 00:00:00 -0330",
        ),
        (datetime(1890, 1, 1, tzinfo=timezone(timedelta(seconds=3208))), None, "Tue, 31 Dec 1889 23:06:32 +0000"),
        (date(2026, 7, 1), None, "Wed, 01 Jul 2026 00:00:00 +0000"),
        (date(2026, 7, 1), "Europe/Berlin", "Wed, 01 Jul 2026 00:00:00 +0200"),
        (date(2026, 1, 1), "Europe/Berlin", "Thu, 01 Jan 2026 00:00:00 +0100"),
    ],
)
def test_dates_have_a_numeric_zone(when: date, zone: str | None, text: str):
    item = feed.item(replace(SHOW, timezone=zone), replace(EPISODE, published=when)).decode()
    assert f"<pubDate>{text}</pubDate>" in item


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 3, 4)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        feed.item(SHOW, replace(EPISODE, published=naive))
    with pytest.raises(ValueError, match="no time zone"):
        feed.head(SHOW, updated=naive)


@pytest.mark.parametrize(
    ("number", "itunes", "podcast"),
    [
        (3, "3", "3"),
        (0, None, "0"),
        (100.5, None, "100.5"),
        (7.0, "7", "7"),
        (None, None, None),
        (1e-7, None, "0.0000001"),
    ],
)
def test_itunes_takes_whole_episode_numbers_from_one_only(
    number: float | None, itunes: str | None, podcast: str | None
):
    element = etree.fromstring(whole(replace(EPISODE, episode=number)))
    namespaces = {"i": "http://www.itunes.com/dtds/podcast-1.0.dtd", "p": "https://podcastindex.org/namespace/1.0"}
    assert element.findtext(".//i:episode", namespaces=namespaces) == itunes
    assert element.findtext(".//p:episode", namespaces=namespaces) == podcast


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.com/a b.mp3", "https://example.com/a%20b.mp3"),
        ("https://example.com/a%20b.mp3", "https://example.com/a%20b.mp3"),
        ("https://example.com/100%.mp3", "https://example.com/100%25.mp3"),
        ("https://example.com/ü?x=1&y=<2>", "https://example.com/%C3%BC?x=1&y=%3C2%3E"),
        ("https://bücher.example/a.mp3", "https://xn--bcher-kva.example/a.mp3"),
        ("https://example.com/%e2%82%ac#t", "https://example.com/%e2%82%ac#t"),
    ],
)
def test_addresses_are_percent_encoded_exactly_once(url: str, written: str):
    audio = replace(EPISODE.enclosure, url=url) if EPISODE.enclosure else None
    (item,) = read(whole(replace(EPISODE, enclosure=audio, link=url)))
    assert item.enclosure
    assert item.enclosure.url == item.link == written


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0xFFFE, 0xFFFF, 0xD800, 0x1F600])
def test_a_character_costs_only_itself(code: int):
    text = f"a{chr(code)}b"
    episode = replace(
        EPISODE, title=text, notes_html=f"<p>{text}</p>", season_name=text, guid=text,
        people=(Person(name=text),), chapters=(Chapter(start=0, title=text),),
    )  # fmt: skip
    (item,) = read(whole(episode))
    kept = legal(text)
    assert item.title == item.people[0].name == item.guid == kept
    assert (item.season_name or "").replace("\n", "\r") == kept.replace("\n", "\r")
    assert item.chapters[0].title.replace("\n", "\r") == kept.replace("\n", "\r")
    assert item.notes_html == f"<p>{kept}</p>".replace("\r", "\n")


@settings(max_examples=300, deadline=None)
@given(text=st.text(min_size=1), url=st.text(max_size=30), start=st.integers(0, 10**9))
def test_any_text_in_any_field_stays_well_formed_and_reads_back(text: str, url: str, start: int):
    episode = replace(
        EPISODE, title=text, author=text, guid=text, season_name=text, episode_display=text, notes_html=text,
        description=text, link=url, people=(Person(name=text, role=text, href=url),),
        chapters=(Chapter(start=start, title=text, url=url),),
    )  # fmt: skip
    show = replace(SHOW, title=text, description=text, author=text, copyright=text, link=url)
    data = whole(episode, show=show)
    etree.fromstring(data)
    (item,) = read(data)
    back = reader.channel(io.BytesIO(data), "feed.xml")
    kept = legal(text)
    assert [item.title, item.author or "", item.guid or "", item.people[0].name] == [kept or "one", kept, kept, kept]
    assert [item.chapters[0].start, item.chapters[0].title, item.episode_display] == [start, kept, kept]
    assert [back.title, back.description, back.author or "", back.copyright or ""] == [kept] * 4


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["]]>", "<![CDATA[", "&amp;", "<b>", "</p>", "<", "&", "x", "<script>", "é", "\r\n"])))
def test_notes_come_back_as_they_were_cleaned(parts: list[str]):
    from feedtool.safehtml import clean

    (item,) = read(whole(replace(EPISODE, notes_html="".join(parts))))
    assert item.notes_html == clean("".join(parts))


def test_active_content_never_reaches_the_feed():
    vectors = (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="jav\tascript:alert(1)">x</a>',
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "<style>*{x:expression(1)}</style>",
        '<a href="data:text/html,<script>alert(1)</script>">x</a>', "<noscript><p title='</noscript><img src=x onerror=1>'>",
        "]]><script>alert(1)</script>",
    )  # fmt: skip
    for vector in vectors:
        (item,) = read(whole(replace(EPISODE, notes_html=vector)))
        for html in (item.description, item.notes_html):
            assert "<script" not in html
            assert not etree.HTML(f"<div>{html}</div>").xpath("//*[@onerror or @srcdoc or starts-with(@href, 'j')]")


def test_long_notes_are_whole_in_content_and_cut_in_the_description():
    notes = "".join(f"<p>Paragraph {n} with ä and ü.</p>\n" for n in range(200))
    (item,) = read(whole(replace(EPISODE, notes_html=notes)))
    assert item.notes_html == notes
    assert 3900 < len(item.description.encode()) <= 4000
    assert item.description.endswith("</p>")


def test_without_notes_the_description_is_the_plain_summary():
    (item,) = read(whole(replace(EPISODE, notes_html="", description="Salt & pepper")))
    assert (item.description, item.notes_html) == ("<p>Salt &amp; pepper</p>", "")


def test_guids_say_whether_they_are_links():
    assert b'<guid isPermaLink="false">id-1</guid>' in feed.item(SHOW, EPISODE)
    item = feed.item(SHOW, replace(EPISODE, guid="https://example.com/1", guid_is_permalink=True))
    assert b'<guid isPermaLink="true">https://example.com/1</guid>' in item


def test_feedparser_reads_what_was_meant():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser

        parsed = feedparser.parse(whole(EPISODE))
    assert not parsed.bozo
    assert parsed.feed.title == SHOW.title
    (entry,) = parsed.entries
    assert (entry.title, entry.id, entry.link) == ("One & <two>", "id-1", "https://example.com/1")
    assert entry.content[0].value.startswith("<h2>Notes</h2>")
    assert entry.published_parsed[:6] == (2026, 3, 4, 5, 6, 7)
    assert (entry.itunes_duration, entry.itunes_episode, entry.itunes_season) == ("3600", "4", "2")
    audio = entry.enclosures[0]
    assert (audio.href, audio.length, audio.type) == ("https://example.com/1.mp3", "50000000", "audio/mpeg")
    assert [c["title"] for c in entry.psc_chapters.chapters] == ["Intro", "News & views"]
    assert [c["start_parsed"].total_seconds() for c in entry.psc_chapters.chapters] == [0, 94.5]


def test_podcastparser_reads_what_was_meant():
    import podcastparser

    parsed = podcastparser.parse("https://example.com/feed.xml", io.BytesIO(whole(EPISODE)))
    assert parsed["title"] == SHOW.title
    assert parsed["cover_url"] == SHOW.image
    (entry,) = parsed["episodes"]
    assert (entry["title"], entry["guid"], entry["total_time"]) == ("One & <two>", "id-1", 3600)
    assert entry["published"] == int(WHEN.timestamp())
    assert entry["description_html"].startswith("<h2>Notes</h2>")
    assert [(c["start"], c["title"]) for c in entry["chapters"]] == [
        (0.0, "Intro"),
        (94, "News & views"),
    ]  # it cuts fractions
    audio = entry["enclosures"][0]
    assert (audio["url"], audio["file_size"], audio["mime_type"]) == (
        "https://example.com/1.mp3",
        50_000_000,
        "audio/mpeg",
    )


def test_items_can_be_made_by_many_threads_at_once():
    from concurrent.futures import ThreadPoolExecutor

    episodes = [replace(EPISODE, guid=f"id-{n}", notes_html=f"<p>{n}</p>") for n in range(100)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda e: feed.item(SHOW, e), episodes))
    assert made == [feed.item(SHOW, e) for e in episodes]


def test_a_thousand_items_all_stand_in_the_feed_in_their_order():
    episodes = [replace(EPISODE, guid=f"id-{n}") for n in range(1000)]
    assert [item.guid for item in read(whole(*episodes))] == [f"id-{n}" for n in range(1000)]
