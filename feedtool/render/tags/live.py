"""``podcast:liveItem``: an item that is a stream (spec: podcast-namespace §13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.render.tags.row import Tag
from feedtool.render.tags.values import iso

if TYPE_CHECKING:
    from collections.abc import Iterable

_ONLY_ITEMS = {"podcast:soundbite", "podcast:chapters", "psc:chapters", "podcast:transcript", "podcast:season",
               "podcast:episode"}  # fmt: skip
"""What the specification gives to published items alone."""


def rows(item: Iterable[Tag]) -> tuple[Tag, ...]:
    """The table of the one row that writes live streams with an item's rows."""
    children = tuple(_of_the_item(tag) for tag in item if tag.name not in _ONLY_ITEMS)
    return (
        Tag(
            "podcast:liveItem",
            "channel",
            lambda show: show.live_items,
            many=True,
            attributes=(
                ("status", lambda live: live.status),
                ("start", lambda live: iso(live.start)),
                ("end", lambda live: iso(live.end) if live.end else None),
            ),
            children=children,
        ),
    )


def _of_the_item(tag: Tag) -> Tag:
    get = tag.get

    def of_item(live: Any) -> Any:
        return get(live.item)

    return tag._replace(where="inside", get=of_item)
