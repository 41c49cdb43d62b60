"""What publishing remembers on this machine, beside the build's manifest. All of it can be lost without harm.

hashes.json           what a file's bytes are, by size and time, so that gigabytes are not read each time
target-NAME.json      what probing found of a target, and the feed that was last seen there
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from feedtool import files, manifest
from feedtool.findings import EnvironmentFault, FeedtoolError, Finding
from feedtool.publish.inventory import Digest, digest
from feedtool.publish.record import Known, fitting
from feedtool.publish.store import Capabilities

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HASHES: Final = "hashes.json"


def refuse_links(root: Path) -> None:
    """Raise EnvironmentFault (FT921) where the project's own folder, or anything in it, is a link or no plain file.

    A project may come from a stranger, and what is read there goes to servers, what is written there goes where a link
    leads. feedtool itself makes none.
    """
    folder = root / manifest.FOLDER
    for path in chain([folder], folder.rglob("*")):
        if path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir()):
            raise EnvironmentFault(Finding(code="FT921", message=f"{path} is a link, or no plain file"))


@dataclass(slots=True)
class Hashes:
    """Digests of files, kept while size, time and inode stay."""

    root: Path
    _rows: dict[str, Any] = field(default_factory=dict)
    _used: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = _read(self.root / manifest.FOLDER / _HASHES)

    def of(self, path: Path) -> Digest:
        """The digest of the file as it is now."""
        key, status = manifest.absolute(path), path.stat()
        stamp = [status.st_size, status.st_mtime_ns, status.st_ino]
        found = _of_row(self._rows.get(key), stamp) or digest(path)
        self._used[key] = [*stamp, asdict(found)]
        return found

    def save(self) -> None:
        """Keep what was asked for."""
        if self._used != self._rows:
            _write(self.root / manifest.FOLDER / _HASHES, self._used)


def _of_row(row: Any, stamp: list[int]) -> Digest | None:
    """What a row tells of a file that still has this stamp."""
    with suppress(TypeError, ValueError):
        *before, about = row
        return fitting(Digest, about) if before == stamp else None
    return None


@dataclass(slots=True, kw_only=True)
class Seen:
    """What this machine knows of a target: what it can do, and the feeds it last published there, by path.

    ``site`` tells where it is, so that what was learned of one server is not believed of another. ``run`` names a run
    that was broken off, which may have left its lock at the target. ``untold`` are the feeds that were replaced there
    and whose subscribers' hubs were not told yet: a cache still gave the old ones.
    """

    site: dict[str, Any]
    capabilities: Capabilities | None = None
    feeds: dict[str, Known] = field(default_factory=dict)
    run: str = ""
    untold: list[str] = field(default_factory=list)


def seen(root: Path, name: str, site: Mapping[str, Any]) -> Seen:
    """What is remembered of the target; of one that is elsewhere now no more than ``run``, which a lock may name."""
    found = _read(_of(root, name))
    made = Seen(site=dict(site), run=str(found.get("run", "")))
    with suppress(TypeError, KeyError, AttributeError):
        if found["site"] == made.site:
            can = found["capabilities"]
            made.feeds = {path: fitting(Known, row) for path, row in found["feeds"].items()}
            made.untold = [str(path) for path in found["untold"]]
            made.capabilities = Capabilities(*(one is True for one in can)) if can else None
    return made


def keep(root: Path, name: str, what: Seen) -> None:
    """Remember it."""
    _write(_of(root, name), asdict(what))


def _of(root: Path, name: str) -> Path:
    return root / manifest.FOLDER / f"target-{name}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _write(path: Path, value: object) -> None:
    with suppress(FeedtoolError, OSError):  # a cache that cannot be written costs time, and nothing else
        path.parent.mkdir(exist_ok=True)
        files.write_bytes(path, json.dumps(value, separators=(",", ":")).encode())
