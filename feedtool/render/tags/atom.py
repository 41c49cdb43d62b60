"""Atom's link to the feed itself, which PSP-1 requires (spec: rss-podcast §2)."""

from __future__ import annotations

from feedtool.render.tags.row import Tag
from feedtool.render.tags.values import constant, uri

CHANNEL = (
    Tag(
        "atom:link",
        "channel",
        lambda show: show.feed_url,
        attributes=(("href", uri), ("rel", constant("self")), ("type", constant("application/rss+xml"))),
    ),
)
