"""Front matter as it is read key by key, and its chapters and transcripts in the many shapes sites give them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.findings import Finding
from feedtool.model import Chapter, Transcript
from feedtool.notes import keys, values
from feedtool.notes.candidates import candidates
from feedtool.notes.fact import Fact
from feedtool.notes.line import Line
from feedtool.notes.plain import anchors
from feedtool.notes.shown import shown
from feedtool.notes.times import marks
from feedtool.notes.titles import from_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.findings import Place
    from feedtool.located import Located, Path
    from feedtool.model import Link, Person

MAX_ROWS: Final = 10_000
MAX_BAD: Final = 30
_START: Final = (
    "start", "starttime", "time", "timestamp", "begin", "at", "from", "position", "offset", "timecode", "startsat", "t",
    "seconds", "sec", "startat", "starttimestamp",
)  # fmt: skip
_END: Final = ("end", "endtime", "to", "until", "stop", "finish")
TITLE_KEYS: Final = (
    "title", "text", "name", "label", "topic", "chapter", "description", "content", "subject", "headline", "event",
    "caption", "what", "song",
)  # fmt: skip
URL_KEYS: Final = ("url", "href", "link", "src", "website", "homepage", "uri")
IMAGE_KEYS: Final = ("image", "img", "picture", "photo", "avatar", "thumbnail")
_TYPES: Final = {
    "vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json", "html": "text/html",
    "htm": "text/html", "txt": "text/plain",
}  # fmt: skip


_ROW: Final = "a start such as 1:06 and a title"


class Entry(NamedTuple):
    """One key of front matter: the alias's rank, our name, the key as written, its path, its value, and the whole."""

    rank: int
    name: str
    key: str
    path: Path
    value: Any
    data: Located

    def place(self, *inner: str | int) -> Place:
        """Where the value, or the value ``inner`` it, was written."""
        return self.data.place((*self.path, *inner))


@dataclass(slots=True)
class Header:
    """What front matter says, by our names; ``rows`` hold chapters, people, links and transcripts."""

    by: str
    fields: dict[str, Any] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    chapters: tuple[Chapter, ...] = ()
    people: list[Person] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    transcripts: list[Transcript] = field(default_factory=list)

    def take(self, name: str, value: Any, place: Place) -> None:
        """Keep ``value`` as our field ``name`` unless one stands there already."""
        if name not in self.fields:
            self.fields[name] = value
            self.facts.append(Fact(name, value, place, self.by))

    def wrong(self, key: str, value: Any, wanted: str, place: Place, code: str = "FT205") -> None:
        """Find that ``key`` holds what it cannot."""
        self.findings.append(
            Finding(code=code, message=f"{key} is {shown(value)}", place=place, hint=f"Give {wanted}.")
        )


def transcripts_of(header: Header, entry: Entry) -> None:
    """Take transcripts: file names or addresses whose type their ending or the row tells."""
    value = entry.value
    for row in islice(value if isinstance(value, list) else [value], 50):
        folded = folded_row(row) if isinstance(row, dict) else {"url": row}
        url = address(folded, (*URL_KEYS, "file", "path"))
        ending = url.rsplit(".", 1)[-1].casefold().split("?")[0] if url and "\n" not in url else ""
        if url and (ending in _TYPES or isinstance(folded.get("type"), str)):
            kind, language = folded.get("type"), folded.get("language")
            header.transcripts.append(
                Transcript(
                    url=url,
                    media_type=kind if isinstance(kind, str) else _TYPES[ending],
                    language=language if isinstance(language, str) else None,
                    rel=folded["rel"] if isinstance(folded.get("rel"), str) else None,
                )
            )


def folded_row(row: dict[Any, Any]) -> dict[str, Any]:
    """``row`` by its folded keys."""
    return {keys.folded(str(k)): v for k, v in row.items()}


def address(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first text under one of ``names`` in a folded row."""
    return next((row[n].strip() for n in names if isinstance(row.get(n), str) and row[n].strip()), None)


def chapters_of(header: Header, entry: Entry) -> None:
    """Take chapters: rows with start and title, texts of both, or one text with a line each; bad rows are found."""
    if header.chapters:
        return
    rows = list(islice(_chapter_rows(entry.value), MAX_ROWS))
    made: list[Chapter] = []
    bad: list[tuple[Path, Any]] = []
    for path, row in rows:
        chapter = _chapter(row, entry.place(*path))
        if chapter:
            made.append(chapter)
        else:
            bad.append((path, row))
    if made and (len(made) > 1 or len(made) == len(rows)):
        header.chapters = tuple(made)
        for path, row in bad[:MAX_BAD]:
            header.wrong(f"a row of {entry.key}", row, _ROW, entry.place(*path), "FT207")
    elif rows and not keys.is_weak(entry.key):
        path, row = rows[0]
        only = entry.value is row or not isinstance(entry.value, list | dict)
        name = entry.key if only else f"the first row of {entry.key}"
        header.wrong(name, row, f"rows of {_ROW}, one for each chapter", entry.place(*path), "FT207")


def _chapter_rows(value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, str):
        yield from (((), line) for line in value.splitlines() if line.strip())
    elif isinstance(value, dict):
        inner = value.get("chapters")
        if isinstance(inner, list):
            yield from ((("chapters", i), row) for i, row in enumerate(inner))
        else:
            yield from (((k,), {"start": k, "title": v}) for k, v in value.items())
    elif isinstance(value, list):
        yield from (((i,), row) for i, row in enumerate(value))
    else:
        yield (), value


def _chapter(row: Any, place: Place) -> Chapter | None:
    if isinstance(row, str):
        return _chapter_text(row, place)
    if not isinstance(row, dict):
        return None
    folded = folded_row(row)
    if len(row) == 1 and not any(k in folded for k in _START):
        (start, title), *_ = row.items()
        folded = (
            {"start": start, "title": title}
            if values.milliseconds(start) is not None
            else {"start": title, "title": start}
        )
    start = next((ms for k in _START if (ms := values.milliseconds(folded.get(k))) is not None), None)
    title = next((values.text(folded[k]) for k in TITLE_KEYS if folded.get(k) is not None), None)
    if start is None or (title is None and not any(k in folded for k in (*URL_KEYS, *IMAGE_KEYS))):
        return None
    made = from_markup(title or "")
    toc = folded.get("toc")
    end = next((ms for k in _END if (ms := values.milliseconds(folded.get(k))) is not None), None)
    return Chapter(
        start=start,
        title=made.text,
        end=end,
        url=address(folded, URL_KEYS) or made.url,
        image=address(folded, IMAGE_KEYS),
        toc=toc if isinstance(toc, bool) else not folded.get("hidden", False),
        place=place,
    )


def _chapter_text(row: str, place: Place) -> Chapter | None:
    row = row.strip()
    if not marks(row):
        return None
    found = candidates(0, Line(row, anchors(row)))
    if len(found) != 1 or not found[0].title:
        return None
    one = found[0]
    made = from_markup(one.title)
    return Chapter(start=one.mark.ms, end=one.mark.until, title=made.text, url=one.url or made.url, place=place)
