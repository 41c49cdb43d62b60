"""A host of another distribution, named by the entry point in foreign-1.0.dist-info: episodes are lines of a file.

`mood` is what it does when it is used: good, or how it fails, each with an error of its own that holds the secret:
steps (while it is asked for the steps), run (before it creates), after (once it has created), found (when it looks,
too), nothing (a step that gives nothing), blind (a step that can neither be repeated nor looked up), list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.publish.host import Change, EpisodeUpload, HostedEpisode, State, Step, look_up
from feedtool.publish.target import Given, Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "host"
OPTIONS = (Option("path", "the file", required=True), Option("mood", "what it does", default="good"))
SECRETS = (Secret("password", "of nobody"),)
EXPERIMENTAL = ""


def connect(given: Given) -> Lines:
    return Lines(given)


class Lines:
    """A podcast that is a file of titles."""

    where = "the list"
    limits = ("It keeps titles.",)
    takes = frozenset({"fields"})
    uploads, dates, blank = False, True, ""

    def __init__(self, given: Given) -> None:
        self._file = given.root / given.options["path"]
        self._mood, self._password = given.options["mood"], given.secret("password")

    def _may_fail(self, *moods: str) -> None:
        if self._mood in moods:
            raise KeyError(self._password)

    def episodes(self) -> Iterator[HostedEpisode]:
        self._may_fail("list")
        for number, title in enumerate(self._titles(), 1):
            yield HostedEpisode(id=str(number), title=title)

    def _titles(self) -> list[str]:
        return self._file.read_text().splitlines() if self._file.exists() else []

    def steps(self, change: Change) -> list[Step]:
        self._may_fail("steps")
        find = None if self._mood == "blind" else self._find
        return [Step(name="create", run=self._create, found=find, repeatable=False, gives=("id",))]

    def _create(self, item: EpisodeUpload, state: State) -> Any:
        self._may_fail("run", "found")
        self._file.write_text("".join(f"{title}\n" for title in [*self._titles(), item.title]))
        self._may_fail("after")
        return None if self._mood == "nothing" else {"id": str(len(self._titles()))}

    def _find(self, item: EpisodeUpload, state: State) -> State | None:
        self._may_fail("found")
        return look_up(self)(item, state)

    def close(self) -> None: ...
