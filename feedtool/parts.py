"""What an episode is made of: its audio, pictures, transcripts and chapters, found beside its text and read.

Reads, never writes. What a file says that cannot be used is a finding of the episode it belongs to.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedtool import captions, chapters, headjournal, uris
from feedtool.build import Output, Parts, Sound
from feedtool.findings import Finding, Place, SourceError
from feedtool.project import AUDIO, MAX_TEXT, audio_path, must_find, opened, picture_of, read_bytes, shown
from feedtool.read import audio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from feedtool.model import Audio, Chapter, Picture, Transcript
    from feedtool.notes import Reading
    from feedtool.project import Entry, Project

HEAVY_PICTURE: Final = 200 * 1024
ENDINGS: Final = {"mp3": "mp3", "m4a": "m4a", "opus": "opus", "ogg": "ogg", "flac": "flac", "wav": "wav"}
"""The ending an enclosure carries: players and directories judge the type by it, whatever the source was called."""
_CHUNK: Final = 1 << 20
_ENDLESS: Final = 1 << 40
"""Milliseconds that no audio lasts: its end where nobody says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An episode's parts and the files that are published as they are.

    ``source`` is its audio, None for audio that lies elsewhere; ``sounds`` are further files of it by their endings.
    ``looked`` names every file the episode was made of, and those that were looked for in vain: any of them changes
    the episode.
    """

    parts: Parts
    source: Path | None = None
    sounds: Mapping[str, Path] = field(default_factory=dict)
    looked: tuple[Path, ...] = ()
    copies: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def sound_paths(self) -> list[str]:
        """Where its audio goes, in each format."""
        paths = (self.parts.audio_path, *(sound.path for sound in self.parts.formats.values()))
        return [path for path in paths if path]

    def digest(self, ending: str, tag: bytes) -> str:
        """The SHA-384 in base64 of the file of a further format as it is published: behind ``tag``."""
        digest = hashlib.sha384(tag)
        start, end = self.parts.formats[ending].audio.payload
        with opened(self.sounds[ending]) as stream:
            stream.seek(start)
            while chunk := stream.read(min(_CHUNK, end - stream.tell())):
                digest.update(chunk)
        return base64.b64encode(digest.digest()).decode()


def gather(project: Project, entry: Entry, reading: Reading, guid: str, published: str = "") -> Gathered:
    """Everything on disk an episode is made of. Raises SourceError or EnvironmentFault naming the file at fault.

    ``published`` is the name of its audio in ``audio/`` where it is another than SLUG.EXT.
    """
    root = project.root
    path = audio_path(project, entry, reading)
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
    others = _other_formats(project, entry, path)
    parts = Parts(
        file=shown(entry.text, root),
        guid=guid,
        audio=sound,
        audio_file=shown(path, root) if path else "",
        audio_path=_target(path, sound, slug, published) if path and sound else "",
        formats={ending: _sound(project, other, f"audio/{slug}.{ending}") for ending, other in others.items()},
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
    return Gathered(parts=parts, source=path, sounds=others, looked=looked, copies=copied, findings=found)


def _looked(root: Path, entry: Entry, names: Iterable[str]) -> Iterator[Path]:
    """Where files of these names are looked for: beside the text, and from the root where there is none."""
    for name in filter(None, names):
        beside = entry.text.parent / name
        yield beside
        if not beside.is_file():
            yield root / name


def _target(path: Path, sound: Audio, slug: str, published: str) -> str:
    """Where the audio goes. A published name whose ending is not that of the sound any more does not count."""
    ending = f".{ENDINGS.get(sound.container, path.suffix.lstrip('.').lower())}"
    return f"audio/{published if published.lower().endswith(ending) else slug + ending}"


def _other_formats(project: Project, entry: Entry, first: Path | None) -> dict[str, Path]:
    """The episode's files of the further formats the show publishes, by ending."""
    beside = {p.suffix.lower().lstrip("."): p for p in entry.siblings if p.stem == entry.name and p != first}
    wanted = [ending for ending in project.show.feeds.formats if ending in beside and f".{ending}" in AUDIO]
    return {ending: beside[ending] for ending in wanted}


def _sound(project: Project, path: Path, target: str) -> Sound:
    return Sound(audio=_read_audio(path, project.root), file=shown(path, project.root), path=target)


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
            path = must_find(project.root, entry.text, name, place)
            pictures[name], output = picture_of(project.root, path, project.show.base_url)
            copies.append(output)
            if name != episode.image and len(output.data) > HEAVY_PICTURE:
                message = f"the picture {name!r} has {len(output.data) // 1024} kB"
                findings.append(Finding(code="FT123", message=message, place=place))
    return pictures, copies, findings


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
    path = must_find(project.root, entry.text, transcript.url, place)
    data = read_bytes(path, project.root, MAX_TEXT)
    name = shown(path, project.root)
    return captions.Source(data=data, file=name, language=transcript.language, rel=transcript.rel)
