"""The iTunes tags that Apple still reads; apart from them, those that only a show that asks gets (rss-podcast §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.render.tags.row import Tag, itself
from feedtool.render.tags.values import constant, rfc2822, seconds, true_false, uri

if TYPE_CHECKING:
    from feedtool.model import Episode

_YES = constant("Yes")


def _episode(episode: Episode) -> int | None:
    """Apple takes whole numbers from 1; ``podcast:episode`` says the others (spec: ambiguities 39)."""
    number = episode.episode
    return int(number) if number is not None and number >= 1 and number == int(number) else None


def _season(episode: Episode) -> int | None:
    return episode.season if episode.season and episode.season >= 1 else None


def _keywords(source: Any) -> str:
    return ", ".join(source.keywords)


def _captioned(episode: Episode) -> bool:
    return any(transcript.rel == "captions" for transcript in episode.transcripts)


CHANNEL = (
    Tag("itunes:title", "channel", lambda show: show.itunes_title, text=itself),
    Tag("itunes:author", "channel", lambda show: show.author, text=itself),
    Tag(
        "itunes:category",
        "channel",
        lambda show: show.categories,
        many=True,
        attributes=(("text", lambda category: category.name),),
        children=(
            Tag("itunes:category", "inside", lambda category: category.sub, attributes=(("text", itself),)),
        ),
    ),
    Tag("itunes:explicit", "channel", lambda show: true_false(show.explicit), text=itself),
    Tag("itunes:image", "channel", lambda show: show.image, attributes=(("href", uri),)),
    Tag("itunes:type", "channel", lambda show: show.type, text=itself),
    Tag(
        "itunes:owner",
        "channel",
        lambda show: show.owner,
        children=(
            Tag("itunes:name", "inside", lambda owner: owner.name, text=itself),
            Tag("itunes:email", "inside", lambda owner: owner.email, text=itself),
        ),
    ),
    Tag("itunes:block", "channel", lambda show: show.block, text=_YES),
    Tag("itunes:complete", "channel", lambda show: show.complete, text=_YES),
    Tag("itunes:new-feed-url", "channel", lambda show: show.new_feed_url, text=uri),
)  # fmt: skip
ITEM = (
    Tag("itunes:title", "item", lambda episode: episode.itunes_title, text=itself),
    Tag("itunes:author", "item", lambda episode: episode.author, text=itself),
    Tag("itunes:duration", "item", lambda episode: episode.duration, text=seconds),
    Tag("itunes:episode", "item", _episode, text=str),
    Tag("itunes:episodeType", "item", lambda episode: episode.episode_type, text=itself),
    Tag("itunes:season", "item", _season, text=str),
    Tag(
        "itunes:explicit",
        "item",
        lambda episode: None if episode.explicit is None else true_false(episode.explicit),
        text=itself,
    ),
    Tag("itunes:image", "item", lambda episode: episode.image, attributes=(("href", uri),)),
    Tag("itunes:block", "item", lambda episode: episode.block, text=_YES),
)
_PURPOSE = "applepodcastsverify"
RETIRED_CHANNEL = (
    Tag("itunes:subtitle", "channel", lambda show: show.subtitle, text=itself),
    Tag("itunes:summary", "channel", lambda show: show.description, text=itself),
    Tag("itunes:keywords", "channel", _keywords, text=itself),
    Tag(
        "itunes:applepodcastsverify",
        "channel",
        lambda show: [txt.text for txt in show.texts if txt.purpose == _PURPOSE][:1],
        text=itself,
        many=True,
    ),
)
RETIRED_DATES = (Tag("itunes:pubDate", "channel", itself, text=rfc2822),)
"""Made of the moment the newest item appeared."""

RETIRED_ITEM = (
    Tag("itunes:subtitle", "item", lambda episode: episode.subtitle, text=itself),
    Tag("itunes:summary", "item", lambda episode: episode.description, text=itself),
    Tag("itunes:keywords", "item", _keywords, text=itself),
    Tag("itunes:order", "item", _episode, text=str),
    Tag("itunes:isClosedCaptioned", "item", _captioned, text=_YES),
)
