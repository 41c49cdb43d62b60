"""What an author may write of a feed's tags, in feedtool.toml and in front matter: one row a tag.

Keys are the tags' own names, and so are those of their attributes; ``text`` (of people and places: ``name``) is what
stands between the tags (spec: podcast-namespace, rss-podcast §2 and §6).
"""

from __future__ import annotations

import re
from typing import Any, Final

from feedtool import model, namespace
from feedtool.recurrence import canonical
from feedtool.shape import (
    Field,
    Shape,
    Unfit,
    decimal,
    flag,
    guid,
    matching,
    moment,
    number,
    one_of,
    rows,
    short,
    span,
    text,
    uri,
    url,
    whole,
    xml,
)

_GEO: Final = re.compile(r"geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?(,-?\d+(\.\d+)?)?(;[A-Za-z0-9-]+=[^;]+)*")
_LONG: Final = matching(re.compile(r"(?s).{1,4000}"), "a text of at most 4000 characters")
_OSM: Final = re.compile(r"[NWR]\d+(#\d+)?")


def _licensed(value: namespace.License) -> str | None:
    known = value.url or value.text.casefold() in namespace.LICENSES
    return None if known else "url as well: this is no licence known by its short name"


def _license(text: str, url: str | None = None) -> namespace.License:
    known = namespace.LICENSES.get(text.casefold())
    return namespace.License(text=text.casefold() if known else text, url=url or known)


def _one_kind(value: namespace.ValueTimeSplit) -> str | None:
    return None if bool(value.remote_item) != bool(value.recipients) else "either remoteItem or valueRecipient"


def _commented(value: namespace.SocialInteract) -> str | None:
    return None if value.uri or value.protocol == "disabled" else "uri as well"


def _ruled(value: namespace.UpdateFrequency) -> str | None:
    counted = "COUNT=" in (value.rrule or "") and value.dtstart is None
    return "dtstart as well: a rule with COUNT is counted from it" if counted else None


def rrule(value: Any) -> str:
    """A recurrence of RFC 5545 without its prefix, such as FREQ=WEEKLY;BYDAY=MO."""
    made = canonical(value) if isinstance(value, str) else None
    if made is None:
        raise Unfit("a recurrence of RFC 5545 such as FREQ=WEEKLY;BYDAY=MO", value)
    return made


REMOTE = Shape(
    namespace.RemoteItem,
    (
        Field("feed_guid", "feedGuid", guid, needed=True),
        Field("feed_url", "feedUrl", url),
        Field("item_guid", "itemGuid", text),
        Field("medium", "medium", text),
        Field("title", "title", text),
    ),
    bare="feedGuid",
)
RECIPIENT = Shape(
    namespace.ValueRecipient,
    (
        Field("type", "type", text, needed=True),
        Field("address", "address", text, needed=True),
        Field("split", "split", whole, needed=True),
        Field("name", "name", text),
        Field("custom_key", "customKey", text),
        Field("custom_value", "customValue", text),
        Field("fee", "fee", flag),
    ),
)
TIME_SPLIT = Shape(
    namespace.ValueTimeSplit,
    (
        Field("start", "startTime", span, needed=True),
        Field("duration", "duration", span, needed=True),
        Field("remote_item", "remoteItem", REMOTE),
        Field("recipients", "valueRecipient", rows(RECIPIENT)),
        Field("remote_start", "remoteStartTime", span),
        Field("remote_percentage", "remotePercentage", whole),
    ),
    check=_one_kind,
)
VALUE = Shape(
    namespace.Value,
    (
        Field("type", "type", text, needed=True),
        Field("method", "method", text, needed=True),
        Field("recipients", "valueRecipient", rows(RECIPIENT), needed=True),
        Field("suggested", "suggested", decimal),
        Field("time_splits", "valueTimeSplit", rows(TIME_SPLIT)),
    ),
)
LICENSE = Shape(
    _license,
    (Field("text", "text", short, needed=True), Field("url", "url", url)),
    bare="text",
    check=_licensed,
)
LOCATION = Shape(
    lambda rel="subject", **given: model.Location(rel=rel, **given),
    (
        Field("name", "name", short, needed=True),
        Field("rel", "rel", one_of("subject", "creator")),
        Field("geo", "geo", matching(_GEO, "a geo URI such as geo:52.52,13.40")),
        Field("osm", "osm", matching(_OSM, "an OpenStreetMap object such as R62422")),
        Field("country", "country", matching(re.compile("[A-Z]{2}"), "a country's two capital letters, such as DE")),
    ),
    bare="name",
)
FUNDING = Shape(model.Funding, (Field("url", "url", url, needed=True), Field("text", "text", short)), bare="url")
TXT = Shape(namespace.Txt, (Field("text", "text", _LONG, needed=True), Field("purpose", "purpose", short)), bare="text")
IMAGE = Shape(
    namespace.Image,
    (
        Field("href", "href", url, needed=True),
        Field("alt", "alt", text),
        Field("aspect_ratio", "aspect-ratio", text),
        Field("width", "width", whole),
        Field("height", "height", whole),
        Field("type", "type", text),
        Field("purpose", "purpose", short),
    ),
    bare="href",
)
CHAT = Shape(
    namespace.Chat,
    (
        Field("server", "server", text, needed=True),
        Field("protocol", "protocol", one_of(*namespace.CHATS), needed=True),
        Field("account_id", "accountId", text),
        Field("space", "space", text),
    ),
)
SOCIAL = Shape(
    namespace.SocialInteract,
    (
        Field("protocol", "protocol", one_of(*namespace.SOCIAL), needed=True),
        Field("uri", "uri", uri),
        Field("account_id", "accountId", text),
        Field("account_url", "accountUrl", url),
        Field("priority", "priority", whole),
    ),
    check=_commented,
)
CONTENT_LINK = Shape(
    namespace.ContentLink, (Field("href", "href", url, needed=True), Field("text", "text", text)), bare="href"
)
SOUNDBITE = Shape(
    namespace.Soundbite,
    (
        Field("start", "startTime", span, needed=True),
        Field("duration", "duration", span, needed=True),
        Field("text", "text", short),
    ),
)
SOURCE = Shape(
    namespace.Source,
    (Field("uri", "uri", uri, needed=True), Field("content_type", "contentType", text)),
    bare="uri",
)
ALTERNATE = Shape(
    namespace.AlternateEnclosure,
    (
        Field("type", "type", text, needed=True),
        Field("sources", "source", rows(SOURCE), needed=True),
        Field("length", "length", whole),
        Field("bitrate", "bitrate", number),
        Field("height", "height", whole),
        Field("lang", "lang", text),
        Field("title", "title", matching(re.compile(".{1,32}"), "a text of at most 32 characters")),
        Field("rel", "rel", matching(re.compile(".{1,32}"), "a text of at most 32 characters")),
        Field("codecs", "codecs", text),
        Field("default", "default", flag),
        Field(
            "integrity",
            "integrity",
            Shape(
                namespace.Integrity,
                (
                    Field("type", "type", one_of("sri", "pgp-signature"), needed=True),
                    Field("value", "value", text, needed=True),
                ),
            ),
        ),
    ),
)
TRAILER = Shape(
    namespace.Trailer,
    (
        Field("text", "text", short, needed=True),
        Field("url", "url", url, needed=True),
        Field("pubdate", "pubdate", moment, needed=True),
        Field("length", "length", whole),
        Field("type", "type", text),
        Field("season", "season", whole),
    ),
)
BLOCK = Shape(
    lambda text=True, **given: namespace.Block(blocked=text, **given),
    (Field("text", "text", flag), Field("id", "id", matching(re.compile("[a-z0-9-]{1,64}"), "a service's short name"))),
    bare="id",
)
UPDATES = Shape(
    namespace.UpdateFrequency,
    (
        Field("text", "text", short, needed=True),
        Field("rrule", "rrule", rrule),
        Field("complete", "complete", flag),
        Field("dtstart", "dtstart", moment),
    ),
    bare="text",
    check=_ruled,
)
TOPIC = Shape(model.Topic, (Field("text", "text", text, needed=True), Field("domain", "domain", text)), bare="text")
CLOUD = Shape(
    model.Cloud,
    (
        Field("domain", "domain", text, needed=True),
        Field("port", "port", whole, needed=True),
        Field("path", "path", text, needed=True),
        Field("register_procedure", "registerProcedure", str, needed=True),
        Field("protocol", "protocol", one_of("xml-rpc", "soap", "http-post"), needed=True),
    ),
)
ORIGIN = Shape(model.Origin, (Field("url", "url", url, needed=True), Field("text", "text", text)), bare="url")
ENCLOSURE = Shape(
    model.Enclosure,
    (
        Field("url", "url", url, needed=True),
        Field("media_type", "type", text, needed=True),
        Field("length", "length", whole, needed=True),
    ),
)
PERSON = Shape(
    model.Person,
    (
        Field("name", "name", short, needed=True),
        Field("role", "role", lambda value: text(value).lower()),
        Field("group", "group", lambda value: text(value).lower()),
        Field("href", "href", url),
        Field("img", "img", url),
    ),
    bare="name",
)

ITEM: Final[tuple[Field, ...]] = (
    Field("itunes_title", "itunes_title", text),
    Field("license", "license", LICENSE),
    Field("locations", "location", rows(LOCATION)),
    Field("funding", "funding", rows(FUNDING)),
    Field("texts", "txt", rows(TXT)),
    Field("images", "images", rows(IMAGE)),
    Field("values", "value", rows(VALUE)),
    Field("chat", "chat", CHAT),
    Field("social", "socialInteract", rows(SOCIAL)),
    Field("content_links", "contentLink", rows(CONTENT_LINK)),
    Field("soundbites", "soundbite", rows(SOUNDBITE)),
    Field("alternates", "alternateEnclosure", rows(ALTERNATE)),
    Field("rss_author", "rss_author", text),
    Field("comments", "rss_comments", url),
    Field("origin", "rss_source", ORIGIN),
    Field("topics", "rss_category", rows(TOPIC)),
    Field("keywords", "keywords", rows(text)),
    Field("extras", "extras", rows(xml)),
)
"""What an episode's front matter can say of an item's tags, beside what notes are read for."""

_BOTH: Final = frozenset({
    "itunes_title", "license", "locations", "funding", "texts", "images", "values", "chat", "social", "topics",
    "keywords", "extras",
})  # fmt: skip

LIVE: Final = Shape(
    lambda **given: given,
    (
        Field("status", "status", one_of("pending", "live", "ended"), needed=True),
        Field("start", "start", moment, needed=True),
        Field("end", "end", moment),
        Field("title", "title", text, needed=True),
        Field("guid", "guid", text, needed=True),
        Field("enclosure", "enclosure", ENCLOSURE, needed=True),
        Field("notes", "notes", text),
        Field("description", "description", text),
        Field("link", "link", url),
        Field("author", "author", text),
        Field("image", "image", url),
        Field("explicit", "explicit", flag),
        Field("people", "person", rows(PERSON)),
        *(field for field in ITEM if field.name not in {"soundbites", "extras"}),
    ),
)
"""A live stream in feedtool.toml: its hours, and what its item says, as a mapping by the model's names."""

CHANNEL: Final[tuple[Field, ...]] = (
    *(field for field in ITEM if field.name in _BOTH),
    Field("subtitle", "subtitle", text),
    Field("blocks", "blocks", rows(BLOCK)),
    Field("trailers", "trailer", rows(TRAILER)),
    Field("update_frequency", "updateFrequency", UPDATES),
    Field("podping", "podping", flag),
    Field("podroll", "podroll", rows(REMOTE)),
    Field("publisher", "publisher", REMOTE),
    Field("remote_items", "remoteItem", rows(REMOTE)),
    Field("managing_editor", "managingEditor", text),
    Field("web_master", "webMaster", text),
    Field("docs", "docs", url),
    Field("ttl", "ttl", whole),
    Field("cloud", "cloud", CLOUD),
    Field("skip_hours", "skipHours", rows(whole)),
    Field("skip_days", "skipDays", rows(text)),
)
"""What [show] can say of the channel's tags, beside the plain keys."""
