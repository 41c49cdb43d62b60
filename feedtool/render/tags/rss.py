"""RSS 2.0's own elements (spec: rss-podcast §2, §6). An item's title and guid are feedgen's."""

from __future__ import annotations

from feedtool import __version__
from feedtool.render.html import reduced
from feedtool.render.tags.row import Tag, itself
from feedtool.render.tags.values import rfc2822, uri

CHANNEL = (
    Tag("title", "channel", lambda show: show.title, text=itself),
    Tag("link", "channel", lambda show: show.link, text=uri),
    Tag("description", "channel", lambda show: show.description, text=itself),
    Tag("language", "channel", lambda show: show.language, text=itself),
    Tag("copyright", "channel", lambda show: show.copyright, text=itself),
    Tag("generator", "channel", lambda _: f"feedtool/{__version__}", text=itself),
    Tag(
        "image",
        "channel",
        lambda show: show if show.image else None,
        children=(
            Tag("url", "inside", lambda show: show.image, text=uri),
            Tag("title", "inside", lambda show: show.title, text=itself),
            Tag("link", "inside", lambda show: show.link, text=uri),
        ),
    ),
)
DATES = (
    Tag("pubDate", "channel", itself, text=rfc2822),
    Tag("lastBuildDate", "channel", itself, text=rfc2822),
)
"""The channel's dates, made of the moment the newest item appeared."""

ITEM = (
    Tag("link", "item", lambda episode: episode.link, text=uri),
    Tag(
        "enclosure",
        "item",
        lambda episode: episode.enclosure,
        attributes=(
            ("url", lambda audio: uri(audio.url)),
            ("length", lambda audio: str(audio.length)),
            ("type", lambda audio: audio.media_type),
        ),
    ),
    Tag(
        "description",
        "item",
        lambda episode: reduced(episode.notes_html, episode.description),
        text=itself,
        markup=True,
    ),
)
