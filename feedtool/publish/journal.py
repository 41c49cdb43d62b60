"""What a run of publishing has done so far, so that the next one goes on where it was broken off.

One JSON object a line, appended and flushed to the disk: ``begun`` before a step, ``done`` after it, with what it
learned. A step begun and not done may or may not have been carried out: whoever reads it looks before doing it again.
``dropped`` takes back all that was noted of a key.

    {"run": "5f3c…", "key": "GUID", "step": "create", "what": "begun", "facts": {}}

No secret stands in it, and no address with a query, for such a one may be signed. Losing it costs time: what was
published is then found by looking.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from feedtool import diskio, files
from feedtool.publish.errors import ConflictError
from feedtool.publish.redact import mask

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_QUERY: Final = re.compile(r"https?://\S*\?")
_LARGEST: Final = 64 << 20
"""Bytes; a larger one is none of ours."""

_FACTS: Final = {"where": str, "of": str, "at": int, "before": list, "carried": dict}
"""The types of what publishing to a host notes; the journal may be somebody else's."""

Line = dict[str, Any]


class Journal:
    """The journal at ``path``. Nobody else can write to it until it is closed: ConflictError where somebody does.

    With ``write=False`` it is only read. ``damaged`` says what is wrong with a journal that cannot be understood; it
    then counts as empty, and whoever uses it must look at the target for everything. Raises EnvironmentFault.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path, self.damaged = path, ""
        self._run = secrets.token_hex(8)
        self._turn = threading.Lock()
        self._file = self._held() if write else -1
        self._lines, self._end = self._read()
        """By key, in the order in which keys were begun; and where the last whole line ends."""

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others write to it."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def begin(self, key: str, step: str, **facts: Any) -> None:
        """Note that ``step`` of ``key`` is about to be carried out."""
        self._append(key, step, "begun", facts)

    def done(self, key: str, step: str, **facts: Any) -> None:
        """Note that it was carried out, and what it gave."""
        self._append(key, step, "done", facts)

    def forget(self, key: str) -> None:
        """Let nothing be noted of ``key``."""
        if key in self._lines:
            self._append(key, "", "dropped", {})

    def facts(self, key: str, step: str | None = None) -> dict[str, Any]:
        """All that was noted of ``key``, or of one of its steps; of two values the later one."""
        found: dict[str, Any] = {}
        for line in self._lines.get(key, ()):
            if step in {None, line["step"]}:
                found |= line["facts"]
        return found

    def state(self, key: str, step: str) -> str:
        """What was last noted of a step: ``begun``, ``done``, or nothing ("")."""
        return next((line["what"] for line in reversed(self._lines.get(key, ())) if line["step"] == step), "")

    def pending(self) -> list[tuple[str, str]]:
        """The steps that were begun and not done, as (key, step), in the order in which they were begun."""
        last = {(key, line["step"]): line["what"] for key, lines in self._lines.items() for line in lines}
        return [row for row, what in last.items() if what == "begun"]

    def finish(self) -> None:
        """Drop every key that has no step pending; of the others all lines stay. Ends the use of the journal."""
        open_keys = {key for key, _ in self.pending()}
        kept = {key: lines for key, lines in self._lines.items() if key in open_keys}
        if kept:
            files.write_bytes(self.path, b"".join(_dumped(line) for lines in kept.values() for line in lines))
        elif not self.damaged or self._end:
            with diskio.told(self.path):
                self.path.unlink(missing_ok=True)
        self._lines = kept
        self.close()

    def _append(self, key: str, step: str, what: str, facts: dict[str, Any]) -> None:
        row = {"run": self._run, "key": key, "step": step, "what": what, "facts": _safe(facts)}
        data = _dumped(row)
        with self._turn, diskio.told(self.path):
            if self._file < 0:
                raise OSError(errno.EBADF, "the journal is closed")
            if self.damaged:
                self._clear()
            os.lseek(self._file, self._end, os.SEEK_SET)
            os.ftruncate(self._file, self._end)  # half a line of a run that was killed
            diskio.write(self._file, data)
            os.fsync(self._file)
            self._end += len(data)
            _add(self._lines, json.loads(data))

    def _clear(self) -> None:
        """Keep the damaged file beside, and begin anew in place: the lock is on this very file."""
        self.path.with_name(f"{self.path.name}.damaged").write_bytes(self.path.read_bytes()[:_LARGEST])
        os.ftruncate(self._file, 0)
        self._end, self.damaged = 0, ""

    def _held(self) -> int:
        """The file, open and locked; made where there is none."""
        with diskio.told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                if not _locked(file):
                    os.close(file)
                    raise ConflictError("another run of this tool publishes there right now")
                if _stands(file, self.path):
                    diskio.fsync_folder(self.path.parent)
                    return file
                os.close(file)  # whoever held it before us has replaced it

    def _read(self) -> tuple[dict[str, list[Line]], int]:
        """The lines, and where the last whole one ends. Only the last may be torn: it was being written."""
        with diskio.told(self.path):
            data = self.path.read_bytes()[: _LARGEST + 1] if self.path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        lines: dict[str, list[Line]] = {}
        for number, row in enumerate(whole.split(b"\n")[:-1], 1):
            line = _parsed(row)
            if line is None or len(data) > _LARGEST:
                self.damaged = f"line {number} of {self.path.name} is damaged"
                return {}, 0
            _add(lines, line)
        return lines, len(whole)


def _parsed(row: bytes) -> Line | None:
    try:
        line = json.loads(row)
        kinds = [type(line[name]) for name in ("key", "step", "what", "facts")]
        if kinds != [str, str, str, dict] or line["what"] not in {"begun", "done", "dropped"}:
            return None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return line if all(_fits(name, fact) for name, fact in line["facts"].items()) else None


def _fits(name: str, fact: object) -> bool:
    """Whether a fact that publishing itself notes is of its type."""
    if type(fact) is not _FACTS.get(name, type(fact)):
        return False
    texts = fact if name == "before" else fact.values() if name == "carried" and isinstance(fact, dict) else ()
    return all(type(text) is str for text in texts)  # type: ignore[attr-defined]


def _add(lines: dict[str, list[Line]], line: Line) -> None:
    if line["what"] == "dropped":
        lines.pop(line["key"], None)
    else:
        lines.setdefault(line["key"], []).append(line)


def _dumped(line: Line) -> bytes:
    return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def _safe(facts: dict[str, Any]) -> dict[str, Any]:
    """What may be written down: no secret, and no address with a query."""
    return {name: value for name, value in facts.items() if not _QUERY.search(text := json.dumps(value))
            and mask(text) == text}  # fmt: skip


def _locked(file: int) -> bool:
    """Whether the lock is ours; a file system without locks lets everybody in."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True


def _stands(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
