"""An ID3v2 tag as data: what it says, frame by frame, and the chapters in it (spec: ID3v2 Chapter Frame Addendum).

Reads versions 2.2, 2.3 and 2.4. Nothing raises: what cannot be read is among the tag's ``problems``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedtool.findings import Place
from feedtool.id3frames import Frame, RawTag, cut_text, split_all, sub_frames, texts
from feedtool.model import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOO_DEEP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a tag holds. ``frames`` are plain JSON values in disk order, each with its name as ``id``.

    ``chapters`` stand in disk order, times in milliseconds; ``toc`` is False where a table of contents leaves one
    out. ``version`` is empty where there is no tag. ``size`` and ``padding`` are bytes.
    """

    version: str = ""
    flags: int = 0
    size: int = 0
    padding: int = 0
    frames: tuple[dict[str, Any], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    problems: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The tag as a JSON object, as ``schemas/id3.schema.json`` has it: each frame under its name."""
        return {
            "version": self.version,
            "flags": self.flags,
            "size": self.size,
            "padding": self.padding,
            "frames": [_under_its_name(frame) for frame in self.frames],
            "problems": list(self.problems),
        }

    def text(self, name: str) -> str | None:
        """The text or address of the first frame called ``name``, None where there is none."""
        frame = next((f for f in self.frames if f["id"] == name), {})
        found = frame.get("text", frame.get("url"))
        return None if found is None else str(found)


def _under_its_name(frame: dict[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in frame.items() if key != "id"}
    if "frames" in made:
        made["frames"] = [_under_its_name(inner) for inner in made["frames"]]
    return {frame["id"]: made}


def read(tag: bytes, file: str = "") -> Tag:
    """The tag in ``tag``, and any that stand behind it, the first one's frames first. No tag gives an empty one."""
    raws = split_all(tag)
    if not raws:
        return Tag()
    problems = [p for raw in raws for p in raw.problems]
    frames = tuple(_plain(frame, raw.version, problems) for raw in raws for frame in raw.frames)
    return Tag(
        version=f"2.{raws[0].version}",
        flags=raws[0].flags,
        size=sum(raw.size for raw in raws),
        padding=_padding(raws),
        frames=frames,
        chapters=tuple(_chapters(frames, file)),
        problems=tuple(problems),
    )


def _padding(raws: tuple[RawTag, ...]) -> int:
    return sum(raw.padding for raw in raws)


def _plain(frame: Frame, version: int, problems: list[str], depth: int = 0) -> dict[str, Any]:
    """One frame as JSON."""
    name = _LONG_NAMES.get(frame.id, frame.id) if version == 2 else frame.id
    if frame.body is None or not frame.body:
        return {"id": name, "size": len(frame.stored)}
    if name in {"CHAP", "CTOC"}:
        return {"id": name} | _element(name, frame.body, version, problems, depth)
    return {"id": name} | _content(name, frame.body, version)


def _content(name: str, body: bytes, version: int) -> dict[str, Any]:
    if name == "APIC":
        return _picture(body, version)
    if name in {"TXXX", "WXXX"}:
        return _described(name, body)
    if name in {"COMM", "USLT"}:
        return _comment(body)
    if name[0] == "T":
        return {"encoding": body[0], "text": "\n".join(texts(body))}
    if name[0] == "W":
        return {"url": _url(body)}
    return {"size": len(body), "sha256": _digest(body)}


def _url(body: bytes) -> str:
    """An address frame's text. iTunes puts an encoding byte before it, other writers a NUL behind."""
    start = body[1:] if body[:1] in (b"\0", b"\3") else body
    return start.decode("latin-1")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _described(name: str, body: bytes) -> dict[str, Any]:
    encoding = body[0]
    description, rest = cut_text(encoding, body[1:])
    if name == "WXXX":
        return {"encoding": encoding, "description": description, "url": rest.decode("latin-1")}
    return {"encoding": encoding, "description": description, "text": "\n".join(texts(body[:1] + rest))}


def _comment(body: bytes) -> dict[str, Any]:
    encoding = body[0]
    description, rest = cut_text(encoding, body[4:])
    text = "\n".join(texts(body[:1] + rest))
    language = body[1:4].decode("latin-1")
    return {"encoding": encoding, "language": language, "description": description, "text": text}


def _picture(body: bytes, version: int) -> dict[str, Any]:
    encoding = body[0]
    if version == 2:
        mime, rest = body[1:4].decode("latin-1"), body[4:]
    else:
        mime, rest = cut_text(0, body[1:])
    description, data = cut_text(encoding, rest[1:])
    made = {"encoding": encoding, "mime": mime, "type": rest[0] if rest else 0, "description": description}
    if mime == "-->":
        return made | {"url": data.decode("latin-1")}
    hidden = [name.decode() for name in (b"TIT2", b"WXXX", b"APIC") if name in data]
    return made | {"size": len(data), "sha256": _digest(data)} | ({"holds": hidden} if hidden else {})


def _element(name: str, body: bytes, version: int, problems: list[str], depth: int) -> dict[str, Any]:
    element, _, rest = body.partition(b"\0")
    made: dict[str, Any] = {"element": element.decode("latin-1")}
    made |= _times(rest) if name == "CHAP" else _listing(rest)
    if len(rest) < made.pop("used"):
        problems.append(f"the frame {name} {made['element']!r} is cut off")
        return made
    inner, wrong = sub_frames(rest[_used(name, rest) :], version)
    problems.extend(f"in {name} {made['element']!r}: {p}" for p in wrong)
    if inner and depth < _TOO_DEEP:
        made["frames"] = [_plain(frame, version, problems, depth + 1) for frame in inner]
    return made


def _used(name: str, rest: bytes) -> int:
    return 16 if name == "CHAP" else int(_listing(rest)["used"])


def _times(rest: bytes) -> dict[str, Any]:
    numbers = [int.from_bytes(rest[i : i + 4], "big") for i in (0, 4, 8, 12)]
    return dict(zip(("start", "end", "start_offset", "end_offset"), numbers, strict=True)) | {"used": 16}


def _listing(rest: bytes) -> dict[str, Any]:
    if len(rest) < 2:
        return {"used": 2, "children": []}
    flags, count = rest[0], rest[1]
    children: list[str] = []
    at = 2
    for _ in range(count):
        end = rest.find(b"\0", at)
        if end < 0:
            at = len(rest) + 1
            break
        children.append(rest[at:end].decode("latin-1"))
        at = end + 1
    return {"top_level": bool(flags & 2), "ordered": bool(flags & 1), "children": children, "used": at}


def _chapters(frames: tuple[dict[str, Any], ...], file: str) -> Iterator[Chapter]:
    """The chapters in disk order. Without a table of contents each of them is shown, as players do."""
    listed = {child for frame in frames if frame["id"] == "CTOC" for child in frame.get("children", ())}
    place = Place(file) if file else None
    for frame in frames:
        if frame["id"] != "CHAP" or "start" not in frame:
            continue
        inner = frame.get("frames", [])
        yield Chapter(
            start=frame["start"],
            end=frame["end"],
            title=next((f["text"] for f in inner if f["id"] == "TIT2" and "text" in f), ""),
            url=next((f["url"] for f in inner if f["id"][0] == "W" and f.get("url")), None),
            image=next((f["url"] for f in inner if f["id"] == "APIC" and f.get("url")), None),
            toc=not listed or frame["element"] in listed,
            place=place,
        )


_LONG_NAMES = {"TT2": "TIT2", "TP1": "TPE1", "TP2": "TPE2", "TAL": "TALB", "TRK": "TRCK", "TPA": "TPOS",
               "TCO": "TCON", "TYE": "TYER", "TLE": "TLEN", "TLA": "TLAN", "COM": "COMM", "ULT": "USLT",
               "PIC": "APIC", "TXX": "TXXX", "WXX": "WXXX", "PCS": "PCST", "TDS": "TDES", "TID": "TGID",
               "WFD": "WFED", "TCT": "TCAT"}  # fmt: skip
"""The names of version 2.2 that this reader shows under those of 2.3."""
