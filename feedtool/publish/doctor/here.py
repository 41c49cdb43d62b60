"""What publishing needs on this machine: the program and its parts, room, the project, and secrets."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import tempfile
from typing import TYPE_CHECKING, Final
from urllib.request import getproxies

from feedtool import __version__, extras, lock, project
from feedtool.findings import FeedtoolError, Severity
from feedtool.kinds import FEED_PATH
from feedtool.output import OUTPUT
from feedtool.publish import credentials
from feedtool.publish.doctor.lines import Line, State, faults, state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feedtool.publish.target import Secret

LOW: Final = 1 << 30
"""Bytes free below which a warning is due; a show with its copy of the audio takes as much soon."""
_EXTRAS: Final = {"s3": "boto3", "sftp": "asyncssh", "keyring": "keyring", "cluster": "distributed"}


def program() -> Iterator[Line]:
    """feedtool itself, and the packages of its extras."""
    yield Line(State.OK, f"feedtool {__version__}, Python {platform.python_version()}")
    for extra, module in _EXTRAS.items():
        if importlib.util.find_spec(module):
            yield Line(State.OK, f"optional part {extra}: {module} {importlib.metadata.version(module)}")
        else:
            todo = f"if you need it: {extras.command(extra)}" if extras.needs(extra) else ""
            yield Line(State.OK, f"optional part {extra} is not there", todo)
    found = shutil.which("ffprobe")
    yield Line(State.OK, f"ffprobe: {found or 'not there'}; feedtool does not need it")
    if getproxies():  # its address may hold a password
        yield Line(State.OK, "a proxy is set: web servers of targets are asked through it, public addresses are not")


def disk(root: Path) -> Iterator[Line]:
    """Whether the folders can be written to, by a file that never gets a name, and how much room there is."""
    for folder in (root, root / OUTPUT):
        if not folder.is_dir():
            continue
        try:
            with tempfile.TemporaryFile(dir=folder):
                yield Line(State.OK, f"{folder} can be written to")
        except OSError as error:
            todo = "look at its owner and mode"
            yield Line(State.ERROR, f"{folder} cannot be written to: {error.strerror}", todo, outside=True)
    if root.is_dir():
        free = shutil.disk_usage(root).free
        todo = "" if free > LOW else "make room"
        yield Line(State.OK if free > LOW else State.WARNING, f"{free / (1 << 30):.1f} GiB are free", todo)


def the_project(root: Path) -> Iterator[Line]:
    """The project: whether it can be read, and was built."""
    try:
        found = project.load(root)
    except FeedtoolError as error:
        yield from faults(error)
        return
    yield from (Line(state(f.weight), f.message, f.advice) for f in found.findings if f.weight is not Severity.INFO)
    yield Line(State.OK, f"{found.show.title}: {len(found.entries)} episodes")
    yield _locked(root)
    if not (root / OUTPUT / FEED_PATH).is_file():
        yield Line(State.WARNING, f"{OUTPUT}/{FEED_PATH} is not there", "run: feedtool build")


def _locked(root: Path) -> Line:
    path = root / lock.FILE
    if not path.is_file():
        todo = "feedtool build makes it; keep it in version control"
        return Line(State.WARNING, f"{lock.FILE} is not there: nobody remembers the episodes' guids", todo)
    try:
        found = lock.read(path.read_text("utf-8", "replace"))
    except (FeedtoolError, OSError) as error:
        return Line(State.ERROR, f"{lock.FILE}: {error}", "take it from version control")
    return Line(State.OK, f"{lock.FILE} remembers {len(found.episodes)} episodes")


def store_of_secrets() -> Iterator[Line]:
    """Where secrets are kept: the keyring, and the file."""
    trouble = credentials.keyring_trouble()
    yield Line(State.OK, f"keyring: {trouble or 'works'}")
    try:
        known = credentials.read()
    except FeedtoolError as error:
        yield from faults(error)
        return
    there = f"has secrets of {len(known)} targets, and only you can read it" if known else "is not there, or empty"
    yield Line(State.OK, f"credentials file {credentials.path()} {there}")


def secrets(name: str, needs: Iterable[Secret]) -> Iterator[Line]:
    """Whether the secrets of a target are there, and where; never what they are."""
    for need in needs:
        try:
            found = credentials.find(name, need.name)
        except FeedtoolError as error:
            yield from faults(error)
            continue
        if found:
            yield Line(State.OK, f"{name}: {need.name} comes from {found.where}")
        elif need.required:
            yield Line(State.ERROR, f"{name}: {need.name} is missing", credentials.how(name, need.name))
        else:
            yield Line(State.OK, f"{name}: {need.name} is not set: fine where nobody asks for it")
