"""``feedtool tag``: chapters and tags into one audio file."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from feedtool.cli.report import exit_code, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.files import Staging
    from feedtool.findings import Finding
    from feedtool.model import Audio, Chapter, Episode, Picture

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_COVER = "\0cover"
"""A name for the cover that no chapter's image can have."""


@click.command(name="tag")
@click.argument("audio", type=_FILE)
@click.option("--chapters", "chapters_file", type=_FILE, help="The chapters, in any format.")
@click.option("-o", "out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--in-place", is_flag=True, help="Replace AUDIO itself, once the new file is complete.")
@click.option("--quick", is_flag=True, help="With --in-place: write over a tag of the same length, copy nothing.")
@click.option("--title", help="The episode's title.")
@click.option("--artist", help="Who made it.")
@click.option("--album", help="The show's title.")
@click.option("--track", type=int, help="The episode's number.")
@click.option("--season", type=int, help="The season's number.")
@click.option("--date", "day", help="The day or moment of publication, such as 2026-05-04.")
@click.option("--comment", help="A short description.")
@click.option("--language", help="The language, such as en or de-at.")
@click.option("--link", help="The address of the episode's page.")
@click.option("--cover", type=_FILE, help="A JPEG or PNG picture.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form of the findings.")
def command(
    audio: Path,
    chapters_file: Path | None,
    out: Path | None,
    *,
    in_place: bool,
    quick: bool,
    cover: Path | None,
    dry_run: bool,
    output: str,
    **facts: str | int | None,
) -> None:
    """Write chapters and tags into the audio file AUDIO; the sound is not touched.

    What is not given stays as it is in the file. Either -o or --in-place says where the result goes.
    """
    from feedtool import files

    if bool(out) == in_place:
        raise click.UsageError("Say where the result goes: either -o FILE or --in-place.")
    if quick and not in_place:
        raise click.UsageError("--quick goes with --in-place.")
    target = out or audio
    files.refuse_hard_links(target)
    with files.signals_leave(), files.locked(audio):
        made, found, episode, findings = _prepare(audio, chapters_file, cover, facts)
        failed, written = exit_code(findings), False
        if not failed:
            with files.Staging(quick=quick) as staging:
                staging.splice(audio, found.payload, made, target)
                findings += _proof(staging, target, found, episode)
                failed = exit_code(findings)
                written = not (failed or dry_run) and bool(staging.commit())
    report(findings, output)
    if failed:
        sys.exit(failed)
    if output == "text":
        click.echo(f"{'would write' if dry_run else 'wrote' if written else 'unchanged:'} {target}")


def _prepare(
    path: Path, chapters_file: Path | None, cover: Path | None, facts: dict[str, str | int | None]
) -> tuple[bytes, Audio, Episode, list[Finding]]:
    """The new head, what the audio held, what it is to hold, and all there is to say about them."""
    from feedtool.check import id3 as check_id3
    from feedtool.check.chapters import check_order
    from feedtool.findings import SourceError
    from feedtool.read import audio as read_audio
    from feedtool.render.audio import WRITERS

    with path.open("rb") as stream:
        found = read_audio.read(stream, str(path))
    findings = list(found.findings)
    writer = WRITERS.get(found.container) or _refuse(found, path)
    chapters = _chapters(chapters_file, found, findings)
    findings += check_order(chapters, found.duration) if chapters_file else ()
    episode = _episode(found, chapters, chapters_file, cover, facts, findings)
    if exit_code(findings):
        return b"", found, episode, findings
    findings += _placed(writer.losses(None, episode, found, str(path)), path)
    try:
        made = writer.render(None, episode, found)
    except SourceError as error:
        raise SourceError(*_placed(error.findings, path)) from None
    if writer.id3:
        findings += check_id3.check(made, str(path), duration=found.duration)
    return made, found, episode, findings


def _placed(findings: Iterable[Finding], path: Path) -> list[Finding]:
    """The findings, those without a place at the audio file."""
    from feedtool.findings import Place

    return [replace(finding, place=finding.place or Place(str(path))) for finding in findings]


def _refuse(found: Audio, path: Path) -> NoReturn:
    from feedtool.findings import Finding, Place, SourceError

    message = f"no tags are written into {found.container} audio"
    raise SourceError(Finding(code="FT409", message=message, place=Place(str(path))))


def _proof(staging: Staging, target: Path, found: Audio, episode: Episode) -> Iterator[Finding]:
    """The staged file read back: the same sound, and the chapters that were to be written."""
    from feedtool.findings import Finding, Place
    from feedtool.read import audio as read_audio
    from feedtool.render.audio import WRITERS

    with staging.open(target) as stream:
        back = read_audio.read(stream, str(target), duration=False)
    hidden = WRITERS[found.container].hidden
    wanted = sorted((c.start, c.title.strip()) for c in episode.chapters if c.toc or hidden)
    there = sorted((c.start, c.title.strip()) for c in back.chapters)
    size = found.payload[1] - found.payload[0]
    if back.payload[1] - back.payload[0] != size or (episode.chapters and wanted != there):
        yield Finding(
            code="FT425", message="the written file does not read back as it should", place=Place(str(target))
        )


def _chapters(file: Path | None, found: Audio, findings: list[Finding]) -> tuple[Chapter, ...]:
    """The chapters of the file, none past what the audio plays."""
    from feedtool.chapters import read_any
    from feedtool.read import id3
    from feedtool.render.audio import WRITERS

    if file is None:
        # An ID3 tag's are kept as they are, images and all; those of a tag behind the sound come to the front.
        return () if WRITERS[found.container].id3 and id3.read(found.tag).chapters else found.chapters
    read = read_any(file.read_bytes(), str(file))
    findings += read.findings
    ends = (min(c.end, found.duration) if c.end is not None else None for c in read.chapters)
    return tuple(replace(c, end=end) for c, end in zip(read.chapters, ends, strict=True))


def _episode(
    found: Audio,
    chapters: Iterable[Chapter],
    chapters_file: Path | None,
    cover: Path | None,
    facts: dict[str, str | int | None],
    findings: list[Finding],
) -> Episode:
    from feedtool.model import Episode

    chapters = tuple(chapters)
    pictures = dict(_pictures(chapters, chapters_file, findings))
    if cover:
        pictures[_COVER] = _picture(cover)
    return Episode(
        title=str(facts["title"] or ""),
        slug="",
        chapters=chapters,
        duration=found.duration,
        image=_COVER if cover else None,
        pictures=pictures,
        author=_text(facts["artist"]),
        show=_text(facts["album"]),
        episode=_number(facts["track"]),
        season=_number(facts["season"]),
        published=_moment(_text(facts["day"])),
        subtitle=_text(facts["comment"]),
        language=_text(facts["language"]),
        link=_text(facts["link"]),
    )


def _pictures(
    chapters: Iterable[Chapter], chapters_file: Path | None, findings: list[Finding]
) -> Iterator[tuple[str, Picture]]:
    """The chapters' images that are files beside the chapters; those on the web are not fetched, which is said."""
    from feedtool.findings import Finding

    for name in dict.fromkeys(c.image for c in chapters if c.image):
        path = (chapters_file or Path()).parent / name
        if "://" not in name and path.is_file():
            yield name, _picture(path)
        else:
            message = f"the image {name} is no file beside the chapters: left out"
            findings.append(Finding(code="FT408", message=message))


def _picture(path: Path) -> Picture:
    from feedtool.read import picture

    return picture.read(path.read_bytes(), str(path), url=path.name)


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def _moment(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--date {text!r} is no date such as 2026-05-04.") from error
