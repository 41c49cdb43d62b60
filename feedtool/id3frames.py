"""ID3v2 tags cut into frames: versions 2.2, 2.3 and 2.4, every size bounded before it is believed.

The reader builds on this, and the writer uses it only to take over the frames of an older tag; what a frame means is
stated by each of them apart. Nothing here trusts a size: a tag, the sum of what its frames inflate to, and the number
of frames are capped, so that a small hostile file costs little (id3v2.3.0 and id3v2.4.0 structure, sections 3 and 4).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_TAG = 32 * 2**20
"""The largest tag that is read, in bytes: twice what is ever written, and no player would wait for more."""
MAX_INFLATED = 16 * 2**20
"""What the compressed frames of one tag may inflate to together, in bytes."""
MAX_FRAMES = 10_000
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


class Frame(NamedTuple):
    """One frame: ``body`` is its content with compression and unsynchronisation undone, None where that fails.

    ``stored`` is what the tag holds behind the frame's header, ``flags`` its two flag bytes, ``offset`` where its
    header stands behind the tag's own header.
    """

    id: str
    body: bytes | None
    stored: bytes
    flags: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTag:
    """One tag: ``version`` 2, 3 or 4, header ``flags``, whole ``size`` and zero ``padding`` in bytes, its frames.

    ``problems`` says in words what could not be read.
    """

    version: int
    flags: int
    size: int
    padding: int
    frames: tuple[Frame, ...]
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Budget:
    """What may still be spent on one tag."""

    inflate: int = MAX_INFLATED
    frames: int = MAX_FRAMES
    problems: list[str] = field(default_factory=list)


def tag_size(head: bytes) -> int:
    """The whole size in bytes of the tag that starts with ``head`` (at least 10 bytes), 0 where none starts."""
    if len(head) < 10 or head[:3] != b"ID3" or not 2 <= head[3] <= 4 or head[4] == 0xFF:
        return 0
    if any(byte & 0x80 for byte in head[6:10]):
        return 0
    footer = 10 if head[3] == 4 and head[5] & 0x10 else 0
    return 10 + syncsafe(head[6:10]) + footer


def syncsafe(four: bytes) -> int:
    """Four bytes of seven bits each as a number."""
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3]


def split(tag: bytes) -> RawTag | None:
    """The first tag in ``tag``, cut into frames; None where no tag starts there. A cut-off tag gives what is left."""
    size = tag_size(tag)
    if not size:
        return None
    version, flags = tag[3], tag[5]
    budget = _Budget()
    if size > MAX_TAG:
        budget.problems.append(f"the tag says it is {size:,} bytes long; at most {MAX_TAG:,} are read")
        return _raw(tag, 0, (), budget)
    if size > len(tag):
        budget.problems.append(f"the tag says it is {size:,} bytes long, but only {len(tag):,} are there")
    if version == 2 and flags & 0x40:
        budget.problems.append("the whole tag is compressed, in a way ID3v2.2 never defined")
        return _raw(tag, 0, (), budget)
    data = _content(tag, size)
    frames, end = _cut(data, version, budget, all_unsynced=bool(version == 4 and flags & 0x80))
    return _raw(tag, len(data) - end, frames, budget)


def split_all(data: bytes) -> tuple[RawTag, ...]:
    """All tags that stand one behind the other in ``data``, zero bytes between them passed over."""
    tags: list[RawTag] = []
    while data and len(tags) < 16 and (raw := split(data)):
        tags.append(raw)
        data = data[raw.size :].lstrip(b"\0")
    return tuple(tags)


def sub_frames(data: bytes, version: int) -> tuple[tuple[Frame, ...], tuple[str, ...]]:
    """The frames that stand inside a CHAP or CTOC frame, and what was wrong with them."""
    budget = _Budget()
    frames, _ = _cut(data, version, budget)
    return frames, tuple(budget.problems)


def decode(encoding: int, data: bytes) -> str:
    """Text in one of the four encodings of ID3v2; what cannot be decoded becomes U+FFFD."""
    name = _ENCODINGS[encoding] if encoding < len(_ENCODINGS) else "latin-1"
    return data.decode(name, "replace").removeprefix("\ufeff")


def cut_text(encoding: int, data: bytes) -> tuple[str, bytes]:
    """The text up to its terminator (one NUL, two in UTF-16), and the bytes behind it."""
    if encoding not in (1, 2):
        head, _, rest = data.partition(b"\0")
        return decode(encoding, head), rest
    at = data.find(b"\0\0")
    while at > 0 and at % 2:
        at = data.find(b"\0\0", at + 1)
    if at < 0:
        return decode(encoding, data), b""
    return decode(encoding, data[:at]), data[at + 2 :]


def texts(body: bytes) -> list[str]:
    """The values of a text frame, without the terminators; an empty frame gives none."""
    if not body:
        return []
    encoding, rest = body[0], body[1:]
    values: list[str] = []
    while rest and len(values) < 1_000:
        value, rest = cut_text(encoding, rest)
        values.append(value)
    while values and not values[-1]:
        values.pop()
    return values


def _raw(tag: bytes, padding: int, frames: tuple[Frame, ...], budget: _Budget) -> RawTag:
    return RawTag(
        version=tag[3],
        flags=tag[5],
        size=tag_size(tag),
        padding=padding,
        frames=frames,
        problems=tuple(budget.problems),
    )


def _content(tag: bytes, size: int) -> bytes:
    """What stands between header and footer, the whole tag's unsynchronisation and extended header taken off."""
    version, flags = tag[3], tag[5]
    end = size - 10 if version == 4 and flags & 0x10 else size
    data = tag[10:end]
    if flags & 0x80 and version < 4:
        data = _resync(data)
    if flags & 0x40 and version > 2 and len(data) >= 4:
        skip = syncsafe(data) if version == 4 else int.from_bytes(data[:4], "big") + 4
        data = data[skip:] if 6 <= skip <= len(data) else data
    return data


def _resync(data: bytes) -> bytes:
    return data.replace(b"\xff\0", b"\xff")


def _cut(data: bytes, version: int, budget: _Budget, *, all_unsynced: bool = False) -> tuple[tuple[Frame, ...], int]:
    """The frames of ``data``, and where they end: behind that stands padding, or what cannot be read."""
    frames: list[Frame] = []
    at = 0
    head = 6 if version == 2 else 10
    while at + head <= len(data) and data[at]:
        name = _name(data, at, version)
        size = _frame_size(data, at, version)
        if not name or budget.frames <= 0:
            budget.problems.append(f"no frame can be read from byte {at:,} of the tag on")
            return tuple(frames), len(data)
        if at + head + size > len(data):
            budget.problems.append(f"the frame {name} says it is {size:,} bytes long and runs past the end of the tag")
            return tuple(frames), len(data)
        stored = data[at + head : at + head + size]
        flags = 0 if version == 2 else int.from_bytes(data[at + 8 : at + 10], "big")
        body = _body(stored, flags, version, budget, name, all_unsynced=all_unsynced)
        frames.append(Frame(name, body, stored, flags, at))
        budget.frames -= 1
        at += head + size
    return tuple(frames), at


def _name(data: bytes, at: int, version: int) -> str:
    """The frame's id, empty where none stands: capitals and digits; old writers put a space or NUL behind three."""
    name = data[at : at + (3 if version == 2 else 4)]
    core = name[:3] if name[3:] in (b" ", b"\0") else name
    if core.isalnum() and core.isascii() and core.upper() == core:
        return core.decode("ascii")
    return ""


def _frame_size(data: bytes, at: int, version: int) -> int:
    """The frame's size. Version 2.4 has seven-bit bytes, yet known writers put plain ones: the one that fits counts."""
    if version == 2:
        return int.from_bytes(data[at + 3 : at + 6], "big")
    four = data[at + 4 : at + 8]
    plain = int.from_bytes(four, "big")
    if version == 3 or plain < 0x80:
        return plain
    if any(byte & 0x80 for byte in four):
        return plain
    safe = syncsafe(four)
    if not _leads_on(data, at + 10 + safe) and _leads_on(data, at + 10 + plain):
        return plain
    return safe


def _leads_on(data: bytes, at: int) -> bool:
    """Whether a frame, padding or the end stands at ``at``."""
    return at == len(data) or (at < len(data) and (not data[at] or bool(_name(data, at, 4))))


def _body(stored: bytes, flags: int, version: int, budget: _Budget, name: str, *, all_unsynced: bool) -> bytes | None:
    if version == 2 or (not flags & 0xFF and not all_unsynced):
        return stored
    if flags & (0x40 if version == 3 else 0x04):
        budget.problems.append(f"the frame {name} is encrypted")
        return None
    if version == 3:
        packed = bool(flags & 0x80)
        data = stored[(4 if packed else 0) + (1 if flags & 0x20 else 0) :]
    else:
        packed = bool(flags & 0x08)
        data = stored[(1 if flags & 0x40 else 0) + (4 if flags & 0x01 else 0) :]
        data = _resync(data) if flags & 0x02 or all_unsynced else data
    return _inflate(data, budget, name) if packed else data


def _inflate(data: bytes, budget: _Budget, name: str) -> bytes | None:
    """Inflated data, never more than the budget: a kilobyte can stand for a gigabyte."""
    engine = zlib.decompressobj()
    try:
        made = engine.decompress(data, budget.inflate + 1)
    except zlib.error:
        budget.problems.append(f"the frame {name} is compressed and cannot be inflated")
        return None
    if len(made) > budget.inflate:
        budget.problems.append(f"the frame {name} inflates to more than {MAX_INFLATED:,} bytes")
        budget.inflate = 0
        return None
    budget.inflate -= len(made)
    return made
