"""Stamps: what tells whether a file is as it was, and whether this is the tool that said so.

A stamp is a file's size, its modification time in ns and, of a small file, a hash of what it holds.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

SMALL: Final = 1 << 20
"""Files up to this size carry a hash, so that touching one changes nothing."""
_RACE: Final = 20_000_000
"""Nanoseconds within which a file can be written twice and show one time."""
_MISSING, _UNSURE = -1, -2
"""Sizes in the stamps of a file that was looked for in vain, and of one that changed while it was read: the latter
never matches."""
_DIGEST: Final = 16

Stamp = tuple[int, int, str | None]


def listing(folder: Path) -> str:
    """What tells one set of names in the folder of episodes from another."""
    try:
        names = sorted(os.listdir(os.fsencode(folder)))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return ""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for name in names:
        digest.update(name + b"/")
    return digest.hexdigest()


def tool_key() -> str:
    """What names this very tool: its version, and the stamps of its own modules and schemas."""
    from feedtool import __version__

    here = Path(__file__).parent
    digest = hashlib.sha256(__version__.encode())
    for folder in (here, here / "schemas", here.parent / "schemas"):
        for name, size, when in sorted(_own_files(str(folder))):
            digest.update(f"{name} {size} {when}\n".encode())
    return digest.hexdigest()[:32]


def _own_files(folder: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            found += _own_files(entry.path)
        elif entry.name.endswith((".py", ".json", ".rng", ".sch", ".toml")):
            status = entry.stat()
            found.append((entry.path, status.st_size, status.st_mtime_ns))
    return found


def stamp(path: bytes, before: int | None = None) -> Stamp:
    """The stamp of a file; one changed since ``before`` (ns) gets a stamp that never matches."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file of a show: a Path would double the cost
    except OSError:
        return _MISSING, 0, None
    if before is not None and status.st_mtime_ns > before - _RACE:
        return _UNSURE, 0, None
    return status.st_size, status.st_mtime_ns, _hash(path) if status.st_size <= SMALL else None


def is_as_before(path: bytes, size: int, time: int, _: str | None) -> bool:
    """Whether size and time are those of the stamp."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return size == _MISSING
    return status.st_mtime_ns == time and status.st_size == size


def is_same(path: bytes, size: int, _: int, old: str | None) -> bool:
    """Whether a file that was touched holds what it held."""
    try:
        return size == os.stat(path).st_size and old is not None and _hash(path) == old  # noqa: PTH116
    except OSError:
        return False


def _hash(path: bytes) -> str | None:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]
    except OSError:
        return None
