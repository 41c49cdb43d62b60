"""The RSS content module: an episode's whole notes (spec: rss-podcast §9)."""

from __future__ import annotations

from feedtool.render.html import full
from feedtool.render.tags.row import Tag, itself

ITEM = (
    Tag("content:encoded", "item", lambda episode: full(episode.notes_html), text=itself, markup=True),
)  # fmt: skip
