"""The protocol of a podcast host: a service that keeps episodes and makes the feed itself.

A host is asked for its episodes, and says by which steps an episode comes there. A step that must not be done twice
says so, and how to find out whether it was done. :mod:`feedtool.publish.hosting` carries steps out.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from feedtool.publish.errors import ConflictError, FullError, TargetError, TransientError
from feedtool.publish.faults import Guarded, blamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

State = dict[str, Any]
"""What is known of an episode on its way: ``id`` once the host has it, and what steps gave, as plain JSON values."""

PARTS: Final = ("fields", "audio", "chapters", "transcript")
"""What an episode is made of, each compared by itself."""
CREATE: Final = "create"
"""The name of the step that creates the episode; it gives ``id``."""
_SAME_TIME: Final = timedelta(hours=36)
"""Within which two dates are one: hosts tell theirs without a zone."""


class RefusedError(TransientError):
    """The host did nothing of it, and said so: 429. The one failure after which any request may be repeated at once."""


class SpentError(FullError):
    """Nothing more is taken, whichever episode it is: the plan there is used up."""


class StrangeError(TargetError):
    """The answer is none of this API; whether anything was carried out is not known."""


class LostError(TargetError):
    """No answer came to a request that must not be repeated: nobody knows whether it was carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedEpisode:
    """An episode as a host tells of it; "" and None where it does not. ``live`` is False for a draft.

    ``published`` is the date that listeners see, None too where the host makes it up from when it was published.
    """

    id: str
    title: str
    guid: str = ""
    slug: str = ""
    url: str = ""
    published: datetime | None = None
    live: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeUpload:
    """An episode as it is to stand at a host.

    ``audio`` is None where its sound lies elsewhere, ``chapters`` the JSON file, ``transcript`` one of WebVTT or SRT.
    ``size`` is in bytes, ``duration`` in milliseconds; ``parts`` the hash of each of :data:`PARTS`. ``sent`` is told
    how many bytes of a file went out.
    """

    guid: str
    slug: str
    title: str
    notes_html: str = ""
    summary: str = ""
    subtitle: str = ""
    number: int | float | None = None
    season: int | None = None
    type: str = "full"
    explicit: bool | None = None
    keywords: tuple[str, ...] = ()
    published: datetime | None = None
    audio: Path | None = None
    media_type: str = ""
    size: int = 0
    duration: int | None = None
    chapters: Path | None = None
    transcript: Path | None = None
    image: Path | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    sent: Callable[[int], None] | None = field(default=None, compare=False, repr=False)

    @property
    def sound(self) -> Path:
        """The audio file. Only who made sure that there is one may ask."""
        if self.audio is None:
            raise ValueError("the episode has no audio file here")
        return self.audio

    def hash_of_fields(self) -> str:
        """The hash of all that is said of the episode, its files aside."""
        said = [self.title, self.notes_html, self.summary, self.subtitle, self.number, self.season, self.type,
                self.explicit, self.keywords, self.published.isoformat() if self.published else None]  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Change(NamedTuple):
    """What is to be done with an episode: the host's ``id`` of it ("": it is new), and the parts that differ."""

    id: str
    parts: frozenset[str]

    @property
    def new(self) -> bool:
        """Whether the host does not have the episode."""
        return not self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request, or a few that belong together.

    ``run`` carries it out and returns what it learned; ``found`` looks whether it was carried out, and returns the
    same, or None. Only a ``repeatable`` step is repeated when no answer came; any other needs ``found``. ``of`` is the
    part whose content it sends, or "all": it is done again when that changed meanwhile; "once": never. ``gives`` names
    what later steps need of it.
    """

    name: str
    run: Callable[[EpisodeUpload, State], State]
    found: Callable[[EpisodeUpload, State], State | None] | None = None
    repeatable: bool = True
    of: str = "all"
    gives: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.repeatable and self.found is None:
            raise TypeError(f"the step {self.name} can neither be repeated nor looked up")


class Host(Protocol):
    """A podcast at a host. Methods raise :mod:`feedtool.publish.errors` and nothing else."""

    @property
    def where(self) -> str:
        """The podcast in words, for messages, the same for as long as it is the same podcast: no key."""

    @property
    def limits(self) -> Sequence[str]:
        """What the host cannot take, in sentences."""

    @property
    def takes(self) -> frozenset[str]:
        """The :data:`PARTS` that it takes."""

    @property
    def uploads(self) -> bool:
        """Whether audio is sent to it; else it takes that from elsewhere."""

    @property
    def dates(self) -> bool:
        """Whether an episode that is created gets our date; else listeners see the moment of its publication.

        True, too, where it stays a draft: who publishes it gives it a date.
        """

    @property
    def blank(self) -> str:
        """The title that it gives to a new episode until that is filled; "" where it takes ours at once."""

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode, drafts too. An answer that is not whole raises: what is missing would be made twice."""

    def steps(self, change: Change) -> Sequence[Step]:
        """What makes the change, in order. UnsupportedError, saying why, where the host cannot."""

    def close(self) -> None:
        """End connections."""


class GuardedHost(Guarded):
    """A host whose methods and steps raise no other errors than they may. A step gives plain JSON values."""

    def steps(self, change: Change) -> list[Step]:
        """The steps of the host, guarded as well."""
        with blamed(self._who):
            made = list(self._inner.steps(change))
        return [replace(step, run=self._run(step.run), found=step.found and self._found(step.found)) for step in made]

    def _run(self, act: Callable[[EpisodeUpload, State], State]) -> Callable[[EpisodeUpload, State], State]:
        def call(item: EpisodeUpload, state: State) -> State:
            with blamed(self._who):
                return _plain(act(item, state))

        return call

    def _found(
        self, act: Callable[[EpisodeUpload, State], State | None]
    ) -> Callable[[EpisodeUpload, State], State | None]:
        def call(item: EpisodeUpload, state: State) -> State | None:
            with blamed(self._who):
                made = act(item, state)
                return None if made is None else _plain(made)

        return call


def _plain(made: State) -> State:
    """What a step gave. TypeError or ValueError where the journal could not note it."""
    if not isinstance(made, dict):
        raise TypeError(f"a step gives a dictionary, not {made!r}")
    json.dumps(made)
    return made


def look_up(host: Host) -> Callable[[EpisodeUpload, State], State | None]:
    """The ``found`` of a step that creates an episode: whether the host has it, by :func:`created`."""

    def found(item: EpisodeUpload, state: State) -> State | None:
        there = created(item, host.episodes(), before=state.get("before", ()), blank=host.blank)
        return {"id": there.id, "url": there.url} if there else None

    return found


def created(
    item: EpisodeUpload, there: Iterable[HostedEpisode], *, before: Iterable[str] = (), blank: str = ""
) -> HostedEpisode | None:
    """The episode that a lost request created: it has our guid or slug, or our title and was not there ``before``.

    ConflictError where two could be it.
    """
    old = frozenset(before)
    rows = list({row.id: row for row in there}.values())  # pages that move while they are read show one twice
    sure = [row for row in rows if _is_marked(item, row)]
    titles = {plain(item.title), plain(blank)} - {""}
    likely = sure or [row for row in rows if row.id not in old and plain(row.title) in titles]
    if len(likely) > 1:
        named = ", ".join(row.id for row in likely)
        message = f"several episodes there could be {item.title!r}: {named}"
        raise ConflictError(message, hint="Remove by hand those at the host that are too many, then publish again.")
    return likely[0] if likely else None


class Known:
    """The episodes of a host, for recognising ours among them where nothing was written down."""

    def __init__(self, there: Iterable[HostedEpisode]) -> None:
        self.rows = list(there)
        self.by_id = {row.id: row for row in self.rows}
        self._marks: dict[str, HostedEpisode] = {}
        self._titles: dict[str, list[HostedEpisode]] = {}
        for row in self.rows:
            self._marks |= {mark: row for mark in (row.guid, row.slug) if mark}
            self._titles.setdefault(plain(row.title), []).append(row)

    def twins(self, *titles: str) -> list[HostedEpisode]:
        """Those with one of these titles."""
        return [row for title in {plain(title) for title in titles} - {""} for row in self._titles.get(title, ())]

    def find(
        self, item: EpisodeUpload, taken: Iterable[str], *, alone: bool
    ) -> tuple[HostedEpisode | None, list[HostedEpisode]]:
        """Ours by guid, slug, or title and date; and those of its title that may be it or not. ``taken`` are others.

        Where the host tells no date the title must do, if ours is ``alone`` with it.
        """
        for mark in (item.guid, item.slug):
            row = self._marks.get(mark)
            if row and _is_marked(item, row):
                return row, []
        others = set(taken)
        rows = [row for row in self.twins(item.title) if row.id not in others]
        same = [row for row in rows if item.published and row.published and _near(item.published, row.published)]
        if not same and alone:
            same = rows if not all(row.published for row in rows) else []
        return (same[0], []) if len(same) == 1 else (None, rows)


def plain(title: str) -> str:
    """A title as it is compared: hosts trim, escape and recompose what they are given."""
    text = unicodedata.normalize("NFC", html.unescape(title))
    return re.sub(r"\s+", " ", text).strip().casefold()


def _is_marked(item: EpisodeUpload, row: HostedEpisode) -> bool:
    return bool((row.guid and row.guid == item.guid) or (row.slug and row.slug == item.slug))


def _near(one: datetime, two: datetime) -> bool:
    """Whether two dates may be one."""
    if one.tzinfo is None or two.tzinfo is None:
        one, two = one.replace(tzinfo=None), two.replace(tzinfo=None)
    return abs(one - two) <= _SAME_TIME
