"""Atom's link to the feed itself, which PSP-1 requires (spec: rss-podcast §2)."""

from __future__ import annotations

from feedtool.render.tags.row import Tag, itself
from feedtool.render.tags.values import constant, uri

CHANNEL = (
    Tag(
        "atom:link",
        "channel",
        lambda show: show.feed_url,
        attributes=(("href", uri), ("rel", constant("self")), ("type", constant("application/rss+xml"))),
    ),
)

PAGES = (
    Tag(
        "atom:link",
        "inside",
        itself,
        many=True,
        attributes=(
            ("href", lambda link: uri(link[1])),
            ("rel", lambda link: link[0]),
            ("type", constant("application/rss+xml")),
        ),
    ),
)
"""Links to the feed's other pages, made of pairs of a relation and an address (RFC 5005)."""
