"""What is wrong with a podcast feed: any feed, whoever wrote it.

The feed is cut into its items and the rest; each piece is parsed and judged on its own, so a feed of any size needs
the memory of one item, and a broken item hides nothing of the others. Four judges, none of which knows the writer:
``schemas/rss.rng`` (:mod:`.grammar`), ``schemas/podcast.sch`` (:mod:`.assertions`), rules a tag (:mod:`.values`)
and what a directory asks for (:mod:`.profiles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from feedtool.check.feed import profiles
from feedtool.check.feed.frame import Frame
from feedtool.check.feed.stream import Checker, limited, shell_of, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from feedtool.findings import Finding


def check(
    stream: BinaryIO | Iterable[bytes],
    file: str,
    *,
    profile: str = "strict",
    now: datetime | None = None,
    address: str = "",
) -> Iterator[Finding]:
    """The findings on a whole feed, its items first and its channel last, in the memory of one item.

    ``profile`` is rss, strict, apple, spotify or psp1; another raises UsageError. ``now`` has a zone, and dates after
    it are told; ``address`` is where the feed was got from, and compared with what it says of itself. Of one code,
    after a hundred findings only their number is told.
    """
    checker = Checker(file, profiles.known(profile), now=now, address=address)
    yield from limited(weighed(checker.feed(stream), profile))


def check_item(fragment: bytes, file: str, *, profile: str = "strict") -> Iterator[Finding]:
    """The findings on one ``<item>`` as rendered, its prefixes those every feed declares. Lines count in it."""
    from feedtool.read.feed_pieces import Piece

    checker = Checker(file, profiles.known(profile))
    piece = Piece(is_item=True, line=1, column=1, data=fragment)
    yield from limited(weighed(checker.item(Frame(shell_of(), file), piece), profile))
