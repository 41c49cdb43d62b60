"""A type of target of another distribution, named by the entry point in foreign-1.0.dist-info: a folder.

`mood` is what it does when it is used: good, empty, held (somebody publishes), or how it fails: denied, gone, echo (an
error that holds the secret), whisper (all it says holds the secret), crash, list, put (an exception of its own that
holds it, at once, while it lists files, when it gets one), extra (a part is missing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.findings import Finding, UsageError
from feedtool.publish.errors import DeniedError, MissingError, TargetError, TransientError
from feedtool.publish.store import ABSENT, Capabilities, Remote, Store, Upload
from feedtool.publish.target import Given, Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KIND = "store"
OPTIONS = (Option("path", "the folder", required=True), Option("mood", "what it does", default="good"))
SECRETS = (Secret("password", "of nobody"), Secret("otp", "an optional one", required=False))
EXPERIMENTAL = ""


def connect(given: Given) -> Folder:
    password, mood = given.secret("password"), given.options["mood"]
    if mood == "extra":
        raise UsageError(Finding(code="FT038", message="it needs more", hint="pip install more"))
    if mood == "crash":
        raise RuntimeError(f"no such user: {password}")
    fault = {
        "denied": DeniedError("does not let us in"),
        "gone": TransientError("cannot be reached"),
        "echo": TargetError(f"answered: {password} is wrong"),
    }.get(mood)
    if fault:
        raise fault
    return Folder(given.root / given.options["path"], mood, password)


class Folder(Store):
    """Every file of a folder."""

    def __init__(self, root: Path, mood: str, password: str) -> None:
        self._root, self._mood, self._password = root, mood, password
        self.changed: list[str] = []

    @property
    def where(self) -> str:
        return f"{self._root} of {self._password}" if self._mood == "whisper" else str(self._root)

    def hints(self) -> list[str]:
        return [f"never say {self._password}"] if self._mood == "whisper" else []

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities()

    def probe(self) -> Capabilities:
        return Capabilities()

    def files(self) -> Iterator[Remote]:
        if self._mood == "list":
            raise KeyError(self._password)
        for path in sorted(self._root.rglob("*")):
            if path.is_file():
                yield self._remote(path.relative_to(self._root).as_posix())

    def _remote(self, path: str) -> Remote:
        status = (self._root / path).stat()
        return Remote(path=path, size=status.st_size, version=f"{status.st_mtime_ns}-{status.st_size}")

    def stat(self, path: str) -> Remote | None:
        return self._remote(path) if (self._root / path).is_file() else None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        if self._mood == "held" and path.endswith("/lock"):
            yield b'{"who": "somebody else"}'
            return
        if not (self._root / path).is_file():
            raise MissingError("is not there")
        data = (self._root / path).read_bytes()[start:]
        yield data if size is None else data[:size]

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        from feedtool.publish.errors import ConflictError

        if self._mood == "put" and upload.path.startswith("audio/"):
            raise ConnectionResetError(f"by {self._password}")
        there = self.stat(upload.path)
        if expect is not None and expect != (there.version if there else ABSENT):
            raise ConflictError("is another")
        (self._root / upload.path).parent.mkdir(parents=True, exist_ok=True)
        with upload.open() as stream:
            (self._root / upload.path).write_bytes(stream.read())
        return self._remote(upload.path)

    def delete(self, path: str) -> None:
        (self._root / path).unlink(missing_ok=True)
