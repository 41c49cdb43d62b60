"""The lock of a target, which keeps other publishers off.

It is a note on the target that names a run. What this machine remembers of its own run is written before the lock is
taken, so that a run that was broken off, or an attempt whose answer was lost, finds its own lock again.
"""

from __future__ import annotations

import json
import socket
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedtool.findings import Conflict, Finding
from feedtool.publish import errors, memory
from feedtool.publish.faults import faults_of
from feedtool.publish.retry import again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.memory import Seen
    from feedtool.publish.store import Store
    from feedtool.publish.targets import Configured


@dataclass(slots=True, kw_only=True)
class Lock:
    """The lock of a target's store. ``seen.run`` names our run while the lock may be ours."""

    target: Configured
    store: Store
    seen: Seen

    @contextmanager
    def held(self, *, by_force: bool) -> Iterator[None]:
        """Ours alone inside. Conflict (FT906) where it is somebody else's, unless it is taken ``by_force``."""
        self._take(by_force=by_force)
        try:
            yield
        finally:
            self._let_go()

    def sweep(self) -> None:
        """Take away the lock of a run of ours that was broken off when it was done."""
        if not self.seen.run:
            return
        with faults_of(self.store.where):
            note = again(self.store.locked)
        if note is not None and _run_of(note) == self.seen.run:
            self._let_go()
        else:
            self._remember("")

    def _take(self, *, by_force: bool) -> None:
        before = self.seen.run
        self._remember(before or uuid.uuid4().hex)
        since = datetime.now(UTC).isoformat("T", "seconds")
        note = json.dumps({"run": self.seen.run, "host": socket.gethostname(), "since": since}).encode()
        with faults_of(self.store.where):
            if by_force:
                again(self.store.unlock)
            theirs = again(lambda: self.store.lock(note))
        if theirs is not None and _run_of(theirs) != self.seen.run:
            self._remember(before)
            message = f"{self.store.where} is being published to by {_holder(theirs)}"
            raise Conflict(Finding(code="FT906", message=message))

    def _let_go(self) -> None:
        with suppress(errors.TargetError):
            again(self.store.unlock)
            self._remember("")

    def _remember(self, run: str) -> None:
        self.seen.run = run
        memory.keep(self.target.root, self.target.name, self.seen)


def _run_of(note: bytes) -> str:
    try:
        return str(json.loads(note)["run"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _holder(note: bytes) -> str:
    """Who holds a lock, as its note says; the note is anybody's text."""
    try:
        value = json.loads(note)
        since = "".join(filter(str.isprintable, str(value["since"])))
        return f"{str(value['host'])[:80]!r} since {since[:40]}"
    except (ValueError, TypeError, KeyError, RecursionError):
        return "somebody"
