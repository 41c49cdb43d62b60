"""The podcast namespace (spec: podcast-namespace §2 to §10)."""

from __future__ import annotations

from feedtool.render.tags.row import Tag, itself
from feedtool.render.tags.values import constant, number, uri

_PERSON = (
    ("role", lambda person: person.role),
    ("group", lambda person: person.group),
    ("href", lambda person: uri(person.href) if person.href else None),
    ("img", lambda person: uri(person.img) if person.img else None),
)

CHANNEL = (
    Tag("podcast:guid", "channel", lambda show: show.guid, text=itself),
    Tag(
        "podcast:locked",
        "channel",
        lambda show: None if show.locked is None else show,
        text=lambda show: "yes" if show.locked else "no",
        attributes=(("owner", lambda show: show.owner.email if show.owner else None),),
    ),
    Tag("podcast:medium", "channel", lambda show: show.medium, text=itself),
    Tag(
        "podcast:funding",
        "channel",
        lambda show: show.funding,
        many=True,
        text=lambda funding: funding.text,
        attributes=(("url", lambda funding: uri(funding.url)),),
    ),
    Tag(
        "podcast:person",
        "channel",
        lambda show: show.people,
        many=True,
        text=lambda person: person.name,
        attributes=_PERSON,
    ),
)
ITEM = (
    Tag(
        "podcast:season",
        "item",
        lambda episode: None if episode.season is None else episode,
        text=lambda episode: str(episode.season),
        attributes=(("name", lambda episode: episode.season_name),),
    ),
    Tag(
        "podcast:episode",
        "item",
        lambda episode: None if episode.episode is None else episode,
        text=lambda episode: number(episode.episode),
        attributes=(("display", lambda episode: episode.episode_display),),
    ),
    Tag(
        "podcast:person",
        "item",
        lambda episode: episode.people,
        many=True,
        text=lambda person: person.name,
        attributes=_PERSON,
    ),
    Tag(
        "podcast:transcript",
        "item",
        lambda episode: episode.transcripts,
        many=True,
        attributes=(
            ("url", lambda transcript: uri(transcript.url)),
            ("type", lambda transcript: transcript.media_type),
            ("language", lambda transcript: transcript.language),
            ("rel", lambda transcript: transcript.rel),
        ),
    ),
    Tag(
        "podcast:chapters",
        "item",
        lambda episode: episode.chapters_url,
        attributes=(("url", uri), ("type", constant("application/json+chapters"))),
    ),
)
