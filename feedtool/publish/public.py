"""What the world sees: feeds at their public addresses, and who is told that they changed.

Whoever is told fetches at once, so it is told of an address whose bytes are others now. That is a feed's own, or where
only older episodes changed that of their page. Hubs serve who subscribed to any feed; directories know the show by its
own feed alone. The private feed is nobody's business.
"""

from __future__ import annotations

import time
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Final

from feedtool import feeds, output, remote, uris
from feedtool.findings import Finding
from feedtool.kinds import FEED_PATH
from feedtool.publish import notify, reply
from feedtool.publish.inventory import Turn, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

PAUSES: Final = (0.0, 1.0, 3.0, 6.0)
"""Seconds before each look at the public address: a store may take a moment."""
_LIMITS: Final = remote.Limits(seconds=60.0, size=256 << 20)
_HEAD: Final = 1 << 20
"""Bytes of the feed in which its channel names its hubs."""


def topics(changed: Iterable[str], private: str | None) -> list[str]:
    """Of the files that ``changed``, those that are worth telling of, the show's own feed first.

    >>> topics(["audio/1.mp3", "feed.2.xml", "feed.opus.xml", "feed.opus.2.xml", "members.xml"], "members.xml")
    ['feed.2.xml', 'feed.opus.xml']
    """
    paths = {path for path in changed if turn_of(path) >= Turn.FURTHER_FEED}
    own = {path: feeds.page_of(path)[0] for path in paths}
    told = [path for path in paths if own[path] != private and (path == own[path] or own[path] not in paths)]
    return sorted(told, key=lambda path: (own[path] != FEED_PATH, path))


def plan(root: Path, topic: str, feed: Path) -> notify.Plan:
    """Who is told of the topic whose file, as it was built, is ``feed``."""
    with feed.open("rb") as stream:
        made = notify.plan(root, stream.read(_HEAD))
    if topic == FEED_PATH:
        return made
    return made._replace(notices=tuple(notice for notice in made.notices if notice.way == "websub"))


def tell(
    root: Path, base: str, topic: str, *, allow_private: bool, silent: bool, say: Callable[[str], None]
) -> Iterator[Finding]:
    """Findings on the topic under the address ``base``: FT909 unless it is the one just built, else who is told is.

    ``silent``: nobody is told. ``say`` hears who took the notice. Nothing here can fail a publication.
    """
    feed, url = root / output.OUTPUT / topic, uris.join(base, topic)
    if fault := _looked(url, _hash(feed), allow_private=allow_private):
        yield Finding(code="FT909", message=f"{url} {fault}")
        return
    made = plan(root, topic, feed)
    yield from made.findings
    for notice, outcome in notify.send(() if silent else made.notices, url):
        if outcome.ok:
            say(outcome.text)
        else:
            yield Finding(code="FT910", message=f"{notice.to}: {outcome.text}", hint=outcome.hint)


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
        other = "gives another feed than the one just published"
        said = other if answer.status == 200 else reply.to_listeners(answer.status)
    return said


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
