"""RSS 2.0's own elements (spec: rss-podcast §2, §6)."""

from __future__ import annotations

from feedtool import __version__
from feedtool.render.html import full, reduced
from feedtool.render.tags.row import Tag, itself
from feedtool.render.tags.values import published, rfc2822, true_false, uri

_TOPIC = Tag(
    "category",
    "item",
    lambda source: source.topics,
    many=True,
    text=lambda topic: topic.text,
    attributes=(("domain", lambda topic: topic.domain),),
)

CHANNEL = (
    Tag("title", "channel", lambda show: show.title, text=itself),
    Tag("link", "channel", lambda show: show.link, text=uri),
    Tag("description", "channel", lambda show: show.description, text=itself),
    Tag("language", "channel", lambda show: show.language, text=itself),
    Tag("copyright", "channel", lambda show: show.copyright, text=itself),
    Tag("managingEditor", "channel", lambda show: show.managing_editor, text=itself),
    Tag("webMaster", "channel", lambda show: show.web_master, text=itself),
    _TOPIC._replace(where="channel"),
    Tag("docs", "channel", lambda show: show.docs, text=uri),
    Tag(
        "cloud",
        "channel",
        lambda show: show.cloud,
        attributes=(
            ("domain", lambda cloud: cloud.domain),
            ("port", lambda cloud: str(cloud.port)),
            ("path", lambda cloud: cloud.path),
            ("registerProcedure", lambda cloud: cloud.register_procedure),
            ("protocol", lambda cloud: cloud.protocol),
        ),
    ),
    Tag("ttl", "channel", lambda show: show.ttl, text=str),
    Tag(
        "skipHours",
        "channel",
        lambda show: show.skip_hours,
        children=(Tag("hour", "inside", lambda hours: map(str, hours), text=itself, many=True),),
    ),
    Tag(
        "skipDays",
        "channel",
        lambda show: show.skip_days,
        children=(Tag("day", "inside", itself, text=itself, many=True),),
    ),
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

ITEM_DATE = (Tag("pubDate", "item", itself, text=lambda when: published(*when)),)
"""An item's date, made of it and of the show's zone."""

NAMED = (
    Tag("title", "item", lambda episode: episode.title or episode.slug, text=itself),
    Tag(
        "guid",
        "item",
        lambda episode: episode if episode.guid else None,
        text=lambda episode: episode.guid,
        attributes=(("isPermaLink", lambda episode: true_false(episode.guid_is_permalink)),),
    ),
)
"""What an item begins with, before its date."""

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
        lambda episode: (
            reduced(episode.notes_html, episode.description)
            if episode.feed_description is None
            else full(episode.feed_description)
        ),
        text=itself,
        markup=True,
    ),
    Tag("author", "item", lambda episode: episode.rss_author, text=itself),
    Tag("comments", "item", lambda episode: episode.comments, text=uri),
    Tag(
        "source",
        "item",
        lambda episode: episode.origin,
        text=lambda origin: origin.text,
        attributes=(("url", lambda origin: uri(origin.url)),),
    ),
    _TOPIC,
)
