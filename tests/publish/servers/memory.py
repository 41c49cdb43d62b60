"""A store in memory that keeps a log and can be told to fail: it loses answers, lies, cuts, and is busy."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from feedtool.publish.errors import ConflictError, MissingError, TransientError
from feedtool.publish.store import Capabilities, Remote, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.store import Retag, Upload

CAN = Capabilities(conditional=True, exclusive=True, retag=True, atomic=True, typed=True)


class Killed(BaseException):
    """The process ends here; nothing of ours runs any more."""


class Memory(Store):
    """Files as a dict. ``before`` is called with (operation, path) before it is done, ``after`` after it.

    Either raises what the store would raise; ``garble`` changes what is kept. ``log`` holds every operation in order.
    """

    where = "memory"

    def __init__(self, capabilities: Capabilities = CAN) -> None:
        self.kept: dict[str, tuple[bytes, str, str]] = {}
        self.log: list[tuple[str, str]] = []
        self.before: Callable[[str, str], None] = lambda what, path: None
        self.after: Callable[[str, str], None] = lambda what, path: None
        self.garble: Callable[[str, bytes], bytes] = lambda path, data: data
        self.sent = 0
        self.least = 0  # bytes of which a retag sends no fewer
        self._can = capabilities
        self._count = 0
        self._lock = Lock()

    @property
    def capabilities(self) -> Capabilities:
        return self._can

    def probe(self) -> Capabilities:
        return self._can

    def files_now(self) -> dict[str, bytes]:
        """What a visitor would be given."""
        return {path: data for path, (data, _, _) in self.kept.items() if not path.startswith(".feedtool/")}

    def _do(self, what: str, path: str) -> None:
        with self._lock:
            self.log.append((what, path))
        self.before(what, path)

    def _remote(self, path: str) -> Remote:
        data, version, kind = self.kept[path]
        return Remote(path=path, size=len(data), version=version, media_type=kind)

    def files(self) -> Iterator[Remote]:
        self._do("list", "")
        for path in sorted(self.kept):
            yield self._remote(path)

    def stat(self, path: str) -> Remote | None:
        self._do("stat", path)
        return self._remote(path) if path in self.kept else None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        self._do("read", path)
        if path not in self.kept:
            raise MissingError("is not there")
        data = self.kept[path][0][start:]
        yield data if size is None else data[:size]

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        self._do("put", upload.path)
        with upload.open() as stream:
            return self._keep(upload, stream.read(), expect, progress)

    def _keep(self, upload: Upload, data: bytes, expect: str | None, progress: Callable[[int], None] | None) -> Remote:
        with self._lock:
            there = self.kept[upload.path][1] if upload.path in self.kept else ""
            if expect is not None and expect != there:
                raise ConflictError("answered 412")
            self._count += 1
            self.kept[upload.path] = (self.garble(upload.path, data), f"v{self._count}", upload.media_type)
            self.sent += len(data)
            made = self._remote(upload.path)
        if progress:
            progress(len(data))
        self.after("put", upload.path)
        return made

    def retag(self, retag: Retag, *, progress: Callable[[int], None] | None = None) -> Remote:
        self._do("retag", retag.upload.path)
        source, version, _ = self.kept[retag.source]
        if version != retag.version:
            raise ConflictError("the source was changed")
        self.sent += len(retag.head) - len(source)
        return self._keep(retag.upload, retag.head + source[retag.skip :], None, progress)

    def retag_cost(self, *, head: int, size: int, source: int) -> int:
        return min(max(head, self.least), size)

    def delete(self, path: str) -> None:
        self._do("delete", path)
        self.kept.pop(path, None)


def busy(*paths: str, times: int = 1, after: float | None = 0.0) -> Callable[[str, str], None]:
    """A fault: the first ``times`` puts of each path are answered with 429."""
    left = dict.fromkeys(paths, times)

    def fault(what: str, path: str) -> None:
        if what in {"put", "retag"} and left.get(path, 0) > 0:
            left[path] -= 1
            raise TransientError("answered 429", retry_after=after)

    return fault
