"""The folders below a root that is reached by SFTP: listed, followed, remembered, and made where they are wanting."""

from __future__ import annotations

import asyncio
import posixpath
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.publish.errors import MissingError, TargetError, TransientError
from feedtool.publish.stores.beside import is_name
from feedtool.publish.stores.ssh import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.stores.ssh import Session

_AT_ONCE: Final = 32
"""Folders listed at once."""
_DEEPEST: Final = 64
_FOLDERS, _NAMES = 100_000, 1_000_000
"""Folders of one level, and names in one folder, at most."""
REGULAR, FOLDER, LINK = 1, 2, 3
"""What SFTP calls a file, a folder and a symbolic link."""


class _Folder(NamedTuple):
    """A folder to be listed: its path below the root, where it lies on the server, and the folders it lies in."""

    path: str
    real: str
    above: frozenset[str]


class Tree:
    """The folders below ``root``. Those that were seen or made are not asked for again."""

    def __init__(self, session: Session, root: str) -> None:
        self._session = session
        self._root = root
        self._there: set[str] = set()
        self._making = threading.Lock()

    def make(self, folder: str) -> None:
        """Make a folder, and those above it, where they are not there; each is made once, whoever wants it."""
        with self._making:
            self._make(folder)

    def forget(self) -> None:
        """Somebody removed a folder that was there."""
        with self._making:
            self._there.clear()

    def _make(self, folder: str) -> None:
        if folder in self._there:
            return
        try:
            self._made(folder)
        except MissingError:
            above = posixpath.dirname(folder)
            if above in {"", folder}:
                raise
            self._make(above)
            self._made(folder)
        self._there.add(folder)

    def _made(self, folder: str) -> None:
        """Make one folder. Of one that is there already SFTP says no more than that it failed."""
        try:
            self._session.do(lambda sftp: sftp.mkdir(folder))
        except (MissingError, TransientError):
            raise
        except TargetError as error:
            kind = self.kind(folder)
            if kind is None:
                raise type(error)(f"the folder {folder} cannot be made: {error}", hint=error.hint) from None
            if kind != FOLDER:
                hint = "Give another `path`, or have that file removed."
                raise TargetError(f"{folder} is a file, and a folder is wanted there", hint=hint) from None

    def kind(self, path: str) -> int | None:
        """REGULAR, FOLDER or something else; None where there is nothing."""
        try:
            return int(self._session.do(lambda sftp: sftp.stat(path)).type)
        except MissingError:
            return None

    def files(self) -> Iterator[tuple[str, Any]]:
        """The paths below the root and asyncssh.SFTPAttrs of every file, level by level.

        Links to files and folders are followed, unless they lead back. A root that is not there holds nothing.
        """
        try:
            level = [_Folder("", self._session.do(lambda sftp: sftp.realpath(self._root)), frozenset())]
        except MissingError:
            return
        for _ in range(_DEEPEST):
            below: list[_Folder] = []
            for start in range(0, len(level), _AT_ONCE):
                some = level[start : start + _AT_ONCE]
                for folder, found in zip(some, self._session.do(partial(_listed, some), seconds=LONG), strict=True):
                    if found is None:
                        continue
                    self._there.add(posixpath.join(self._root, folder.path).removesuffix("/"))
                    below += [entry for entry in found if isinstance(entry, _Folder)]
                    yield from (entry for entry in found if not isinstance(entry, _Folder))
            level = below
            if len(level) > _FOLDERS:
                raise TargetError("lists folders without end")
        if level:
            raise TargetError(f"folders lie more than {_DEEPEST} deep")


async def _listed(folders: list[_Folder], sftp: Any) -> list[list[_Folder | tuple[str, Any]] | None]:
    return list(await asyncio.gather(*(_entries(sftp, folder) for folder in folders)))


async def _entries(sftp: Any, folder: _Folder) -> list[_Folder | tuple[str, Any]] | None:
    """What lies in a folder; None where that is gone."""
    import asyncssh

    try:
        names = []
        async for name in sftp.scandir(folder.real):
            names.append(name)
            if len(names) > _NAMES:
                raise TargetError("lists files without end")
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
        return None
    found: list[_Folder | tuple[str, Any]] = []
    above = folder.above | {folder.real}
    for name in sorted((name for name in names if is_name(name.filename)), key=lambda name: str(name.filename)):
        path, real = posixpath.join(folder.path, name.filename), posixpath.join(folder.real, name.filename)
        real, status = await _followed(sftp, real, name.attrs)
        if status.type == FOLDER and real not in above:
            found.append(_Folder(path, real, above))
        elif status.type == REGULAR:
            found.append((path, status))
    return found


async def _followed(sftp: Any, path: str, status: Any) -> tuple[str, Any]:
    """Where a link leads, and what is there; else the file itself."""
    import asyncssh

    if status.type != LINK:
        return path, status
    try:
        return await sftp.realpath(path), await sftp.stat(path)
    except asyncssh.SFTPError:
        return path, status
