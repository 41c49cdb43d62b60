"""The truth every output is rendered from: a show, its episodes, and what they hold.

Frozen, slotted, keyword-only values. Times are whole milliseconds from the start of the audio file. A ``place`` says
where an author wrote the fact; it takes no part in equality. Nothing here validates prose: readers do that, with a
place; the model only holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from feedtool.findings import Finding, Place
    from feedtool.namespace import (
        AlternateEnclosure,
        Block,
        Chat,
        ContentLink,
        Image,
        License,
        RemoteItem,
        SocialInteract,
        Soundbite,
        Trailer,
        Txt,
        UpdateFrequency,
        Value,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place on earth, as JSON chapters and ``podcast:location`` name it: ``geo`` is an RFC 5870 URI.

    Chapters have no ``rel`` and ``country`` and need ``geo``; in a feed ``rel`` is subject or creator and ``country`` a
    two-letter code (spec: podcast-namespace §8).
    """

    name: str
    geo: str | None = None
    osm: str | None = None
    rel: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One chapter. ``start`` and ``end`` in milliseconds; ``toc=False`` keeps it out of lists (JSON chapters 1.2).

    ``url`` and ``image`` are URLs, or in an author's file paths relative to it. ``extra`` holds keys this package
    does not know, as plain JSON values, so that a chapter file comes back whole.
    """

    start: int
    title: str = ""
    end: int | None = None
    url: str | None = None
    image: str | None = None
    toc: bool = True
    location: Location | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who took part. ``role`` and ``group`` are lower-case words of the podcast taxonomy."""

    name: str
    role: str = "host"
    group: str = "cast"
    href: str | None = None
    img: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the show notes, with the words it stands behind."""

    url: str
    text: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image's bytes: where it is published, its media type and its size in pixels (0: not known)."""

    url: str
    media_type: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """The audio a feed item points at: ``length`` is the published file's exact size in bytes."""

    url: str
    media_type: str
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A published transcript (``podcast:transcript``)."""

    url: str
    media_type: str
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """What an audio file holds, read without its samples.

    ``payload`` is the half-open byte range that is copied untouched: everything but the leading ID3v2 tags.
    ``tag`` is the bytes before it. ``duration`` is in milliseconds. ``sha256`` is the payload's, when asked for.
    ``findings`` says what is odd in the file and what is kept as it is; none of them is an error.
    """

    container: str
    media_type: str
    size: int
    payload: tuple[int, int]
    duration: int
    tag: bytes = field(default=b"", repr=False)
    chapters: tuple[Chapter, ...] = ()
    sha256: str | None = None
    findings: tuple[Finding, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """An Apple Podcasts category and, perhaps, its subcategory."""

    name: str
    sub: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who answers for the show (``itunes:owner``)."""

    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """A way to support the show (``podcast:funding``)."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A plain RSS ``category``: free words, within ``domain`` where one is named."""

    text: str
    domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """RSS's ``cloud``: where a program may ask to be told of changes."""

    domain: str
    port: int
    path: str
    register_procedure: str
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """How the show's feeds are laid out.

    ``page_size`` items stand in one file (0: all), by ``paging`` as pages or as archives that never change (RFC 5005).
    Each of ``formats`` but the first, an ending of audio files, gets a feed of its own. ``private`` is the path of a
    feed that directories must leave out. ``retired`` names iTunes tags to write though Apple reads them no more.
    """

    page_size: int = 0
    paging: Literal["paged", "archived"] = "paged"
    formats: tuple[str, ...] = ()
    private: str | None = None
    stylesheet: bool = True
    inherit_hosts: bool = False
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The feed an item was taken from (RSS ``source``)."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode.

    ``notes_html`` is the whole show notes as HTML; ``description`` a plain summary. ``published`` with a zone is a
    moment, a bare date a day in the show's zone. ``duration`` in milliseconds. ``image``, ``link`` and the URLs of
    ``enclosure``, ``chapters_url`` and ``transcripts`` are absolute once the episode is ready to render.
    ``pictures`` holds image bytes by the URL they are published under; ``places`` where each fact was written.
    ``extras`` are elements this package does not know, each as XML that declares its own namespaces. ``verbatim`` notes
    are published as they stand, and nothing is read out of them; ``feed_description`` is HTML for the item's
    ``description`` where that is not made of the notes.
    """

    title: str
    slug: str
    subtitle: str | None = None
    description: str = ""
    notes_html: str = ""
    chapters: tuple[Chapter, ...] = ()
    people: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    season: int | None = None
    season_name: str | None = None
    episode: int | float | None = None
    episode_display: str | None = None
    episode_type: Literal["full", "trailer", "bonus"] | None = None
    published: datetime | date | None = None
    duration: int | None = None
    show: str | None = None
    author: str | None = None
    explicit: bool | None = None
    block: bool = False
    language: str | None = None
    guid: str | None = None
    guid_is_permalink: bool = False
    link: str | None = None
    image: str | None = None
    enclosure: Enclosure | None = None
    chapters_url: str | None = None
    transcripts: tuple[Transcript, ...] = ()
    itunes_title: str | None = None
    keywords: tuple[str, ...] = ()
    license: License | None = None
    locations: tuple[Location, ...] = ()
    funding: tuple[Funding, ...] = ()
    texts: tuple[Txt, ...] = ()
    images: tuple[Image, ...] = ()
    values: tuple[Value, ...] = ()
    chat: Chat | None = None
    social: tuple[SocialInteract, ...] = ()
    content_links: tuple[ContentLink, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    alternates: tuple[AlternateEnclosure, ...] = ()
    rss_author: str | None = None
    comments: str | None = None
    origin: Origin | None = None
    topics: tuple[Topic, ...] = ()
    extras: tuple[str, ...] = ()
    feed_description: str | None = None
    verbatim: bool = False
    draft: bool = False
    audio: str | None = None
    """The audio file the author named, as written; None where the sibling file is meant."""
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False, hash=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveItem:
    """A live stream (``podcast:liveItem``): an item with a ``status`` of pending, live or ended, and its hours."""

    status: str
    start: datetime
    item: Episode
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The podcast itself: what stands in the feed's channel. URLs are absolute; ``guid`` is the ``podcast:guid``.

    ``ttl`` is in minutes, ``skip_hours`` 0 to 23 GMT; ``extras`` are as in an :class:`Episode`.
    """

    title: str
    link: str
    description: str
    language: str
    base_url: str
    feed_url: str
    author: str | None = None
    owner: Owner | None = None
    categories: tuple[Category, ...] = ()
    explicit: bool = False
    image: str | None = None
    type: Literal["episodic", "serial"] = "episodic"
    copyright: str | None = None
    guid: str | None = None
    locked: bool | None = None
    medium: str = "podcast"
    timezone: str | None = None
    people: tuple[Person, ...] = ()
    funding: tuple[Funding, ...] = ()
    block: bool = False
    complete: bool = False
    new_feed_url: str | None = None
    transcripts: tuple[str, ...] = ()
    """The formats transcripts are published in; none: the file itself, and WebVTT where it has times."""
    itunes_title: str | None = None
    keywords: tuple[str, ...] = ()
    subtitle: str | None = None
    license: License | None = None
    locations: tuple[Location, ...] = ()
    texts: tuple[Txt, ...] = ()
    images: tuple[Image, ...] = ()
    values: tuple[Value, ...] = ()
    chat: Chat | None = None
    social: tuple[SocialInteract, ...] = ()
    blocks: tuple[Block, ...] = ()
    trailers: tuple[Trailer, ...] = ()
    update_frequency: UpdateFrequency | None = None
    podping: bool | None = None
    podroll: tuple[RemoteItem, ...] = ()
    publisher: RemoteItem | None = None
    remote_items: tuple[RemoteItem, ...] = ()
    live_items: tuple[LiveItem, ...] = ()
    topics: tuple[Topic, ...] = ()
    managing_editor: str | None = None
    web_master: str | None = None
    docs: str | None = None
    ttl: int | None = None
    cloud: Cloud | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    feeds: Feeds = Feeds()
    picture: Picture | None = field(default=None, repr=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False, hash=False)
