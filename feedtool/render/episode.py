"""An episode as the Episode JSON of ``schemas/episode.schema.json``: what scripts read."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

from feedtool.timecode import to_seconds

if TYPE_CHECKING:
    from feedtool.model import Chapter, Enclosure, Episode, Link, Person, Transcript


def to_json(episode: Episode) -> dict[str, Any]:
    """``episode`` as plain values in a fixed order. Times are seconds; what is not known is left out, never null."""
    return _kept(
        {
            "title": episode.title,
            "subtitle": episode.subtitle,
            "description": episode.description,
            "notes_html": episode.notes_html,
            "chapters": [_chapter(c) for c in episode.chapters],
            "people": [_person(p) for p in episode.people],
            "links": [_link(link) for link in episode.links],
            "season": episode.season,
            "season_name": episode.season_name,
            "episode": episode.episode,
            "episode_display": episode.episode_display,
            "episode_type": episode.episode_type,
            "published": episode.published.isoformat() if episode.published else None,
            "duration": None if episode.duration is None else to_seconds(episode.duration),
            "show": episode.show,
            "author": episode.author,
            "explicit": episode.explicit,
            "block": episode.block or None,
            "language": episode.language,
            "slug": episode.slug,
            "guid": episode.guid,
            "guid_is_permalink": episode.guid_is_permalink or None,
            "link": episode.link,
            "image": episode.image,
            "audio": episode.audio,
            "enclosure": _enclosure(episode.enclosure) if episode.enclosure else None,
            "chapters_url": episode.chapters_url,
            "transcripts": [_transcript(t) for t in episode.transcripts] or None,
            "draft": episode.draft or None,
        }
        | {name: _plain(getattr(episode, name)) or None for name in _TAGS}
    )


_TAGS: Final = (
    "itunes_title", "keywords", "license", "locations", "funding", "texts", "images", "values", "chat", "social",
    "content_links", "soundbites", "alternates", "rss_author", "comments", "origin", "topics", "extras",
)  # fmt: skip
"""What an item's tags say, by the model's names; the values in them are called alike."""

_TIMES: Final = frozenset({"start", "duration", "remote_start"})


def _plain(value: Any) -> Any:
    """A value of the model as plain data; times are seconds, what is not said is left out."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not is_dataclass(value):
        return value
    said = {field.name: getattr(value, field.name) for field in fields(value)}
    kept = {name: inner for name, inner in said.items() if inner is not None and inner != ()}
    return {name: to_seconds(inner) if name in _TIMES else _plain(inner) for name, inner in kept.items()}


def render(episode: Episode) -> bytes:
    """``episode`` as UTF-8 JSON with a line end: same episode, same bytes."""
    return dump(to_json(episode))


def dump(value: Any) -> bytes:
    """JSON as this package writes it: two spaces, keys in the order given, no escapes that UTF-8 does not need."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8", "replace")


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return _kept(
        {
            "start": to_seconds(chapter.start),
            "end": None if chapter.end is None else to_seconds(chapter.end),
            "title": chapter.title,
            "url": chapter.url,
            "image": chapter.image,
            "toc": None if chapter.toc else False,
        }
    )


def _person(person: Person) -> dict[str, Any]:
    return _kept(
        {"name": person.name, "role": person.role, "group": person.group, "href": person.href, "img": person.img}
    )


def _link(link: Link) -> dict[str, Any]:
    return _kept({"url": link.url, "text": link.text})


def _enclosure(enclosure: Enclosure) -> dict[str, Any]:
    return {"url": enclosure.url, "type": enclosure.media_type, "length": enclosure.length}


def _transcript(transcript: Transcript) -> dict[str, Any]:
    return _kept(
        {
            "url": transcript.url,
            "type": transcript.media_type,
            "language": transcript.language,
            "rel": transcript.rel,
        }
    )


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}
