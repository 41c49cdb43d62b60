"""The table of targets by type, and the ``[targets.NAME]`` tables of a project's settings.

A type is a module of ours, or of another distribution that names it under the entry point group
``feedtool.targets``; see :mod:`feedtool.publish.target` for what such a module has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from feedtool import project, remote, settings
from feedtool.check.schema import nearest
from feedtool.findings import Finding, Place, UsageError
from feedtool.located import load_toml
from feedtool.publish import memory
from feedtool.publish.faults import Guarded, Who, blamed, faults_of
from feedtool.publish.host import GuardedHost
from feedtool.publish.target import Given, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

    from feedtool.located import Located
    from feedtool.publish.store import Capabilities

GROUP: Final = "feedtool.targets"
"""The entry point group of other distributions' targets."""

STORES: Final = ("local", "s3", "sftp", "webdav", "ftps", "internet_archive")
"""Types that keep files; the show's own feed goes there. Each is a module of :mod:`feedtool.publish.stores`."""
HOSTS: Final = ("castopod", "transistor", "buzzsprout", "podbean", "spreaker", "rsscom", "captivate", "podlove")
"""Types that keep episodes and make a feed of their own. Each is a module of :mod:`feedtool.publish.hosts`."""

COMMON: Final = (
    Option("public_url", "the address that the target's root is published under; default: base_url of the show"),
    Option("parallel", "files sent at once", int, 4),
    Option("max_delete", "files that --delete removes at most", int, 20),
    Option("allow_private", "let the public address lie in a private network", bool, default=False),
)
"""The options of every target that keeps files. A host has its own address, and is never sent two files at once."""
_WHERE: Final = frozenset({"url", "endpoint", "site", "host", "port", "ca", "known_hosts", "insecure"})
"""Options of our types that say whom a secret is sent to, and how it is known who that is."""
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """A target of a project: its name, type, checked options (defaults filled in) and where it is written."""

    name: str
    type: str
    options: Mapping[str, Any]
    place: Place
    root: Path

    @property
    def site(self) -> Mapping[str, Any]:
        """What may tell where the target is: its type, and the options of that. :data:`COMMON` ones do not."""
        own = {option.name for option in self.module.OPTIONS}
        return {"type": self.type} | {name: value for name, value in self.options.items() if name in own}

    @property
    def server(self) -> str:
        """Where the target's secrets go, in words: whatever could send them elsewhere makes others of these."""
        ours = self.type in (*STORES, *HOSTS)
        rows = {name: value for name, value in self.site.items() if name != "type" and (name in _WHERE or not ours)}
        return " ".join([self.type, *(f"{name}={value}" for name, value in rows.items() if value not in {"", False})])

    @property
    def module(self) -> ModuleType:
        """The type's module."""
        return module(self.type)

    @property
    def kind(self) -> Literal["store", "host"]:
        """Whether files or episodes are published there."""
        return kind_of(self.type)

    def connect(self, secret: Callable[[str], str], known: Capabilities | None = None) -> Any:
        """The store or host, guarded; see :class:`feedtool.publish.target.Given`, :mod:`feedtool.publish.faults`."""
        given = Given(name=self.name, options=self.options, secret=secret, root=self.root, known=known)
        who = Who(self.type, self.name)
        with blamed(who):
            there = self.module.connect(given)
        return GuardedHost(there, who) if self.kind == "host" else Guarded(there, who)


def types() -> list[str]:
    """Every type there is, ours first."""
    return [*STORES, *HOSTS, *sorted(point.name for point in _foreign())]


def module(name: str) -> ModuleType:
    """The module of a type. KeyError where there is none, EnvironmentFault where it cannot be imported."""
    if name in STORES:
        return import_module(f"feedtool.publish.stores.{name}")
    if name in HOSTS:
        return import_module(f"feedtool.publish.hosts.{name}")
    for point in _foreign():
        if point.name == name:
            with faults_of(f"targets of type {name}"), blamed(Who(name)):
                found: ModuleType = point.load()
            return found
    raise KeyError(name)


def kind_of(name: str) -> Literal["store", "host"]:
    """Whether files or episodes are published to targets of a type. Raises as :func:`module`."""
    ours: Literal["store", "host"] = "host" if name in HOSTS else "store"
    found: Literal["store", "host"] = getattr(module(name), "KIND", ours)
    return found


def options(name: str) -> tuple[Option, ...]:
    """The keys that targets of a type take: its own, and :data:`COMMON` where it keeps files. Raises as above."""
    return (*module(name).OPTIONS, *(COMMON if kind_of(name) == "store" else ()))


def load(root: Path) -> dict[str, Configured]:
    """The targets of the project in ``root`` by name. UsageError without a project, SourceError for broken settings,
    UsageError (FT902) where one does not fit its type, EnvironmentFault (FT921) for links in its own folder.
    """
    located = _settings(root)
    return {name: _configured(name, located, root) for name in _names(located)}


def choose(root: Path, name: str | None) -> Configured:
    """The target called ``name``, or the only one there is, whatever the others are like. Raises as :func:`load`, and
    UsageError (FT901) where there is none.
    """
    located = _settings(root)
    known = _names(located)
    chosen = known[0] if name is None and len(known) == 1 else name
    if chosen in known:
        return _configured(chosen, located, root)
    if not known:
        message = "there is no target yet"
    elif name is None:
        message = f"there are several targets, name one: {', '.join(known)}"
    else:
        message = f"there is no target {name!r}, only: {', '.join(known)}"
    hint = "" if known and name is None else _add(name)
    raise UsageError(Finding(code="FT901", message=message, place=Place(settings.FILE), hint=hint))


def _settings(root: Path) -> Located:
    project.require(root)
    memory.refuse_links(root)
    text = project.read_bytes(root / settings.FILE, root, project.MAX_TEXT).decode("utf-8", "replace")
    return load_toml(text, settings.FILE)


def _names(located: Located) -> list[str]:
    """The names of the tables below ``targets``."""
    given = located.value.get("targets", {})
    return [*given] if isinstance(given, dict) else []


def _add(name: str | None) -> str:
    return f'Add a table [targets.{name or "NAME"}] with type = "…" to {settings.FILE}; see `feedtool targets types`.'


def _foreign() -> list[Any]:
    from importlib.metadata import entry_points

    return list(entry_points(group=GROUP))


def _configured(name: str, located: Located, root: Path) -> Configured:
    given = located.value["targets"][name]
    findings = [*_faults(name, given, located)]
    if findings:
        raise UsageError(*findings)
    chosen = {option.name: given.get(option.name, option.default) for option in options(given["type"])}
    return Configured(name=name, type=given["type"], options=chosen, place=located.place(("targets", name)), root=root)


def _faults(name: str, given: Any, located: Located) -> Iterator[Finding]:
    """What of a target's table does not fit."""

    def fault(message: str, key: str | None = None, hint: str = "") -> Finding:
        path = ("targets", name, key) if key else ("targets", name)
        return Finding(code="FT902", message=f"targets.{name}: {message}", place=located.place(path), hint=hint)

    if not _NAME.fullmatch(name):
        yield fault("a target's name is made of letters, digits, - and _")
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in types():
        hint = f"The types are: {', '.join(types())}."
        yield fault(f"{kind!r} is no type of target" if kind else "it has no type", hint=hint)
        return
    known = {option.name: option for option in options(str(kind))}
    for key, value in given.items():
        if key != "type" and (wrong := _wrong(name, str(kind), key, value)):
            yield fault(wrong[0], key, wrong[1])
    for option in known.values():
        if option.required and option.name not in given:
            yield fault(f"{option.name} is missing: {option.meaning}")


def _wrong(name: str, kind: str, key: str, value: object) -> tuple[str, str] | None:
    """What of a key does not fit, and the hint; None where all does. A secret is not repeated."""
    known = {option.name: option for option in options(kind)}
    if key in {secret.name for secret in module(kind).SECRETS}:
        return f"{key} is a secret and must not stand here", _keep(name, key)
    if key not in known and key in {option.name for option in COMMON}:
        return f"{key} means nothing to a podcast host: it is for targets that keep files", "Remove it."
    if key not in known:
        return f"{key} is no key of a target of type {kind}", nearest(key, [*known])
    if isinstance(value, str) and not _is_split(value):
        return f"{key} is no address", "Write it as https://HOST/…"
    if isinstance(value, str) and remote.without_secrets(value) != value:
        return f"{key} is an address that holds a name or password", _keep(name, "the password")
    if not _fits(value, known[key]):
        return f"{key} is {value!r}, wanted: {_WORDS[known[key].kind]}", ""
    if key == "port" and isinstance(value, int) and not 0 < value < 65536:
        return f"port is {value}, wanted: a number from 1 to 65535", ""
    return None


_WORDS: Final[Mapping[type, str]] = {str: "text", int: "a whole number", bool: "true or false", float: "a number"}


def _keep(name: str, secret: str) -> str:
    return f"Remove it, and give it with `feedtool auth login {name}` (asks for {secret})."


def _is_split(text: str) -> bool:
    """Whether a text is none that looks like an address and cannot be taken apart, such as ``https://[``."""
    try:
        _ = "://" in text and urlsplit(text).port
    except ValueError:
        return False
    return True


def _fits(value: object, option: Option) -> bool:
    if option.kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is option.kind
