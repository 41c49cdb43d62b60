"""One episode to be built: what another process needs for it, and what comes back.

:func:`make` is all that a worker runs. It may run twice for one task, and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedtool import parts
from feedtool.build import build_episode

if TYPE_CHECKING:
    from feedtool.build import Built
    from feedtool.manifest import Row
    from feedtool.notes import Reading
    from feedtool.parts import Gathered
    from feedtool.project import Entry, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One episode to be built, whole enough for another process: ``project`` without its episodes."""

    project: Project
    entry: Entry
    reading: Reading
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a task: nothing of it is written yet."""

    gathered: Gathered
    built: Built


def make(task: Task) -> Made:
    """Read an episode's files and build it. Raises SourceError or EnvironmentFault naming the file at fault."""
    gathered = parts.gather(task.project, task.entry, task.reading, task.row.guid, task.row.audio_file)
    built = build_episode(task.project.show, task.reading, gathered.parts, gathered.digest)
    return Made(gathered=gathered, built=built)
