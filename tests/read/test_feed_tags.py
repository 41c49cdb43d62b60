"""The podcast namespace as others write it: what lacks is empty, what cannot be read costs only itself."""

from __future__ import annotations

import io

import pytest

from feedtool.model import Location, Person
from feedtool.read import feed

HEAD = (
    '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
)


def channel(inner: str) -> feed.Show:
    return feed.channel(io.BytesIO(f"{HEAD}{inner}</channel></rss>".encode()), "f.xml")


def item(inner: str) -> feed.FeedItem:
    (made,) = feed.items(io.BytesIO(f"{HEAD}<item>{inner}</item></channel></rss>".encode()), "f.xml")
    return made


def test_defaults_of_the_specification():
    made = item("<podcast:person>Ann</podcast:person><podcast:location>Berlin</podcast:location>")
    assert made.people == (Person(name="Ann", role="host", group="cast"),)
    assert made.locations == (Location(name="Berlin", rel="subject"),)


@pytest.mark.parametrize(
    "inner",
    [
        "<podcast:soundbite>x</podcast:soundbite>",
        '<podcast:soundbite startTime="nan" duration="1"/>',
        '<podcast:soundbite startTime="-1" duration="1"/>',
        '<podcast:soundbite startTime="1e99" duration="1"/>',
    ],
)
def test_a_soundbite_without_times_is_none(inner: str):
    assert item(inner).soundbites == ()


def test_what_cannot_be_read_costs_only_itself():
    made = channel(
        '<podcast:trailer pubdate="soon" url="x">a</podcast:trailer><podcast:podroll/><podcast:publisher/>'
        '<podcast:podping usesPodping="maybe"/><podcast:liveItem status="live" start="now"><title>x</title>'
        '</podcast:liveItem><podcast:value type="lightning" method="keysend"><podcast:valueTimeSplit/>'
        '<podcast:valueRecipient split="x"/></podcast:value><skipHours><hour>x</hour><hour>3</hour></skipHours>'
    )
    assert (made.trailers, made.podroll, made.publisher, made.podping, made.live_items) == ((), (), None, None, ())
    assert made.values[0].time_splits == ()
    assert made.values[0].recipients[0].split == 0
    assert made.skip_hours == (3,)


def test_times_of_live_items_with_and_without_a_colon():
    (live,) = channel(
        '<podcast:liveItem status="ended" start="2026-05-01T18:00:00.000-0600"><guid>g</guid></podcast:liveItem>'
    ).live_items
    assert live.start.isoformat() == "2026-05-01T18:00:00-06:00"
    assert (live.end, live.item.guid, live.item.slug) == (None, "g", "g")


def test_a_remote_percentage_is_held_to_its_bounds():
    inner = '<podcast:value><podcast:valueTimeSplit startTime="1" duration="2" remotePercentage="{}"/></podcast:value>'
    for text, made in (("250", 100), ("x", 100), ("0", 0)):
        assert item(inner.format(text)).values[0].time_splits[0].remote_percentage == made


def test_what_is_not_known_is_kept_with_its_names():
    made = item('<podcast:hiveAccount name="a"/><x:y xmlns:x="urn:x"/><rating>1</rating><title>t</title>')
    assert made.extras == (
        '<podcast:hiveAccount xmlns:podcast="https://podcastindex.org/namespace/1.0" name="a"/>',
        '<x:y xmlns:x="urn:x"/>',
        "<rating>1</rating>",
    )
