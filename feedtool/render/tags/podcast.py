"""The podcast namespace (spec: podcast-namespace §2 to §18). Live items stand in :mod:`.live`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.render.tags.row import Get, Tag, itself
from feedtool.render.tags.values import constant, decimal_seconds, iso, number, rfc2822, true_false, uri

if TYPE_CHECKING:
    from feedtool.namespace import ValueTimeSplit


def _text(value: Any) -> Any:
    return value.text


def _maybe(get: Get, form: Get) -> Get:
    """A getter that gives None where ``get`` does, else its value in ``form``."""

    def take(value: Any) -> Any:
        said = get(value)
        return None if said is None else form(said)

    return take


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _whole_split(split: ValueTimeSplit) -> str | None:
    return None if split.remote_item is None or split.remote_percentage == 100 else str(split.remote_percentage)


_PERSON = Tag(
    "podcast:person",
    "item",
    lambda source: source.people,
    many=True,
    text=lambda person: person.name,
    attributes=(
        ("role", lambda person: person.role),
        ("group", lambda person: person.group),
        ("href", _maybe(lambda person: person.href, uri)),
        ("img", _maybe(lambda person: person.img, uri)),
    ),
)
_REMOTE = Tag(
    "podcast:remoteItem",
    "inside",
    itself,
    many=True,
    attributes=(
        ("feedGuid", lambda item: item.feed_guid),
        ("feedUrl", _maybe(lambda item: item.feed_url, uri)),
        ("itemGuid", lambda item: item.item_guid),
        ("medium", lambda item: item.medium),
        ("title", lambda item: item.title),
    ),
)
_RECIPIENT = Tag(
    "podcast:valueRecipient",
    "inside",
    lambda value: value.recipients,
    many=True,
    attributes=(
        ("name", lambda recipient: recipient.name),
        ("type", lambda recipient: recipient.type),
        ("address", lambda recipient: recipient.address),
        ("customKey", lambda recipient: recipient.custom_key),
        ("customValue", lambda recipient: recipient.custom_value),
        ("split", lambda recipient: str(recipient.split)),
        ("fee", lambda recipient: "true" if recipient.fee else None),
    ),
)
_TIME_SPLIT = Tag(
    "podcast:valueTimeSplit",
    "inside",
    lambda value: value.time_splits,
    many=True,
    attributes=(
        ("startTime", lambda split: decimal_seconds(split.start)),
        ("duration", lambda split: decimal_seconds(split.duration)),
        ("remoteStartTime", lambda split: decimal_seconds(split.remote_start) if split.remote_start else None),
        ("remotePercentage", _whole_split),
    ),
    children=(_REMOTE._replace(get=lambda split: split.remote_item, many=False), _RECIPIENT),
)
_BOTH = (
    Tag(
        "podcast:license",
        "item",
        lambda source: source.license,
        text=_text,
        attributes=(("url", _maybe(lambda license_: license_.url, uri)),),
    ),
    Tag(
        "podcast:funding",
        "item",
        lambda source: source.funding,
        many=True,
        text=_text,
        attributes=(("url", lambda funding: uri(funding.url)),),
    ),
    _PERSON,
    Tag(
        "podcast:location",
        "item",
        lambda source: source.locations,
        many=True,
        text=lambda location: location.name,
        attributes=(
            ("rel", lambda location: location.rel or "subject"),
            ("geo", lambda location: location.geo),
            ("osm", lambda location: location.osm),
            ("country", lambda location: location.country),
        ),
    ),
    Tag(
        "podcast:txt",
        "item",
        lambda source: source.texts,
        many=True,
        text=_text,
        attributes=(("purpose", lambda txt: txt.purpose),),
    ),
    Tag(
        "podcast:image",
        "item",
        lambda source: source.images,
        many=True,
        attributes=(
            ("href", lambda image: uri(image.href)),
            ("alt", lambda image: image.alt),
            ("aspect-ratio", lambda image: image.aspect_ratio),
            ("width", _maybe(lambda image: image.width, str)),
            ("height", _maybe(lambda image: image.height, str)),
            ("type", lambda image: image.type),
            ("purpose", lambda image: image.purpose),
        ),
    ),
    Tag(
        "podcast:value",
        "item",
        lambda source: source.values,
        many=True,
        attributes=(
            ("type", lambda value: value.type),
            ("method", lambda value: value.method),
            ("suggested", lambda value: value.suggested),
        ),
        children=(_RECIPIENT, _TIME_SPLIT),
    ),
    Tag(
        "podcast:chat",
        "item",
        lambda source: source.chat,
        attributes=(
            ("server", lambda chat: chat.server),
            ("protocol", lambda chat: chat.protocol),
            ("accountId", lambda chat: chat.account_id),
            ("space", lambda chat: chat.space),
        ),
    ),
    Tag(
        "podcast:socialInteract",
        "item",
        lambda source: source.social,
        many=True,
        attributes=(
            ("protocol", lambda social: social.protocol),
            ("uri", _maybe(lambda social: social.uri, uri)),
            ("accountId", lambda social: social.account_id),
            ("accountUrl", _maybe(lambda social: social.account_url, uri)),
            ("priority", _maybe(lambda social: social.priority, str)),
        ),
    ),
)

CHANNEL = (
    Tag("podcast:guid", "channel", lambda show: show.guid, text=itself),
    Tag(
        "podcast:locked",
        "channel",
        lambda show: None if show.locked is None else show,
        text=lambda show: _yes_no(show.locked),
        attributes=(("owner", lambda show: show.owner.email if show.owner else None),),
    ),
    Tag("podcast:medium", "channel", lambda show: show.medium, text=itself),
    *(tag._replace(where="channel") for tag in _BOTH),
    Tag(
        "podcast:block",
        "channel",
        lambda show: show.blocks,
        many=True,
        text=lambda block: _yes_no(block.blocked),
        attributes=(("id", lambda block: block.id),),
    ),
    Tag(
        "podcast:trailer",
        "channel",
        lambda show: show.trailers,
        many=True,
        text=_text,
        attributes=(
            ("pubdate", lambda trailer: rfc2822(trailer.pubdate)),
            ("url", lambda trailer: uri(trailer.url)),
            ("length", _maybe(lambda trailer: trailer.length, str)),
            ("type", lambda trailer: trailer.type),
            ("season", _maybe(lambda trailer: trailer.season, str)),
        ),
    ),
    Tag(
        "podcast:updateFrequency",
        "channel",
        lambda show: show.update_frequency,
        text=_text,
        attributes=(
            ("complete", lambda updates: "true" if updates.complete else None),
            ("dtstart", _maybe(lambda updates: updates.dtstart, iso)),
            ("rrule", lambda updates: updates.rrule),
        ),
    ),
    Tag(
        "podcast:podping",
        "channel",
        lambda show: None if show.podping is None else show,
        attributes=(("usesPodping", lambda show: true_false(show.podping)),),
    ),
    Tag("podcast:podroll", "channel", lambda show: show.podroll, children=(_REMOTE,)),
    Tag(
        "podcast:publisher",
        "channel",
        lambda show: show.publisher,
        children=(_REMOTE._replace(many=False),),
    ),
    _REMOTE._replace(where="channel", get=lambda show: show.remote_items),
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
    *_BOTH,
    Tag(
        "podcast:alternateEnclosure",
        "item",
        lambda episode: episode.alternates,
        many=True,
        attributes=(
            ("type", lambda other: other.type),
            ("length", _maybe(lambda other: other.length, str)),
            ("bitrate", _maybe(lambda other: other.bitrate, number)),
            ("height", _maybe(lambda other: other.height, str)),
            ("lang", lambda other: other.lang),
            ("title", lambda other: other.title),
            ("rel", lambda other: other.rel),
            ("codecs", lambda other: other.codecs),
            ("default", _maybe(lambda other: other.default, true_false)),
        ),
        children=(
            Tag(
                "podcast:source",
                "inside",
                lambda other: other.sources,
                many=True,
                attributes=(
                    ("uri", lambda source: uri(source.uri)),
                    ("contentType", lambda source: source.content_type),
                ),
            ),
            Tag(
                "podcast:integrity",
                "inside",
                lambda other: other.integrity,
                attributes=(("type", lambda proof: proof.type), ("value", lambda proof: proof.value)),
            ),
        ),
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
    Tag(
        "podcast:soundbite",
        "item",
        lambda episode: episode.soundbites,
        many=True,
        text=_text,
        attributes=(
            ("startTime", lambda bite: decimal_seconds(bite.start)),
            ("duration", lambda bite: decimal_seconds(bite.duration)),
        ),
    ),
    Tag(
        "podcast:contentLink",
        "item",
        lambda episode: episode.content_links,
        many=True,
        text=_text,
        attributes=(("href", lambda link: uri(link.href)),),
    ),
)
