"""``feedtool parse``: what a text says, as Episode JSON."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.findings import Finding, Place, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.notes import Line, Reading

_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--explain", is_flag=True, help="Show line by line what was taken, and what was not understood.")
@click.option("--show", metavar="NAME", help="The show's title, which page titles repeat.")
@click.option("--format", "format_", type=click.Choice(["markdown", "text", "html"]), help="Do not guess the format.")
def command(files: tuple[str, ...], explain: bool, show: str | None, format_: Any) -> None:
    """Read episode texts and print what they say as JSON.

    One FILE gives an object, several give an array; - reads standard input. A sidecar NAME.toml beside a text
    is read with it, and what it says wins. Findings go to standard error.
    """
    from feedtool.notes import read
    from feedtool.render.episode import dump, to_json

    readings = []
    for name in files:
        text, findings = decode(_bytes(name), name)
        reading = read(text, file=name, format=format_, sidecar=_sidecar(name), show=show)
        _report([*findings, *reading.findings])
        readings.append((reading, has_errors([*findings, *reading.findings])))
    if explain:
        for (reading, _), name in zip(readings, files, strict=True):
            click.echo("\n".join(explained(reading, name)))
    else:
        rows = [to_json(reading.episode) for reading, _ in readings]
        sys.stdout.buffer.write(dump(rows[0] if len(rows) == 1 else rows))
    if any(failed for _, failed in readings):
        sys.exit(1)


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        click.echo(f"{name}: cannot be read: {error.strerror or error}", err=True)
        sys.exit(3)


def _sidecar(name: str) -> tuple[str, str] | None:
    path = Path(name).with_suffix(".toml") if name not in ("-", "") and Path(name).name else None
    if path is None or str(path) == name or not path.is_file():
        return None
    return decode(_bytes(str(path)), str(path))[0], str(path)


def _report(findings: list[Finding]) -> None:
    for finding in findings:
        click.echo(str(finding), err=True)
        if finding.hint:
            click.echo(f"  hint: {finding.hint}", err=True)


def decode(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """The text of ``data``, with findings: UTF-8, UTF-16 by its mark, a page's own charset, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    stated = _CHARSET.search(data[:2048])
    if stated:
        try:
            return data.decode(stated[1].decode(), "replace"), []
        except LookupError:
            pass
    hint = "Save the file as UTF-8, or letters may come out wrong."
    finding = Finding(code="FT212", message="not UTF-8; read as Windows-1252", place=Place(name, line), hint=hint)
    return data.decode("cp1252", "replace"), [finding]


def explained(reading: Reading, name: str) -> Iterator[str]:
    """The lines of ``--explain``: each line read, what was taken from it, by whom and how surely; ``?``: nothing."""
    yield f"{name}"
    by_place: dict[tuple[str, int], list[str]] = {}
    for fact in reading.facts:
        key = (fact.place.file, fact.place.line) if fact.place else (name, 0)
        by_place.setdefault(key, []).append(f"{fact.field} = {_shown(fact.value)}  ({fact.by}, {fact.confidence:.2f})")
    told: dict[tuple[str, int], list[str]] = {}
    for finding in reading.findings:
        if finding.place:
            told.setdefault((finding.place.file, finding.place.line), []).append(f"{finding.message} [{finding.code}]")
    texts: dict[tuple[str, int], Line | None] = dict.fromkeys([*by_place, *told])
    for line in reading.lines:
        if line.place:
            texts[line.place.file, line.place.line] = line
    for key in sorted(texts, key=lambda k: (k[0] == name, k)):
        yield from _explained(key, texts[key], by_place.get(key, []), told.get(key, []))


def _explained(key: tuple[str, int], line: Line | None, facts: list[str], told: list[str]) -> Iterator[str]:
    where = f"{key[1]:>5}" if key[1] else "     "
    text = line.text.replace("\t", " | ") if line else ""
    sign = " " if facts or told or not text else "?"
    yield f"{where} {sign} {text[:100]}{'…' if len(text) > 100 else ''}".rstrip()
    yield from (f"          = {fact}" for fact in facts)
    yield from (f"          ! {message}" for message in told)


def _shown(value: Any) -> str:
    from feedtool.model import Chapter, Link, Person
    from feedtool.timecode import clock

    if isinstance(value, Chapter):
        end = f"–{clock(value.end)}" if value.end is not None else ""
        return f"{clock(value.start)}{end} {value.title}" + (f" <{value.url}>" if value.url else "")
    if isinstance(value, Person):
        return f"{value.name}, {value.role}"
    if isinstance(value, Link):
        return f"{value.url} “{value.text}”" if value.text else value.url
    text = str(value).replace("\n", " ")
    return text[:100] + ("…" if len(text) > 100 else "")
