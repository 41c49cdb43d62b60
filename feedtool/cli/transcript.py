"""``feedtool transcript``: transcripts shown and converted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.report import exit_code, show

if TYPE_CHECKING:
    from feedtool.transcripts import Cue, Format, TranscriptFile


def _format(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from feedtool.transcripts import FORMATS

    if value is not None and value not in FORMATS:
        raise click.BadParameter(f"{value!r} is none of {', '.join(FORMATS)}.")
    return value


def _time(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    from feedtool.transcripts.base import moment

    if value is not None and moment(value) is None:
        raise click.BadParameter(f"{value!r} is no time; write 1:02:03.5.")
    return moment(value) if value is not None else None


_from = click.option("--from", "named", callback=_format, help="The format of IN, where its content does not tell.")


@click.group(name="transcript")
def command() -> None:
    """Show or convert transcripts: WebVTT, SRT, podcast JSON, HTML and text."""


@command.command(name="show")
@click.argument("source", metavar="FILE")
@_from
@click.option("--json", "as_json", is_flag=True, help="Print JSON, times in seconds.")
def show_command(source: str, named: str | None, *, as_json: bool) -> None:
    """Print who says what and when in FILE, and what is wrong with it; - reads stdin."""
    from feedtool.check.transcript import check

    made = _load(source, named)
    findings = [*made.findings, *check(made, source)]
    show(findings)
    click.echo(_as_json(made) if as_json else "".join(map(_line, made.cues)), nl=False)
    sys.exit(exit_code(findings))


@command.command(name="convert")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@_from
@click.option("--to", "to", callback=_format, help="The format of OUT, where its name does not tell.")
@click.option("--end", callback=_time, help="How long the audio is: the last cue ends there at the latest.")
def convert_command(source: str, target: str, named: str | None, to: str | None, end: int | None) -> None:
    """Write the transcript IN to OUT in another format; - is stdin or stdout. What is lost is said on stderr."""
    from feedtool.transcripts import convert

    form = _target(target, to)
    made = _load(source, named)
    text, findings = convert(made, form, file=source, duration=end)
    _write(target, text)
    show([*made.findings, *findings])
    sys.exit(exit_code([*made.findings, *findings]))


def _target(target: str, to: str | None) -> Format:
    """The format asked for, else the one whose ending ``target`` has."""
    from feedtool.transcripts import FORMATS

    form = FORMATS[to] if to else next((f for f in FORMATS.values() if target.lower().endswith(f.SUFFIXES)), None)
    if form is None:
        raise click.UsageError(f"the name {target!r} does not tell a format: give one with --to.")
    return form


def _load(source: str, named: str | None) -> TranscriptFile:
    from feedtool.transcripts import MAX_SIZE, read_any

    if source == "-":
        return read_any(sys.stdin.buffer.read(MAX_SIZE + 1), source, named=named)
    with Path(source).open("rb") as stream:
        return read_any(stream.read(MAX_SIZE + 1), source, named=named)


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.buffer.write(text.encode())
        return
    from feedtool.files import write_bytes

    write_bytes(Path(target), text.encode())


def _line(cue: Cue) -> str:
    from feedtool.timecode import clock

    time = f"{clock(cue.start // 1000 * 1000)}  " if cue.start is not None else ""
    return f"{time}{f'{cue.speaker}: ' if cue.speaker else ''}{cue.text}\n"


def _as_json(made: TranscriptFile) -> str:
    about = {"format": made.format} | ({"language": made.language} if made.language else {})
    return json.dumps({**about, "cues": [_row(cue) for cue in made.cues]}, ensure_ascii=False, indent=2) + "\n"


def _row(cue: Cue) -> dict[str, Any]:
    """A cue with times in seconds; what is not known is left out."""
    from feedtool.timecode import to_seconds

    row: dict[str, Any] = {"start": to_seconds(cue.start)} if cue.start is not None else {}
    row |= {"end": to_seconds(cue.end)} if cue.end is not None else {}
    row |= {"speaker": cue.speaker} if cue.speaker else {}
    return row | {"text": cue.text}
