"""An MP3 file, or raw AAC: the tags before and behind the frames, the frames, the chapters.

The payload is everything but the leading ID3v2 tags: what stands behind the sound (ID3v1, APEv2, Lyrics3, an appended
ID3v2 tag) is left where it is, and named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.findings import Finding, Place, SourceError
from feedtool.id3frames import MAX_TAG, syncsafe, tag_size
from feedtool.model import Audio
from feedtool.read import id3
from feedtool.read.audio import adts, mpeg

if TYPE_CHECKING:
    from typing import BinaryIO

    from feedtool.model import Chapter

MEDIA_TYPE = "audio/mpeg"
_MOST_TAGS = 16


def read(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the MP3 (or AAC) of ``size`` bytes holds. Raises SourceError with FT401, FT402 or FT403."""
    start = _leading(stream, size, file)
    end, behind, appended = _trailing(stream, start, size)
    stream.seek(start)
    head = stream.read(min(4 * 8_192, end - start))
    aac = adts.starts(head)
    found = (adts if aac else mpeg).read(stream, start, end, walk=duration)
    if not found:
        raise SourceError(_refusal(head, file))
    stream.seek(0)
    tag = stream.read(start)
    return Audio(
        container="aac" if aac else "mp3",
        media_type=adts.MEDIA_TYPE if aac else MEDIA_TYPE,
        size=size,
        payload=(start, size),
        duration=found.duration,
        tag=tag,
        chapters=_chapters(tag, appended, file),
        findings=tuple(_remarks(tag, found, start, behind, file)),
    )


def _leading(stream: BinaryIO, size: int, file: str) -> int:
    """Where the leading ID3v2 tags end; zero bytes between two of them are counted in."""
    at = 0
    for _ in range(_MOST_TAGS):
        start = _behind_zeros(stream, at) if at else 0
        stream.seek(start)
        length = tag_size(stream.read(10))
        if not length:
            break
        if length > MAX_TAG or start > MAX_TAG:
            raise SourceError(_too_large(start + length, file))
        at = min(start + length, size)
    return at


def _behind_zeros(stream: BinaryIO, at: int) -> int:
    """Where zero bytes at ``at`` end, if within 64 KiB: some writers count their padding wrong."""
    stream.seek(at)
    data = stream.read(65_536)
    return at + len(data) - len(data.lstrip(b"\0"))


def _trailing(stream: BinaryIO, start: int, size: int) -> tuple[int, list[str], bytes]:
    """Where the sound ends, a sentence on each tag behind it, and the bytes of an appended ID3v2 tag."""
    end, names, appended = size, [], b""
    for _ in range(_MOST_TAGS):
        base = max(start, end - 160)
        stream.seek(base)
        tail = stream.read(end - base)
        name, length = _tail_tag(tail)
        if not name or length > end - start:
            break
        if name == "ID3v2" and length <= MAX_TAG:
            stream.seek(end - length)
            appended = stream.read(length)
        names.append(f"the {name} tag behind the sound is kept as it is{_says(name, tail, appended)}")
        end -= length
    return end, names, appended


def _tail_tag(tail: bytes) -> tuple[str, int]:
    """The name and length of the tag that ``tail`` ends with; no name where there is none."""
    if tail[-128:-125] == b"TAG" and len(tail) >= 128:
        return "ID3v1", 128
    if tail[-32:-24] == b"APETAGEX":
        flags = int.from_bytes(tail[-12:-8], "little")
        return "APEv2", int.from_bytes(tail[-20:-16], "little") + (32 if flags & 0x8000_0000 else 0)
    if tail[-9:] == b"LYRICS200" and tail[-15:-9].isdigit():
        return "Lyrics3", int(tail[-15:-9]) + 15
    if tail[-10:-7] == b"3DI" and not any(byte & 0x80 for byte in tail[-4:]):
        return "ID3v2", syncsafe(tail[-4:]) + 20
    return "", 0


def _says(name: str, tail: bytes, appended: bytes) -> str:
    """What a player that reads a tag behind the sound shows of it."""
    if name == "ID3v1":
        title, number = tail[-125:-95].partition(b"\0")[0].decode("latin-1").strip(), 0
    elif name == "ID3v2":
        found = id3.read(appended)
        title, number = found.text("TIT2") or "", len(found.chapters)
    else:
        return ""
    parts = [f"title {title!r}"] * bool(title) + [f"{number} chapters"] * bool(number)
    return f" ({', '.join(parts)})" if parts else ""


def _chapters(tag: bytes, appended: bytes, file: str) -> tuple[Chapter, ...]:
    return id3.read(tag, file).chapters or id3.read(appended, file).chapters


def _remarks(tag: bytes, found: mpeg.Stream, start: int, behind: list[str], file: str) -> list[Finding]:
    place = Place(file)
    made = [Finding(code="FT404", message=problem, place=place) for problem in id3.read(tag, file).problems]
    if found.start > start:
        junk = found.start - start
        made.append(Finding(code="FT406", message=f"{junk:,} bytes before the sound are no audio: kept", place=place))
    if found.missing:
        message = f"the file ends {found.missing:,} bytes before its own header says it does: it may be cut off"
        made.append(Finding(code="FT424", message=message, place=place))
    return made + [Finding(code="FT407", message=message, place=place) for message in behind]


def _too_large(length: int, file: str) -> Finding:
    return Finding(
        code="FT403",
        message=f"the tag says it is {length:,} bytes long; at most {MAX_TAG:,} are read",
        place=Place(file),
        hint="Take the tag off with another tool, or export the audio again.",
    )


def _refusal(head: bytes, file: str) -> Finding:
    if mpeg.is_free_format(head):
        return Finding(
            code="FT402",
            message="free-format MPEG audio: its frames do not say how long they are",
            place=Place(file),
            hint="Encode it with a fixed bit rate, such as 128 kbit/s; most players cannot play it either.",
        )
    return Finding(
        code="FT401",
        message="no MPEG audio frames in it",
        place=Place(file),
        hint="Export the audio as MP3 again, and check that the file is complete.",
    )
