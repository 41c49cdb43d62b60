"""Whether all that publishing needs is there: this machine, the project, its secrets, each target and what is public.

Everything is looked at, and nothing is changed: not at a target, and here no more than a file that has no name.
"""

from __future__ import annotations

import email.utils
import importlib.metadata
import importlib.util
import platform
import shutil
import socket
import ssl
import tempfile
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from feedtool import __version__, lock, project, remote, settings, uris
from feedtool.findings import EnvironmentFault, FeedtoolError, Severity
from feedtool.kinds import FEED_PATH
from feedtool.located import load_toml
from feedtool.publish import credentials, memory, notify, targets
from feedtool.publish.errors import DeniedError, TargetError
from feedtool.publish.redact import brief, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feedtool.publish.store import Capabilities
    from feedtool.publish.target import Secret
    from feedtool.publish.targets import Configured

OUTPUT: Final = "output"
OFF: Final = 300.0
"""Seconds that a clock may be off: servers refuse signed requests beyond, some earlier."""
LOW: Final = 1 << 30
"""Bytes free below which a warning is due; a show with its copy of the audio takes as much soon."""
EXPIRES: Final = 14.0
"""Days before the end of a certificate from which on a warning is due."""
_SECONDS: Final = 10.0
_EXTRAS: Final = {"s3": "boto3", "sftp": "asyncssh", "keyring": "keyring", "cluster": "distributed"}
_SIGNED: Final = frozenset({"s3", "internet_archive"})
"""Types of targets whose requests carry the time."""


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class Line(NamedTuple):
    """One check: how it came out, what was looked at, what to do. ``outside``: the cause is no setting of ours."""

    state: State
    what: str
    todo: str = ""
    outside: bool = False

    def __str__(self) -> str:
        return f"{self.state:<8}{self.what}" + (f" — {self.todo}" if self.todo else "")


def exit_code(lines: Iterable[Line]) -> int:
    """0 without an error; 3 where a disk, a network or a server failed; else 1."""
    return max((3 if line.outside else 1 for line in lines if line.state is State.ERROR), default=0)


def examine(root: Path, name: str | None = None) -> Iterator[Line]:
    """Every check of the project in ``root``; of its targets the one called ``name``, or all.

    Raises UsageError where there is no such target.
    """
    for line in _lines(root, name):
        yield line._replace(what=mask(line.what), todo=mask(line.todo))


def _lines(root: Path, name: str | None) -> Iterator[Line]:
    yield from _program()
    yield from _disk(root)
    yield from _project(root)
    yield from _store_of_secrets()
    chosen: list[Configured] = []
    try:
        chosen = [targets.choose(root, name)] if name else [*targets.load(root).values()]
    except FeedtoolError as error:
        if name:
            raise
        yield from _faults(error)
    else:
        if not chosen:
            yield Line(State.OK, "there is no target yet", f"add [targets.NAME] to {settings.FILE}")
    yield from _notified(root)
    for one in chosen:
        yield from _target(one)
    yield from _public(root, chosen)


def _program() -> Iterator[Line]:
    yield Line(State.OK, f"feedtool {__version__}, Python {platform.python_version()}")
    for extra, module in _EXTRAS.items():
        if importlib.util.find_spec(module):
            yield Line(State.OK, f"optional part {extra}: {module} {importlib.metadata.version(module)}")
        else:
            yield Line(
                State.OK, f"optional part {extra} is not there", f"if you need it: pip install 'feedtool[{extra}]'"
            )
    found = shutil.which("ffprobe")
    yield Line(State.OK, f"ffprobe: {found or 'not there'}; feedtool does not need it")


def _disk(root: Path) -> Iterator[Line]:
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


def _project(root: Path) -> Iterator[Line]:
    try:
        found = project.load(root)
    except FeedtoolError as error:
        yield from _faults(error)
        return
    yield from (Line(_state(f.weight), f.message, f.advice) for f in found.findings if f.weight is not Severity.INFO)
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


def _faults(error: FeedtoolError) -> Iterator[Line]:
    outside = isinstance(error, EnvironmentFault)
    for finding in error.findings:
        where = f"{finding.place}: " if finding.place else ""
        yield Line(_state(finding.weight), where + finding.message, finding.advice, outside=outside)


def _state(weight: Severity) -> State:
    return {Severity.ERROR: State.ERROR, Severity.WARNING: State.WARNING}.get(weight, State.OK)


def _store_of_secrets() -> Iterator[Line]:
    trouble = credentials.keyring_trouble()
    yield Line(State.OK, f"keyring: {trouble or 'works'}")
    try:
        known = credentials.read()
    except FeedtoolError as error:
        yield from _faults(error)
        return
    there = f"has secrets of {len(known)} targets, and only you can read it" if known else "is not there, or empty"
    yield Line(State.OK, f"credentials file {credentials.path()} {there}")


def _secrets(name: str, needs: Iterable[Secret]) -> Iterator[Line]:
    for need in needs:
        try:
            found = credentials.find(name, need.name)
        except FeedtoolError as error:
            yield from _faults(error)
            continue
        if found:
            yield Line(State.OK, f"{name}: {need.name} comes from {found.where}")
        elif need.required:
            yield Line(State.ERROR, f"{name}: {need.name} is missing", credentials.how(name, need.name))
        else:
            yield Line(State.OK, f"{name}: {need.name} is not set, and not needed")


def _notified(root: Path) -> Iterator[Line]:
    """Whether those that are to be told can be."""
    feed = root / OUTPUT / FEED_PATH
    try:
        plan = notify.plan(root, feed.read_bytes() if feed.is_file() else b"")
    except FeedtoolError:
        return  # the project's own lines say it
    for notice in plan.notices:
        yield Line(State.OK, f"{notice.to} will be told of a new feed")
        yield from _secrets(notice.way, notify.way(notice.way).SECRETS)
    if feed.is_file():
        yield from (Line(_state(f.weight), f.message, f.advice) for f in plan.findings)


def _target(one: Configured) -> Iterator[Line]:
    if reason := one.module.EXPERIMENTAL:
        yield Line(State.WARNING, f"{one.name}: the type {one.type} is experimental: {reason}", "try it with a draft")
    yield from _secrets(one.name, one.module.SECRETS)
    if address := _address(one):
        yield from _server(f"{one.name}: {_host(address)}", address, signed=one.type in _SIGNED)
    known = memory.seen(one.root, one.name, one.site).capabilities
    try:
        yield from _connected(one, known)
    except DeniedError as error:
        yield Line(State.ERROR, f"{one.name}: {error}", f"look at: feedtool auth show {one.name}")
    except TargetError as error:
        yield Line(State.ERROR, f"{one.name}: {error}", "look at its settings and at the server", outside=True)
    except FeedtoolError as error:
        yield from _faults(error)
    except Exception as error:  # noqa: BLE001 - a target of another distribution may raise anything
        yield Line(State.ERROR, f"{one.name}: failed ({type(error).__name__})", f"report it to who made {one.type}")


def _connected(one: Configured, known: Capabilities | None) -> Iterator[Line]:
    """What a connection shows: one file or episode is asked for, and whether somebody is publishing."""
    there = one.connect(credentials.lookup(one.name, one.module.SECRETS), known)
    try:
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
        what = f"{name}: somebody is publishing, or was broken off ({brief(held.decode('utf-8', 'replace'))})"
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


def _host(address: str) -> str:
    return urlsplit(address).hostname or "the server"


def _server(who: str, address: str, *, signed: bool) -> Iterator[Line]:
    """A target's web server: its clock beside ours, its certificate. That it answers, connecting shows."""
    try:
        answer = remote.get(_root(address), method="HEAD", allow_private=True, limits=remote.Limits(seconds=_SECONDS))
    except remote.RemoteError as error:
        yield Line(State.ERROR, f"{who} {error}", "look at the address and your network", outside=True)
        return
    yield from clock(who, answer.headers.get("date", ""), time.time(), signed=signed)
    yield from _certificate(who, address)


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def clock(who: str, date: str, now: float, *, signed: bool) -> Iterator[Line]:
    """How far our clock is from an HTTP ``date``, if it is one. An error for who signs requests with the time."""
    try:
        off = now - email.utils.parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError):
        return
    if abs(off) <= OFF:
        yield Line(State.OK, f"the clock agrees with {who}")
        return
    what = f"the clock is {abs(off) / 60:.0f} minutes {'ahead of' if off > 0 else 'behind'} {who}"
    yield Line(State.ERROR if signed else State.WARNING, what, "set the clock, or let NTP do it", outside=True)


def _certificate(who: str, address: str) -> Iterator[Line]:
    """How long the certificate of an https address is good for. A bad one was told when the server was asked."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return
    try:
        plain = socket.create_connection((parts.hostname or "", parts.port or 443), timeout=_SECONDS)
        with plain, ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as secured:
            found: Any = secured.getpeercert()
            days = (ssl.cert_time_to_seconds(found["notAfter"]) - time.time()) / 86400
    except (OSError, ValueError, KeyError):
        return
    state = State.OK if days > EXPIRES else State.WARNING
    yield Line(state, f"{who}: the certificate is good for {days:.0f} days", "" if days > EXPIRES else "renew it")


def _public(root: Path, chosen: Iterable[Configured]) -> Iterator[Line]:
    """What listeners' apps get: each address that the feed is published under."""
    try:
        path = project.require(root)
        show = load_toml(path.read_text("utf-8", "replace"), settings.FILE).value["show"]
        base = show["base_url"].rstrip("/") + "/"
        own = show.get("feed_url", base + FEED_PATH)
    except (FeedtoolError, OSError, LookupError, TypeError, AttributeError):
        return  # the project's own lines say it
    private: dict[str, bool] = {}
    for one in chosen:
        if one.kind == "store":
            url = one.options.get("public_url")
            private[url.rstrip("/") + "/" + FEED_PATH if url else own] = bool(one.options.get("allow_private"))
    for url, allowed in (private or {own: False}).items():
        yield from _feed(uris.encode(url), root / OUTPUT / FEED_PATH, allow_private=allowed)


def _feed(url: str, built: Path, *, allow_private: bool) -> Iterator[Line]:
    who = remote.without_secrets(url)
    try:
        answer = remote.get(url, allow_private=allow_private, limits=remote.Limits(size=64 << 20))
    except remote.RefusedError as error:
        yield Line(State.WARNING, f"{who} {error}", "correct the address, or set allow_private = true for the target")
        return
    except remote.RemoteError as error:
        yield Line(State.ERROR, f"{who} {error}", "look at the address and the server", outside=True)
        return
    yield _given(who, answer, built)
    yield from clock(_host(url), answer.headers.get("date", ""), time.time(), signed=False)
    yield from _certificate(_host(url), url)


def _given(who: str, answer: remote.Answer, built: Path) -> Line:
    if answer.status in {404, 410}:
        return Line(State.WARNING, f"{who} is not there yet ({answer.status})", "feedtool publish brings it")
    if answer.status != 200:
        return Line(State.ERROR, f"{who} answers {answer.status}", "look at the server", outside=True)
    if b"<rss" not in answer.body[:8192]:
        return Line(State.ERROR, f"{who} is no feed", "look at base_url, and at what the server answers", outside=True)
    if not built.is_file() or built.read_bytes() != answer.body:
        return Line(
            State.OK, f"{who} gives another feed than {OUTPUT}/{FEED_PATH}", "feedtool publish --dry-run says how"
        )
    return Line(State.OK, f"{who} gives the feed that was built last")
