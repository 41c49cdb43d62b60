"""``feedtool chapters``: chapters shown and converted, from anything that holds some."""

from __future__ import annotations

import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from feedtool.cli.report import exit_code, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedtool.chapters import ChapterFile, Format
    from feedtool.findings import Finding
    from feedtool.model import Chapter

_MARKUP: Final = re.compile(r"\]\(|<(?:a|p|li|br|div)\b", re.IGNORECASE)
_AUDIO: Final = (b"ID3", b"fLaC", b"OggS", b"RIFF", b"FORM", b"\x1aE\xdf\xa3", b"\xff\xf1", b"\xff\xf9")
_UNICODE: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


_WORDS: Final = ("end", "url", "image", "toc", "fraction", "location", "extra")


def _time(_: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Milliseconds of clock time or seconds; an offset may have a sign."""
    from feedtool.chapters.base import moment

    signed = param.name == "offset" and value is not None and value[:1] in ("+", "-")
    ms = moment(value[1:] if signed and value else value)
    if ms is None and value is not None:
        raise click.BadParameter(f"{value!r} is no time; write 1:02:03.5 or seconds.")
    return -ms if ms and value and signed and value[0] == "-" else ms


def _factor(_: click.Context, __: click.Parameter, value: str) -> Fraction:
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,9}|/[1-9]\d{0,5})?", value) or not Fraction(value):
        raise click.BadParameter(f"{value!r} is no factor; write 1.04 or 25/24.")
    return Fraction(value)


def _format(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from feedtool.chapters import FORMATS

    return _one_of(value, FORMATS)


def _frames(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from feedtool.chapters.frames import RATES

    return _one_of(value, RATES)


def _one_of(value: str | None, names: Iterable[str]) -> str | None:
    if value is not None and value not in names:
        raise click.BadParameter(f"{value!r} is none of {', '.join(names)}.")
    return value


_from = click.option("--from", "named", callback=_format, help="The format of IN, where its content does not tell.")
_rate = click.option("--rate", callback=_frames, help="Frames per second, for EDL and Premiere files.")
_origin = click.option("--origin", callback=_time, help="Where the timeline starts, for EDL and Premiere files.")


@click.group(name="chapters")
def command() -> None:
    """Show or convert chapters: of chapter files, notes and audio."""


@command.command(name="formats")
def formats_command() -> None:
    """List the formats, with what each keeps beside start and title."""
    from feedtool.chapters import FORMATS

    for name, one in FORMATS.items():
        kept = " ".join(
            word for word in ("end", "url", "image", "toc", "fraction", "location", "extra") if word in one.KEEPS
        )
        click.echo(f"{name:12} {one.TITLE:38} {kept}".rstrip())


@command.command(name="show")
@click.argument("source", metavar="FILE")
@_from
@_rate
@_origin
@click.option("--json", "as_json", is_flag=True, help="Print JSON, times in seconds.")
def show_command(source: str, named: str | None, rate: str | None, origin: int | None, *, as_json: bool) -> None:
    """Print the chapters of FILE: a chapter file, notes, or audio; - reads stdin."""
    made, _ = _load(source, named, rate, origin)
    show(made.findings)
    click.echo(_as_json(made) if as_json else _as_table(made.chapters), nl=False)
    if not made.chapters:
        click.echo("No chapters.", err=True)
    sys.exit(exit_code(made.findings))


@command.command(name="convert")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@_from
@click.option("--to", "to", callback=_format, help="The format of OUT, where its name does not tell.")
@click.option("--offset", callback=_time, default="0", help="Move every time by this much: +1:30, -12.5.")
@click.option("--scale", callback=_factor, default="1", help="Multiply every time first: 1.04, 25/24.")
@click.option("--snap", help="Move each start to the nearest of these: a file of silences or cues, or times.")
@click.option("--within", callback=_time, default="2", show_default="2 s", help="How far --snap may move a start.")
@click.option("--end", callback=_time, help="How long the audio is.")
@_rate
@_origin
def convert_command(source: str, target: str, named: str | None, to: str | None, **options: Any) -> None:
    """Write the chapters of IN to OUT in another format; - is stdin or stdout. What is lost is said on stderr."""
    from feedtool.chapters import losses

    form = _target(target, to)
    made, length = _load(source, named, options["rate"], options["origin"])
    duration = length if options["end"] is None else options["end"]
    chapters, moved = _moved(made.chapters, duration, options)
    findings = [*made.findings, *moved, *losses(form, chapters, duration)]
    _write(target, form.write(chapters, about=made.about, duration=duration, rate=options["rate"]))
    show(findings)
    sys.exit(exit_code(findings))


def _moved(
    chapters: Sequence[Chapter], duration: int | None, options: dict[str, Any]
) -> tuple[list[Chapter], list[Finding]]:
    """Scaled, moved, snapped and cut, in this order."""
    from feedtool.chapters import shift

    made, findings = shift.shifted(chapters, options["offset"], options["scale"])
    if options["snap"]:
        made, more = shift.snapped(made, _snap_times(options["snap"]), options["within"])
        findings += more
    if duration is not None:
        made, more = shift.cut(made, duration)
        findings += more
    return made, findings


def _snap_times(snap: str) -> list[int]:
    """Times given with commas, or a file's: FFmpeg's silencedetect output, else the starts of its chapters or cues."""
    from feedtool.chapters import decode, read_any
    from feedtool.chapters.shift import times_in

    if times := times_in(snap):
        return times
    if not Path(snap).exists():
        raise click.UsageError(f"--snap {snap!r} is no file and no list of times such as 1:00,2:30.5.")
    data = Path(snap).read_bytes()
    text, _ = decode(data, snap)
    return times_in(text) or [c.start for c in read_any(data, snap).chapters]


def _target(target: str, to: str | None) -> Format:
    """The format asked for, else the one whose own ending ``target`` has."""
    from feedtool.chapters import FORMATS

    if to:
        return FORMATS[to]
    own = {f.SUFFIXES[0]: f for f in FORMATS.values()}
    ending = max((s for s in own if target.lower().endswith(s)), key=len, default=None)
    if ending is None:
        raise click.UsageError(f"the name {target!r} does not tell a format: give one with --to.")
    return own[ending]


def _load(source: str, named: str | None, rate: str | None, origin: int | None) -> tuple[ChapterFile, int | None]:
    """The chapters of ``source`` and, of audio, its duration in ms."""
    if source == "-":
        return _text(sys.stdin.buffer.read(), "-", named, rate, origin), None
    with Path(source).open("rb") as stream:
        if not named and _is_audio(stream.read(4096)):
            stream.seek(0)
            return _audio(stream, source)
        stream.seek(0)
        return _text(stream.read(), source, named, rate, origin), None


def _is_audio(head: bytes) -> bool:
    if head.startswith(_UNICODE) and not head.startswith(_AUDIO):
        return False
    return head.startswith(_AUDIO) or head[4:8] == b"ftyp" or b"\0" in head


def _audio(stream: Any, source: str) -> tuple[ChapterFile, int | None]:
    from feedtool.chapters import ChapterFile
    from feedtool.read import audio

    found = audio.read(stream, source)
    return ChapterFile(found.container, found.chapters), found.duration or None


def _text(data: bytes, file: str, named: str | None, rate: str | None, origin: int | None) -> ChapterFile:
    """A chapter file; else notes, whose marked-up lists are read by their own parser."""
    from feedtool import notes
    from feedtool.chapters import ChapterFile, decode, detect, read_any

    text, findings = decode(data, file)
    form = detect(data, file)
    if named or (form and not (form.NAME == "description" and _MARKUP.search(text))):
        return read_any(data, file, named=named, rate=rate, origin=origin)
    reading = notes.read(text, file=file) if text.strip() and not text.lstrip().startswith("{") else None
    if reading and reading.listed:
        return ChapterFile("notes", reading.listed, (*findings, *reading.findings), {"title": reading.episode.title})
    return read_any(data, file)


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.buffer.write(text.encode())
        return
    from feedtool.files import write_bytes

    write_bytes(Path(target), text.encode())


def _as_table(chapters: Sequence[Chapter]) -> str:
    from feedtool.textfile import one_line
    from feedtool.timecode import clock

    rows = [(clock(c.start), clock(c.end) if c.end is not None else "", one_line(c.title), _marks(c)) for c in chapters]
    wide = [max((len(row[n]) for row in rows), default=0) for n in range(3)]
    return "".join(f"{s:>{wide[0]}}  {e:>{wide[1]}}  {t:<{wide[2]}}  {m}".rstrip() + "\n" for s, e, t, m in rows)


def _marks(chapter: Chapter) -> str:
    marks = [(chapter.url or "", chapter.url), ("[hidden]", not chapter.toc), ("[image]", chapter.image)]
    marks += [(f"[{chapter.location.name}]", True)] if chapter.location else []
    return " ".join(word for word, there in marks if there)


def _as_json(made: ChapterFile) -> str:
    rows = [_row(chapter) for chapter in made.chapters]
    about = {"about": dict(made.about)} if made.about else {}
    return json.dumps({"format": made.format, **about, "chapters": rows}, ensure_ascii=False, indent=2) + "\n"


def _row(chapter: Chapter) -> dict[str, Any]:
    """A chapter as in Episode JSON: times in seconds, nothing empty."""
    from feedtool.timecode import to_seconds

    where = chapter.location
    row = {
        "start": to_seconds(chapter.start),
        "end": None if chapter.end is None else to_seconds(chapter.end),
        "title": chapter.title,
        "url": chapter.url,
        "image": chapter.image,
        "toc": None if chapter.toc else False,
        "location": {"name": where.name, "geo": where.geo, "osm": where.osm} if where else None,
        "extra": dict(chapter.extra) or None,
    }
    return {key: value for key, value in row.items() if value is not None}
