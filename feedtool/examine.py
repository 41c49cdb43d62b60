"""Any file or folder to findings: what it is is told by its content, then its checker judges it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool import chapters, notes, output, project, settings
from feedtool.check import chapters as check_chapters
from feedtool.check import feed as check_feed
from feedtool.findings import FeedtoolError, Finding, Place, UsageError
from feedtool.kinds import TAGS
from feedtool.read import audio

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

_HEAD: Final = 4096
_FEED: Final = re.compile(rb"<(?:rss|[a-z]+:RDF|feed)[\s>]", re.IGNORECASE)


def examine_path(path: Path, *, profile: str, now: datetime) -> list[Finding]:
    """Findings on the project, feed, chapters file, audio file or episode text at ``path``.

    A project is built in full, without writing. ``profile`` names the rules a feed is held to. Raises UsageError
    (FT034) for a file that is none of these and EnvironmentFault for one that cannot be read.
    """
    if path.is_dir() or path.name == settings.FILE:
        root = path if path.is_dir() else path.parent
        return list(output.build(root, now=now, dry_run=True).findings)
    try:
        return list(_file(path, profile))
    except UsageError:
        raise
    except FeedtoolError as error:
        if error.exit_code != 1:
            raise
        return list(error.findings)


def _file(path: Path, profile: str) -> Iterable[Finding]:
    with project.opened(path) as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        if path.suffix.lower() in project.AUDIO or head.startswith((b"ID3", b"\xff\xfb")):
            return _audio(path)
        if _FEED.search(head):
            return [*check_feed.check(stream, str(path), profile=profile)]
    data = project.read_bytes(path, path.parent, project.MAX_TEXT)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _json(data, str(path))
    if chapters.detect(data, path.name):
        found = chapters.read_any(data, str(path))
        return [*found.findings, *check_chapters.check_order(found.chapters, None)]
    if path.suffix.lower() in project.TEXTS:
        reading = notes.read(project.read_text(path, path.parent)[0], file=str(path))
        return [*reading.findings, *check_chapters.check_order(reading.episode.chapters, None)]
    message = f"{path} is no feed, chapters file, audio file, episode text or project"
    raise UsageError(Finding(code="FT034", message=message, place=Place(str(path))))


def _json(data: bytes, file: str) -> list[Finding]:
    findings = [*check_chapters.check(data, file)]
    if findings:
        return findings
    found = chapters.read_any(data, file)
    return [*found.findings, *check_chapters.check_order(found.chapters, None)]


def _audio(path: Path) -> list[Finding]:
    with project.opened(path) as stream:
        made = audio.read(stream, str(path))
    tag = TAGS.get(made.container)
    findings = [*check_chapters.check_order(made.chapters, made.duration)]
    if tag and made.tag:
        findings += tag.check(made.tag, str(path), made.duration)
    return findings
