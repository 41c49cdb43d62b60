"""A project on disk: ``feedtool.toml``, the episodes' texts, and the files that belong to each. Reads, never writes."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool import captions, notes, settings, uris
from feedtool.build import Output
from feedtool.findings import EnvironmentFault, Finding, Place, SourceError, UsageError
from feedtool.lock import Facts
from feedtool.read import audio, picture
from feedtool.scrub import scrub
from feedtool.textfile import decode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from feedtool.model import Picture, Show
    from feedtool.notes import Reading

EPISODES: Final = "episodes"
TEXTS: Final = (".md", ".markdown", ".txt", ".html", ".htm")
AUDIO: Final = (".mp3", ".aac", ".m4a", ".m4b", ".mp4", ".opus", ".ogg", ".oga", ".flac", ".wav", ".aiff")

MAX_TEXT: Final = 8 * 1024 * 1024
MAX_PICTURE: Final = 16 * 1024 * 1024
_EDGE: Final = 64 * 1024
_KIN: Final = re.compile(r"(.+)\.(?:chapters|transcript)\.[^.]+", re.IGNORECASE)
"""The double endings of files that belong to a text and are none themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One episode's files in ``folder``: ``name`` is the stem they share, ``files`` their names, the text first.

    Names and no paths: a show may have thousands.
    """

    name: str
    folder: Path
    files: tuple[str, ...]

    @property
    def text(self) -> Path:
        """The text."""
        return self.folder / self.files[0]

    @property
    def siblings(self) -> tuple[Path, ...]:
        """All other files with its name."""
        return tuple(self.folder / name for name in self.files[1:])

    @property
    def own(self) -> tuple[Path, ...]:
        """Every file that carries the episode's name."""
        return (self.text, *self.siblings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: its show, with the artwork already read, and its episodes ordered by name."""

    root: Path
    show: Show
    entries: tuple[Entry, ...]
    copies: tuple[Output, ...] = ()
    looked: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


def load(root: Path) -> Project:
    """The project in ``root``. Raises UsageError without a ``feedtool.toml``, SourceError when it cannot be used."""
    path = require(root)
    text, findings = read_text(path, root)
    show, more = settings.read(text)
    findings += more
    if show is None:
        raise SourceError(*findings)
    entries = tuple(_entries(root))
    if not entries:
        findings.append(Finding(code="FT118", message=f"{EPISODES}/ holds no episode", place=Place(EPISODES)))
    findings += _unspeakable(root)
    looked = (path, root / show.image) if show.image and not uris.is_web(show.image) else (path,)
    show, copies, more = _with_artwork(root, show)
    found = (*findings, *more)
    return Project(root=root, show=show, entries=entries, copies=tuple(copies), looked=looked, findings=found)


def require(root: Path) -> Path:
    """The settings file of the project in ``root``. Raises UsageError (FT106) where there is none."""
    path = root / settings.FILE
    if not path.is_file():
        raise UsageError(Finding(code="FT106", message=f"there is no {settings.FILE} in {_named(root)}"))
    return path


def read_notes(project: Project, entry: Entry) -> Reading:
    """What the episode's text and sidecar say. Raises SourceError when the front matter is broken."""
    root = project.root
    text, findings = read_text(entry.text, root)
    sidecar = next((p for p in entry.siblings if p.name == f"{entry.name}.toml"), None)
    beside = (read_text(sidecar, root)[0], shown(sidecar, root)) if sidecar else None
    reading = notes.read(text, file=shown(entry.text, root), sidecar=beside, show=project.show.title)
    return replace(reading, findings=(*findings, *reading.findings))


def facts_of(project: Project, entry: Entry, reading: Reading) -> Facts:
    """What the lock recognises the episode by."""
    episode = reading.episode
    path = audio_path(project, entry, reading)
    place = episode.places.get("guid") or Place(shown(entry.text, project.root))
    sound = fingerprint(path) if path else ""
    url = episode.enclosure.url if episode.enclosure and not path else ""
    return Facts(
        source=entry.name, title=episode.title, audio=sound, guid=episode.guid, place=place, enclosure=url
    )  # fmt: skip


def fingerprint(path: Path) -> str:
    """What tells one recording from another, cheaply: its size without ID3v2 tags, and a hash of both its edges.

    Tags do not count, so that tagging or retagging the source keeps an episode's identity.
    """
    with opened(path) as stream:
        try:
            start, end = audio.read(stream, path.name, duration=False).payload
        except SourceError:
            return ""  # building the episode says what is wrong with it
        stream.seek(start)
        digest = hashlib.sha256(stream.read(min(_EDGE, end - start)))
        stream.seek(max(start, end - _EDGE))
        digest.update(stream.read(min(_EDGE, end - start)))
    return f"{end - start}-{digest.hexdigest()[:32]}"


def read_text(path: Path, root: Path) -> tuple[str, list[Finding]]:
    """A text file of the project, decoded, with a finding for an encoding that had to be guessed."""
    text, findings = decode(read_bytes(path, root, MAX_TEXT), shown(path, root))
    return text, list(findings)


def read_bytes(path: Path, root: Path, limit: int) -> bytes:
    """A whole file of at most ``limit`` bytes. Raises SourceError (FT125) beyond, EnvironmentFault when unreadable."""
    with opened(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"{path.name} is larger than {limit // (1024 * 1024)} MB"
        raise SourceError(Finding(code="FT125", message=message, place=Place(shown(path, root))))
    return data


def shown(path: Path, root: Path) -> str:
    """``path`` as findings name it: from the project's root, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def _named(root: Path) -> str:
    return "this folder" if root.as_posix() == "." else str(root)


def opened(path: Path) -> BinaryIO:
    """``path`` open for reading bytes. Raises EnvironmentFault (FT031) when the system refuses."""
    try:
        return path.open("rb")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise EnvironmentFault(Finding(code="FT031", message=message, place=Place(str(path)))) from None


def _entries(root: Path) -> Iterator[Entry]:
    """The episodes, by name. ``NAME.chapters.txt`` and hidden files are none."""
    folder = root / EPISODES
    files = _names(folder)
    texts = {PurePath(name).stem for name in files if _is_text(name)}
    by_stem: dict[str, list[str]] = {}
    for name in files:
        by_stem.setdefault(_owner(name, texts), []).append(name)
    for name in files:
        stem = PurePath(name).stem
        if _is_text(name) and stem.upper() != "README":
            yield Entry(name=stem, folder=folder, files=(name, *(other for other in by_stem[stem] if other != name)))


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return sorted(one.name for one in found if one.name[0] not in "._" and one.is_file() and _is_whole(one.name))


def _unspeakable(root: Path) -> list[Finding]:
    """A finding for each file whose name is not UTF-8: no address and no lock could hold it."""
    folder = root / EPISODES
    names = sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208 - names are all that is needed
    told = (os.fsencode(name).decode("ascii", "backslashreplace") for name in names if not _is_whole(name))
    return [
        Finding(code="FT130", message=f"the name {name} is not UTF-8: the file is left out", place=Place(EPISODES))
        for name in told
    ]


def _is_whole(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _is_text(name: str) -> bool:
    return name.lower().endswith(TEXTS) and not _KIN.fullmatch(name)


def _owner(name: str, texts: Collection[str]) -> str:
    """The name of the episode that a file belongs to; ``NAME.de.vtt`` is of ``NAME`` where that has a text."""
    kin = _KIN.fullmatch(name)
    stem = kin[1] if kin else PurePath(name).stem
    front, _, language = stem.rpartition(".")
    return front if stem not in texts and front in texts and captions.is_language(language) else stem


def audio_path(project: Project, entry: Entry, reading: Reading) -> Path | None:
    """The episode's audio: the file it names, else the one beside its text; None where there is none."""
    named = reading.episode.audio
    if named and uris.is_web(named):
        return None
    if named:
        return find(project.root, entry.text, named, reading.episode.places.get("audio"))
    beside = {p.suffix.lower(): p for p in entry.siblings if p.stem == entry.name}
    order = (*(f".{ending}" for ending in project.show.feeds.formats), *AUDIO)
    return next((beside[suffix] for suffix in order if suffix in beside), None)


def find(root: Path, text: Path, name: str, place: Place | None) -> Path | None:
    """The file an author named: beside the text, else from the root; None when it is not there.

    Raises SourceError (FT109) when the name leads out of the project, through a link as well.
    """
    for folder in (text.parent, root):
        path = folder / name
        if not path.is_file():
            continue
        if not path.resolve().is_relative_to(root.resolve()):
            message = f"{name!r} leads out of the project"
            raise SourceError(Finding(code="FT109", message=message, place=place or Place(shown(text, root))))
        return path
    return None


def must_find(root: Path, text: Path, name: str, place: Place | None) -> Path:
    """What :func:`find` finds. Raises SourceError (FT120) where there is nothing."""
    path = find(root, text, name, place)
    if path is None:
        where = place or Place(shown(text, root))
        raise SourceError(Finding(code="FT120", message=f"the file {name!r} is not there", place=where))
    return path


def picture_of(root: Path, path: Path, base_url: str) -> tuple[Picture, Output]:
    """A picture and its published copy. The name holds a hash: an address must change when its picture does."""
    data = read_bytes(path, root, MAX_PICTURE)
    suffix = ".png" if data.startswith(b"\x89PNG") else ".jpg"
    target = f"images/{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}{suffix}"
    made = picture.read(data, shown(path, root), url=uris.join(base_url, target))
    return made, Output(kind="image", path=target, data=data)


def _with_artwork(root: Path, show: Show) -> tuple[Show, list[Output], list[Finding]]:
    """The show with its artwork read, the copy to publish, and findings on its size (spec: rss-podcast §5)."""
    show, _ = scrub(show)
    if not show.image or uris.is_web(show.image):
        return replace(show, image=uris.encode(show.image) if show.image else None), [], []
    place = show.places.get("image", Place(settings.FILE))
    art, output = picture_of(root, must_find(root, root / settings.FILE, show.image, place), show.base_url)
    findings = []
    if art.width != art.height or not 1400 <= art.width <= 3000:
        message = f"the artwork {show.image!r} is {art.width} x {art.height} pixels"
        findings.append(Finding(code="FT122", message=message, place=place))
    return replace(show, image=art.url, picture=art), [output], findings
