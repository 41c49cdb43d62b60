"""Every tag a feed is written with: one row a tag, in one table a namespace. A new tag is a new row."""

from __future__ import annotations

from feedtool.render.tags import atom, content, itunes, podcast, psc, rss

CHANNEL = (*rss.CHANNEL, *atom.CHANNEL, *itunes.CHANNEL, *podcast.CHANNEL)
"""The channel's rows, in the order they are written."""

ITEM = (*rss.ITEM, *content.ITEM, *itunes.ITEM, *podcast.ITEM, *psc.ITEM)
"""An item's rows, in the order they are written."""
