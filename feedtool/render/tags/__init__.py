"""Every tag a feed is written with: one row a tag, in one table a namespace. A new tag is a new row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.render.tags import atom, content, itunes, live, podcast, psc, rss

if TYPE_CHECKING:
    from feedtool.model import Show
    from feedtool.render.tags.row import Tag

CHANNEL = (*rss.CHANNEL, *atom.CHANNEL, *itunes.CHANNEL, *podcast.CHANNEL)
"""The channel's rows, in the order they are written."""

NAMED = rss.NAMED
ITEM = (*rss.ITEM, *content.ITEM, *itunes.ITEM, *podcast.ITEM, *psc.ITEM)
"""An item's rows, in the order they are written: what comes before its date, and the rest."""

LIVE = live.rows((*NAMED, *ITEM))
"""The row of live streams, which say what items say."""

RETIRED_CHANNEL = itunes.RETIRED_CHANNEL
RETIRED_DATES = itunes.RETIRED_DATES
RETIRED_ITEM = itunes.RETIRED_ITEM
"""iTunes tags that Apple reads no more: written only when ``[feed] retired`` names them."""


def retired(rows: tuple[Tag, ...], show: Show) -> list[Tag]:
    """Those of ``rows`` that the show asks for."""
    asked = {f"itunes:{name}" for name in show.feeds.retired}
    return [row for row in rows if row.name in asked]
