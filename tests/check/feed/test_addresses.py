"""What a feed points to: each address once, with its place, from sound and from broken items."""

from __future__ import annotations

import io

from feedtool.check.feed.addresses import addresses

FEED = b"""<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>A</title><itunes:image href="https://e.org/c.jpg"/>
<item><title>A & B</title>
<enclosure url="https://e.org/1.mp3" length="5" type="audio/mpeg"/>
<itunes:image href="https://e.org/c.jpg"/>
<podcast:transcript url="https://e.org/1.vtt" type="text/vtt"/></item>
<item><podcast:chapters url="https://e.org/1.json" type="application/json"/></item>
</channel></rss>"""


def test_each_address_once_in_the_order_of_the_feed() -> None:
    rows = [(a.kind, a.url, a.place.line) for a in addresses(io.BytesIO(FEED), "f")]
    assert rows == [
        ("audio", "https://e.org/1.mp3", 4),
        ("artwork", "https://e.org/c.jpg", 5),
        ("transcript", "https://e.org/1.vtt", 6),
        ("chapters", "https://e.org/1.json", 7),
    ]


def test_what_is_no_feed_points_nowhere() -> None:
    for data in (b"", b"<!DOCTYPE a><rss/>", b"<html/>", b"\x00"):
        assert list(addresses(io.BytesIO(data), "f")) == []
