"""What an older tag says that the new one does not: its frames as version 2.3, unknown ones byte for byte.

Frames of version 2.3 are kept as they stand. Those of 2.2 and 2.4 are put under the name and into the text encodings
that 2.3 has; what 2.3 has no place for is named by :func:`losses`, never dropped in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from feedtool.findings import Finding, Place
from feedtool.id3frames import Frame, RawTag, cut_text, decode, split_all, sub_frames, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _Ours(Protocol):
    @property
    def key(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Whole frames as bytes: those that stand before the chapters, the old chapters, and the pictures at the end."""

    before: tuple[bytes, ...] = ()
    chapters: tuple[bytes, ...] = ()
    pictures: tuple[bytes, ...] = ()


_CHAPTERS = {"CHAP", "CTOC"}
_OFFSETS = {"SEEK", "ASPI"}
"""Frames that hold byte positions in the file: after a new tag they would lie."""


def keep(existing: bytes, ours: Sequence[_Ours]) -> Kept:
    """The frames of ``existing`` that none of ``ours`` replaces. Old chapters go whole as soon as there are new ones.

    Where several tags stand behind each other, the first one that says a thing counts.
    """
    taken = {frame.key for frame in ours}
    replaced = {key[0] for key in taken} & {"CHAP"}
    sorted_out: dict[str, list[bytes]] = {"before": [], "chapters": [], "pictures": []}
    for raw in split_all(existing):
        found = [(key, data) for key, data, _ in _converted(raw) if data is not None and key not in taken]
        taken |= {key for key, _ in found}
        for key, data in found:
            if not (replaced and key[0] in _CHAPTERS):
                sorted_out[_where(key[0])].append(data)
    return Kept(**{name: tuple(frames) for name, frames in sorted_out.items()})


def images(existing: bytes) -> dict[tuple[int, str], bytes]:
    """The image frames inside the old chapters, by the chapter's start in ms and title.

    A chapter that is written again without a new image keeps the one it had.
    """
    made: dict[tuple[int, str], bytes] = {}
    for raw in split_all(existing):
        for frame in raw.frames:
            if frame.id == "CHAP" and frame.body:
                at = frame.body.find(b"\0") + 1
                start = int.from_bytes(frame.body[at : at + 4], "big")
                inner, _ = sub_frames(frame.body[at + 16 :], raw.version)
                title = next(("\n".join(texts(f.body)) for f in inner if f.id == "TIT2" and f.body), "")
                image = next(_inner_images(inner, raw.version), None)
                if image:
                    made.setdefault((start, title), image)
    return made


def _inner_images(inner: tuple[Frame, ...], version: int) -> Iterator[bytes]:
    for frame in inner:
        if frame.id == "APIC" and frame.body:
            data = _reencoded("APIC", frame.body) if version == 4 else frame.body
            if data:
                yield _whole("APIC", data)


def losses(existing: bytes, file: str) -> Iterator[Finding]:
    """A finding for each frame of ``existing`` that version 2.3 cannot hold, and for each part that is unreadable."""
    for raw in split_all(existing):
        for problem in raw.problems:
            yield Finding(
                code="FT404",
                message=problem,
                place=Place(file),
                hint="What cannot be read is left out of the new tag; the audio is not touched.",
            )
        for key, data, why in _converted(raw):
            if data is None:
                yield Finding(
                    code="FT408",
                    message=f"the old tag's frame {key[0]} is not kept: {why}",
                    place=Place(file),
                )


def _where(name: str) -> str:
    if name in _CHAPTERS:
        return "chapters"
    return "pictures" if name == "APIC" else "before"


def _converted(raw: RawTag) -> Iterator[tuple[tuple[str, ...], bytes | None, str]]:
    """Each frame's key, its bytes as version 2.3, or None and the reason."""
    for frame in raw.frames:
        if raw.version == 3:
            yield _key(frame.id, frame.body or b""), _as_it_stands(frame), _OLD_POSITIONS
        else:
            yield from _moved(frame, raw.version)


_OLD_POSITIONS = "it holds positions in the file, which change"


def _as_it_stands(frame: Frame) -> bytes | None:
    if frame.id in _OFFSETS:
        return None
    return _whole(frame.id, frame.stored, frame.flags)


def _whole(name: str, body: bytes, flags: int = 0) -> bytes:
    return name.encode("ascii").ljust(4) + len(body).to_bytes(4, "big") + flags.to_bytes(2, "big") + body


def _key(name: str, body: bytes) -> tuple[str, ...]:
    """What makes a frame unique: its name, for some the description or kind as well, for the rest its content."""
    if name in {"TXXX", "WXXX"} and body:
        return name, cut_text(body[0], body[1:])[0]
    if name in {"COMM", "USLT"} and body:
        return name, cut_text(body[0], body[4:])[0]
    if name == "APIC" and body:
        return name, str(_picture_kind(body))
    if name in _CHAPTERS or (name[0] in "TW" and name not in {"WCOM", "WOAR"}) or name == "PCST":
        return (name,)
    return name, body.hex()


def _picture_kind(body: bytes) -> int:
    rest = cut_text(0, body[1:])[1]
    return rest[0] if rest else 0


def _moved(frame: Frame, version: int) -> Iterator[tuple[tuple[str, ...], bytes | None, str]]:
    """A frame of version 2.2 or 2.4 as version 2.3 has it."""
    name = _FROM_22.get(frame.id, "") if version == 2 else frame.id
    if frame.body is None:
        yield (frame.id,), None, "it is encrypted or cannot be inflated"
    elif not name:
        yield (frame.id,), None, "ID3v2.3 has no frame for it"
    elif name in _OFFSETS:
        yield (name,), None, _OLD_POSITIONS
    elif name in _CHAPTERS and version == 4:
        yield (name,), _chapter_24(name, frame.body), "it cannot be read"
    elif name in {"TDRC", "TDRL", "TDOR"}:
        yield from _dates(name, frame.body)
    else:
        body = _body_22(name, frame.body) if version == 2 else frame.body
        data = _reencoded(name, body)
        yield _key(name, body), _whole(name, data) if data is not None else None, "its text encoding is not in ID3v2.3"


def _dates(name: str, body: bytes) -> Iterator[tuple[tuple[str, ...], bytes | None, str]]:
    """A date of version 2.4 (ISO 8601) as the year, day and time frames of version 2.3."""
    text = (texts(body) or [""])[0]
    match = re.match(r"(\d{4})(?:-(\d\d)-(\d\d))?(?:[T ](\d\d):(\d\d))?", text, re.ASCII)
    if name != "TDRC" or not match:
        target = {"TDOR": "TORY", "TDRL": "TDRL"}.get(name, name)
        value = match[1] if match and target == "TORY" else text
        yield (target,), _whole(target, b"\0" + value.encode("latin-1", "replace")), ""
        return
    year, month, day, hour, minute = match.groups()
    yield ("TYER",), _whole("TYER", b"\0" + year.encode()), ""
    if day:
        yield ("TDAT",), _whole("TDAT", f"\0{day}{month}".encode()), ""
    if minute:
        yield ("TIME",), _whole("TIME", f"\0{hour}{minute}".encode()), ""


def _text_23(text: str) -> tuple[int, bytes]:
    try:
        return 0, text.encode("latin-1")
    except UnicodeEncodeError:
        return 1, b"\xff\xfe" + text.encode("utf-16-le", "replace")


def _reencoded(name: str, body: bytes) -> bytes | None:
    """A frame's body in the encodings of version 2.3, or None where it is not known how."""
    if not body or body[0] < 2 or (name not in _ENCODED and name[0] != "T"):
        return body
    if name in _FIXED_BEHIND_ENCODING:
        return None
    if name[0] == "T" and name != "TXXX":
        encoding, data = _text_23("/".join(texts(body)))
        return bytes([encoding]) + data
    head, rest = _split_head(name, body)
    description, tail = cut_text(body[0], rest)
    text = None if name in {"WXXX", "APIC"} else decode(body[0], tail)
    encoding = max(_text_23(part)[0] for part in (description, text or ""))
    made = bytes([encoding]) + head + _in(encoding, description) + (b"\0\0" if encoding else b"\0")
    return made + (tail if text is None else _in(encoding, text))


def _in(encoding: int, text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le", "replace") if encoding else text.encode("latin-1")


def _split_head(name: str, body: bytes) -> tuple[bytes, bytes]:
    """What stands between a frame's encoding byte and its description, and the description with the rest."""
    if name in {"COMM", "USLT"}:
        return body[1:4], body[4:]
    if name == "APIC":
        end = body.find(b"\0", 1) + 2
        return body[1:end], body[end:]
    return b"", body[1:]


def _chapter_24(name: str, body: bytes) -> bytes | None:
    """A chapter frame of version 2.4, its inner frames written anew with the sizes of version 2.3."""
    at = body.find(b"\0") + 1
    at = at + 16 if name == "CHAP" else _behind_children(body, at)
    if at <= 0 or at > len(body):
        return None
    inner, _ = sub_frames(body[at:], 4)
    made = b"".join(data for frame in inner for _, data, _ in _moved(frame, 4) if data)
    return _whole(name, body[:at] + made)


def _behind_children(body: bytes, at: int) -> int:
    count = body[at + 1] if at + 1 < len(body) else 0
    at += 2
    for _ in range(count):
        at = body.find(b"\0", at) + 1
        if not at:
            return 0
    return at


_ENCODED = {"COMM", "USLT", "WXXX", "APIC", "GEOB", "SYLT", "COMR", "USER", "OWNE", "IPLS"}
_FIXED_BEHIND_ENCODING = {"GEOB", "SYLT", "COMR", "USER", "OWNE"}


def _body_22(name: str, body: bytes) -> bytes:
    """A picture of version 2.2 names its format in three letters; all else is as in version 2.3."""
    if name != "APIC" or len(body) < 5:
        return body
    mime = {b"JPG": b"image/jpeg", b"PNG": b"image/png", b"-->": b"-->"}.get(body[1:4].upper(), b"image/")
    return body[:1] + mime + b"\0" + body[4:]


_NAMES_22 = """
BUF=RBUF CNT=PCNT COM=COMM CRA=AENC ETC=ETCO GEO=GEOB IPL=IPLS MCI=MCDI PIC=APIC POP=POPM REV=RVRB SLT=SYLT
STC=SYTC TAL=TALB TBP=TBPM TCM=TCOM TCO=TCON TCR=TCOP TDA=TDAT TDY=TDLY TEN=TENC TFT=TFLT TIM=TIME TKE=TKEY
TLA=TLAN TLE=TLEN TMT=TMED TOA=TOPE TOF=TOFN TOL=TOLY TOR=TORY TOT=TOAL TP1=TPE1 TP2=TPE2 TP3=TPE3 TP4=TPE4
TPA=TPOS TPB=TPUB TRC=TSRC TRD=TRDA TRK=TRCK TSI=TSIZ TSS=TSSE TT1=TIT1 TT2=TIT2 TT3=TIT3 TXT=TEXT TXX=TXXX
TYE=TYER UFI=UFID ULT=USLT WAF=WOAF WAR=WOAR WAS=WOAS WCM=WCOM WCP=WCOP WPB=WPUB WXX=WXXX TCP=TCMP TS2=TSO2
TSA=TSOA TSC=TSOC TSP=TSOP TST=TSOT PCS=PCST TDS=TDES TID=TGID WFD=WFED TCT=TCAT TKW=TKWD GP1=GRP1 MVN=MVNM
MVI=MVIN
"""
_FROM_22 = dict(pair.split("=") for pair in _NAMES_22.split())
