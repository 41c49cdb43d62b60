"""How an author cures a fault of the feed: by the settings and front matter it was made of, not in XML.

The feed's checker knows feeds alone and says which tag to write. In a build that tag comes from a key.
"""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"<([A-Za-z]+(?::[A-Za-z-]+)?)>")
_MISSED_CODES: Final = frozenset({"FT510", "FT520", "FT521"})

KEYS: Final = {
    "title": "title",
    "link": "link",
    "description": "description",
    "language": "language",
    "copyright": "copyright",
    "guid": "guid",
    "pubDate": "published",
    "managingEditor": "managingEditor",
    "webMaster": "webMaster",
    "author": "rss_author",
    "atom:link": "base_url",
    "itunes:author": "author",
    "itunes:category": "categories",
    "itunes:duration": "duration",
    "itunes:episode": "episode",
    "itunes:explicit": "explicit",
    "itunes:image": "image",
    "itunes:new-feed-url": "new_feed_url",
    "itunes:owner": "owner",
    "itunes:season": "season",
    "itunes:title": "itunes_title",
    "itunes:type": "type",
    "podcast:funding": "funding",
    "podcast:guid": "guid",
    "podcast:license": "license",
    "podcast:location": "location",
    "podcast:locked": "locked",
    "podcast:medium": "medium",
    "podcast:person": "person",
    "podcast:trailer": "trailer",
    "podcast:updateFrequency": "updateFrequency",
}
"""The key of ``feedtool.toml`` or front matter that a feed's tag is made of."""

SHOW: Final = {
    "language": 'Write language = "en", or your language, under [show].',
    "itunes:category": 'Write categories = ["…"] under [show], with names of Apple\'s list.',
    "itunes:explicit": "Write explicit = false, or true, under [show].",
    "itunes:image": 'Write image = "cover.jpg" under [show]: square, 1400 to 3000 pixels, JPEG or PNG.',
    "itunes:author": 'Write author = "…" under [show].',
    "itunes:owner": 'Write owner = { name = "…", email = "…" } under [show].',
    "atom:link": 'Write base_url = "https://…/" under [show], the address output/ is published under.',
    "podcast:guid": 'Write guid = "…" under [show] if the show has one; else leave it out, and one is made.',
    "podcast:locked": "Write locked = true under [show]; false lets other hosts import the feed.",
}
"""What to write into ``feedtool.toml`` for a tag that the channel misses."""

EPISODE: Final = {
    "title": "Begin the text with a heading, or give a title in the front matter.",
    "pubDate": "Give published in the front matter, such as 2026-03-04T05:06:07+00:00.",
    "description": "Write a few words of notes, or give a description in the front matter.",
    "link": "Give the episode's page as link in the front matter.",
    "itunes:duration": "Give duration in the front matter, such as 1:02:03.",
    "itunes:image": "Give the episode's picture as image in the front matter.",
    "itunes:explicit": "Give explicit in the front matter, true or false.",
    "podcast:transcript": "Put a transcript beside the text, such as NAME.vtt.",
}
"""What to write into an episode's text for a tag that its item misses."""

_SAID: Final = {
    "FT525": "Begin with a mail address, as in ann@example.com (Ann); a name alone belongs in author or person.",
    "FT526": "Correct feed_url under [show], and remove new_feed_url once the feed has arrived there.",
    "FT542": "Leave guid_is_permalink out of the front matter: this guid is no address.",
    "FT553": "Put the number into season and episode of the front matter; apps show it.",
    "FT555": "Give episode in the front matter: the show is of the type serial.",
    "FT571": 'Give medium = "publisher" to its remoteItem.',
    "FT572": "Use remoteItem, or another medium.",
    "FT577": "Give the live item a contentLink.",
}


def tag_of(message: str) -> str:
    """The tag a finding's message is about.

    >>> tag_of("<channel> has no <podcast:locked>")
    'podcast:locked'
    """
    return next((tag for tag in _TAG.findall(message) if tag not in {"channel", "item"}), "")


def hint(code: str, message: str, usual: str, *, of_show: bool) -> str:
    """What the author does about a finding on the feed; ``usual`` where the feed's own words fit as well."""
    if code in _MISSED_CODES:
        return (SHOW if of_show else EPISODE).get(tag_of(message), usual)
    return _SAID.get(code, usual)
