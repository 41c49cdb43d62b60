"""An episode's transcripts, from the files beside its text to what is published: read, checked, converted.

Pure: it takes bytes and gives outputs. A file that players read goes out byte for byte; one in a dialect goes out
rewritten; formats that are wanted and not there are made from the best file of the same language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedtool import uris
from feedtool.build import Output
from feedtool.check.transcript import check
from feedtool.findings import Finding, Place, Severity, SourceError, has_errors
from feedtool.model import Transcript
from feedtool.transcripts import FORMATS, convert, read_any
from feedtool.transcripts.speakers import person_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.model import Person
    from feedtool.transcripts import TranscriptFile

ALWAYS: Final = "vtt"
"""The format made of any transcript with times when the settings name none: every player of captions reads it."""


_LANGUAGE: Final = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
_ENDING = re.compile(rf"(?:\.({_LANGUAGE}))?\.(?:vtt|srt|transcript\.(?:json|html|txt))", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A transcript file: its bytes, its name as findings tell it, and what its name or the author says of it."""

    data: bytes = field(repr=False)
    file: str
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """What of an episode's transcripts goes into its feed item, what is published, and what was found."""

    transcripts: tuple[Transcript, ...] = ()
    outputs: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What transcripts are held against and published by: ``duration`` in ms, ``wanted`` formats (none: the usual)."""

    slug: str
    base_url: str
    duration: int
    people: Sequence[Person] = ()
    wanted: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    source: Source
    made: TranscriptFile

    @property
    def language(self) -> str | None:
        """The language that the author or the file itself names."""
        return self.source.language or self.made.language


def is_language(text: str) -> bool:
    """Whether ``text`` could be a language tag, such as ``de`` or ``pt-BR``."""
    return re.fullmatch(_LANGUAGE, text) is not None


def beside(name: str, files: Iterable[str]) -> Iterator[Transcript]:
    """Those of ``files`` that are transcripts of the episode ``name``; their type is told by their content, later.

    >>> [(t.url, t.language) for t in beside("one", ["one.de.vtt", "one.mp3", "one.transcript.txt"])]
    [('one.de.vtt', 'de'), ('one.transcript.txt', None)]
    """
    for file in files:
        match = _ENDING.fullmatch(file, len(name)) if file.startswith(name) else None
        if match:
            yield Transcript(url=file, media_type="", language=match[1])


def prepare(sources: Iterable[Source], around: Around) -> Captions:
    """The transcripts of one episode, those of a language beside each other in the order players prefer."""
    findings: list[Finding] = []
    by_language: dict[str | None, dict[str, _Read]] = {}
    for source in sources:
        try:
            one = _Read(source, read_any(source.data, source.file))
        except SourceError as error:
            findings += error.findings
            continue
        findings += _judged(one, around)
        same = by_language.setdefault(one.language, {})
        if same.setdefault(one.made.format, one) is not one:
            findings.append(_twice(one, same[one.made.format]))
    if has_errors(findings):
        return Captions(findings=tuple(findings))
    published = [
        made for language, owned in by_language.items() for made in _versions(language, owned, around, findings)
    ]
    transcripts, outputs = zip(*published, strict=True) if published else ((), ())
    return Captions(transcripts=transcripts, outputs=outputs, findings=tuple(findings))


def _judged(one: _Read, around: Around) -> Iterator[Finding]:
    """What is wrong with a file that could be read."""
    made, file = one.made, one.source.file
    yield from made.findings
    yield from check(made, file, duration=around.duration, people=around.people)
    yield from misnamed(made, file)
    if not made.native:
        message = f"this is a dialect of {FORMATS[made.format].TITLE}; it is published rewritten"
        yield Finding(code="FT609", message=message, place=Place(file))


def misnamed(made: TranscriptFile, file: str) -> Iterator[Finding]:
    """FT602 where the name ``file`` promises another format than the content has."""
    form = FORMATS[made.format]
    if not file.lower().endswith(form.SUFFIXES):
        hint = f"Let the name end in {form.SUFFIXES[0]}."
        yield Finding(code="FT602", message=f"the content is {form.TITLE}", place=Place(file), hint=hint)


def _twice(one: _Read, first: _Read) -> Finding:
    what = f"{FORMATS[one.made.format].TITLE} transcript" + (f" in {one.language}" if one.language else "")
    message = f"this is a second {what}; {first.source.file} is published"
    return Finding(code="FT640", message=message, place=Place(one.source.file))


def _versions(
    language: str | None, owned: dict[str, _Read], around: Around, findings: list[Finding]
) -> Iterator[tuple[Transcript, Output]]:
    """What is published of the transcripts in one language."""
    wanted = around.wanted or {*owned, ALWAYS}
    for name in (name for name in FORMATS if name in wanted):
        source = owned.get(name) or _best(name, owned)
        if source is not None:
            data = _bytes(source, name, around, findings)
            yield _published(source, name, language, data, around)
        elif around.wanted:
            first = next(iter(owned.values()))
            message = f"no {FORMATS[name].TITLE} can be made: this transcript has no times"
            findings.append(Finding(code="FT641", message=message, place=Place(first.source.file)))


def _best(name: str, owned: dict[str, _Read]) -> _Read | None:
    """The file to make the format ``name`` from: the first in order of preference, with times if it needs them."""
    able = (owned[n] for n in FORMATS if n in owned)
    return next((one for one in able if one.made.timed or not FORMATS[name].TIMED), None)


def _bytes(one: _Read, name: str, around: Around, findings: list[Finding]) -> bytes:
    """The file itself where it will do, else its words in the format ``name``, by the names of the people."""
    if one.made.format == name and one.made.native:
        return one.source.data
    form = FORMATS[name]
    text, lost = convert(_with_people(one.made, around.people), form, file=one.source.file, duration=around.duration)
    findings += [f for f in lost if f.weight is Severity.WARNING and "time" in form.KEEPS]
    return text.encode()


def _with_people(made: TranscriptFile, people: Sequence[Person]) -> TranscriptFile:
    names = {cue.speaker: person_of(cue.speaker, people) or cue.speaker for cue in made.cues if cue.speaker}
    return replace(made, cues=tuple(replace(cue, speaker=names.get(cue.speaker or "")) for cue in made.cues))


def _published(one: _Read, name: str, language: str | None, data: bytes, around: Around) -> tuple[Transcript, Output]:
    form = FORMATS[name]
    path = f"transcripts/{around.slug}{f'.{language}' if language else ''}{form.SUFFIXES[0]}"
    rel = one.source.rel or ("captions" if form.TIMED and one.made.timed else None)
    url = uris.join(around.base_url, path)
    transcript = Transcript(url=url, media_type=form.MEDIA_TYPE, language=language, rel=rel)
    return transcript, Output(kind="transcript", path=path, data=data)
