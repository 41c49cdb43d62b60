"""What the modules of targets have in common: the options they take, the secrets they need, and who gives these.

A target's module has

    KIND           "store" or "host"; ours are known by their table
    OPTIONS        the keys it takes in ``[targets.NAME]``, beside ``type``
    SECRETS        the names of what must not stand there
    EXPERIMENTAL   why it is (nobody confirmed its requests, say), "" when it is not
    connect(given) -> Store or Host
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from feedtool.publish.store import Capabilities


class Option(NamedTuple):
    """One key of a target: its name, what it means, its Python type, and what holds where it is left out."""

    name: str
    meaning: str
    kind: type[str] | type[int] | type[bool] | type[float] = str
    default: Any = None
    required: bool = False


class Secret(NamedTuple):
    """One thing that must stay secret: its name, as in FEEDTOOL_TARGET_NAME, and what it is."""

    name: str
    meaning: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a target is connected with. ``options`` holds every option, checked, with defaults filled in.

    ``secret`` gives a secret by name ("" for an optional one that is not there) and raises DeniedError, saying how to
    give it, for a required one. Relative paths in options mean ``root``. ``known`` is what probing found last time,
    None when the target was never probed.
    """

    name: str
    options: Mapping[str, Any]
    secret: Callable[[str], str] = field(repr=False)
    root: Path
    known: Capabilities | None = None
