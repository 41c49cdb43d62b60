"""An episode as an ID3v2.3 tag, in the one form that every reader tested shows whole.

Version 2.3, flags 0, no unsynchronisation, plain sizes; text in ISO-8859-1 where it holds, else UTF-16 with a byte
order mark; addresses in ASCII without a trailing NUL; one table of contents, then the chapters in time order; the cover
last (ID3v2 Chapter Frame Addendum, id3v2.3.0). Frames are joined as bytes: libraries sort them by size, and players
then show the chapters in that order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from feedtool import uris
from feedtool.findings import Finding, SourceError
from feedtool.render import id3keep
from feedtool.render.languages import three_letters
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from feedtool.model import Chapter, Episode, Picture, Show

MAX_VISIBLE = 255
"""Chapters one table of contents can list: it counts them in a byte."""
MAX_BYTES = 16 * 2**20
"""The largest tag that is written: many players refuse to read on."""
_NEVER = b"\xff\xff\xff\xff"
_LATEST = 2**32 - 2
_LARGEST_SLACK = 64 * 1024
_MEDIA = {"image/jpeg": "image/jpeg", "image/jpg": "image/jpeg", "image/png": "image/png"}


def render(show: Show | None, episode: Episode, existing: bytes = b"") -> bytes:
    """The complete tag: header, frames, padding. The same values give the same bytes.

    ``existing`` is the tag in the file now: its frames that say something else are kept, its chapters only where the
    episode has none, the image of a chapter where it comes again without one. The result is exactly as long as
    ``existing`` where it fits, so that the audio need not move.

    An end that is not given is the next visible start, the last one ``episode.duration``. Raises SourceError with
    FT416 (more than 255 visible chapters), FT413 (a time ID3 cannot hold), FT423 (no end for the last chapter) or
    FT420 (over 16 MiB).
    """
    chapters = sorted(episode.chapters, key=lambda c: c.start)
    own = [*_episode_frames(show, episode)]
    listed = [*_chapter_frames(chapters, episode, id3keep.images(existing))]
    cover = [*_cover(show, episode)]
    kept = id3keep.keep(existing, [*own, *listed, *cover])
    frames = b"".join(chain((f.data for f in own), kept.before, (f.data for f in listed), kept.chapters))
    frames += b"".join(chain((f.data for f in cover), kept.pictures))
    return _tag(frames, len(existing))


def losses(episode: Episode, existing: bytes, file: str) -> Iterator[Finding]:
    """What :func:`render` leaves behind, said before anything is written: old frames and images ID3 cannot carry."""
    yield from id3keep.losses(existing, file)
    wanted = [(c.image, f"the chapter at {clock(c.start)}") for c in episode.chapters]
    for url, whose in [*wanted, (episode.image, "the cover")]:
        picture = episode.pictures.get(url or "")
        if picture and picture.media_type not in _MEDIA:
            yield Finding(
                code="FT408",
                message=f"the image of {whose} is {picture.media_type}, which ID3 readers do not show: left out",
                hint="Use a JPEG or PNG.",
            )


@dataclass(frozen=True, slots=True)
class _Frame:
    """One frame of ours: its bytes and the name under which an older one is replaced."""

    key: tuple[str, ...]
    data: bytes


def _tag(frames: bytes, room: int) -> bytes:
    """Header, frames and padding: as long as ``room`` where that fits, else at least 1 KiB spare, up to 2 KiB steps."""
    needed = 10 + len(frames)
    size = room if needed <= room <= needed + _LARGEST_SLACK else -(-(needed + 1024) // 2048) * 2048
    if size > MAX_BYTES:
        raise SourceError(
            Finding(
                code="FT420",
                message=f"the tag would be {size:,} bytes long; players stop at {MAX_BYTES:,}",
                hint="Use smaller images: 1000 pixels and 100 KB each are plenty.",
            )
        )
    number = size - 10
    seven = bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
    return (b"ID3\x03\x00\x00" + seven + frames).ljust(size, b"\0")


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + len(body).to_bytes(4, "big") + b"\0\0" + body


def _encoded(text: str) -> tuple[int, bytes]:
    """A text's encoding byte and bytes: ISO-8859-1 where it holds, else UTF-16 with a byte order mark."""
    clean = "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f"))
    try:
        return 0, clean.encode("latin-1")
    except UnicodeEncodeError:
        return 1, b"\xff\xfe" + clean.encode("utf-16-le", "replace")


def _text(name: str, text: str) -> bytes:
    encoding, data = _encoded(text)
    return _frame(name, bytes([encoding]) + data)


def _user_text(description: str, text: str) -> bytes:
    encoding, data = _encoded(text)
    name = description.encode("ascii") + b"\0"
    if encoding:
        name = b"\xff\xfe" + description.encode("utf-16-le") + b"\0\0"
    return _frame("TXXX", bytes([encoding]) + name + data)


def _comment(language: str, text: str) -> bytes:
    encoding, data = _encoded(text)
    empty = b"\xff\xfe\0\0" if encoding else b"\0"
    return _frame("COMM", bytes([encoding]) + language.encode("ascii") + empty + data)


def _link(url: str) -> bytes:
    """A chapter's address: Latin-1, no description, no NUL behind it, or readers take the NUL for part of it."""
    return _frame("WXXX", b"\0\0" + uris.encode(url).encode("ascii"))


def _picture(picture: Picture) -> bytes:
    mime = _MEDIA[picture.media_type].encode("ascii")
    return _frame("APIC", b"\0" + mime + b"\0\x03\0" + picture.data)


def _episode_frames(show: Show | None, episode: Episode) -> Iterator[_Frame]:
    """The episode's own frames in their order; a fact that is not known gives none."""
    for name, text in chain(_facts(episode), _dates(episode), _show_facts(show, episode)):
        if text:
            yield _Frame((name,), _text(name, text))
    language = three_letters(episode.language or (show.language if show else None))
    if comment := episode.subtitle or episode.description:
        yield _Frame(("COMM", ""), _comment(language, comment))
    for name, url in _addresses(show, episode):
        if url:
            yield _Frame((name,), _frame(name, uris.encode(url).encode("ascii")))
    if show:
        yield _Frame(("PCST",), _frame("PCST", b"\0\0\0\1"))
        if show.guid:
            yield _Frame(("TXXX", "podcast:guid"), _user_text("podcast:guid", show.guid))


def _facts(episode: Episode) -> Iterable[tuple[str, str | None]]:
    number = episode.episode if isinstance(episode.episode, int) else None
    return (
        ("TIT2", episode.title),
        ("TRCK", None if number is None else str(number)),
        ("TPOS", None if episode.season is None else str(episode.season)),
        ("TLEN", None if episode.duration is None else str(episode.duration)),
        ("TDES", episode.description),
        ("TGID", episode.guid),
    )


def _dates(episode: Episode) -> Iterator[tuple[str, str]]:
    """The day of publication, and its time where the author gave one, as the author's clock showed it."""
    if (when := episode.published) is None:
        return
    yield "TYER", f"{when.year:04}"
    yield "TDAT", f"{when.day:02}{when.month:02}"
    if isinstance(when, datetime):
        yield "TIME", f"{when.hour:02}{when.minute:02}"


def _show_facts(show: Show | None, episode: Episode) -> Iterable[tuple[str, str | None]]:
    author = episode.author or (show.author if show else None)
    album = show.title if show else episode.show
    language = three_letters(episode.language or (show.language if show else None))
    own: tuple[tuple[str, str | None], ...] = (
        ("TPE1", author or album),
        ("TPE2", album),
        ("TALB", album),
        ("TLAN", language if language != "XXX" else None),
    )
    if not show:
        return own
    return (
        *own,
        ("TCON", "Podcast"),
        ("TCAT", show.categories[0].name if show.categories else None),
        ("TCOP", show.copyright),
        ("TPUB", (show.owner and show.owner.name) or show.author),
    )


def _addresses(show: Show | None, episode: Episode) -> Iterable[tuple[str, str | None]]:
    return (
        ("WOAF", episode.link),
        ("WOAS", show.link if show else None),
        ("WFED", show.feed_url if show else None),
    )


def _chapter_frames(
    chapters: Sequence[Chapter], episode: Episode, images: Mapping[tuple[int, str], bytes]
) -> Iterator[_Frame]:
    """The table of contents, then each chapter in time order."""
    ids = {f"chp{number}": chapter for number, chapter in enumerate(chapters)}
    visible = [name for name, chapter in ids.items() if chapter.toc]
    if len(visible) > MAX_VISIBLE:
        raise SourceError(
            Finding(
                code="FT416",
                message=f"{len(visible)} chapters: an MP3's table of contents holds at most {MAX_VISIBLE}",
                place=chapters[MAX_VISIBLE].place,
                hint="Merge chapters, or keep some out of the list with toc = false.",
            )
        )
    if visible:
        yield _Frame(("CTOC",), _contents(visible))
    for name, chapter, end in zip(ids, chapters, ends(chapters, episode.duration), strict=True):
        yield _Frame(("CHAP",), _chapter(name, chapter, end, _image(chapter, episode, images)))


def _contents(ids: Sequence[str]) -> bytes:
    """The one table of contents: top level, ordered. Apple wants one that carries a title."""
    children = b"".join(name.encode("ascii") + b"\0" for name in ids)
    return _frame("CTOC", b"toc\0\x03" + bytes([len(ids)]) + children + _text("TIT2", "Table of Contents"))


def _image(chapter: Chapter, episode: Episode, images: Mapping[tuple[int, str], bytes]) -> bytes:
    """The image frame of a chapter: its own, else the one that the same chapter had in the old tag."""
    picture = episode.pictures.get(chapter.image or "")
    if picture and picture.media_type in _MEDIA:
        return _picture(picture)
    return images.get((chapter.start, chapter.title), b"")


def _chapter(name: str, chapter: Chapter, end: int, image: bytes) -> bytes:
    """One chapter. Its image comes last: a player searches the bytes backwards for the frames' names."""
    for ms in (chapter.start, end):
        if not 0 <= ms <= _LATEST:
            raise SourceError(_out_of_range(chapter, ms))
    body = name.encode("ascii") + b"\0" + chapter.start.to_bytes(4, "big") + end.to_bytes(4, "big") + _NEVER + _NEVER
    if chapter.title:
        body += _text("TIT2", chapter.title)
    if chapter.url:
        body += _link(chapter.url)
    return _frame("CHAP", body + image)


def ends(chapters: Sequence[Chapter], duration: int | None) -> list[int]:
    """Each chapter's end in milliseconds, for chapters in time order: its own, the next visible start, or the
    audio's end. Raises SourceError with FT423 where the last one needs a duration and there is none."""
    made: list[int] = []
    later = duration
    for chapter in reversed(chapters):
        end = chapter.end if chapter.end is not None else later
        if end is None:
            raise SourceError(
                Finding(
                    code="FT423",
                    message=f"the chapter at {clock(chapter.start)} has no end, and the audio's duration is not known",
                    place=chapter.place,
                    hint="Give the audio file, or the chapter an end.",
                )
            )
        made.append(end)
        later = chapter.start if chapter.toc else later
    return made[::-1]


def _out_of_range(chapter: Chapter, ms: int) -> Finding:
    return Finding(
        code="FT413",
        message=f"{ms} ms is no time a chapter of an MP3 can have",
        place=chapter.place,
        hint="Times run from 0 to 1193 hours.",
    )


def _cover(show: Show | None, episode: Episode) -> Iterator[_Frame]:
    """The episode's own picture, else the show's, as front cover."""
    picture = episode.pictures.get(episode.image or "") or (show.picture if show else None)
    if picture and picture.media_type in _MEDIA:
        yield _Frame(("APIC", "3"), _picture(picture))
