"""One episode from end to end: what was read → :class:`Episode` → every output → findings.

This is the whole path on one screen, and it is pure: no disk, no clock, no network. The shell reads the files
(:mod:`feedtool.project`), calls :func:`build_episode`, writes what it returns (:mod:`feedtool.output`) and calls
:func:`prove` on what was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from feedtool import kinds, uris
from feedtool.check import agreement
from feedtool.check.chapters import check_order
from feedtool.findings import Finding, Place, SourceError, has_errors
from feedtool.model import Enclosure
from feedtool.namespace import AlternateEnclosure, Integrity, Source
from feedtool.render import feed, html
from feedtool.rules import authored
from feedtool.scrub import scrub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from feedtool.model import Audio, Chapter, Episode, Person, Picture, Show, Transcript
    from feedtool.notes import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A further file of an episode's sound: what it holds, the source's name, and its path under the output folder."""

    audio: Audio
    file: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What stands on disk beside an episode's text, already read.

    ``file`` is the text, ``audio_file`` the source's audio, ``audio_path`` where it goes under the output folder; there
    is none for an episode that names an enclosure elsewhere. ``formats`` are further files of the same sound, by their
    endings. ``chapters`` are those of a ``NAME.chapters.*`` file; ``pictures`` stand by the reference the author wrote.
    """

    file: str
    guid: str
    audio: Audio | None = None
    audio_file: str = ""
    audio_path: str = ""
    formats: Mapping[str, Sound] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    chapters_file: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    transcripts: tuple[Transcript, ...] = ()

    def address(self, reference: str | None) -> str | None:
        """Where what the author named is published: the picture's URL, else the reference itself."""
        picture = self.pictures.get(reference or "")
        return picture.url if picture else reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One rendered file: its path under the output folder and its bytes."""

    kind: str
    path: str
    data: bytes = field(repr=False)
    variant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An episode made ready. ``tag`` goes before the audio's payload, ``tags`` before those of its further formats, by
    their endings; ``outputs`` include its part of the feed.
    """

    episode: Episode
    tag: bytes = field(default=b"", repr=False)
    tags: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    outputs: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def item(self) -> bytes:
        """The episode's part of the feed."""
        return self.items[""]

    @property
    def items(self) -> Mapping[str, bytes]:
        """Its part of each feed, by the audio format the feed is of ("": the first)."""
        return {o.variant: o.data for o in self.outputs if o.kind == kinds.ITEM.name}

    @property
    def files(self) -> tuple[Output, ...]:
        """The outputs that are files of their own."""
        return tuple(o for o in self.outputs if o.kind != kinds.ITEM.name)


def build_episode(
    show: Show, reading: Reading, parts: Parts, digest: Callable[[str, bytes], str] | None = None
) -> Built:
    """Every output of one episode, checked. With an error among the findings the outputs are not to be used.

    ``digest`` gives the SHA-384, in base64, of the file of a further format behind a new tag; None: none is stated.
    """
    chapters, findings = choose_chapters(reading, parts)
    episode, more = complete(show, reading, parts, chapters)
    findings += check_order(chapters, episode.duration)
    findings = [*reading.findings, *findings, *more]
    if has_errors(findings):
        return Built(episode=episode, findings=tuple(findings))

    tag, tags = b"", {}
    if parts.audio:
        tag, more = _tag(show, episode, parts.audio, parts.audio_file, parts.audio_path)
        findings += more
    for ending, sound in parts.formats.items():
        tags[ending], more = _tag(show, episode, sound.audio, sound.file, sound.path)
        findings += more
    if parts.audio:
        length = _length(parts.audio, tag)
        url = uris.join(show.base_url, parts.audio_path)
        episode = replace(episode, enclosure=Enclosure(url=url, media_type=parts.audio.media_type, length=length))
    formats = {
        ending: _alternate(show, sound, tags[ending], digest(ending, tags[ending]) if digest else "")
        for ending, sound in parts.formats.items()
    }

    outputs = []
    for kind, variant, said in _outputs(episode, formats):
        path = kind.path.format(slug=said.slug)
        outputs.append(Output(kind=kind.name, path=path, data=kind.render(show, said), variant=variant))
        told = {(f.code, f.message) for f in findings} if variant else ()
        otherwise = said.places.get("title") or Place(parts.file)
        found = sourced(kind.check(outputs[-1].data, path), said.places, otherwise)
        findings += [f for f in found if (f.code, f.message) not in told]
    return Built(episode=episode, tag=tag, tags=tags, outputs=tuple(outputs), findings=tuple(findings))


def _length(audio: Audio, tag: bytes) -> int:
    """How many bytes are published: the audio behind its new tag."""
    return len(tag) + audio.payload[1] - audio.payload[0]


def _alternate(show: Show, sound: Sound, tag: bytes, digest: str) -> AlternateEnclosure:
    """A further file of the episode's sound as it is published, with the hash that proves it."""
    return AlternateEnclosure(
        type=sound.audio.media_type,
        length=_length(sound.audio, tag),
        sources=(Source(uri=uris.join(show.base_url, sound.path)),),
        integrity=Integrity(type="sri", value=f"sha384-{digest}") if digest else None,
    )


def _outputs(episode: Episode, formats: Mapping[str, AlternateEnclosure]) -> Iterator[tuple[kinds.Kind, str, Episode]]:
    """What is rendered, and of what: each kind the episode has, and an item more for each further audio format."""
    for kind in kinds.EPISODE:
        if kind.wanted(episode):
            yield kind, "", replace(episode, alternates=(*formats.values(), *episode.alternates))
    for ending in formats:
        yield kinds.ITEM, ending, _in_format(episode, formats, ending)


def _in_format(episode: Episode, formats: Mapping[str, AlternateEnclosure], ending: str) -> Episode:
    """The episode where another of its files is the enclosure, and the first one an alternate."""
    first, other = episode.enclosure, formats[ending]
    rest = [value for key, value in formats.items() if key != ending]
    if first:
        rest.insert(0, AlternateEnclosure(type=first.media_type, length=first.length, sources=(Source(uri=first.url),)))
    enclosure = Enclosure(url=other.sources[0].uri, media_type=other.type, length=other.length or 0)
    return replace(episode, enclosure=enclosure, alternates=(*rest, *episode.alternates))


def prove(show: Show, built: Built, written: Sequence[Audio], *, notes_titles: bool) -> list[Finding]:
    """The agreement proof over one built episode. ``written`` is what was read back from the written audio files.

    There are none for audio that is published elsewhere. Verbatim notes prove nothing: they stay what they were.
    ``notes_titles``: the chapters come from the notes, so their words must be the same there.
    """
    one_item = feed.head(show, updated=None) + built.item + feed.TAIL
    carriers = [agreement.of_json(o.data, o.path) for o in built.files if o.kind == kinds.CHAPTERS.name]
    in_feed = agreement.of_feed(one_item, kinds.FEED_PATH, notes_titles=notes_titles)
    carriers += islice(in_feed, 1 if built.episode.verbatim else None)
    for number, sound in enumerate(written):
        if tag := kinds.TAGS.get(sound.container):
            name = f"audio tag ({sound.container})" if number else "audio tag"
            hidden, links = tag.writer.hidden, tag.writer.links
            carriers.append(agreement.Carrier(name=name, chapters=sound.chapters, hidden=hidden, links=links))
    return list(agreement.prove(built.episode.chapters, carriers))


def choose_chapters(reading: Reading, parts: Parts) -> tuple[tuple[Chapter, ...], list[Finding]]:
    """The chapters that count, in the order front matter or sidecar, chapter file, notes, audio; and where from."""
    in_audio = parts.audio.chapters if parts.audio else ()
    if reading.chapters_from in {"front matter", "sidecar"} or not (parts.chapters or in_audio):
        return reading.episode.chapters, []
    if parts.chapters:
        return parts.chapters, [_used(reading, parts.chapters_file)]
    if reading.episode.chapters:
        return reading.episode.chapters, []
    return in_audio, [_used(reading, "the audio file's own tag")]


def complete(
    show: Show, reading: Reading, parts: Parts, chapters: tuple[Chapter, ...]
) -> tuple[Episode, list[Finding]]:
    """The episode as it is rendered: times with a zone, addresses absolute, the show's answers where it has none."""
    episode, cured = scrub(reading.episode)
    place = episode.places.get("title") or Place(parts.file)
    findings = [
        Finding(code="FT119", message=f"{name} holds control characters", place=episode.places.get(name, place))
        for name in cured
    ]
    duration = parts.audio.duration if parts.audio else episode.duration
    ready, dropped = _publishable(chapters, parts, duration)
    visible = [c for c in ready if c.toc]
    as_written = reading.listed or episode.verbatim
    notes_html = episode.notes_html if as_written else html.with_chapter_list(episode.notes_html, visible)
    return replace(
        episode,
        guid=parts.guid,
        published=local(episode.published, show),
        chapters=ready,
        duration=duration,
        people=_people(show, episode),
        show=show.title,
        language=episode.language or show.language,
        image=parts.address(episode.image),
        link=uris.encode(episode.link) if episode.link else None,
        notes_html=notes_html,
        chapters_url=uris.join(show.base_url, kinds.CHAPTERS.path.format(slug=episode.slug)) if ready else None,
        transcripts=parts.transcripts,
        pictures={picture.url: picture for picture in parts.pictures.values()},
    ), [*findings, *_dated(episode, show, place), *dropped]


def _people(show: Show, episode: Episode) -> tuple[Person, ...]:
    """An item's persons replace the channel's; a show may ask for its own beside them (spec: ambiguities 31)."""
    if not episode.people or not show.feeds.inherit_hosts:
        return episode.people or show.people
    named = {person.name.casefold() for person in episode.people}
    return (*(person for person in show.people if person.name.casefold() not in named), *episode.people)


def local(published: datetime | date | None, show: Show) -> datetime | None:
    """The moment of ``published``: in its own zone, else in the show's, a bare day beginning at midnight there.

    None without a date, or when neither names a zone.
    """
    if published is None:
        return None
    moment = published if isinstance(published, datetime) else datetime.combine(published, time())
    if moment.tzinfo or not show.timezone:
        return moment if moment.tzinfo else None
    return moment.replace(tzinfo=ZoneInfo(show.timezone))


def _dated(episode: Episode, show: Show, place: Place) -> Iterator[Finding]:
    given = episode.published
    where = episode.places.get("published", place)
    if given is None:
        yield Finding(code="FT113", message=f"{episode.title!r} has no publication date", place=where)
    elif local(given, show) is None:
        yield Finding(code="FT110", message=f"the date {given} names no time zone", place=where)


def _publishable(
    chapters: Sequence[Chapter], parts: Parts, duration: int | None
) -> tuple[tuple[Chapter, ...], list[Finding]]:
    """Chapters in order of time, inside the audio, with absolute addresses; and a finding for each address dropped."""
    scrubbed, _ = scrub(tuple(chapters))
    findings = [
        Finding(code="FT126", message=f"{address!r} is no web address", place=c.place)
        for c in scrubbed
        for address in (c.url, parts.address(c.image))
        if address and not uris.is_web(address)
    ]
    ready = (
        replace(
            c,
            end=c.end if c.end is None or duration is None else min(c.end, duration),
            url=_web(c.url),
            image=_web(parts.address(c.image)),
        )
        for c in scrubbed
    )
    return tuple(sorted(ready, key=lambda c: c.start)), findings


def _web(address: str | None) -> str | None:
    return uris.encode(address) if address and uris.is_web(address) else None


def _tag(show: Show, episode: Episode, found: Audio, file: str, path: str) -> tuple[bytes, list[Finding]]:
    """The checked tag for audio of the source ``file`` that goes to ``path``; empty, and said so, where the container
    takes none.
    """
    place = Place(file)
    findings = [*found.findings]
    kind = kinds.TAGS.get(found.container)
    if kind is None:
        message = f"no chapters are written into {found.container} audio"
        findings += [Finding(code="FT127", message=message, place=place)] if episode.chapters else []
        return b"", findings
    findings += kind.writer.losses(show, episode, found, file)
    tag = b""
    try:
        tag = kind.writer.render(show, episode, found)
        findings += kind.check(tag, path, found.duration)
    except SourceError as error:
        findings += error.findings
    return tag, [replace(f, place=f.place or place) for f in findings]


def sourced(
    findings: Iterable[Finding], places: Mapping[str, Place], otherwise: Place, *, of_show: bool = False
) -> Iterator[Finding]:
    """Findings on an output, with the author's own text as the place to go to and the cure in the author's terms.

    The place is that of the key a tag is made of, of those in ``places``, else ``otherwise``.
    """
    for found in findings:
        key = authored.KEYS.get(authored.tag_of(found.message), "")
        hint = authored.hint(found.code, found.message, found.hint, of_show=of_show)
        yield replace(found, source=found.source or places.get(key, otherwise), hint=hint)


def _used(reading: Reading, what: str) -> Finding:
    place = reading.episode.places.get("title")
    return Finding(code="FT124", message=f"the chapters come from {what}", place=place)
