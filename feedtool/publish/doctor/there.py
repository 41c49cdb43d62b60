"""The targets: their secrets, their servers, and what a connection shows. Those who are told of a new feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool import output, uris
from feedtool.findings import FeedtoolError
from feedtool.kinds import FEED_PATH
from feedtool.publish import credentials, memory, notify
from feedtool.publish.doctor import here, servers
from feedtool.publish.doctor.lines import Line, State, faults, state
from feedtool.publish.errors import DeniedError, TargetError
from feedtool.publish.faults import hint
from feedtool.publish.redact import brief, legible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedtool.publish.store import Capabilities
    from feedtool.publish.targets import Configured

_SIGNED: Final = frozenset({"s3", "internet_archive"})
"""Types of targets whose requests carry the time."""


def notified(root: Path) -> Iterator[Line]:
    """Whether those that are to be told can be."""
    feed = root / output.OUTPUT / FEED_PATH
    try:
        plan = notify.plan(root, feed.read_bytes() if feed.is_file() else b"")
    except FeedtoolError:
        return  # the project's own lines say it
    for notice in plan.notices:
        yield Line(State.OK, f"{notice.to} will be told of a new feed")
        yield from here.secrets(notice.way, notify.way(notice.way).SECRETS)
    if feed.is_file():
        yield from (Line(state(f.weight), f.message, f.advice) for f in plan.findings)


def target(one: Configured) -> Iterator[Line]:
    """One target: its type, its secrets, and what a connection shows."""
    if reason := one.module.EXPERIMENTAL:
        yield Line(State.WARNING, f"{one.name}: the type {one.type} is experimental: {reason}", "try it with a draft")
    yield from here.secrets(one.name, one.module.SECRETS)
    try:
        yield from _connected(one, memory.seen(one.root, one.name, one.site).capabilities)
    except DeniedError as error:
        yield Line(State.ERROR, f"{one.name}: {error}", hint(error, f"look at: feedtool auth show {one.name}"))
    except TargetError as error:
        todo = hint(error, "look at its settings and at the server")
        yield Line(State.ERROR, f"{one.name}: {error}", todo, outside=True)
    except FeedtoolError as error:
        yield from faults(error)


def _connected(one: Configured, known: Capabilities | None) -> Iterator[Line]:
    """What a connection shows: one file or episode is asked for, and whether somebody is publishing."""
    there = one.connect(credentials.lookup(one.name, one.module.SECRETS, one.server), known)
    try:
        if address := _address(one):  # settings and parts that are missing were told by connecting
            yield from servers.server(servers.host(address), address, signed=one.type in _SIGNED)
        if ready := getattr(there, "ready", None):
            ready()
        listed = iter(there.files() if one.kind == "store" else there.episodes())
        empty = next(listed, None) is None
        yield Line(
            State.OK, f"{one.name}: {there.where} lets us in and lists {'nothing yet' if empty else 'what it has'}"
        )
        if one.kind == "store":
            yield from _store(one.name, there.locked(), known)
    finally:
        there.close()


def _store(name: str, held: bytes | None, known: Capabilities | None) -> Iterator[Line]:
    if held is not None:
        what = f"{name}: somebody is publishing, or was broken off ({brief(legible(held.decode('utf-8', 'replace')))})"
        yield Line(State.WARNING, what, "wait, or look at feedtool publish --help")
    if known is None:
        yield Line(State.OK, f"{name}: what the server can do was not found out yet", f"feedtool targets probe {name}")
        return
    can = [word for word, able in known._asdict().items() if able]
    yield Line(State.OK, f"{name}: when probed, it was {', '.join(can) or 'able to do nothing beyond storing files'}")


def _address(one: Configured) -> str:
    """The address of the target's server, "" where it is no web server."""
    for key in ("endpoint", "url"):
        value = one.options.get(key)
        if isinstance(value, str) and uris.is_web(value):
            return value
    return f"https://s3.{one.options.get('region') or 'us-east-1'}.amazonaws.com" if one.type == "s3" else ""
