"""A project on disk: ``feedtool.toml``, the episodes' texts, and the files that belong to each. Reads, never writes."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool import captions, chapters, headjournal, notes, settings, uris
from feedtool.build import Output, Parts
from feedtool.findings import EnvironmentFault, Finding, Place, SourceError, UsageError
from feedtool.lock import Facts
from feedtool.namespace import AlternateEnclosure, Integrity, Source
from feedtool.read import audio, picture
from feedtool.scrub import scrub
from feedtool.textfile import decode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from feedtool.model import Audio, Chapter, Picture, Show, Transcript
    from feedtool.notes import Reading

EPISODES: Final = "episodes"
TEXTS: Final = (".md", ".markdown", ".txt", ".html", ".htm")
AUDIO: Final = (".mp3", ".aac", ".m4a", ".m4b", ".mp4", ".opus", ".ogg", ".oga", ".flac", ".wav", ".aiff")

MAX_TEXT: Final = 8 * 1024 * 1024
MAX_PICTURE: Final = 16 * 1024 * 1024
HEAVY_PICTURE: Final = 200 * 1024
_EDGE: Final = 64 * 1024
_CHUNK: Final = 1 << 20
_ENDLESS: Final = 1 << 40
"""Milliseconds that no audio lasts: its end where nobody says it."""
_KIN: Final = re.compile(r"(.+)\.(?:chapters|transcript)\.[^.]+", re.IGNORECASE)
"""The double endings of files that belong to a text and are none themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One episode's files: ``name`` is the stem they share; ``siblings`` all other files with it."""

    name: str
    text: Path
    siblings: tuple[Path, ...] = ()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An episode's parts and the files that are published as they are.

    ``source`` is its audio, None for audio that lies elsewhere; ``sounds`` are further files of it and where they go.
    ``looked`` names every file the episode was made of, and those that were looked for in vain: any of them changes
    the episode.
    """

    parts: Parts
    source: Path | None = None
    sounds: tuple[tuple[Path, str], ...] = ()
    looked: tuple[Path, ...] = ()
    copies: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


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
    path = _audio_path(project, entry, reading)
    place = episode.places.get("guid") or Place(shown(entry.text, project.root))
    sound = fingerprint(path) if path else ""
    url = episode.enclosure.url if episode.enclosure and not path else ""
    return Facts(
        source=entry.name, title=episode.title, audio=sound, guid=episode.guid, place=place, enclosure=url
    )  # fmt: skip


def gather(project: Project, entry: Entry, reading: Reading, guid: str) -> Gathered:
    """Everything on disk an episode is made of. Raises SourceError or EnvironmentFault naming the file at fault."""
    root = project.root
    path = _audio_path(project, entry, reading)
    if path is None and reading.episode.enclosure is None:
        wanted = reading.episode.audio or f"{entry.name}.mp3"
        where = reading.episode.places.get("audio") or Place(shown(entry.text, root))
        raise SourceError(Finding(code="FT108", message=f"the audio {wanted!r} is not there", place=where))
    listed, listed_file = _chapter_file(root, entry)
    sound = _read_audio(path, root) if path else None
    pictures, copies, findings = _pictures(project, entry, reading, listed)
    duration = sound.duration if sound else reading.episode.duration
    web, spoken = _transcripts(project, entry, reading, duration or _ENDLESS)
    slug = reading.episode.slug
    others = _other_formats(project, entry, path, slug)
    parts = Parts(
        file=shown(entry.text, root),
        guid=guid,
        audio=sound,
        audio_file=shown(path, root) if path else "",
        audio_path=_target(path, sound, slug) if path and sound else "",
        formats={ending: _alternate(project, other, target) for ending, (other, target) in others.items()},
        chapters=listed,
        chapters_file=listed_file,
        pictures=pictures,
        transcripts=(*spoken.transcripts, *web),
    )
    named = [path.name if path else "", *pictures, reading.episode.audio or ""]
    named += [t.url for t in reading.episode.transcripts]
    looked = (*entry.own, *_looked(root, entry, named))
    copied = (*copies, *spoken.outputs)
    found = (*findings, *spoken.findings)
    sounds = tuple(others.values())
    return Gathered(parts=parts, source=path, sounds=sounds, looked=looked, copies=copied, findings=found)


def _looked(root: Path, entry: Entry, names: Iterable[str]) -> Iterator[Path]:
    """Where files of these names are looked for: beside the text, and from the root where there is none."""
    for name in filter(None, names):
        beside = entry.text.parent / name
        yield beside
        if not beside.is_file():
            yield root / name


def _target(path: Path, sound: Audio, slug: str) -> str:
    return f"audio/{slug}.{ENDINGS.get(sound.container, path.suffix.lstrip('.').lower())}"


def _other_formats(project: Project, entry: Entry, first: Path | None, slug: str) -> dict[str, tuple[Path, str]]:
    """The episode's files of the further formats the show publishes, by ending, and where each goes."""
    beside = {p.suffix.lower().lstrip("."): p for p in entry.siblings if p.stem == entry.name and p != first}
    wanted = [ending for ending in project.show.feeds.formats if ending in beside and f".{ending}" in AUDIO]
    return {ending: (beside[ending], f"audio/{slug}.{ending}") for ending in wanted}


def _alternate(project: Project, path: Path, target: str) -> AlternateEnclosure:
    """A further file of the episode's sound, published as it is, with a hash that proves it."""
    headjournal.recover(path)
    with opened(path) as stream:
        sound = audio.read(stream, shown(path, project.root))
        stream.seek(0)
        digest = hashlib.sha384()
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return AlternateEnclosure(
        type=sound.media_type,
        length=sound.size,
        sources=(Source(uri=uris.join(project.show.base_url, target)),),
        integrity=Integrity(type="sri", value=f"sha384-{base64.b64encode(digest.digest()).decode()}"),
    )


ENDINGS: Final = {"mp3": "mp3", "m4a": "m4a", "opus": "opus", "ogg": "ogg", "flac": "flac", "wav": "wav"}
"""The ending an enclosure carries: players and directories judge the type by it, whatever the source was called."""


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
        message = f"{path}: cannot be read: {error.strerror}"
        raise EnvironmentFault(Finding(code="FT031", message=message)) from None


def _entries(root: Path) -> Iterator[Entry]:
    """The episodes, by name. ``NAME.chapters.txt`` and hidden files are none."""
    folder = root / EPISODES
    if not folder.is_dir():
        return
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.name[0] not in "._")
    texts = {p.stem for p in files if p.suffix.lower() in TEXTS and not _KIN.fullmatch(p.name)}
    by_stem: dict[str, list[Path]] = {}
    for path in files:
        by_stem.setdefault(_owner(path, texts), []).append(path)
    for path in files:
        if path.suffix.lower() in TEXTS and not _KIN.fullmatch(path.name) and path.stem.upper() != "README":
            others = tuple(p for p in by_stem[path.stem] if p != path)
            yield Entry(name=path.stem, text=path, siblings=others)


def _owner(path: Path, texts: Collection[str]) -> str:
    """The name of the episode that a file belongs to; ``NAME.de.vtt`` is of ``NAME`` where that has a text."""
    kin = _KIN.fullmatch(path.name)
    stem = kin[1] if kin else path.stem
    name, _, language = stem.rpartition(".")
    return name if stem not in texts and name in texts and captions.is_language(language) else stem


def _audio_path(project: Project, entry: Entry, reading: Reading) -> Path | None:
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


def _found(root: Path, text: Path, name: str, place: Place | None) -> Path:
    path = find(root, text, name, place)
    if path is None:
        where = place or Place(shown(text, root))
        raise SourceError(Finding(code="FT120", message=f"the file {name!r} is not there", place=where))
    return path


def _read_audio(path: Path, root: Path) -> Audio:
    headjournal.recover(path)
    with opened(path) as stream:
        return audio.read(stream, shown(path, root))


def _chapter_file(root: Path, entry: Entry) -> tuple[tuple[Chapter, ...], str]:
    path = next((p for p in entry.siblings if p.name.lower().startswith(f"{entry.name.lower()}.chapters.")), None)
    if path is None:
        return (), ""
    name = shown(path, root)
    return chapters.read_any(read_bytes(path, root, MAX_TEXT), name).chapters, name


def _pictures(
    project: Project, entry: Entry, reading: Reading, listed: tuple[Chapter, ...]
) -> tuple[dict[str, Picture], list[Output], list[Finding]]:
    """The pictures the episode and its chapters name, by the name written; web addresses stay as they are."""
    episode = reading.episode
    wanted = [(episode.image, episode.places.get("image"))]
    wanted += [(c.image, c.place) for c in (*episode.chapters, *listed)]
    pictures: dict[str, Picture] = {}
    copies: list[Output] = []
    findings: list[Finding] = []
    for name, place in wanted:
        if name and not uris.is_web(name) and name not in pictures:
            path = _found(project.root, entry.text, name, place)
            pictures[name], output = _picture(project.root, path, project.show.base_url)
            copies.append(output)
            if name != episode.image and len(output.data) > HEAVY_PICTURE:
                message = f"the picture {name!r} has {len(output.data) // 1024} kB"
                findings.append(Finding(code="FT123", message=message, place=place))
    return pictures, copies, findings


def _picture(root: Path, path: Path, base_url: str) -> tuple[Picture, Output]:
    """A picture and its published copy. The name holds a hash: an address must change when its picture does."""
    data = read_bytes(path, root, MAX_PICTURE)
    suffix = ".png" if data.startswith(b"\x89PNG") else ".jpg"
    target = f"images/{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}{suffix}"
    made = picture.read(data, shown(path, root), url=uris.join(base_url, target))
    return made, Output(kind="image", path=target, data=data)


def _transcripts(
    project: Project, entry: Entry, reading: Reading, duration: int
) -> tuple[list[Transcript], captions.Captions]:
    """The transcripts the author named, else those beside the text: web addresses, and local files made ready."""
    episode, show = reading.episode, project.show
    given = episode.transcripts or tuple(captions.beside(entry.name, (path.name for path in entry.siblings)))
    web = [replace(t, url=uris.encode(t.url)) for t in given if uris.is_web(t.url)]
    place = episode.places.get("transcripts")
    files = [_source(project, entry, transcript, place) for transcript in given if not uris.is_web(transcript.url)]
    around = captions.Around(
        slug=episode.slug,
        base_url=show.base_url,
        duration=duration,
        people=(*episode.people, *show.people),
        wanted=show.transcripts,
    )
    return web, captions.prepare(files, around)


def _source(project: Project, entry: Entry, transcript: Transcript, place: Place | None) -> captions.Source:
    path = _found(project.root, entry.text, transcript.url, place)
    data = read_bytes(path, project.root, MAX_TEXT)
    name = shown(path, project.root)
    return captions.Source(data=data, file=name, language=transcript.language, rel=transcript.rel)


def _with_artwork(root: Path, show: Show) -> tuple[Show, list[Output], list[Finding]]:
    """The show with its artwork read, the copy to publish, and findings on its size (spec: rss-podcast §5)."""
    show, _ = scrub(show)
    if not show.image or uris.is_web(show.image):
        return replace(show, image=uris.encode(show.image) if show.image else None), [], []
    place = show.places.get("image", Place(settings.FILE))
    art, output = _picture(root, _found(root, root / settings.FILE, show.image, place), show.base_url)
    findings = []
    if art.width != art.height or not 1400 <= art.width <= 3000:
        message = f"the artwork {show.image!r} is {art.width} x {art.height} pixels"
        findings.append(Finding(code="FT122", message=message, place=place))
    return replace(show, image=art.url, picture=art), [output], findings
