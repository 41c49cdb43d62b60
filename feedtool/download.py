"""Feeds and media from files and web servers: bounded, checked, and gone on with where a download stopped.

Media comes in parts, by ranges, and goes as it comes into a file beside its place that keeps its name from run to run;
it takes its place once it is whole and as long as the server says. Where connections may lead is
:mod:`feedtool.remote`'s matter.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from feedtool import diskio, remote, uris
from feedtool.findings import EnvironmentFault, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_FEED: Final = 256 * 1024 * 1024
"""How many bytes a feed may have."""
PIECE: Final = 16 * 1024 * 1024
"""How much of a media file is asked for at a time: each part has its time, however large the whole."""
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_SECONDS: Final = 120.0
_WHOLE, _PART, _BEYOND = 200, 206, 416


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What one download may take: bytes in all, and seconds for each part; ``allow_private`` networks."""

    size: int = 2 * 1024 * 1024 * 1024
    seconds: float = _SECONDS
    allow_private: bool = False


def opened(name: str, *, allow_private: bool = False) -> BinaryIO:
    """The feed in the file or at the http or https address ``name``, open for reading.

    Raises EnvironmentFault: FT031 for a file that cannot be read, FT836 and FT837 for an address that gives nothing.
    """
    if uris.is_web(name):
        return io.BytesIO(fetched(name, allow_private=allow_private))
    try:
        return Path(name).open("rb")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise EnvironmentFault(Finding(code="FT031", message=message, place=Place(name))) from None


def fetched(url: str, *, allow_private: bool = False, size: int = MAX_FEED, seconds: float = _SECONDS) -> bytes:
    """What stands at ``url``, at most ``size`` bytes. Raises EnvironmentFault (FT836, FT837)."""
    answer = _get(url, {}, Caps(size=size, seconds=seconds, allow_private=allow_private))
    if answer.status != _WHOLE:
        raise _failed(url, f"the server answers {answer.status}")
    if not answer.whole:
        raise _failed(url, f"more than {size:,} bytes")
    return answer.body


def fetch(
    url: str,
    path: Path,
    *,
    caps: Caps = Caps(),
    told: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Bring the file at ``url`` to ``path``, going on with what an earlier run left; its size in bytes.

    ``told`` is called with the bytes that are there and those there will be (0: not known). A file that stands at
    ``path`` already is left as it is. Raises EnvironmentFault (FT836, FT837; FT001 to FT003 for the disk).
    """
    if path.exists():
        return path.stat().st_size
    waiting = path.with_name(f".feedtool-{path.name}.part")
    with diskio.told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with waiting.open("ab") as out:
            size = _filled(url, out, caps, told)
        waiting.replace(path)
    return size


def _filled(url: str, out: BinaryIO, caps: Caps, told: Callable[[int, int], None]) -> int:
    """Append to ``out`` what it lacks; its size once it is whole."""
    while True:
        before = out.seek(0, io.SEEK_END)
        wanted = {"Range": f"bytes={before}-{before + PIECE - 1}"}
        answer = _get(url, wanted, caps, partial(_place, out, before))
        url = answer.url  # the address in the end: what redirects counts a download only once
        out.flush()
        done = out.seek(0, io.SEEK_END)
        total = _total(answer, url, before)
        if max(done, total) > caps.size or not answer.whole:
            out.truncate(0)
            raise _failed(url, f"more than {caps.size:,} bytes")
        told(done, total)
        if done >= total or answer.status == _WHOLE:
            return _verified(out, done, total, url)


def _place(out: BinaryIO, before: int, status: int, headers: Mapping[str, str]) -> BinaryIO | None:
    """Where the body of an answer goes: into ``out`` what goes on from ``before``, or what is the whole file."""
    if status == _WHOLE:
        out.truncate(0)
        return out
    return out if status == _PART and _length(headers, before) else None


def _length(headers: Mapping[str, str], before: int) -> int:
    """How long a file is of which this is the part from ``before`` on, as it stands on the server; 0: it is not."""
    match = _RANGE.fullmatch(headers.get("content-range", ""))
    packed = headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}
    return int(match[3]) if match and match[3] != "*" and int(match[1]) == before and not packed else 0


def _total(answer: remote.Answer, url: str, before: int) -> int:
    """How long the file is, as the server says. What is no part of it raises EnvironmentFault."""
    if answer.status == _WHOLE:
        return answer.length
    if answer.status == _BEYOND and answer.headers.get("content-range", "") == f"bytes */{before}" and before:
        return before
    total = _length(answer.headers, before) if answer.status == _PART and answer.length else 0
    if not total:
        raise _failed(url, f"the server answers {answer.status}")
    return total


def _verified(out: BinaryIO, done: int, total: int, url: str) -> int:
    if done == total and done:
        return done
    out.truncate(0)
    raise _failed(url, f"{done:,} bytes came, {total:,} were promised")


def _get(url: str, headers: dict[str, str], caps: Caps, sink: remote.Sink | None = None) -> remote.Answer:
    limits = remote.Limits(seconds=caps.seconds, size=caps.size)
    try:
        return remote.get(uris.encode(url), headers=headers, allow_private=caps.allow_private, limits=limits, sink=sink)
    except remote.SinkError as error:
        raise error.__cause__ or error from None
    except remote.RefusedError as error:
        raise EnvironmentFault(Finding(code="FT837", message=f"{remote.without_secrets(url)} {error}")) from None
    except remote.RemoteError as error:
        raise _failed(url, str(error)) from None


def _failed(url: str, why: str) -> EnvironmentFault:
    return EnvironmentFault(Finding(code="FT836", message=f"{remote.without_secrets(url)}: {why}"))
