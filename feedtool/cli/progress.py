"""How far a publication is, on a terminal: bytes, rate and time left in one line."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

import click

from feedtool.cli import fold, report
from feedtool.publish.redact import tame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.cli.fold import Kind
    from feedtool.publish.steps import Step

_WIDTH: Final = 24
_EVERY: Final = 0.1
"""Seconds between two drawings."""
_STRIDE: Final = 50
"""Files of one kind between two lines, where they are too many for a line each."""


class Progress:
    """A watcher of a publication: a bar on stderr if that is a terminal, else lines of what is done unless ``quiet``.

    ``total`` are the bytes that will be sent, ``steps`` all that will be done.
    """

    def __init__(self, total: int, steps: Iterable[Step] = (), *, quiet: bool = False) -> None:
        self._total = max(total, 1)
        self._sent = 0
        self._drawn = 0.0
        self._since = time.monotonic()
        self._under_way: list[str] = []
        self._lock = threading.Lock()
        self._bar = sys.stderr.isatty()
        self._quiet = quiet
        self._all = Counter(fold.kind(step) for step in steps)
        self._done: Counter[Kind] = Counter()
        self._cost: Counter[Kind] = Counter()

    def begun(self, step: Step) -> None:
        """A step begins."""
        with self._lock:
            self._under_way.append(step.path)
            self._draw()

    def sent(self, count: int) -> None:
        """So many bytes more are on their way."""
        with self._lock:
            self._sent += count
            if time.monotonic() - self._drawn >= _EVERY:
                self._draw()

    def done(self, step: Step) -> None:
        """A step is done and proven."""
        with self._lock:
            self._under_way.remove(step.path)
            kind = fold.kind(step)
            self._done[kind] += 1
            self._cost[kind] += step.cost
            if self._bar or self._quiet:
                self._draw()
            elif self._all[kind] <= fold.MOST:
                report.say(f"{_DONE[step.action.value]} {step.path}")
            elif self._done[kind] % _STRIDE == 0 or self._done[kind] == self._all[kind]:
                self._count(kind)

    def _count(self, kind: Kind) -> None:
        done, total, cost = self._done[kind], self._all[kind], self._cost[kind]
        many = f"{done} of {total}" if done < total else f"all {total}"
        report.say(f"{_DONE[kind.action.value]} {many} files{kind.where}{f' ({size(cost)})' if cost else ''}")

    def say(self, text: str) -> None:
        """A line of its own, unless ``quiet``."""
        with self._lock:
            self._clear()
            if not self._quiet:
                report.say(text)
            self._draw()

    def end(self) -> None:
        """Leave the terminal as it was; without one, say how far it came where it stopped among many files."""
        with self._lock:
            self._clear()
            for kind, done in self._done.items():
                if not (self._bar or self._quiet) and fold.MOST < self._all[kind] > done and done % _STRIDE:
                    self._count(kind)

    def _draw(self) -> None:
        if not self._bar:
            return
        self._drawn = time.monotonic()
        share = min(max(self._sent / self._total, 0.0), 1.0)
        bar = "#" * round(share * _WIDTH)
        file = self._under_way[-1] if self._under_way else ""
        text = f"[{bar:-<{_WIDTH}}] {size(self._sent)} of {size(self._total)}  {self._pace()}  {file}"
        width = shutil.get_terminal_size().columns
        click.echo(f"\r\x1b[K{tame(text)[: width - 1]}", err=True, nl=False)

    def _pace(self) -> str:
        seconds = max(time.monotonic() - self._since, 0.001)
        rate = self._sent / seconds
        if rate < 1:
            return ""
        left = max(self._total - self._sent, 0) / rate
        return f"{size(round(rate))}/s  {int(left // 60)}:{int(left % 60):02d} left"

    def _clear(self) -> None:
        if self._bar:
            click.echo("\r\x1b[K", err=True, nl=False)


_DONE: Final = {"send": "sent", "retag": "retagged", "delete": "deleted"}


def size(count: int) -> str:
    """A number of bytes for people."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.1f} kB"
    if count < 1_000_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{count / 1_000_000_000:.1f} GB"
