"""What must be done to make a store hold what was built: compared file by file, in the order it will be done.

The store is looked at, never written to. One listing pass tells all that did not change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from feedtool.kinds import FEED_PATH
from feedtool.publish import record
from feedtool.publish.errors import TargetError
from feedtool.publish.inventory import Turn, turn_of
from feedtool.publish.record import Known, Listed
from feedtool.publish.store import ABSENT, OWN, Retag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from feedtool.findings import Finding
    from feedtool.publish.inventory import Item
    from feedtool.publish.store import Remote, Store

MOST: Final = 1_000_000
"""Files of a store that are looked at: a listing of more has no end, or is of something else than a show."""
_HASHED: Final = re.compile(r"-[0-9a-f]{8}$")


class Action(StrEnum):
    """What is done with a file: sent, made at the store from audio it has, or removed."""

    SEND = "send"
    RETAG = "retag"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. ``expect`` is the version of what stands there (ABSENT: nothing), ``why`` the reason in words.

    ``item`` is None for a deletion, ``base`` the audio that a retag builds on. ``cost`` are the bytes it sends.
    """

    action: Action
    path: str
    expect: str
    why: str
    item: Item | None = None
    base: tuple[str, Known] | None = None
    cost: int = 0

    def retag(self) -> Retag:
        """A RETAG as a store takes it."""
        if self.item is None or self.base is None:
            raise ValueError(self.action)
        source, known = self.base
        return Retag(
            source=source, version=known.version, skip=known.head, head=self.item.head(), upload=self.item.upload()
        )


@dataclass(slots=True, kw_only=True)
class View:
    """What stands on a store: each file as listed, and what is known of the bytes of those that we put there.

    ``record`` is the file of the list, ``listed`` what it says.
    """

    files: dict[str, Remote] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    record: Remote | None = None
    listed: Listed = field(default_factory=Listed)
    findings: list[Finding] = field(default_factory=list)

    @property
    def published(self) -> bool:
        """Whether listeners see a feed there."""
        return FEED_PATH in self.files

    @property
    def outdated(self) -> bool:
        """Whether the list lacks something that is known. Feeds are younger than it, always."""
        listed = self.listed.files
        return any(listed.get(path) != row for path, row in self.known.items() if turn_of(path) < Turn.FURTHER_FEED)


def look(store: Store, journalled: Mapping[str, Known]) -> View:
    """What stands on the store, in one listing pass. ``journalled`` is what a run that was broken off had put there."""
    view = View()
    for count, one in enumerate(store.files()):
        if count >= MOST:
            raise TargetError("lists files without end", hint="Name a folder of its own for the show.")
        if one.path == record.PATH:
            view.record = one
        elif not one.path.startswith(f"{OWN}/"):
            view.files[one.path] = one
    if view.record:
        view.listed, view.findings = record.read(store, view.record.size)
        view.known |= view.listed.files
    view.known |= journalled
    # of what has another version now, somebody else knows the bytes
    view.known = {path: row for path, row in view.known.items() if _holds(row, view.files.get(path))}
    return view


def _holds(row: Known, there: Remote | None) -> bool:
    return there is not None and (row.version, row.size) == (there.version, there.size)


def is_same(store: Store, item: Item, view: View) -> bool:
    """Whether the store has the item's bytes: by the list, by the hash it keeps, or else by reading them back."""
    there = view.files.get(item.path)
    if there is None or there.size != item.digest.size:
        return False
    known = view.known.get(item.path)
    return (known.sha256 if known else _hash_of(store, there)) == item.digest.sha256


def _hash_of(store: Store, there: Remote) -> str:
    """The SHA-256 of a file on the store: the one it keeps, or that of the bytes it gives."""
    looked = there if there.sha256 else store.stat(there.path)
    if looked and looked.sha256:
        return looked.sha256
    whole = sha256()
    for chunk in store.read(there.path, 0, there.size):
        whole.update(chunk)
    return whole.hexdigest()


def changed(store: Store, items: Iterable[Item], view: View) -> tuple[list[Item], dict[str, Known]]:
    """The items that the store lacks or has otherwise; and what is known now of those that it has."""
    lacking, there = [], {}
    for item in items:
        if is_same(store, item, view):
            remote = view.files[item.path]
            there[item.path] = known_of(item, remote)
        else:
            lacking.append(item)
    return lacking, there


def known_of(item: Item, there: Remote) -> Known:
    """What the list will say of an item that stands on the store."""
    about = item.digest
    return Known(version=there.version, size=about.size, sha256=about.sha256, head=about.head, rest=about.rest)


def new_name(item: Item) -> str:
    """The path under which changed audio goes out: eight digits of its hash behind the name it had."""
    path = PurePosixPath(item.path)
    stem = _HASHED.sub("", path.stem)
    return str(path.with_name(f"{stem}-{item.digest.sha256[:8]}{path.suffix}"))


def steps(lacking: Sequence[Item], view: View, retag_cost: Callable[..., int] | None) -> Iterator[Step]:
    """How each lacking item comes to the store, in the order of the items.

    ``retag_cost`` is the store's, None where it can retag nothing. Where a retag would send all, the file is sent.
    """
    by_sound = {row.rest: (path, row) for path, row in view.known.items() if row.rest and row.head}
    for item in lacking:
        there = view.files.get(item.path)
        expect = there.version if there else ABSENT
        base, cost = None, item.digest.size
        if retag_cost and (base := _base(item, view, by_sound)):
            cost = retag_cost(head=item.digest.head, size=item.digest.size, source=base[1].size)
        if base and cost < item.digest.size:
            why = "only its tag changed" if there else f"the sound of {base[0]}, with another tag"
            yield Step(action=Action.RETAG, path=item.path, expect=expect, why=why, item=item, base=base, cost=cost)
        else:
            why = "changed" if there else "new"
            yield Step(action=Action.SEND, path=item.path, expect=expect, why=why, item=item, cost=item.digest.size)


def _base(item: Item, view: View, by_sound: Mapping[str, tuple[str, Known]]) -> tuple[str, Known] | None:
    """The audio that an item can be made of. What is to be replaced is made of itself alone: then it is compared."""
    if item.turn is not Turn.AUDIO or not item.digest.head:
        return None
    if item.path not in view.files:
        return by_sound.get(item.digest.rest)
    own = view.known.get(item.path)
    return (item.path, own) if own and own.head and own.rest == item.digest.rest else None


def left_over(store: Store, items: Iterable[Item], view: View) -> list[str]:
    """What we once put on the store and no build makes any more; never the feed itself.

    The list cannot tell the version of a feed, which is put after it; so one that is not known is known by its bytes.
    """
    wanted = {FEED_PATH, *(item.path for item in items)}
    for path in view.listed.feeds.keys() - wanted - view.known.keys():
        there = view.files.get(path)
        if there and (found := _hash_of(store, there)) in view.listed.feeds[path]:
            view.known[path] = Known(version=there.version, size=there.size, sha256=found)
    return sorted(view.known.keys() - wanted)


def deletions(paths: Collection[str], view: View) -> list[Step]:
    """Steps that remove these files."""
    return [
        Step(action=Action.DELETE, path=path, expect=view.files[path].version, why="no longer part of the show")
        for path in sorted(paths)
    ]
