"""Telling directories that a feed has changed: after publishing, and never part of whether that worked.

    plan(root, feed) -> Plan          who is told, by ``[notify]`` of the settings
    send(notices, feed_url, reason)   each notice with its outcome

One module is one way of telling, with SECRETS and ``notify(given, feed_url, reason) -> Outcome``. Tell nobody unless
the feed's bytes changed and its public address gives the new ones: who is told looks at once.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, cast

from feedtool import project, remote, settings
from feedtool.findings import Finding, Place
from feedtool.located import load_toml
from feedtool.publish import credentials, redact
from feedtool.publish.errors import TargetError, TransientError
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from feedtool.located import Located
    from feedtool.publish.target import Secret

WAYS: Final = ("websub", "podping", "podcastindex")
"""The ways of telling. Each is a module of this package, and a key of ``[notify]``."""
SECONDS: Final = 15.0
"""How long a directory may be silent."""
LONGEST: Final = 45.0
"""Seconds that all of telling may take, whatever the directories do."""
PAUSE: Final = 1.0
"""Seconds before the one second attempt, where the directory asks for no others; it gets at most :data:`PATIENCE`."""
PATIENCE: Final = 5.0
_ATOM: Final = "{http://www.w3.org/2005/Atom}link"


class Outcome(NamedTuple):
    """Whether a directory took the notice, and what there is to say of it.

    Where it did not, ``text`` is what may follow its name and a colon, and ``hint`` what to do.
    """

    ok: bool
    text: str
    hint: str = ""


class Way(Protocol):
    """What a module of this package has."""

    SECRETS: tuple[Secret, ...]

    def notify(self, given: Given, feed_url: str, reason: str) -> Outcome:
        """Tell of ``feed_url``; ``reason`` is update, live or liveEnd. Raises nothing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One directory that is to be told: the ``way`` and, in words, to whom."""

    way: str
    to: str
    given: Given = field(repr=False)


class Plan(NamedTuple):
    """Who is told, and what would make it useless (FT966)."""

    notices: tuple[Notice, ...]
    findings: tuple[Finding, ...]


def way(name: str) -> Way:
    """The module of a way of telling."""
    return cast("Way", import_module(f"feedtool.publish.notify.{name}"))


def secrets() -> dict[str, tuple[Secret, ...]]:
    """The secrets of each way that has some. They are kept under the way's name, as those of a target are."""
    known = {name: way(name).SECRETS for name in WAYS}
    return {name: needs for name, needs in known.items() if needs}


def chosen(root: Path) -> list[str]:
    """The ways that the settings of the project in ``root`` choose. Raises as :func:`plan`."""
    asked = _table(_settings(root), "notify")
    return [name for name in WAYS if asked.get(name)]


def _settings(root: Path) -> Located:
    project.require(root)
    text = project.read_bytes(root / settings.FILE, root, project.MAX_TEXT).decode("utf-8", "replace")
    return load_toml(text, settings.FILE)


def _table(located: Located, name: str) -> Mapping[str, Any]:
    """A table of the settings; what is none is an empty one, and checking the project says so."""
    found = located.value.get(name, {})
    return found if isinstance(found, dict) else {}


def plan(root: Path, feed: bytes) -> Plan:
    """Who is told of the ``feed`` that the project in ``root`` publishes.

    Raises UsageError without a project, SourceError where its settings are no TOML.
    """
    located = _settings(root)
    asked = _table(located, "notify")
    hubs, findings = _hubs(asked.get("websub", False), feed, located)
    options = {"medium": _table(located, "show").get("medium", "podcast")}
    notices = [_notice(root, "websub", _shown(hub), {"hub": hub}) for hub in hubs]
    notices += [_notice(root, name, to, options) for name, to in _DIRECTORIES.items() if asked.get(name) is True]
    return Plan(tuple(notices), tuple(findings))


_DIRECTORIES: Final = {"podping": "podping.cloud", "podcastindex": "the Podcast Index"}


def _notice(root: Path, name: str, to: str, options: Mapping[str, Any]) -> Notice:
    secret = credentials.lookup(name, way(name).SECRETS)
    return Notice(name, to, Given(name=name, options=options, secret=secret, root=root))


def _hubs(asked: object, feed: bytes, located: Located) -> tuple[list[str], list[Finding]]:
    """The hubs to tell, and a finding for each that the feed does not name."""
    if asked is not True and not (isinstance(asked, list) and asked):
        return [], []
    named = hubs_of(feed)
    wanted = named if asked is True else list(dict.fromkeys(map(str, asked)))
    missing = [hub for hub in wanted if hub not in named] or ([] if wanted else [_EXAMPLE])
    place = located.place(("notify", "websub"))
    return wanted, [_unnamed(hub, place) for hub in missing]


_EXAMPLE: Final = "https://pubsubhubbub.appspot.com/"


def _unnamed(hub: str, place: Place) -> Finding:
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{hub}"/>'
    return Finding(
        code="FT966",
        message=f"the feed names no hub {_shown(hub)}: apps would not know where to subscribe",
        place=place,
        hint=f"Add it under [show]: extras = ['{link}'], and build again.",
    )


def hubs_of(feed: bytes) -> list[str]:
    """The hubs that a feed's channel names before its first item, in its order (WebSub §4)."""
    from lxml import etree

    found: list[str] = []
    events = etree.iterparse(
        BytesIO(feed), events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in events:
            if etree.QName(element).localname == "item":
                break
            if element.tag == _ATOM and "hub" in element.get("rel", "").split() and element.get("href"):
                found.append(element.get("href", ""))
    except (etree.XMLSyntaxError, ValueError):
        pass  # what is no XML names nobody; the check of the feed says so
    return list(dict.fromkeys(found))


def _shown(hub: str) -> str:
    """An address for people: a hub's may hold a password or a token."""
    return remote.without_secrets(hub).partition("?")[0]


def send(notices: Iterable[Notice], feed_url: str, reason: str = "update") -> Iterator[tuple[Notice, Outcome]]:
    """Tell all at once; each notice with its outcome, in their order. Raises nothing, and ends after :data:`LONGEST`.

    ``reason`` is update, live or liveEnd, as podping has them.
    """
    running = [_Running(notice, feed_url, reason) for notice in notices]
    until = time.monotonic() + LONGEST
    for one in running:
        one.thread.join(max(0.0, until - time.monotonic()))
        yield one.notice, one.outcome


class _Running:
    """A notice on its way, in a thread that does not keep the program from ending."""

    def __init__(self, notice: Notice, feed_url: str, reason: str) -> None:
        self.notice = notice
        self.outcome = Outcome(ok=False, text="took too long to answer")
        self.thread = threading.Thread(target=self._run, args=(feed_url, reason), daemon=True)
        self.thread.start()

    def _run(self, feed_url: str, reason: str) -> None:
        done = attempt(lambda: way(self.notice.way).notify(self.notice.given, feed_url, reason))
        self.outcome = done._replace(hint=done.hint.replace("TARGET", self.notice.way))


def attempt(tell: Callable[[], Outcome]) -> Outcome:
    """What ``tell`` gives, tried once more where it may work in a moment; what it raises is an outcome too."""
    try:
        try:
            return tell()
        except TransientError as error:
            wait = PAUSE if error.retry_after is None else error.retry_after
            if wait > PATIENCE:
                raise
            time.sleep(wait)
            return tell()
    except TargetError as error:
        return Outcome(ok=False, text=redact.mask(str(error)), hint=redact.mask(error.hint))
    except Exception as error:  # noqa: BLE001 - whatever it is, what was published stays published
        return Outcome(ok=False, text=f"could not be told ({type(error).__name__})")
