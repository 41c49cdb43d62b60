"""``feedtool parse``: what a text says, as Episode JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.report import exit_code, show

if TYPE_CHECKING:
    from feedtool.findings import Finding
    from feedtool.notes import Reading


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--explain", is_flag=True, help="Show line by line what was taken, and what was not understood.")
@click.option("--show", "title", metavar="NAME", help="The show's title, which page titles repeat.")
@click.option("--format", "format_", type=click.Choice(["markdown", "text", "html"]), help="Do not guess the format.")
def command(files: tuple[str, ...], explain: bool, title: str | None, format_: Any) -> None:
    """Read episode texts and print what they say as JSON.

    One FILE gives an object, several give an array; - reads standard input. A sidecar NAME.toml beside a text
    is read with it, and what it says wins. Findings go to standard error.
    """
    readings, findings = [], []
    for name in files:
        reading, found = _read(name, format_, title)
        show(found)
        readings.append(reading)
        findings += found
    _print(files, readings, explain=explain)
    sys.exit(exit_code(findings))


def _read(name: str, format_: Any, show_title: str | None) -> tuple[Reading, list[Finding]]:
    from feedtool import notes
    from feedtool.check.chapters import check_order

    text, findings = _text(name)
    sidecar, more = _sidecar(name)
    reading = notes.read(text, file=name, format=format_, sidecar=sidecar, show=show_title)
    return reading, [*findings, *more, *reading.findings, *check_order(reading.episode.chapters, None)]


def _text(name: str) -> tuple[str, list[Finding]]:
    from feedtool import project, textfile

    if name == "-":
        return textfile.decode(sys.stdin.buffer.read(), name)
    return project.read_text(Path(name), Path())


def _sidecar(name: str) -> tuple[tuple[str, str] | None, list[Finding]]:
    """The text and name of the settings beside a text, and what was found in reading them."""
    path = Path(name).with_suffix(".toml") if name != "-" and Path(name).name else None
    if path is None or str(path) == name or not path.is_file():
        return None, []
    text, findings = _text(str(path))
    return (text, str(path)), findings


def _print(names: tuple[str, ...], readings: list[Reading], *, explain: bool) -> None:
    from feedtool.notes.explain import explained
    from feedtool.render.episode import dump, to_json

    if explain:
        for name, reading in zip(names, readings, strict=True):
            click.echo("\n".join(explained(reading, name)))
        return
    rows = [to_json(reading.episode) for reading in readings]
    sys.stdout.buffer.write(dump(rows[0] if len(rows) == 1 else rows))
