"""Whether all that publishing needs is there: this machine, the project, its secrets, each target and what is public.

Everything is looked at, and nothing is changed: not at a target, and here no more than a file that has no name.

    lines      what is said of one check
    here       this machine, the project, its secrets
    there      the targets, and who is told
    servers    a web server's clock and certificate
    public     the feed as listeners get it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool import settings
from feedtool.findings import FeedtoolError
from feedtool.publish import targets
from feedtool.publish.doctor import here, public, there
from feedtool.publish.doctor.lines import Line, State, exit_code, faults
from feedtool.publish.redact import mask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedtool.publish.targets import Configured

__all__ = ["Line", "State", "examine", "exit_code"]


def examine(root: Path, name: str | None = None) -> Iterator[Line]:
    """Every check of the project in ``root``; of its targets the one called ``name``, or all.

    Raises UsageError where there is no such target.
    """
    for line in _lines(root, name):
        yield line._replace(what=mask(line.what), todo=mask(line.todo))


def _lines(root: Path, name: str | None) -> Iterator[Line]:
    yield from here.program()
    yield from here.disk(root)
    yield from here.the_project(root)
    yield from here.store_of_secrets()
    chosen: list[Configured] = []
    try:
        chosen = [targets.choose(root, name)] if name else [*targets.load(root).values()]
    except FeedtoolError as error:
        if name:
            raise
        yield from faults(error)
    else:
        if not chosen:
            yield Line(State.OK, "there is no target yet", f"add [targets.NAME] to {settings.FILE}")
    yield from there.notified(root)
    for one in chosen:
        yield from there.target(one)
    yield from public.feeds(root, chosen)
