"""Everything a feed can say, written, judged clean, and read back equal: by our reader and by four others."""

from __future__ import annotations

import io
import json
import re
import subprocess
import warnings
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from feedtool import fragments
from feedtool.check.feed import check
from feedtool.findings import Severity, SourceError
from feedtool.model import Episode, Feeds, Show
from feedtool.read import feed as reader
from feedtool.render import feed
from feedtool.render.tags.values import uri

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOT_IN_A_FEED = {"base_url", "transcripts", "timezone", "picture", "places", "feeds", "subtitle", "keywords"}
SHOW_FIELDS = sorted(f.name for f in fields(Show) if f.name not in NOT_IN_A_FEED)
ITEM_FIELDS = sorted(
    {f.name for f in fields(Episode)} & {f.name for f in fields(reader.FeedItem)} - {"place", "description"}
)


@pytest.fixture(scope="module")
def whole(every_show: Show, every_episode: Episode) -> bytes:
    head = feed.head(every_show, updated=every_episode.published)
    return head + feed.item(every_show, every_episode) + feed.TAIL


@pytest.fixture(scope="module")
def channel(whole: bytes) -> Show:
    return reader.channel(io.BytesIO(whole), "feed.xml")


@pytest.fixture(scope="module")
def item(whole: bytes) -> reader.FeedItem:
    (made,) = reader.items(io.BytesIO(whole), "feed.xml")
    return made


@pytest.mark.parametrize("name", [*SHOW_FIELDS, "subtitle", "keywords"])
def test_the_channel_reads_back_equal(name: str, channel: Show, every_show: Show):
    wanted = getattr(every_show, name)
    assert wanted not in (None, (), "")
    if name != "live_items":
        assert getattr(channel, name) == wanted


@pytest.mark.parametrize("name", ITEM_FIELDS)
def test_the_item_reads_back_equal(name: str, item: reader.FeedItem, every_episode: Episode):
    wanted = getattr(every_episode, name)
    assert wanted not in (None, (), "")
    assert getattr(item, name) == wanted


def test_retired_tags_are_written_for_a_show_that_asks_and_only_then(
    whole: bytes, item: reader.FeedItem, every_show: Show, every_episode: Episode
):
    assert (item.summary, item.order, item.closed_captioned) == ("In short.", 4, True)
    for name in every_show.feeds.retired:
        assert f"<itunes:{name}>" in whole.decode()
    plain = replace(every_show, feeds=Feeds())
    text = (feed.head(plain, updated=every_episode.published) + feed.item(plain, every_episode)).decode()
    assert [name for name in every_show.feeds.retired if f"<itunes:{name}>" in text] == []


def test_a_live_item_reads_back_equal(channel: Show, every_show: Show):
    (live,), (wanted,) = channel.live_items, every_show.live_items
    assert (live.status, live.start, live.end) == (wanted.status, wanted.start, wanted.end)
    assert {n: getattr(live.item, n) for n in ITEM_FIELDS} == {n: getattr(wanted.item, n) for n in ITEM_FIELDS}


def test_the_whole_has_no_errors_and_no_warnings_but_those_meant(whole: bytes):
    found = [f for f in check(io.BytesIO(whole), "feed.xml") if f.weight is not Severity.INFO]
    assert [str(f) for f in found if f.weight is Severity.ERROR] == []


def test_elements_not_known_are_parsed_and_never_pasted(every_show: Show, every_episode: Episode):
    bad = (
        "<a", "text", "<x:y/>", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<s xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></s>', "</item><item>",
    )  # fmt: skip
    for text in bad:
        assert feed.item(every_show, replace(every_episode, extras=(text,))) == feed.item(
            every_show, replace(every_episode, extras=())
        )
    kept = "<!-- no --><a b='1'><![CDATA[<c>]]></a>"
    assert b'      <a b="1">&lt;c&gt;</a>\n' in feed.item(every_show, replace(every_episode, extras=(kept,)))


TEXTS = {"text": "display", "feed_guid": "feedGuid", "sources": "sources", "recipients": "valueRecipients",
         "time_splits": "valueTimeSplits", "start": "startTime", "remote_start": "remoteStartTime", "blocked": "value",
         "pubdate": "pubDate"}  # fmt: skip
SECONDS = {"start", "duration", "remote_start"}
DEFAULTS = {"fee": False, "remote_start": 0, "remote_percentage": 100, "complete": False, "recipients": (), "place": None, "text": "", "time_splits": ()}  # fmt: skip
NAMED = {"Person", "Location"}


def told(value: Any) -> Any:
    """A value of the model as feedsmith spells it: attributes by their own names, text as `display`."""
    if not hasattr(value, "__dataclass_fields__"):
        return [told(one) for one in value] if isinstance(value, tuple) else value
    made = {}
    for name in value.__dataclass_fields__:
        said = getattr(value, name)
        if said is None or DEFAULTS.get(name, object()) == said:
            continue
        key = TEXTS.get(name) or re.sub(r"_(\w)", lambda m: m[1].upper(), name)
        key = "display" if name == "name" and type(value).__name__ in NAMED else key
        made[key] = said / 1000 if name in SECONDS else said
        made[key] = float(said) if name == "suggested" else told(made[key])
        if name == "pubdate":
            made[key] = "Wed, 04 Mar 2026 05:06:07 +0000"
        if name == "dtstart":
            made[key] = said.isoformat()
    if type(value).__name__ == "Transcript":
        made["type"] = made.pop("mediaType")
    return made


FEEDSMITH = {
    "license": "license", "locations": "locations", "texts": "txts", "images": "images",
    "values": "values", "chat": "chat", "people": "persons",
}  # fmt: skip
FEEDSMITH_SHOW = FEEDSMITH | {
    "funding": "fundings", "blocks": "blocks", "trailers": "trailers", "update_frequency": "updateFrequency", "remote_items": "remoteItems",
}  # fmt: skip
FEEDSMITH_ITEM = FEEDSMITH | {
    "social": "socialInteracts", "transcripts": "transcripts", "soundbites": "soundbites", "alternates": "alternateEnclosures",
}  # fmt: skip


@pytest.fixture(scope="module")
def path(whole: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("feed") / "feed.xml"
    made.write_bytes(whole)
    return made


@pytest.fixture(scope="module")
def by_feedsmith(path: Path, repo: Path, tool: Callable[[str], Path], judge_feed: Any) -> Any:
    judge_feed(path)  # asks for node and its packages
    script = repo / "tests" / "oracles" / "feedsmith.mjs"
    done = subprocess.run([tool("node"), script, path], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[str(path)]


@pytest.mark.oracle
@pytest.mark.parametrize("name", FEEDSMITH_SHOW)
def test_feedsmith_reads_the_channel_as_meant(name: str, by_feedsmith: Any, every_show: Show):
    assert by_feedsmith["podcast"][FEEDSMITH_SHOW[name]] == told(getattr(every_show, name))


@pytest.mark.oracle
@pytest.mark.parametrize("name", FEEDSMITH_ITEM)
def test_feedsmith_reads_the_item_as_meant(name: str, by_feedsmith: Any, every_episode: Episode):
    assert by_feedsmith["items"][0]["podcast"][FEEDSMITH_ITEM[name]] == told(getattr(every_episode, name))


@pytest.mark.oracle
def test_feedsmith_reads_what_is_shaped_otherwise(by_feedsmith: Any, every_show: Show, every_episode: Episode):
    podcast, item = by_feedsmith["podcast"], by_feedsmith["items"][0]
    assert podcast["guid"] == every_show.guid
    assert podcast["locked"] == {"value": True, "owner": "ann@example.com"}
    assert podcast["medium"] == "podcast"
    assert podcast["podping"] == {"usesPodping": True}
    assert podcast["podroll"]["remoteItems"] == told(every_show.podroll)
    assert podcast["publisher"]["remoteItem"] == told(every_show.publisher)
    (live,) = podcast["liveItems"]
    wanted = every_show.live_items[0]
    assert [live["status"], live["start"], live["end"]] == ["pending", wanted.start.isoformat(), wanted.end.isoformat()]
    assert live["contentLinks"] == told(wanted.item.content_links)
    assert live["persons"] == told(wanted.item.people)
    assert live["chat"] == told(wanted.item.chat)
    assert live["alternateEnclosures"] == told(wanted.item.alternates)
    assert item["podcast"]["season"] == {"number": 2, "name": "Year Two"}
    assert item["podcast"]["episode"] == {"number": 4, "display": "Ch.4"}
    assert item["podcast"]["chapters"] == {"url": every_episode.chapters_url, "type": "application/json+chapters"}


@pytest.mark.oracle
def test_feedsmith_reads_itunes_and_rss(by_feedsmith: Any, every_show: Show):
    itunes, item = by_feedsmith["itunes"], by_feedsmith["items"][0]
    assert itunes == {
        "image": every_show.image, "explicit": True, "author": "Ann Example", "title": "Only the title",
        "type": "serial", "newFeedUrl": every_show.new_feed_url, "block": True, "complete": True,
        "applePodcastsVerify": "code-123", "owner": {"name": "Ann", "email": "ann@example.com"},
        "categories": [{"text": "Society & Culture", "categories": [{"text": "Documentary"}]}, {"text": "Technology"}],
        "summary": every_show.description, "subtitle": "A line below", "keywords": ["one", "two words"],
    }  # fmt: skip
    assert item["itunes"] == {
        "duration": 3600, "image": "https://example.com/1.jpg", "explicit": False, "author": "Ann Example",
        "title": "Only the title", "episode": 4, "season": 2, "episodeType": "full", "block": True,
        "summary": "In short.", "subtitle": "A line below", "keywords": ["one", "two words"],
    }  # fmt: skip
    assert [by_feedsmith[name] for name in ("ttl", "skipHours", "skipDays", "docs")] == [
        60, [0, 23], ["Saturday", "Sunday"], "https://example.com/rss",
    ]  # fmt: skip
    assert by_feedsmith["cloud"] == {
        "domain": "rpc.example.com", "port": 80, "path": "/RPC2", "registerProcedure": "notify", "protocol": "xml-rpc",
    }  # fmt: skip
    assert by_feedsmith["managingEditor"] == {"email": "ed@example.com", "name": "Ed"}
    assert by_feedsmith["webMaster"] == {"email": "web@example.com", "name": "Web"}
    assert item["source"] == {"title": "Another show", "url": "https://example.org/feed.xml"}
    assert item["comments"] == "https://example.com/1#comments"
    assert item["categories"] == [{"name": "foxes", "domain": "https://example.com/topics"}, {"name": "other"}]
    assert item["authors"] == [{"email": "ann@example.com", "name": "Ann"}]


RECIPIENTS = [
    {"name": "Ann & Bob", "customKey": "696969", "customValue": "abc", "type": "node", "split": 95, "fee": False,
     "address": "02d5c1bf8b940dc9cadca86d1b0a3c37fbe39cee4c7e839e33bef9174531d27f52"},
    {"type": "lnaddress", "address": "fee@example.com", "split": 5, "fee": True},
]  # fmt: skip
SONG = {"feedGuid": "9b024349-ccf0-5f69-a609-6b82873eab3c", "itemGuid": "song-1", "feedUrl": "https://example.org/feed.xml", "title": "A song & more", "medium": "music"}  # fmt: skip
PARTYTIME_BOTH = {
    "license": {"identifier": "cc-by-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "podcastLocation": {"name": "Marlow", "osm": "R3727240", "geo": "geo:51.5719,-0.777"},  # it takes the first
    "podcastTxt": [{"value": "code-123", "purpose": "applepodcastsverify"}, {"value": "free words"}],
    "chat": {"phase": "7", "protocol": "irc", "server": "irc.example.net", "accountId": "@ann", "space": "#show"},
    "value": {
        "type": "lightning", "method": "keysend", "suggested": 5e-08, "recipients": RECIPIENTS,
        "valueTimeSplits": [
            {"type": "remoteItem", "startTime": 60, "duration": 237.5, "remoteStartTime": 1.5, "remotePercentage": 95,
             "remoteItem": SONG},
            {"type": "recipients", "startTime": 300, "duration": 10, "recipients": [RECIPIENTS[1]]},
        ],
    },
}  # fmt: skip
PARTYTIME_SHOW = PARTYTIME_BOTH | {
    "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810", "medium": "podcast", "locked": True,
    "podcastOwner": "ann@example.com", "podcastBlocked": "yes", "podcastBlockedPlatforms": {"apple": False},
    "podcastFunding": [{"message": "Support & love", "url": "https://example.com/give"}, {"message": "", "url": "https://example.com/2"}],
    "trailers": [{"title": "Season 3 soon", "url": "https://example.com/t.mp3", "pubdate": "2026-03-04T05:06:07.000Z",
                  "type": "audio/mpeg", "length": 123456, "season": 3}],
    "podcastRemoteItems": [{"feedGuid": "917393e3-1b1e-5cef-ace4-edaa54e1f810", "itemGuid": "i-1"}, SONG],
    "podroll": [SONG, {"feedGuid": "917393e3-1b1e-5cef-ace4-edaa54e1f810"}],
    "podcastPublisher": {"feedGuid": "917393e3-1b1e-5cef-ace4-edaa54e1f810"},
    "itunesBlock": True, "itunesComplete": True, "itunesNewFeedUrl": "https://example.org/feed.xml", "explicit": True,
    "itunesType": "serial", "itunesImage": "https://example.com/c.jpg", "author": "Ann Example", "ttl": 60,
    "owner": {"name": "Ann", "email": "ann@example.com"}, "copyright": "Ann Example",
    "itunesCategory": ["Society & Culture > Documentary", "Technology"],
}  # fmt: skip
PARTYTIME_ITEM = PARTYTIME_BOTH | {
    "podcastSoundbites": [{"duration": 45.5, "startTime": 73, "title": "Best minute"}],  # it passes over a start of 0
    "podcastSocialInteraction": [{"platform": "activitypub", "id": "@ann", "url": "https://example.social/@ann/1", "priority": 1, "profileUrl": "https://example.social/@ann"}],
    "podcastSeason": {"number": 2, "name": "Year Two"}, "podcastEpisode": {"number": 4, "display": "Ch.4"},
    "itunesEpisode": 4, "itunesSeason": 2, "itunesEpisodeType": "full", "duration": 3600, "explicit": False,
    "itunesImage": "https://example.com/1.jpg", "keywords": ["one", "two words"],
    "podcastTranscripts": [
        {"url": "https://example.com/1.vtt", "type": "text/vtt", "language": "en", "rel": "captions"},
        {"url": "https://example.com/1.html", "type": "text/html", "language": "en"},  # the channel's language
    ],
    "podcastPeople": [
        {"name": "Bea", "role": "Guest", "group": "Cast", "img": "https://example.com/bea.jpg", "href": "https://example.com/bea"},
        {"name": "Cy Übel", "role": "Cover Art Designer", "group": "Visuals"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def judged(path: Path, judge_feed: Any) -> Any:
    return judge_feed(path)


@pytest.mark.oracle
@pytest.mark.parametrize("name", PARTYTIME_SHOW)
def test_partytime_reads_the_channel_as_meant(name: str, judged: Any):
    assert judged["partytime"]["raw"][name] == PARTYTIME_SHOW[name]


@pytest.mark.oracle
@pytest.mark.parametrize("name", PARTYTIME_ITEM)
def test_partytime_reads_the_item_as_meant(name: str, judged: Any):
    assert judged["partytime"]["raw"]["items"][0][name] == PARTYTIME_ITEM[name]


@pytest.mark.oracle
def test_partytime_reads_alternate_enclosures_and_live_items(judged: Any, every_show: Show):
    raw = judged["partytime"]["raw"]
    (other,) = raw["items"][0]["alternativeEnclosures"]
    assert [s["uri"] for s in other["source"]] == ["https://example.com/1.opus", "ipfs://Qm123/1.opus"]
    wanted = every_show.live_items[0].item.alternates[0]
    assert other["integrity"] == {"type": "sri", "value": wanted.integrity.value}
    assert {n: other[n] for n in ("type", "length", "bitrate", "height", "lang", "title", "rel", "codecs", "default")} == {
        "type": "audio/opus", "length": 5_400_000, "bitrate": 32_000, "height": 1080, "lang": "en",
        "title": "Low bandwidth", "rel": "default", "codecs": "opus", "default": False,
    }  # fmt: skip
    (live,) = raw["podcastLiveItems"]
    assert (live["status"], live["start"], live["end"]) == (
        "pending",
        "2026-05-01T18:00:00.000Z",
        "2026-05-01T19:30:00.000Z",
    )
    assert (live["guid"], live["title"], live["enclosure"]["url"]) == (
        "live-1",
        "Live & raw",
        "https://example.com/live.mp3",
    )
    assert live["contentLinks"] == [{"title": "Watch it", "url": "https://example.com/watch"}]
    assert set(raw["pc20support"]["4"]) == {"value", "medium", "liveItem"}


FEEDPARSER = {  # of a repeated tag it keeps the last one's attributes, in lower case
    "podcast_guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810", "podcast_medium": "podcast", "itunes_type": "serial",
    "podcast_license": {"url": "https://creativecommons.org/licenses/by/4.0/"}, "podcast_locked": {"owner": "ann@example.com"},
    "podcast_funding": {"url": "https://example.com/2"}, "podcast_location": {"rel": "subject"},
    "podcast_image": {"href": "https://example.com/square.jpg"}, "podcast_txt": "free words",
    "podcast_chat": {"server": "irc.example.net", "protocol": "irc", "accountid": "@ann", "space": "#show"},
    "podcast_block": {"id": "apple"}, "podcast_podping": {"usespodping": "true"}, "podcast_socialinteract": {"protocol": "disabled"},
    "podcast_updatefrequency": {"complete": "true", "dtstart": "2026-03-04T05:06:07+00:00", "rrule": "FREQ=WEEKLY;BYDAY=MO;COUNT=10"},
    "podcast_trailer": {"pubdate": "Wed, 04 Mar 2026 05:06:07 +0000", "url": "https://example.com/t.mp3", "length": "123456", "type": "audio/mpeg", "season": "3"},
    "podcast_liveitem": {"status": "pending", "start": "2026-05-01T18:00:00+00:00", "end": "2026-05-01T19:30:00+00:00"},
    "itunes_complete": "Yes", "itunes_block": 1, "itunes_new-feed-url": "https://example.org/feed.xml",
    "itunes_title": "Only the title", "itunes_applepodcastsverify": "code-123",
}  # fmt: skip
FEEDPARSER_ITEM = {
    "podcast_season": {"name": "Year Two"}, "podcast_episode": {"display": "Ch.4"},
    "podcast_transcript": {"url": "https://example.com/1.html", "type": "text/html"},
    "podcast_chapters": {"url": "https://example.com/1.json", "type": "application/json+chapters"},
    "podcast_soundbite": {"starttime": "0", "duration": "15"}, "podcast_contentlink": {"href": "https://example.com/watch"},
    "podcast_source": {"uri": "ipfs://Qm123/1.opus", "contenttype": "application/x-bittorrent"},
    "podcast_integrity": {"type": "sri", "value": "sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP"},
    "podcast_valuerecipient": {"type": "lnaddress", "address": "fee@example.com", "split": "5", "fee": "true"},
    "itunes_order": "4", "itunes_isclosedcaptioned": "Yes", "itunes_episodetype": "full", "itunes_duration": "3600",
}  # fmt: skip


@pytest.mark.oracle
@pytest.mark.parametrize("name", [*FEEDPARSER, *FEEDPARSER_ITEM])
def test_feedparser_reads_what_was_meant(name: str, whole: bytes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser

        parsed = feedparser.parse(whole)
    assert not parsed.bozo
    assert parsed.feed[name] == FEEDPARSER[name] if name in FEEDPARSER else parsed.entries[0][name] == FEEDPARSER_ITEM[name]  # fmt: skip


@pytest.mark.oracle
def test_podcastparser_reads_what_was_meant(whole: bytes):
    import podcastparser

    parsed = podcastparser.parse("https://feed.invalid/", io.BytesIO(whole))
    (episode,) = parsed.pop("episodes")
    assert parsed == {
        "title": "Questions & Answers", "link": "https://example.com/", "description": "What it is about.",
        "language": "en", "generator": parsed["generator"], "cover_url": "https://example.com/c.jpg",
        "itunes_author": "Ann Example", "itunes_categories": [["Society & Culture", "Documentary"], ["Technology"]],
        "explicit": True, "type": "serial", "itunes_owner": {"name": "Ann", "email": "ann@example.com"},
        "new_url": "https://example.org/feed.xml", "itunes_keywords": ["one", "two words"],
    }  # fmt: skip
    assert {n: episode[n] for n in ("itunes_author", "number", "type", "season", "explicit", "episode_art_url", "subtitle", "total_time")} == {
        "itunes_author": "Ann Example", "number": 4, "type": "full", "season": 2, "explicit": False,
        "episode_art_url": "https://example.com/1.jpg", "subtitle": "A line below", "total_time": 3600,
    }  # fmt: skip


TOLD_OTHERWISE = {"description", "notes_html", "subtitle", "keywords", "place"}
"""Fields that are not written again as they were read: HTML is cleaned, retired tags need to be asked for."""


def settled(value: Any) -> Any:
    """A value as it is after writing: addresses lose white space at their ends, active elements are dropped."""
    if isinstance(value, str):
        return uri(value)
    if isinstance(value, tuple):
        return tuple(map(settled, value))
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: settled(getattr(value, f.name)) for f in fields(value) if f.compare}
    return value


@pytest.mark.corpus
def test_feeds_in_the_wild_come_back_as_they_were_read(shared: Path):
    """What others say in any tag is written and read again with equal values: what taking over a feed rests on."""
    names = sorted({f.name for f in fields(Episode)} & {f.name for f in fields(reader.FeedItem)} - TOLD_OTHERWISE)
    paths = [*sorted((shared / "corpus" / "feeds").glob("*.xml")), shared / "spec/data/repo-examples/example.xml"]
    count = 0
    for path in paths:
        try:
            show = reader.channel(io.BytesIO(path.read_bytes()), path.name)
            items = list(reader.items(io.BytesIO(path.read_bytes()), path.name))
        except SourceError:
            continue
        data = (
            feed.head(show, updated=None) + b"".join(feed.item(show, reader.as_episode(i)) for i in items) + feed.TAIL
        )
        again = reader.channel(io.BytesIO(data), path.name)
        for name in {*SHOW_FIELDS} - {"extras", "live_items"}:
            assert settled(getattr(again, name) or None) == settled(getattr(show, name) or None), (path.name, name)
        for before, after in zip(items, reader.items(io.BytesIO(data), path.name), strict=True):
            count += 1
            for name in names:
                old, new = getattr(before, name) or None, getattr(after, name) or None
                if name == "extras":
                    old = tuple(made for text in before.extras if (made := fragments.parsed(text))) or None
                assert settled(new) == settled(old), (path.name, before.title, name)
    assert count > 2000
