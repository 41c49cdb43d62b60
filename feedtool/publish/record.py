"""The list of what was published, kept on the store itself, so that any machine knows what stands there.

A listing tells size and version of a file; the list adds what a version's bytes are. A file whose version is another
than the list's was changed by somebody else, and is judged by its bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

from feedtool.findings import Finding
from feedtool.publish.store import OWN, Upload

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from feedtool.publish.store import Store

PATH: Final = f"{OWN}/published.json"
_VERSION: Final = 1
_MAX: Final = 64 << 20
_ODD: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What no path of ours holds: it would break a line of what is told of it, or could not be written at all."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a published file is: the version it has, its bytes' SHA-256, and of tagged audio where the sound begins
    (``head``, bytes) and the SHA-256 from there on (``rest``).
    """

    version: str
    size: int
    sha256: str
    head: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the list says: each file, and of each feed by its path the SHA-256 that it had when the list was put, and
    was to get then.
    """

    files: Mapping[str, Known] = field(default_factory=dict)
    feeds: Mapping[str, frozenset[str]] = field(default_factory=dict)


def fitting(kind: type[T], row: Any) -> T:
    """A dataclass of texts and counts, made of what was read somewhere. TypeError where that does not fit."""
    made: Any = kind(**row)
    for one in fields(made):
        value = getattr(made, one.name)
        if type(value).__name__ != one.type or (one.type == "int" and value < 0):
            raise TypeError(kind.__name__)
    return made  # type: ignore[no-any-return]


def read(store: Store, size: int = _MAX) -> tuple[Listed, list[Finding]]:
    """The list on the store, which has ``size`` bytes; a damaged one is empty, and said."""
    data = b"".join(store.read(PATH, 0, min(size, _MAX)))
    try:
        value: Any = json.loads(data)
        if value["version"] != _VERSION:
            raise ValueError
        files = {path: fitting(Known, row) for path, row in value["files"].items()}
        feeds = {path: frozenset(hashes) for path, hashes in value["feeds"].items()}
        if any(_ODD.search(text) for text in chain(files, feeds, *feeds.values())):
            raise ValueError
        return Listed(files=files, feeds=feeds), []
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        message = f"{PATH} on {store.where} cannot be read"
        return Listed(), [Finding(code="FT917", message=message)]


def upload(files: Mapping[str, Known], feeds: Mapping[str, Collection[str]]) -> Upload:
    """The list as a file to be put."""
    rows = {path: asdict(files[path]) for path in sorted(files)}
    value = {"version": _VERSION, "files": rows, "feeds": {path: sorted(feeds[path]) for path in sorted(feeds)}}
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Upload(
        path=PATH,
        body=data,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        media_type="application/json",
        cache_control="no-store",
    )
