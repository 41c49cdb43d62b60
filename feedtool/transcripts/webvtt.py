"""WebVTT: cues with voices, which players prefer (W3C WebVTT; spec: podcast-namespace §5)."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from feedtool.textfile import Block, blocks, one_line
from feedtool.timecode import npt
from feedtool.transcripts.base import Cue, TranscriptFile, gather
from feedtool.transcripts.cueblocks import Timed, joined, timed
from feedtool.transcripts.fit import timed as fitted
from feedtool.transcripts.fit import wrapped
from feedtool.transcripts.speakers import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.findings import Finding

NAME: Final = "vtt"
TITLE: Final = "WebVTT"
SUFFIXES: Final = (".vtt", ".webvtt")
MEDIA_TYPE: Final = "text/vtt"
TIMED: Final = True
NAMED: Final = True
KEEPS: Final = frozenset({"time", "fraction", "end", "cues"})
WIDTH: Final = 65
ROWS: Final = None

_ASIDES: Final = {"NOTE": "notes", "STYLE": "styles", "REGION": "regions"}
_TIMING = re.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}(?:[ \t].*)?")
_LANGUAGE = re.compile(r"Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*")
_TAG = re.compile(r"<([^<>]*)>")
_VOICE = re.compile(r"v(?:\.[^\s.]+)*\s+(.+)")


def sniff(text: str) -> bool:
    """The first line starts with WEBVTT, as the standard asks."""
    return re.match(r"WEBVTT(?:\s|$)", text) is not None


def read(text: str, file: str) -> TranscriptFile:
    """The cues; speakers are the voices, or in a file without any the names before the text."""
    header, cue_blocks = _parted(blocks(text))
    asides = [_ASIDES[word] for block in cue_blocks if (word := _aside(block))]
    items = list(chain.from_iterable(timed(block, file) for block in cue_blocks if not _aside(block)))
    raw = [item for item in items if isinstance(item, Timed)]
    asides += ["positions"] * any(cue.settings for cue in raw)
    asides += ["markup"] * any(_is_markup(tag) for cue in raw for line in cue.lines for tag in _TAG.findall(line))
    return gather(
        NAME,
        _cues(items),
        file=file,
        language=next((m[1] for line in header if (m := _LANGUAGE.fullmatch(line))), None),
        native=all(_TIMING.fullmatch(cue.timing) for cue in raw),
        asides=asides,
    )


def _parted(found: Iterator[Block]) -> tuple[list[str], list[Block]]:
    """The header's lines, and the blocks after it; a cue may follow the header without a blank line."""
    first = next(found, Block(1, []))
    arrow = next((n for n, line in enumerate(first.lines) if "-->" in line and n), None)
    if arrow is None:
        return first.lines, list(found)
    return first.lines[:arrow], [Block(first.line + arrow, first.lines[arrow:]), *found]


def _aside(block: Block) -> str | None:
    """NOTE, STYLE or REGION, where the block is one."""
    word = block.lines[0].split(None, 1)[0]
    return word if word in _ASIDES and "-->" not in block.lines[0] else None


def _is_markup(tag: str) -> bool:
    return not re.match(r"/?v(?:[.\s]|$)", tag)


def _cues(items: Iterable[Timed | Finding]) -> Iterator[Cue | Finding]:
    made: list[Cue | Finding] = []
    for item in items:
        made += _voices(item) if isinstance(item, Timed) else [item]
    cues = [item for item in made if isinstance(item, Cue)]
    names = told([cue.text for cue in cues]) if not any(cue.speaker for cue in cues) else None
    for one in made:
        if names is None or not isinstance(one, Cue):
            yield one
        else:
            speaker, words = next(names)
            yield replace(one, text=words, speaker=speaker)


def _voices(raw: Timed) -> Iterator[Cue]:
    """A cue for each voice that speaks in a block, without tags and ruby text."""
    speaker = None
    words = ""
    ruby = made = False
    for number, piece in enumerate(_TAG.split(joined(raw.lines))):
        if not number % 2:
            words += "" if ruby else piece
        elif voice := _VOICE.match(piece):
            if words.strip():
                yield _cue(raw, speaker, words)
                made = True
            speaker, words = one_line(html.unescape(voice[1])), ""
        else:
            ruby = (ruby or re.match(r"rt\b", piece) is not None) and piece not in {"/rt", "/ruby"}
    if words.strip() or not made:
        yield _cue(raw, speaker, words)


def _cue(raw: Timed, speaker: str | None, words: str) -> Cue:
    text = one_line(html.unescape(words))
    return Cue(text=text, start=raw.start, end=raw.end, speaker=speaker or None, place=raw.place)


def write(cues: Sequence[Cue], *, duration: int | None = None) -> str:
    """A cue each, on lines of at most 65 characters, with a voice where the speaker changes."""
    return "WEBVTT\n" + "".join(_written(cue) for cue in fitted(cues, duration))


def _written(cue: Cue) -> str:
    voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
    lines = "\n".join(html.escape(line, quote=False) for line in wrapped(cue.text, WIDTH))
    return f"\n{npt(cue.start or 0)} --> {npt(cue.end or 0)}\n{voice}{lines}\n"
