"""What the world sees: the feed at its public address, and who is told that it changed."""

from __future__ import annotations

import time
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Final

from feedtool import output, remote
from feedtool.findings import Finding
from feedtool.kinds import FEED_PATH
from feedtool.publish import notify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAUSES: Final = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each look at the public address: a store may take a moment."""
_LIMITS: Final = remote.Limits(seconds=60.0, size=256 << 20)
_HEAD: Final = 1 << 20
"""Bytes of the feed in which its channel names its hubs."""


def tell(root: Path, url: str, *, allow_private: bool, silent: bool, say: Callable[[str], None]) -> Iterator[Finding]:
    """Findings on the public feed at ``url``: FT909 unless it is the one just built; else whoever is to be told is.

    ``silent``: nobody is told. ``say`` hears who took the notice. Nothing here can fail a publication.
    """
    feed = root / output.OUTPUT / FEED_PATH
    wanted = _hash(feed)
    if fault := _looked(url, wanted, allow_private=allow_private):
        yield Finding(code="FT909", message=f"{url} {fault}")
        return
    plan = notify.plan(root, head_of(feed))
    yield from plan.findings
    if silent:
        return
    for notice, outcome in notify.send(plan.notices, url):
        if outcome.ok:
            say(outcome.text)
        else:
            yield Finding(code="FT910", message=f"{notice.to}: {outcome.text}", hint=outcome.hint)


def head_of(feed: Path) -> bytes:
    """The beginning of a feed's file, in which its channel names its hubs."""
    with feed.open("rb") as stream:
        return stream.read(_HEAD)


def _looked(url: str, wanted: str, *, allow_private: bool) -> str:
    """What is wrong with the public feed, in words; "" when it is the one wanted."""
    said = ""
    for pause in PAUSES:
        time.sleep(pause)
        try:
            answer = remote.get(url, allow_private=allow_private, limits=_LIMITS)
        except remote.RemoteError as error:
            said = str(error)
            continue
        if answer.status == 200 and sha256(answer.body).hexdigest() == wanted:
            return ""
        said = f"answers {answer.status}" if answer.status != 200 else "gives another feed than the one just published"
    return said


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
