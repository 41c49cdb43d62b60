"""Ten feeds with nothing wrong in them, five of our own writer and five of other hands: no error in any profile."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedtool.check.feed import check
from feedtool.findings import Severity
from feedtool.model import Category, Chapter, Enclosure, Episode, Funding, Link, Owner, Person, Show, Transcript
from feedtool.render import feed

SHOW = Show(
    title="A show",
    link="https://example.com/",
    description="What it is about.",
    language="en",
    base_url="https://example.com/",
    feed_url="https://example.com/feed.xml",
    author="Ann Example",
    owner=Owner(email="ann@example.com", name="Ann Example"),
    categories=(Category(name="Technology"),),
    image="https://example.com/cover.jpg",
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    locked=True,
)
EPISODE = Episode(
    title="Foxes",
    slug="e1",
    notes_html="<p>Words.</p>",
    guid="id-1",
    published=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
    duration=3_600_000,
    enclosure=Enclosure(url="https://example.com/audio/1.mp3", media_type="audio/mpeg", length=50_000_000),
)
FULL = replace(
    EPISODE,
    season=2,
    episode=3,
    episode_type="full",
    explicit=False,
    link="https://example.com/e/1",
    image="https://example.com/e/1.jpg",
    people=(Person(name="Ann Example", role="host"), Person(name="Bob", role="guest", href="https://example.com/bob")),
    links=(Link(url="https://example.com/x", text="x"),),
    chapters=(Chapter(start=0, title="Intro"), Chapter(start=90_500, title="News", url="https://example.com/n")),
    chapters_url="https://example.com/chapters/e1.json",
    transcripts=(Transcript(url="https://example.com/t.vtt", media_type="text/vtt", language="en"),),
)


def written(show: Show, *episodes: Episode) -> str:
    head = feed.head(show, updated=episodes[0].published if episodes else None)
    return (head + b"".join(feed.item(show, episode) for episode in episodes) + feed.TAIL).decode()


def numbered(n: int) -> Episode:
    return replace(
        EPISODE,
        title=f"Number {n} & friends",
        guid=f"id-{n}",
        episode=n,
        published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n),
        enclosure=Enclosure(url=f"https://example.com/{n}.m4a", media_type="audio/x-m4a", length=1_000_000 + n),
    )


SHELL = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {names}>
<channel>
<title>Hand made</title><link>https://example.org/</link><description>By hand.</description><language>pt-br</language>
<{it}:category text="Comedy"/><{it}:explicit>true</{it}:explicit><{it}:image href="https://example.org/a.png"/>
<{it}:author>Rui</{it}:author><{a}:link href="https://example.org/rss" rel="self" type="application/rss+xml"/>
{more}
</channel></rss>
"""
NAMES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
ITEM = (
    '<item><title>Um</title><guid isPermaLink="false">um</guid><pubDate>Wed, 04 Mar 2026 05:06:07 -0300</pubDate>'
    '<enclosure url="https://example.org/um.mp3" length="123456" type="audio/mpeg"/><description>Olá</description></item>'
)


def by_hand(more: str, names: str = NAMES, it: str = "itunes", a: str = "atom") -> str:
    return SHELL.format(names=names, more=more, it=it, a=a)


CLEAN = {
    "written, small": written(SHOW, EPISODE),
    "written, everything": written(
        replace(
            SHOW,
            people=(Person(name="Ann Example"),),
            funding=(Funding(url="https://example.com/give", text="Give"),),
            categories=(Category(name="Society & Culture", sub="Documentary"), Category(name="History")),
            copyright="Ann Example",
            medium="podcast",
        ),
        FULL,
    ),
    "written, serial": written(replace(SHOW, type="serial"), *(numbered(n) for n in range(20, 0, -1))),
    "written, other letters": written(
        replace(SHOW, title="عرض \u200f🎙️", language="ar", description="声 & <тест> ]]> ü"),
        replace(
            EPISODE,
            title="🦊 & «лиса» ]]> é",
            notes_html="<p>שלום &amp; <strong>你好</strong> ]]&gt;</p><ul><li>a</li></ul>",
        ),
    ),
    "written, no episode": written(SHOW),
    "by hand, other prefixes": by_hand(
        ITEM,
        NAMES.replace("xmlns:itunes", "xmlns:i").replace("xmlns:atom", "xmlns:a10"),
        "i",
        "a10",
    ),
    "by hand, foreign tags": by_hand(
        '<media:thumbnail url="https://example.org/t.jpg"/><atom:updated>2026-01-01T00:00:00Z</atom:updated>'
        + ITEM.replace("</item>", '<dc:creator>Rui</dc:creator><media:content url="http://x/" medium="audio"/></item>'),
        NAMES + ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ),
    "by hand, live": by_hand(
        '<podcast:liveItem status="live" start="2026-05-01T18:00:00-03:00"><title>Ao vivo</title><guid isPermaLink="false">'
        'v1</guid><enclosure url="https://example.org/v.mp3" type="audio/mpeg" length="0"/>'
        f'<podcast:contentLink href="https://example.org/v">Ver</podcast:contentLink></podcast:liveItem>{ITEM}'
    ),
    "by hand, a list": by_hand(
        "<podcast:medium>musicL</podcast:medium>"
        '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810" itemGuid="a" medium="music"/>'
    ),
    "by hand, CRLF and comments": by_hand(f"<!-- <item> & so on -->\n{ITEM}<!-- no <b> -->").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("profile", ["rss", "strict", "apple", "spotify", "psp1"])
@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_feed_has_no_error(name: str, profile: str) -> None:
    rows = check(io.BytesIO(CLEAN[name].encode()), "f.xml", profile=profile, now=datetime(2026, 7, 1, tzinfo=UTC))
    errors = [str(f) for f in rows if f.weight is Severity.ERROR]
    assert errors == []


def test_there_are_ten() -> None:
    assert len(CLEAN) == 10
