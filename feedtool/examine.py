"""Any file, folder or address to findings: what it is is told by its content, then its checker judges it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool import captions, chapters, notes, output, project, settings, transcripts, uris
from feedtool.chapters.decode import decode
from feedtool.check import chapters as check_chapters
from feedtool.check import feed as check_feed
from feedtool.check import transcript as check_transcript
from feedtool.findings import EnvironmentFault, FeedtoolError, Finding, Place, UsageError
from feedtool.kinds import FEED_PATH, TAGS
from feedtool.read import audio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from feedtool.reach import Reach

_HEAD: Final = 4096
_MAX_FETCH: Final = 64 * 1024 * 1024
_FEED: Final = re.compile(rb"<(?:rss|[a-z]+:RDF|feed)[\s>]", re.IGNORECASE)
_CUES: Final = (".srt", ".vtt")
_TWO_BYTES: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_MEDIA: Final = {b"RIFF": (b"WAVE",), b"FORM": (b"AIFF", b"AIFC")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """How things are judged: the ``profile`` a feed is held to, the moment ``now``, and, where a feed's addresses are
    to be asked too (None: nothing is asked), how far to ``reach``.
    """

    profile: str
    now: datetime
    reach: Reach | None = None


def examine(
    target: str, *, profile: str, now: datetime, reach: Reach | None = None, allow_private: bool = False
) -> list[Finding]:
    """Findings on what ``target`` names: a path, or an http or https address, which is fetched.

    With ``reach`` the addresses of a feed are asked too. ``allow_private`` fetches from private networks. Raises
    UsageError for a target that is nothing known (FT034) or an address that is not asked (FT591), EnvironmentFault
    for one that cannot be read (FT031, FT590).
    """
    if target.lower().startswith(("http://", "https://")):
        terms = _Terms(profile=profile, now=now, reach=reach)
        return _told(lambda: _address(target, terms, allow_private=allow_private))
    if "://" in target and not Path(target).exists():
        hint = "Give an address that begins with https:// or http://, or the name of a file."
        raise UsageError(Finding(code="FT034", message=f"{target} is no address that can be fetched", hint=hint))
    return examine_path(Path(target), profile=profile, now=now, reach=reach)


def examine_path(path: Path, *, profile: str, now: datetime, reach: Reach | None = None) -> list[Finding]:
    """Findings on the project, feed, chapters file, transcript, audio file or episode text at ``path``.

    A project is built in full, without writing. ``profile`` names the rules a feed is held to, ``now`` is the moment
    dates are measured against; with ``reach`` the addresses of a feed are asked too. Raises UsageError (FT034) for a
    file that is none of these and EnvironmentFault for one that cannot be read.
    """
    terms = _Terms(profile=profile, now=now, reach=reach)
    if path.is_dir() or path.name == settings.FILE:
        root = path if path.is_dir() else path.parent
        return [*output.build(root, now=now, dry_run=True).findings, *_published(root, terms)]
    return _told(lambda: _file(path, terms))


def _told(judge: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What ``judge`` finds, also where it can only raise it."""
    try:
        return list(judge())
    except UsageError:
        raise
    except FeedtoolError as error:
        if error.exit_code != 1:
            raise
        return list(error.findings)


def _published(root: Path, terms: _Terms) -> Iterable[Finding]:
    """What the addresses of the feed built last answer; they are those of the next one, but for new episodes."""
    path = root / output.OUTPUT / FEED_PATH
    if terms.reach is None or not path.is_file():
        return []
    with project.opened(path) as stream:
        return list(_reached(stream, str(path), terms.reach))


def _reached(stream: BinaryIO, file: str, reach: Reach) -> Iterable[Finding]:
    from feedtool import reach as reaching

    return reaching.check(stream, file, reach)


def _address(url: str, terms: _Terms, *, allow_private: bool) -> Iterable[Finding]:
    from feedtool import reach as reaching
    from feedtool import remote

    name = remote.without_secrets(url)
    try:
        limits = remote.Limits(seconds=60.0, size=_MAX_FETCH)
        headers = {"Origin": reaching.ORIGIN}
        answer = remote.get(uris.encode(url), headers=headers, allow_private=allow_private, limits=limits)
    except remote.RefusedError as error:
        raise UsageError(Finding(code="FT591", message=f"{name} {error}")) from None
    except remote.RemoteError as error:
        raise EnvironmentFault(Finding(code="FT590", message=f"{name} {error}")) from None
    if answer.status >= 400:
        raise EnvironmentFault(Finding(code="FT590", message=f"{name} answers {answer.status}"))
    if not answer.whole:
        message = f"{name} is larger than {_MAX_FETCH // (1024 * 1024)} MB"
        raise EnvironmentFault(Finding(code="FT590", message=message))
    if _is_feed(answer.body[:_HEAD]) and terms.reach is not None:
        return [*_bytes(answer.body, name, terms, address=answer.url), *reaching.served(answer, name)]
    return _bytes(answer.body, name, terms, address=answer.url)


def _file(path: Path, terms: _Terms) -> Iterable[Finding]:
    with project.opened(path) as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        if path.suffix.lower() in project.AUDIO or _is_audio(head):
            return _audio(stream, str(path))
        if _is_feed(head):
            return _feed(stream, str(path), terms)
    return _bytes(project.read_bytes(path, path.parent, project.MAX_TEXT), str(path), terms)


def _feed(stream: BinaryIO, file: str, terms: _Terms, address: str = "") -> list[Finding]:
    found = [*check_feed.check(stream, file, profile=terms.profile, now=terms.now, address=address)]
    if terms.reach is not None:
        stream.seek(0)
        found += _reached(stream, file, terms.reach)
    return found


def _bytes(data: bytes, file: str, terms: _Terms, address: str = "") -> Iterable[Finding]:
    """Findings on the content of a file, whatever it is."""
    head = data[:_HEAD]
    name, suffix = PurePath(file).name.lower(), PurePath(file).suffix.lower()
    if _is_audio(head):
        return _audio(io.BytesIO(data), file)
    if _is_feed(head):
        return _feed(io.BytesIO(data), file, terms, address)
    starts_so = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    is_json = starts_so and suffix not in project.TEXTS  # notes begin so, too: with a link, or with JSON front matter
    if _is_transcript(data, name, suffix, is_json=is_json):
        made = transcripts.read_any(data, file)
        return [*made.findings, *check_transcript.check(made, file)]
    if is_json:
        return _json(data, file)
    if chapters.detect(data, name):
        found = chapters.read_any(data, file)
        return [*found.findings, *check_chapters.check_order(found.chapters, None)]
    if suffix in project.TEXTS:
        text, findings = decode(data, file)
        reading = notes.read(text, file=file)
        return [*findings, *reading.findings, *check_chapters.check_order(reading.episode.chapters, None)]
    if suffix in _CUES:
        words = transcripts.read_any(data, file)
        return [*words.findings, *captions.misnamed(words, file), *check_transcript.check(words, file)]
    kinds = "no feed, chapters file, transcript, audio file, episode text or project"
    message = f"{file} is {kinds if data.strip() else 'empty'}"
    raise UsageError(Finding(code="FT034", message=message, place=Place(file)))


def _is_transcript(data: bytes, name: str, suffix: str, *, is_json: bool) -> bool:
    """Cues are chapters only where the name says so; JSON tells by its keys."""
    if not is_json and (suffix not in _CUES or ".chapters." in name):
        return False
    form = transcripts.detect(data)
    return form is not None and (form.NAME == "json") == is_json and form.NAME in {"srt", "vtt", "json"}


def _is_feed(head: bytes) -> bool:
    """Whether the elements of a feed stand here, also in an encoding of two bytes a letter."""
    return bool(_FEED.search(head.replace(b"\x00", b"") if head.startswith(_TWO_BYTES) else head))


def _is_audio(head: bytes) -> bool:
    known = head.startswith((b"ID3", b"\xff\xfb", b"OggS", b"fLaC", b"\x1aE\xdf\xa3")) or head[4:8] == b"ftyp"
    return known or head[8:12] in _MEDIA.get(head[:4], ())


def _json(data: bytes, file: str) -> list[Finding]:
    findings = [*check_chapters.check(data, file)]
    if findings:
        return findings
    found = chapters.read_any(data, file)
    return [*found.findings, *check_chapters.check_order(found.chapters, None)]


def _audio(stream: BinaryIO, file: str) -> list[Finding]:
    made = audio.read(stream, file)
    tag = TAGS.get(made.container)
    findings = [*check_chapters.check_order(made.chapters, made.duration)]
    if tag and made.tag:
        findings += tag.check(made.tag, file, made.duration)
    return [found if found.place else replace(found, place=Place(file)) for found in findings]
