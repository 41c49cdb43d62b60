"""The RSS content module: an episode's whole notes (spec: rss-podcast §9)."""

from __future__ import annotations

from feedtool.render.tags.row import Tag, itself
from feedtool.safehtml import clean

ITEM = (
    Tag("content:encoded", "item", lambda episode: clean(episode.notes_html), text=itself, markup=True),
)  # fmt: skip
