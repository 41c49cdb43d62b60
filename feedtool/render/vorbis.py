"""An episode as Vorbis comments, and the head of a FLAC, Ogg Vorbis or Opus file around them.

Chapters are CHAPTERxxx comments (a time, a name, a link), the cover a picture block. The head replaces the old one in
front of frames or pages whose content stays byte for byte; behind an Ogg head of another number of pages the later ones
are counted anew (RFC 9639 section 8, RFC 3533 section 6, RFC 7845 section 5).
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import TYPE_CHECKING

from feedtool import oggpages, uris
from feedtool.findings import Finding, SourceError
from feedtool.timecode import clock, npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.model import Chapter, Episode, Picture, Show

MAX_CHAPTERS = 1_000
"""The numbers of three digits: readers know no others."""
_PAGE = 255
"""Segments a page holds; each has 255 bytes at most."""
_LARGEST_BLOCK = 2**24 - 1
_MEDIA = ("image/jpeg", "image/png")
_COMMENT, _PADDING, _PICTURE = 4, 1, 6
_SLACK = 64 * 1024


def render_flac(show: Show | None, episode: Episode, existing: bytes) -> bytes:
    """The head of a FLAC file: ``existing`` with new comments and cover, all other blocks kept, as long if it fits.

    Raises SourceError with FT416 (over 1,000 chapters) or FT420 (a block over 16 MiB).
    """
    old = [*_blocks(existing)]
    comments = next((body for kind, body in old if kind == _COMMENT), _NO_COMMENTS)
    picture = _cover(show, episode)
    kept = [
        (kind, body) for kind, body in old if kind not in (_COMMENT, _PADDING) and not _replaced(kind, body, picture)
    ]
    new = [*kept[:1], (_COMMENT, _comments(show, episode, comments)), *kept[1:]]
    new += [(_PICTURE, _picture_block(picture))] if picture else []
    for _, body in new:
        if len(body) > _LARGEST_BLOCK:
            raise SourceError(_too_large("a FLAC block holds at most 16 MB"))
    return _flac(new, len(existing))


def render_ogg(show: Show | None, episode: Episode, existing: bytes) -> bytes:
    """The head pages of an Ogg Vorbis or Opus file: ``existing`` with new comments, as long as before if it fits.

    Where it has more pages or fewer, those behind it are to be counted anew (:mod:`feedtool.oggpages`). Raises
    SourceError with FT416 (over 1,000 chapters), FT420 (over 16 MiB), or FT409 where pages of another stream stand
    between them.
    """
    pages = [*_pages(existing)]
    if len({page[14:18] for page in pages}) != 1 or len(pages) < 2:
        raise SourceError(Finding(code="FT409", message="the Ogg file holds several streams; it is left as it is"))
    packets = _packets(pages[1:])
    mark = b"OpusTags" if packets[0].startswith(b"OpusTags") else b"\x03vorbis"
    tail = b"" if mark == b"OpusTags" else b"\x01"
    body = _comments(show, episode, packets[0][len(mark) :], picture=_cover(show, episode))
    comments = _padded(mark + body + tail, len(packets[0]))
    if len(comments) > _LARGEST_BLOCK:
        raise SourceError(_too_large(f"{len(comments):,} bytes of tags are more than any player would load"))
    return pages[0] + _paged([comments, *packets[1:]], pages[1][14:18])


def _padded(packet: bytes, room: int) -> bytes:
    """Zeros behind the comments: as long as ``room`` where that fits, else at least 1 KiB spare, in 2 KiB steps."""
    size = room if len(packet) <= room <= len(packet) + _SLACK else -(-(len(packet) + 1024) // 2048) * 2048
    return packet.ljust(size, b"\0")


def losses(show: Show | None, episode: Episode) -> Iterator[Finding]:
    """What comments have no place for: chapters out of the list, images of chapters, covers of other kinds."""
    hidden = [c for c in episode.chapters if not c.toc]
    if hidden:
        yield _lost(f"{len(hidden)} chapters that stay out of the list are left out", hidden[0])
    images = [c for c in episode.chapters if c.image and c.toc]
    if images:
        yield _lost(f"the images of {len(images)} chapters are left out", images[0])
    picture = episode.pictures.get(episode.image or "") or (show.picture if show else None)
    if picture and picture.media_type not in _MEDIA:
        yield Finding(code="FT408", message=f"the cover is {picture.media_type}: left out", hint="Use a JPEG or PNG.")


def _lost(message: str, chapter: Chapter) -> Finding:
    return Finding(code="FT408", message=f"{message}, from {clock(chapter.start)} on", place=chapter.place)


def _too_large(message: str) -> Finding:
    return Finding(code="FT420", message=message, hint="Use a smaller cover, fewer chapters or shorter titles.")


_NO_COMMENTS = bytes(8)


def _comments(show: Show | None, episode: Episode, old: bytes, *, picture: Picture | None = None) -> bytes:
    """The comment packet: the old vendor, old comments that none of ours replaces, ours, then the chapters."""
    vendor, kept = _old(old)
    ours = [*_facts(show, episode), *_chapters(episode.chapters)]
    if picture:
        ours.append(("METADATA_BLOCK_PICTURE", base64.b64encode(_picture_block(picture)).decode("ascii")))
    replaced = {name for name, _ in ours}
    lines = [
        line
        for line in kept
        if (name := line.partition(b"=")[0].decode("ascii", "replace").upper()) not in replaced
        and not (episode.chapters and name.startswith("CHAPTER") and name[7:10].isdigit())
    ]
    lines += [f"{name}={value}".encode("utf-8", "replace") for name, value in ours]
    return _sized(vendor) + len(lines).to_bytes(4, "little") + b"".join(_sized(line) for line in lines)


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4, "little") + data


def _old(data: bytes) -> tuple[bytes, list[bytes]]:
    """The vendor and the comments of an old packet, as bytes, up to where they break off."""
    size = int.from_bytes(data[:4], "little")
    vendor, at = data[4 : 4 + size], 8 + size
    made: list[bytes] = []
    for _ in range(int.from_bytes(data[4 + size : 8 + size], "little")):
        length = int.from_bytes(data[at : at + 4], "little")
        if at + 4 + length > len(data) or at + 4 > len(data):
            break
        made.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return vendor, made


def _facts(show: Show | None, episode: Episode) -> Iterator[tuple[str, str]]:
    album = show.title if show else episode.show
    when = episode.published
    rows = (
        ("TITLE", episode.title),
        ("ARTIST", episode.author or (show.author if show else None) or album),
        ("ALBUMARTIST", album),
        ("ALBUM", album),
        ("TRACKNUMBER", episode.episode),
        ("DISCNUMBER", episode.season),
        ("DATE", None if when is None else (when.date() if isinstance(when, datetime) else when).isoformat()),
        ("GENRE", "Podcast" if show else None),
        ("COMMENT", episode.subtitle or episode.description),
        ("LANGUAGE", episode.language or (show.language if show else None)),
        ("COPYRIGHT", show.copyright if show else None),
        ("URL", uris.encode(episode.link) if episode.link else None),
    )
    for name, value in rows:
        if value not in (None, ""):
            yield name, _line(str(value))


def _chapters(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str]]:
    shown = sorted((c for c in chapters if c.toc), key=lambda c: c.start)
    if len(shown) > MAX_CHAPTERS:
        message = f"{len(shown)} chapters: comments number at most {MAX_CHAPTERS}"
        raise SourceError(Finding(code="FT416", message=message, place=shown[MAX_CHAPTERS].place))
    for number, chapter in enumerate(shown):
        yield f"CHAPTER{number:03}", npt(chapter.start)
        yield f"CHAPTER{number:03}NAME", _line(chapter.title)
        if chapter.url:
            yield f"CHAPTER{number:03}URL", uris.encode(chapter.url)


def _line(text: str) -> str:
    """Text without control characters: some readers end at a NUL."""
    return "".join(c for c in text if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f"))


def _cover(show: Show | None, episode: Episode) -> Picture | None:
    picture = episode.pictures.get(episode.image or "") or (show.picture if show else None)
    return picture if picture and picture.media_type in _MEDIA else None


def _picture_block(picture: Picture) -> bytes:
    """Type 3 (front cover), media type, no description, size in pixels, colours not said (RFC 9639 section 8.8)."""
    mime = picture.media_type.encode("ascii")
    numbers = (picture.width, picture.height, 0, 0, len(picture.data))
    head = (3).to_bytes(4, "big") + len(mime).to_bytes(4, "big") + mime + bytes(4)
    return head + b"".join(n.to_bytes(4, "big") for n in numbers) + picture.data


def _blocks(head: bytes) -> Iterator[tuple[int, bytes]]:
    at, last = 4, False
    while not last and at + 4 <= len(head):
        last, size = bool(head[at] & 0x80), int.from_bytes(head[at + 1 : at + 4], "big")
        yield head[at] & 0x7F, head[at + 4 : at + 4 + size]
        at += 4 + size


def _replaced(kind: int, body: bytes, picture: Picture | None) -> bool:
    return kind == _PICTURE and picture is not None and body[:4] == b"\0\0\0\3"


def _flac(blocks: Sequence[tuple[int, bytes]], room: int) -> bytes:
    """Mark, blocks, and a last block of padding: as long as ``room`` where that fits."""
    made = b"fLaC" + b"".join(bytes([kind]) + len(body).to_bytes(3, "big") + body for kind, body in blocks)
    needed = len(made) + 4
    size = room if needed <= room <= needed + _SLACK else -(-(needed + 1024) // 2048) * 2048
    return made + bytes([0x80 | _PADDING]) + (size - needed).to_bytes(3, "big") + bytes(size - needed)


def _pages(data: bytes) -> Iterator[bytes]:
    at = 0
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data):
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        end = at + 27 + len(lacing) + sum(lacing)
        yield data[at:end]
        at = end


def _packets(pages: Iterable[bytes]) -> list[bytes]:
    made, part = [], b""
    for page in pages:
        lacing = page[27 : 27 + page[26]]
        at = 27 + len(lacing)
        for value in lacing:
            part += page[at : at + value]
            at += value
            if value < 255:
                made.append(part)
                part = b""
    return made


def _paged(packets: Sequence[bytes], serial: bytes) -> bytes:
    """The packets in as few pages as hold them, numbered from 1 on; the last packet ends with the last page."""
    segments = [part for packet in packets for part in _segments(packet)]
    made, continued = [], False
    for number, at in enumerate(range(0, len(segments), _PAGE), 1):
        part = segments[at : at + _PAGE]
        made.append(_page(part, number, serial, continued=continued))
        continued = len(part[-1]) == 255
    return b"".join(made)


def _segments(packet: bytes) -> list[bytes]:
    """255 bytes at a time; a packet ends with a shorter piece, an empty one if need be."""
    return [packet[at : at + 255] for at in range(0, len(packet) + 1, 255)]


def _page(segments: Sequence[bytes], number: int, serial: bytes, *, continued: bool) -> bytes:
    """One page; a position of -1 says that no packet ends on it."""
    ends = any(len(segment) < 255 for segment in segments)
    head = b"OggS\0" + bytes([continued]) + (bytes(8) if ends else b"\xff" * 8) + serial
    head += number.to_bytes(4, "little")
    rest = bytes([len(segments)]) + bytes(map(len, segments)) + b"".join(segments)
    return head + oggpages.crc(head + bytes(4) + rest).to_bytes(4, "little") + rest
