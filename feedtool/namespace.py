"""What the podcast namespace can say beyond names and numbers: one frozen value a tag (spec: podcast-namespace).

Fields carry the attributes' names in Python's spelling; ``text`` is what stands between the tags. Times are whole
milliseconds. Every value is optional in a feed; what one needs when it is there has no default here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

CHATS: Final = ("irc", "xmpp", "nostr", "matrix")
"""Protocols of ``podcast:chat`` (§13)."""

SOCIAL: Final = ("disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr")
"""Protocols of ``podcast:socialInteract`` (§14)."""

LICENSES: Final = {
    "arr": "https://en.wikipedia.org/wiki/All_rights_reserved",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc-by-nd-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "cc-by-nc-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc-by-nc-sa-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "cc-by-nc-nd-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    "pod-v4v-1.0": "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/license/v4v-4.0.md",
}
"""Licences known by a short name, in lower case, and their texts (§11, ambiguities 34)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteItem:
    """Another feed, or one item of it (§16). ``feed_guid`` is its ``podcast:guid``; it wins over ``feed_url``."""

    feed_guid: str
    feed_url: str | None = None
    item_guid: str | None = None
    medium: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRecipient:
    """Somebody who is paid ``split`` shares (§15). ``fee``: taken off the top, as a percentage."""

    type: str
    address: str
    split: int
    name: str | None = None
    custom_key: str | None = None
    custom_value: str | None = None
    fee: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTimeSplit:
    """A stretch of the episode whose payments go elsewhere: to a remote item, or to ``recipients`` (§15)."""

    start: int
    duration: int
    remote_item: RemoteItem | None = None
    recipients: tuple[ValueRecipient, ...] = ()
    remote_start: int = 0
    remote_percentage: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Payments from listeners (§15). ``suggested`` is a decimal number of bitcoin a minute, as text."""

    type: str
    method: str
    recipients: tuple[ValueRecipient, ...]
    suggested: str | None = None
    time_splits: tuple[ValueTimeSplit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """The licence: a known short name, or one of the author's own with ``url`` (§11)."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A stretch worth sharing (§6)."""

    start: int
    duration: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailer:
    """A preview of the show or of a season (§10). ``length`` in bytes."""

    text: str
    url: str
    pubdate: datetime
    length: int | None = None
    type: str | None = None
    season: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an alternate enclosure is found (§12); any URI scheme."""

    uri: str
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """What proves a file: ``sri`` with a hash, or ``pgp-signature`` (§12)."""

    type: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternateEnclosure:
    """Another version of the episode's media (§12). ``length`` in bytes, ``bitrate`` in bits a second."""

    type: str
    sources: tuple[Source, ...]
    length: int | None = None
    bitrate: float | None = None
    height: int | None = None
    lang: str | None = None
    title: str | None = None
    rel: str | None = None
    codecs: str | None = None
    default: bool | None = None
    integrity: Integrity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialInteract:
    """Where comments are: the root post (§14). ``disabled`` alone means none are wanted."""

    protocol: str
    uri: str | None = None
    account_id: str | None = None
    account_url: str | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Where listeners talk while they listen (§13)."""

    server: str
    protocol: str
    account_id: str | None = None
    space: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Txt:
    """Free text for machines, such as a code that proves ownership (§4)."""

    text: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture with its shape and purpose (§18). Sizes in pixels; ``aspect_ratio`` as ``16/9`` or ``1.9``."""

    href: str
    alt: str | None = None
    aspect_ratio: str | None = None
    width: int | None = None
    height: int | None = None
    type: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whether a service (``id``; all of them without one) must leave the show out (§3)."""

    blocked: bool
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFrequency:
    """How often episodes come (§17). ``rrule`` is an RFC 5545 recurrence without its prefix."""

    text: str
    rrule: str | None = None
    complete: bool = False
    dtstart: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLink:
    """Where else this is found, such as a live stream's page (§13)."""

    href: str
    text: str = ""
