"""What a feed's addresses answer: is the audio there, is the artwork right, can chapters and transcripts be read?

The judging of what came back is the checkers'; the asking is :mod:`feedtool.remote`'s. Addresses are asked a few at a
time; findings keep the order of the feed whatever server answers first.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool import remote
from feedtool.check import artwork, transcript
from feedtool.check import chapters as check_chapters
from feedtool.check.feed.addresses import Address, addresses
from feedtool.check.feed.tables import CHAPTER_TYPES_READ, MEDIA_TYPES
from feedtool.findings import Finding, Place, SourceError, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ORIGIN: Final = "https://player.example"
"""Where a web player would run: servers that let it read say so in their answer."""

_SAME: Final = ({"audio/mpeg", "audio/mp3"}, {"text/vtt", "text/plain"}, *map(set, MEDIA_TYPES.values()))
_JSON: Final = frozenset({"application/json+chapters", *CHAPTER_TYPES_READ})
_FEED_TYPES: Final = frozenset({"application/rss+xml", "application/xml", "text/xml"})
_MANY_HOPS: Final = 3
_NO_HEAD: Final = frozenset({400, 403, 405, 500, 501})
_PICTURE: Final = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far to go: ``allow_private`` networks, ``most`` addresses of one feed, ``at_once`` asked together."""

    allow_private: bool = False
    most: int = 400
    at_once: int = 6
    limits: remote.Limits = field(default_factory=remote.Limits)


def check(stream: BinaryIO | Iterable[bytes], file: str, reach: Reach) -> Iterator[Finding]:
    """Findings FT590 to FT599 on what the feed in ``stream`` points to, in the order of the feed."""
    found = addresses(stream, file)
    asked = list(islice(found, reach.most))
    with ThreadPoolExecutor(max_workers=reach.at_once) as pool:
        yield from chain.from_iterable(pool.map(lambda address: _asked(address, reach), asked))
    if left := sum(1 for _ in found):
        message = f"{left:,} more addresses were not asked: a check asks {reach.most}"
        yield Finding(code="FT599", message=message, place=Place(file))


def served(answer: remote.Answer, file: str) -> Iterator[Finding]:
    """Findings on how a feed itself is served: its type, its redirects, and whether web players may read it."""
    place = Place(file)
    kind = _type(answer)
    if kind not in _FEED_TYPES:
        message = f"the server sends the feed as {kind or 'nothing in particular'}"
        yield Finding(code="FT593", message=message, place=place, hint="Serve it as application/rss+xml.")
    yield from _hops(answer, place)
    yield from _open(answer, "the feed", place)


def _asked(address: Address, reach: Reach) -> list[Finding]:
    try:
        return list(_BY_KIND[address.kind](address, reach))
    except remote.RemoteError as error:
        code = "FT591" if isinstance(error, remote.RefusedError) else "FT590"
        message = f"{remote.without_secrets(address.url)} {error}"
        return [Finding(code=code, message=message, place=address.place)]


def _get(address: Address, reach: Reach, *, method: str = "GET", **headers: str) -> remote.Answer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return remote.get(
        address.url, method=method, headers=sent, allow_private=reach.allow_private, limits=reach.limits
    )  # fmt: skip


def _audio(address: Address, reach: Reach) -> Iterator[Finding]:
    """HEAD for length and type, then the first two bytes for ranges."""
    head = _get(address, reach, method="HEAD")
    if head.status >= 400 and head.status not in _NO_HEAD:
        yield _status(address, head)
        return
    part = _get(address, _small(reach, 2), Range="bytes=0-1")
    if part.status >= 400:
        yield _status(address, part)
        return
    yield from _hops(part, address.place)
    told = _length(head) if head.status < 400 else ""
    told = told or _total(part)
    if address.length.isdigit() and told.isdigit() and int(address.length) != int(told):
        message = f"the feed says {int(address.length):,} bytes, the server {int(told):,}: {address.url}"
        yield Finding(code="FT592", message=message, place=address.place)
    yield from _typed(address, part)
    if part.status != 206:
        yield Finding(code="FT594", message=f"the server sends no part of {address.url}", place=address.place)


def _artwork(address: Address, reach: Reach) -> Iterator[Finding]:
    answer = _get(address, _small(reach, _PICTURE), Range=f"bytes=0-{_PICTURE - 1}")
    if answer.status >= 400:
        yield _status(address, answer)
        return
    yield from _hops(answer, address.place)
    picture = artwork.read(answer.body)
    if picture is None:
        message = f"{address.url} is neither a JPEG nor a PNG picture"
        yield Finding(code="FT596", message=message, place=address.place)
        return
    size = _total(answer) or _length(answer)
    for fault in artwork.faults(picture, size=int(size) if size.isdigit() else 0):
        yield Finding(code="FT596", message=f"{address.url} {fault}", place=address.place)


def _chapters(address: Address, reach: Reach) -> Iterator[Finding]:
    yield from _document(address, reach, check_chapters.check)


def _transcript(address: Address, reach: Reach) -> Iterator[Finding]:
    yield from _document(address, reach, _cues)


def _cues(data: bytes, file: str) -> Iterable[Finding]:
    from feedtool.transcripts import read_any

    made = read_any(data, file)
    return [*made.findings, *transcript.check(made, file)]


def _document(address: Address, reach: Reach, judge: Callable[[bytes, str], Iterable[Finding]]) -> Iterator[Finding]:
    """A file that is read whole: there, readable, allowed to web players; its own faults told as one finding."""
    answer = _get(address, reach, Origin=ORIGIN)
    if answer.status >= 400:
        yield _status(address, answer)
        return
    yield from _hops(answer, address.place)
    yield from _typed(address, answer)
    yield from _open(answer, address.url, address.place)
    if not answer.whole:
        message = f"{address.url} is larger than {reach.limits.size // (1024 * 1024)} MB"
        yield Finding(code="FT597", message=message, place=address.place)
        return
    try:
        faults = [found for found in judge(answer.body, address.url) if has_errors([found])]
    except SourceError as error:
        faults = list(error.findings)
    except UnicodeError:
        yield Finding(code="FT597", message=f"{address.url} is not in UTF-8", place=address.place)
        return
    if faults:
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        message = f"{faults[0].place or address.url}: {faults[0].message} [{faults[0].code}]{more}"
        yield Finding(code="FT597", message=message, place=address.place, hint=faults[0].advice)


_BY_KIND: Final = {"audio": _audio, "artwork": _artwork, "chapters": _chapters, "transcript": _transcript}


def _small(reach: Reach, size: int) -> Reach:
    """``reach`` for a request of which only the first bytes matter."""
    return Reach(allow_private=reach.allow_private, limits=reach.limits._replace(size=size))


def _status(address: Address, answer: remote.Answer) -> Finding:
    return Finding(code="FT590", message=f"{address.url} answers {answer.status}", place=address.place)


def _hops(answer: remote.Answer, place: Place) -> Iterator[Finding]:
    chain_of = (*answer.hops, answer.url)
    if chain_of[0].startswith("https://") and any(url.startswith("http://") for url in chain_of[1:]):
        message = f"{chain_of[0]} is redirected to an address without encryption"
        yield Finding(code="FT595", message=message, place=place)
    if len(answer.hops) > _MANY_HOPS:
        yield Finding(code="FT595", message=f"{chain_of[0]} is redirected {len(answer.hops)} times", place=place)


def _typed(address: Address, answer: remote.Answer) -> Iterator[Finding]:
    """The server's type against the feed's; names that mean the same are the same."""
    ours, theirs = address.media_type.partition(";")[0].strip().lower(), _type(answer)
    if not ours or not theirs or ours == theirs or any({ours, theirs} <= same for same in _SAME):
        return
    if ours in _JSON and theirs in _JSON:
        return
    message = f"the feed says {ours}, the server {theirs}: {address.url}"
    yield Finding(code="FT593", message=message, place=address.place)


def _open(answer: remote.Answer, what: str, place: Place) -> Iterator[Finding]:
    if answer.headers.get("access-control-allow-origin", "").strip() not in {"*", ORIGIN}:
        yield Finding(code="FT598", message=f"web players may not read {what}", place=place)


def _type(answer: remote.Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _length(answer: remote.Answer) -> str:
    return answer.headers.get("content-length", "").strip()


def _total(answer: remote.Answer) -> str:
    """The whole length that the answer to a range tells: ``bytes 0-1/5000``."""
    return answer.headers.get("content-range", "").rpartition("/")[2].strip()
