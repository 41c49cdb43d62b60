"""A show taken over from its feed: settings, a text an episode, media, and the lock that keeps what subscribers know.

    take_over(feed, root, …) -> Taken

The feed is read twice, so a show of any length is taken over in the memory of an item. Broken feeds are taken over as
far as they go; what is lost is told, item by item.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from feedtool import files, lock, manifest, project, schemas, settings, starter, uris
from feedtool.findings import EnvironmentFault, Finding, Place, Severity, UsageError
from feedtool.importer import channel, items
from feedtool.lock import Lock, Locked
from feedtool.model import Enclosure
from feedtool.notes.slugs import made_from
from feedtool.rawfeed import RawFeed
from feedtool.read import feed as read_feed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from feedtool.importer.items import Draft
    from feedtool.model import Chapter, Show
    from feedtool.rawfeed import Part

_WORDS: Final = 60


@dataclass(slots=True)
class Taken:
    """What was taken over: the files made, how many episodes, and what is to be told."""

    made: list[Path] = field(default_factory=list)
    episodes: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How what a feed points to is fetched; None: it stays where it is.

    ``media`` brings the file of an enclosure to a path; ``document`` gives what stands at an address. Both raise
    EnvironmentFault.
    """

    media: Callable[[str, Path], int] | None = None
    document: Callable[[str], bytes] | None = None


def take_over(
    feed: BinaryIO,
    file: str,
    root: Path,
    *,
    address: str | None = None,
    fetch: Fetch = Fetch(),
) -> Taken:
    """Make a project in ``root`` of ``feed``, a file open for reading from its start; ``file`` names it in findings.

    ``address`` is the feed's own, when it comes from the web. Raises UsageError (FT128) where a project stands there
    already, SourceError where ``feed`` is no RSS feed, EnvironmentFault when the disk fails.
    """
    if (root / settings.FILE).exists():
        place = Place(str(root / settings.FILE))
        raise UsageError(Finding(code="FT128", message=f"{root} holds a project already", place=place))
    taken = Taken()
    shown, show = _show(feed, file, root, address, taken)
    rows = _Rows(root=root, show=show, fetch=fetch, taken=taken)
    feed.seek(0)
    for part in RawFeed(feed, file).items():
        rows.add(part)
    if not rows.ordered:
        message = "the feed's items are not in the order of their dates; a build puts the newest first"
        taken.findings.append(Finding(code="FT838", message=message, place=Place(file)))
    podcast = show.guid or lock.podcast_guid(show.feed_url)
    _write(root / lock.FILE, lock.write(Lock(podcast_guid=podcast, episodes=tuple(rows.locked.values()))), taken)
    _write(root / settings.FILE, shown.text(starter.SCHEMA), taken)  # last: with it, this is a project
    return taken


def _show(feed: BinaryIO, file: str, root: Path, address: str | None, taken: Taken) -> tuple[channel.Settings, Show]:
    """The show's settings, after a first pass over the whole feed; and the small files around a project."""
    raw = RawFeed(feed, file)
    for _ in raw.items():
        pass
    made, show = channel.settle(raw, address, starter.SCHEMA)
    taken.findings += [*raw.findings, *made.findings]
    files.write_bytes(root / starter.SCHEMA, schemas.text("feedtool.schema.json"))
    if not (root / ".gitignore").exists():
        _write(root / ".gitignore", f"/output/\n{manifest.IGNORED}\n", taken)
    return made, show


def _write(path: Path, text: str, taken: Taken) -> None:
    files.write_bytes(path, text.encode("utf-8", "replace"))
    taken.made.append(path)


@dataclass(slots=True)
class _Rows:
    """The episodes under way, and their rows of the lock by guid."""

    root: Path
    show: Show
    fetch: Fetch
    taken: Taken
    locked: dict[str, Locked] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    last: datetime | None = None
    ordered: bool = True

    def add(self, part: Part) -> None:
        """Take over one item; an item that is no episode, or a second one of one guid, is told and left out."""
        enclosure = _enclosure(part)
        if enclosure is None:
            self._tell(part, "FT835", "it has no enclosure that could be played")
            return
        made = items.draft(part, enclosure, self._chapters(part))
        if not made.item.enclosure or not made.item.enclosure.media_type.strip():
            made.tell(f"its enclosure type is not named; it is {enclosure.media_type!r} now", "FT838")
        self.ordered &= not (self.last and made.when and made.when > self.last)
        self.last = made.when
        if made.guid in self.locked:
            self._tell(part, "FT835", f"its guid {made.guid!r} is also that of {self.locked[made.guid].title!r}")
            return
        name = self._name(made)
        items.settle(made, self.show, f"{project.EPISODES}/{name}.md")
        if made.enclosure.url in self.urls:
            made.set_aside("its enclosure is also that of another episode")
        self.urls.add(made.enclosure.url)
        self.locked[made.guid] = _locked(made, name)
        self._media(made, name)
        _write(self.root / project.EPISODES / f"{name}.md", made.text(), self.taken)
        self.taken.findings += made.findings
        self.taken.episodes += 1

    def _media(self, made: Draft, name: str) -> None:
        """Bring the audio beside the text, where that was asked for and goes well."""
        ending = PurePosixPath(unquote(urlsplit(made.enclosure.url).path)).suffix.lower()
        if self.fetch.media is None or ending not in project.AUDIO:
            return
        path = self.root / project.EPISODES / f"{name}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            size = self.fetch.media(made.enclosure.url, path)
        except EnvironmentFault as fault:
            self._note(fault.findings)
            made.tell("its audio was not downloaded", "FT834")
            return
        if made.enclosure.length and size != made.enclosure.length:
            made.tell(f"the feed says {made.enclosure.length:,} bytes of audio, {size:,} came", "FT834")
        del made.front["enclosure"]
        self.taken.made.append(path)

    def _chapters(self, part: Part) -> tuple[Chapter, ...]:
        """The chapters of the file the item names, where files are fetched."""
        from feedtool import chapters

        item = next(read_feed.items([part.alone], part.place.file))
        if self.fetch.document is None or not item.chapters_url:
            return ()
        try:
            data = self.fetch.document(item.chapters_url)
            return chapters.read_any(data, item.chapters_url).chapters
        except Exception as fault:  # noqa: BLE001 - whatever stands at an address of a feed costs only itself
            self._note(getattr(fault, "findings", ()))
            self._tell(part, "FT834", f"its chapters at {item.chapters_url} cannot be read")
            return ()

    def _note(self, findings: Iterable[Finding]) -> None:
        """Tell what failed for one episode: a warning, for the show is taken over without it."""
        self.taken.findings += [replace(found, severity=Severity.WARNING) for found in findings]

    def _tell(self, part: Part, code: str, message: str) -> None:
        title = " ".join(next(read_feed.items([part.alone], part.place.file)).title.split())
        self.taken.findings.append(Finding(code=code, message=f"{title!r}: {message}", place=part.place))

    def _name(self, made: Draft) -> str:
        """A file name of the date and the title, which no other episode has."""
        day = made.when.date().isoformat() if made.when else ""
        words = made_from(made.item.title)[:_WORDS].strip("-")
        base = "-".join(part for part in (day, words) if part) or "episode"
        name, number = base, 1
        while name in self.names:
            number += 1
            name = f"{base}-{number}"
        self.names.add(name)
        return name


def _enclosure(part: Part) -> Enclosure | None:
    """The item's enclosure, its type told by its ending where it names none; None without an address."""
    found = next(read_feed.items([part.alone], part.place.file)).enclosure
    if found is None or not uris.is_web(found.url.strip()):
        return None
    url = uris.encode(found.url)
    ending = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower().lstrip(".")
    kind = found.media_type.strip() or items.TYPES.get(ending, "audio/mpeg")
    return Enclosure(url=url, media_type=kind, length=found.length)


def _locked(made: Draft, name: str) -> Locked:
    return Locked(
        source=name,
        guid=made.guid,
        title=str(made.front["title"]) if "title" in made.front else made.item.title,
        audio="",
        enclosure=made.enclosure.url,
        type=made.enclosure.media_type,
        published=made.when.isoformat() if made.when else "",
    )
