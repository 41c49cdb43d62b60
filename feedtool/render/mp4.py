"""An episode in an MP4 file (M4A, M4B): the index written anew in front of sound that stays byte for byte.

Chapters stand twice, as players read either: in Nero's ``chpl`` (at most 255, titles to 127 bytes), and as a text
track the sound refers to (QuickTime); their images, where they have some, in a track of pictures beside it. Facts and
cover are iTunes metadata. What else the index holds is kept; only the
places of the sound in the file change, by as much as the head grows (ISO 14496-12, QuickTime File Format).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from feedtool.findings import Finding, SourceError
from feedtool.render import mp4image, mp4text
from feedtool.render.boxes import box, boxes, edited, full, number
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.model import Chapter, Episode, Picture, Show

NERO_CHAPTERS = 255
NERO_TITLE = 127
"""Bytes of a title in ``chpl``: its length is one byte, and a player takes it as signed."""
MAX_CHAPTERS = 10_000
MAX_HEAD = 16 * 2**20
"""Bytes before the sound: players load them first."""
_MEDIA = {"image/jpeg": 13, "image/png": 14}
_SLACK = 64 * 1024
_FILLERS = (b"free", b"skip", b"wide", b"mdat", b"mfra")
_BRAND = b"M4A \0\0\0\0M4A mp42isom"


def render(show: Show | None, episode: Episode, existing: bytes, payload: tuple[int, int]) -> bytes:
    """The head of the file: type, index, padding, the chapters' images and texts. The old sound goes right behind it.

    ``existing`` is all that stands around the sound, ``payload`` where the sound stands. The episode's chapters replace
    all old ones; images are kept where chapters at the same times come without any. Raises SourceError with FT409
    (fragments, or an index that reaches elsewhere), FT416 (over 10,000 chapters), FT420 (over 16 MiB) or FT423 (no end
    for the last one).
    """
    tops = [*boxes(existing)]
    moov = next((body for kind, body in tops if kind == b"moov"), b"")
    if not moov or any(kind == b"moof" for kind, _ in tops) or any(kind == b"mvex" for kind, _ in boxes(moov)):
        raise _left_alone("it is in fragments, or its index stands in the middle of the sound")
    start = b"".join(box(kind, body) for kind, body in tops if kind == b"ftyp") or box(b"ftyp", _BRAND)
    start += b"".join(box(kind, body) for kind, body in tops if kind not in (b"ftyp", b"moov", *_FILLERS))
    chapters = _shown(episode)
    texts = mp4text.samples(chapters, episode.duration)
    words = b"".join(text for _, text in texts)
    index = _Index(show, episode, chapters, texts, moov, payload, existing)
    sound = _data_head(len(words) + payload[1] - payload[0]) + words
    if index.images:
        sound = box(b"mdat", index.images.data) + sound
    size = len(start) + len(index.made(0, 0, 0)) + 8 + len(sound)
    if size > MAX_HEAD:
        raise SourceError(_too_large(size))
    whole = payload[0] if size <= payload[0] <= size + _SLACK else -(-(size + 1024) // 2048) * 2048
    made = start + index.made(whole - len(words), whole - len(sound) + 8, whole - payload[0])
    return made + box(b"free", bytes(whole - len(made) - 8 - len(sound))) + sound


def _too_large(size: int) -> Finding:
    message = f"the file would begin with {size:,} bytes of tags; at most {MAX_HEAD:,} are written"
    return Finding(code="FT420", message=message, hint="Use smaller images: 1000 pixels and 100 KB each are plenty.")


def _data_head(size: int) -> bytes:
    """The head of the box that holds the chapters' texts and, right behind, the sound: readers look for both in one."""
    if size + 8 < 1 << 32:
        return number(size + 8) + b"mdat"
    return number(1) + b"mdat" + (size + 16).to_bytes(8, "big")


def losses(show: Show | None, episode: Episode, existing: bytes) -> Iterator[Finding]:
    """What an MP4 file has no place for: links, hidden chapters, some images; for some players those past the 255th."""
    chapters = episode.chapters
    made = mp4image.images(_shown(episode), episode.pictures)
    kind = made.media_type if made else ""
    rows = (
        ("the links of {} chapters", [c for c in chapters if c.url]),
        ("the images of {} chapters", [c for c in chapters if c.image and c.toc and not _is(c, episode, kind)]),
        ("{} chapters that stay out of the list", [c for c in chapters if not c.toc]),
    )
    for words, lost in rows:
        if lost:
            message = f"{words.format(len(lost))} are left out, from {clock(lost[0].start)} on"
            yield Finding(code="FT408", message=message, place=lost[0].place)
    if len(chapters) > NERO_CHAPTERS:
        message = f"players that read Nero chapters only see the first {NERO_CHAPTERS} of {len(chapters)}"
        hint = "The track of chapters, which most players read, holds all of them."
        yield Finding(code="FT408", message=message, place=chapters[NERO_CHAPTERS].place, hint=hint)
    if not made and _old_images(existing) and not _kept_images(_shown(episode), episode.duration, existing):
        yield Finding(code="FT408", message="the images of the old chapters are left out")
    picture = episode.pictures.get(episode.image or "") or (show.picture if show else None)
    if picture and picture.media_type not in _MEDIA:
        yield Finding(code="FT408", message=f"the cover is {picture.media_type}: left out", hint="Use a JPEG or PNG.")


def _is(chapter: Chapter, episode: Episode, media_type: str) -> bool:
    picture = episode.pictures.get(chapter.image or "")
    return picture is not None and picture.media_type == media_type


def _old_images(existing: bytes) -> list[bytes]:
    """The tracks of pictures that the sound refers to."""
    moov = _within(existing, b"moov")
    tracks = [body for kind, body in boxes(moov) if kind == b"trak"]
    referred = {number for body in tracks for number in _references(body)}
    return [body for body in tracks if _number(body) in referred and mp4image.is_images(body)]


def _kept_images(chapters: Sequence[Chapter], duration: int | None, existing: bytes) -> mp4image.Images | None:
    """The old images, where chapters at the same times come without any."""
    old = _old_images(existing)
    if not old or not chapters or any(chapter.image for chapter in chapters):
        return None
    durations = [ms for ms, _ in mp4text.samples(chapters, duration)]
    return mp4image.old(old[0], existing, durations)


def _shown(episode: Episode) -> list[Chapter]:
    shown = sorted((c for c in episode.chapters if c.toc), key=lambda c: c.start)
    if len(shown) > MAX_CHAPTERS:
        message = f"{len(shown)} chapters: at most {MAX_CHAPTERS} are written"
        raise SourceError(Finding(code="FT416", message=message, place=shown[MAX_CHAPTERS].place))
    return shown


def _left_alone(why: str) -> SourceError:
    hint = "Save it again as an ordinary M4A, for example with `ffmpeg -i IN -c copy OUT.m4a`."
    return SourceError(Finding(code="FT409", message=f"this MP4 file is left as it is: {why}", hint=hint))


class _Index:
    """The ``moov`` box to be: old tracks but those of old chapters, a new text track, new user data."""

    def __init__(
        self,
        show: Show | None,
        episode: Episode,
        chapters: Sequence[Chapter],
        texts: Sequence[tuple[int, bytes]],
        moov: bytes,
        payload: tuple[int, int],
        existing: bytes,
    ) -> None:
        self._texts, self._payload = texts, payload
        self.images = mp4image.images(chapters, episode.pictures)
        self.images = self.images or _kept_images(chapters, episode.duration, existing)
        parts = [*boxes(moov)]
        tracks = [body for kind, body in parts if kind == b"trak"]
        old = {n for body in tracks for n in _references(body)}
        self._tracks = [body for body in tracks if _number(body) not in old]
        self._new = max((_number(body) for body in self._tracks), default=0) + 1
        self._movie = next((body for kind, body in parts if kind == b"mvhd"), b"")
        self._others = [(kind, body) for kind, body in parts if kind not in (b"mvhd", b"trak", b"udta")]
        user = next((body for kind, body in parts if kind == b"udta"), b"")
        self._user = box(b"udta", _user_data(user, show, episode, chapters))
        if len(self._movie) < 100 or not any(_is_sound(body) for body in self._tracks):
            raise _left_alone("its index holds no sound")

    def made(self, texts_at: int, images_at: int, shift: int) -> bytes:
        """The box, with the chapters' texts and images at their offsets, and the sound moved by ``shift`` bytes."""
        movie = self._movie[:-4] + number(self._new + 1 + bool(self.images))
        made = box(b"mvhd", movie)
        for body in self._tracks:
            made += box(b"trak", self._moved(self._referring(body), shift))
        if self._texts:
            scale = int.from_bytes(movie[20:24] if movie[0] else movie[12:16], "big")
            made += mp4text.track(self._texts, self._new, scale, texts_at)
            if self.images:
                durations = [ms for ms, _ in self._texts]
                made += mp4image.track(self.images, durations, self._new + 1, scale, images_at)
        return box(b"moov", made + b"".join(box(kind, body) for kind, body in self._others) + self._user)

    def _referring(self, track: bytes) -> bytes:
        """A track without its old chapters, the sound with the new ones."""
        parts = [(kind, body) for kind, body in boxes(track) if kind != b"tref"]
        kept = b"".join(
            box(kind, body)
            for top, tref in boxes(track)
            if top == b"tref"
            for kind, body in boxes(tref)
            if kind != b"chap"
        )
        if self._texts and _is_sound(track):
            kept += box(b"chap", number(self._new) + (number(self._new + 1) if self.images else b""))
        parts += [(b"tref", kept)] if kept else []
        return b"".join(box(kind, body) for kind, body in parts)

    def _moved(self, track: bytes, shift: int) -> bytes:
        for kind, width in ((b"stco", 4), (b"co64", 8)):
            change = partial(self._shifted, shift=shift, width=width)
            track = edited(track, (b"mdia", b"minf", b"stbl", kind), change)
        return track

    def _shifted(self, table: bytes, shift: int, width: int) -> bytes:
        places = [int.from_bytes(table[i : i + width], "big") for i in range(8, len(table) - width + 1, width)]
        if any(not self._payload[0] <= place < self._payload[1] for place in places):
            raise _left_alone("part of it stands elsewhere in the file, or is cut off")
        if places and max(places) + shift >= 1 << 8 * width:
            raise _left_alone("the sound would move past 4 GB")
        return table[:8] + b"".join((place + shift).to_bytes(width, "big") for place in places)


def _within(data: bytes, *path: bytes) -> bytes:
    for kind in path:
        data = next((body for found, body in boxes(data) if found == kind), b"")
    return data


def _number(track: bytes) -> int:
    head = _within(track, b"tkhd")
    return int.from_bytes(head[20:24] if head[:1] == b"\1" else head[12:16], "big")


def _references(track: bytes) -> list[int]:
    data = _within(track, b"tref", b"chap")
    return [int.from_bytes(data[i : i + 4], "big") for i in range(0, len(data) - 3, 4)]


def _is_sound(track: bytes) -> bool:
    return _within(track, b"mdia", b"hdlr")[8:12] == b"soun"


def _user_data(old: bytes, show: Show | None, episode: Episode, chapters: Sequence[Chapter]) -> bytes:
    made = b"".join(box(kind, body) for kind, body in boxes(old) if kind not in (b"chpl", b"meta"))
    meta = _within(old, b"meta")
    meta = meta if meta[4:8] == b"hdlr" else meta[4:]  # QuickTime leaves out version and flags
    return made + _nero(chapters) + full(b"meta", _meta(meta, show, episode))


def _nero(chapters: Sequence[Chapter]) -> bytes:
    if not chapters:
        return b""
    rows = b""
    for chapter in chapters[:NERO_CHAPTERS]:
        title = _cut(chapter.title)
        rows += (chapter.start * 10_000).to_bytes(8, "big") + bytes([len(title)]) + title
    return box(b"chpl", b"\1" + bytes(7) + bytes([min(len(chapters), NERO_CHAPTERS)]) + rows)


def _cut(title: str) -> bytes:
    """A title of at most 127 bytes, no letter cut in two."""
    data = title.encode("utf-8", "replace")
    return data if len(data) <= NERO_TITLE else data[:NERO_TITLE].decode("utf-8", "ignore").encode()


def _meta(old: bytes, show: Show | None, episode: Episode) -> bytes:
    new = dict(_items(show, episode))
    items = [*new.items(), *((kind, body) for kind, body in boxes(_within(old, b"ilst")) if kind not in new)]
    handler = full(b"hdlr", bytes(4) + b"mdirappl" + bytes(9))
    others = b"".join(box(kind, body) for kind, body in boxes(old) if kind not in (b"hdlr", b"ilst", b"free"))
    return handler + box(b"ilst", b"".join(box(kind, body) for kind, body in items)) + others


def _items(show: Show | None, episode: Episode) -> Iterator[tuple[bytes, bytes]]:
    album = show.title if show else episode.show
    when = episode.published
    texts = (
        (b"\xa9nam", episode.title),
        (b"\xa9ART", episode.author or (show.author if show else None) or album),
        (b"aART", album),
        (b"\xa9alb", album),
        (b"\xa9day", None if when is None else (when.date() if isinstance(when, datetime) else when).isoformat()),
        (b"\xa9gen", "Podcast" if show else None),
        (b"\xa9cmt", episode.subtitle),
        (b"desc", episode.description),
        (b"cprt", show.copyright if show else None),
    )
    for kind, text in texts:
        if text:
            yield kind, _data(1, text.encode("utf-8", "replace"))
    if isinstance(episode.episode, int) and 0 <= episode.episode < 1 << 16:
        yield b"trkn", _data(0, b"\0\0" + episode.episode.to_bytes(2, "big") + bytes(4))
    if episode.season is not None and 0 <= episode.season < 1 << 16:
        yield b"disk", _data(0, b"\0\0" + episode.season.to_bytes(2, "big") + bytes(2))
    yield from _podcast(show, episode)


def _podcast(show: Show | None, episode: Episode) -> Iterator[tuple[bytes, bytes]]:
    if show:
        yield b"pcst", _data(21, b"\1")
        yield b"purl", _data(0, show.feed_url.encode("utf-8", "replace"))
    if episode.guid:
        yield b"egid", _data(0, episode.guid.encode("utf-8", "replace"))
    picture: Picture | None = episode.pictures.get(episode.image or "") or (show.picture if show else None)
    if picture and picture.media_type in _MEDIA:
        yield b"covr", _data(_MEDIA[picture.media_type], picture.data)


def _data(kind: int, value: bytes) -> bytes:
    return box(b"data", number(kind) + bytes(4) + value)
