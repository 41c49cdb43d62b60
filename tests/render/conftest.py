"""A show and an episode that say everything a feed can."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedtool.model import (
    Category,
    Chapter,
    Cloud,
    Enclosure,
    Episode,
    Feeds,
    Funding,
    LiveItem,
    Location,
    Origin,
    Owner,
    Person,
    Show,
    Topic,
    Transcript,
)
from feedtool.namespace import (
    AlternateEnclosure,
    Block,
    Chat,
    ContentLink,
    Image,
    Integrity,
    License,
    RemoteItem,
    SocialInteract,
    Soundbite,
    Source,
    Trailer,
    Txt,
    UpdateFrequency,
    Value,
    ValueRecipient,
    ValueTimeSplit,
)

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
REMOTE = RemoteItem(
    feed_guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
    feed_url="https://example.org/feed.xml",
    item_guid="song-1",
    medium="music",
    title="A song & more",
)
NODE = ValueRecipient(
    type="node",
    address="02d5c1bf8b940dc9cadca86d1b0a3c37fbe39cee4c7e839e33bef9174531d27f52",
    split=95,
    name="Ann & Bob",
    custom_key="696969",
    custom_value="abc",
)
FEE = ValueRecipient(type="lnaddress", address="fee@example.com", split=5, fee=True)
BOTH = {
    "itunes_title": "Only the title",
    "subtitle": "A line below",
    "keywords": ("one", "two words"),
    "license": License(text="cc-by-4.0", url="https://creativecommons.org/licenses/by/4.0/"),
    "locations": (
        Location(name="Marlow", rel="creator", geo="geo:51.5719,-0.777", osm="R3727240", country="GB"),
        Location(name="The Moon", rel="subject"),
    ),
    "funding": (Funding(url="https://example.com/give", text="Support & love"), Funding(url="https://example.com/2")),
    "texts": (Txt(text="code-123", purpose="applepodcastsverify"), Txt(text="free words")),
    "images": (
        Image(
            href="https://example.com/banner.jpg",
            alt="A red fox",
            aspect_ratio="16/9",
            width=1600,
            height=900,
            type="image/jpeg",
            purpose="banner social",
        ),
        Image(href="https://example.com/square.jpg"),
    ),
    "values": (
        Value(
            type="lightning",
            method="keysend",
            suggested="0.00000005000",
            recipients=(NODE, FEE),
            time_splits=(
                ValueTimeSplit(
                    start=60_000, duration=237_500, remote_item=REMOTE, remote_start=1500, remote_percentage=95
                ),
                ValueTimeSplit(start=300_000, duration=10_000, recipients=(FEE,)),
            ),
        ),
    ),
    "chat": Chat(server="irc.example.net", protocol="irc", account_id="@ann", space="#show"),
    "social": (
        SocialInteract(
            protocol="activitypub",
            uri="https://example.social/@ann/1",
            account_id="@ann",
            account_url="https://example.social/@ann",
            priority=1,
        ),
        SocialInteract(protocol="disabled"),
    ),
    "topics": (Topic(text="foxes", domain="https://example.com/topics"), Topic(text="other")),
    "extras": ('<x:y xmlns:x="urn:example:x" z="1">a &amp; b<x:in/></x:y>',),
}
PEOPLE = (
    Person(name="Bea", role="guest", href="https://example.com/bea", img="https://example.com/bea.jpg"),
    Person(name="Cy Übel", role="cover art designer", group="visuals"),
)
ALTERNATE = AlternateEnclosure(
    type="audio/opus",
    length=5_400_000,
    bitrate=32_000,
    height=1080,
    lang="en",
    title="Low bandwidth",
    rel="default",
    codecs="opus",
    default=False,
    sources=(
        Source(uri="https://example.com/1.opus"),
        Source(uri="ipfs://Qm123/1.opus", content_type="application/x-bittorrent"),
    ),
    integrity=Integrity(type="sri", value="sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP"),
)
EPISODE = Episode(
    title="One & <two>",
    slug="one",
    description="In short.",
    notes_html='<p>See <a href="https://example.com/?a=1&amp;b=2">this</a>.</p>',
    chapters=(
        Chapter(start=0, title="Intro"),
        Chapter(start=94_500, title="News & views", url="https://example.com/n", image="https://example.com/n.jpg"),
    ),
    people=PEOPLE,
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
    transcripts=(
        Transcript(url="https://example.com/1.vtt", media_type="text/vtt", language="en", rel="captions"),
        Transcript(url="https://example.com/1.html", media_type="text/html"),
    ),
    content_links=(ContentLink(href="https://example.com/watch", text="Watch it"),),
    soundbites=(Soundbite(start=73_000, duration=45_500, text="Best minute"), Soundbite(start=0, duration=15_000)),
    alternates=(ALTERNATE,),
    rss_author="ann@example.com (Ann)",
    comments="https://example.com/1#comments",
    origin=Origin(url="https://example.org/feed.xml", text="Another show"),
    **BOTH,
)
LIVE = LiveItem(
    status="pending",
    start=datetime(2026, 5, 1, 18, tzinfo=UTC),
    end=datetime(2026, 5, 1, 19, 30, tzinfo=UTC),
    item=Episode(
        title="Live & raw",
        slug="live-1",
        guid="live-1",
        notes_html="<p>Come.</p>",
        people=PEOPLE,
        enclosure=Enclosure(url="https://example.com/live.mp3", media_type="audio/mpeg", length=0),
        content_links=EPISODE.content_links,
        alternates=EPISODE.alternates,
        chat=BOTH["chat"],
        image="https://example.com/live.jpg",
    ),
)
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
    explicit=True,
    image="https://example.com/c.jpg",
    type="serial",
    copyright="Ann Example",
    guid=GUID,
    locked=True,
    people=(Person(name="Ann Example", href="https://example.com/ann"),),
    block=True,
    complete=True,
    new_feed_url="https://example.org/feed.xml",
    blocks=(Block(blocked=True), Block(blocked=False, id="apple")),
    trailers=(
        Trailer(
            text="Season 3 soon",
            url="https://example.com/t.mp3",
            pubdate=WHEN,
            length=123_456,
            type="audio/mpeg",
            season=3,
        ),
    ),
    update_frequency=UpdateFrequency(
        text="Every Monday", rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=10", complete=True, dtstart=WHEN
    ),
    podping=True,
    podroll=(REMOTE, RemoteItem(feed_guid=GUID)),
    publisher=RemoteItem(feed_guid=GUID, medium="publisher"),
    remote_items=(RemoteItem(feed_guid=GUID, item_guid="i-1"), REMOTE),
    live_items=(LIVE,),
    managing_editor="ed@example.com (Ed)",
    web_master="web@example.com (Web)",
    docs="https://example.com/rss",
    ttl=60,
    cloud=Cloud(domain="rpc.example.com", port=80, path="/RPC2", register_procedure="notify", protocol="xml-rpc"),
    skip_hours=(0, 23),
    skip_days=("Saturday", "Sunday"),
    feeds=Feeds(
        retired=("subtitle", "summary", "keywords", "applepodcastsverify", "order", "isClosedCaptioned", "pubDate")
    ),
    **BOTH,
)


@pytest.fixture(scope="session")
def every_show() -> Show:
    """A show that says everything a channel can."""
    return SHOW


@pytest.fixture(scope="session")
def every_episode() -> Episode:
    """An episode that says everything an item can."""
    return EPISODE
