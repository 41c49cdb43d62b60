"""The lists of front matter: chapters, people, links and transcripts, in the many shapes sites give them."""

from __future__ import annotations

import re
import reprlib
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.findings import Finding
from feedtool.model import Chapter, Link, Person, Transcript
from feedtool.notes import keys, values
from feedtool.notes.candidates import candidates
from feedtool.notes.fact import Fact
from feedtool.notes.line import Line
from feedtool.notes.names import clean_name, split_names
from feedtool.notes.plain import anchors
from feedtool.notes.roles import group_of, role_of
from feedtool.notes.times import marks
from feedtool.notes.titles import from_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.findings import Place
    from feedtool.located import Located, Path

MAX_ROWS: Final = 10_000
MAX_BAD: Final = 30
_START: Final = (
    "start", "starttime", "time", "timestamp", "begin", "at", "from", "position", "offset", "timecode", "startsat", "t",
    "seconds", "sec", "startat", "starttimestamp",
)  # fmt: skip
_END: Final = ("end", "endtime", "to", "until", "stop", "finish")
_TITLE: Final = (
    "title", "text", "name", "label", "topic", "chapter", "description", "content", "subject", "headline", "event",
    "caption", "what", "song",
)  # fmt: skip
URL_KEYS: Final = ("url", "href", "link", "src", "website", "homepage", "uri")
IMAGE_KEYS: Final = ("image", "img", "picture", "photo", "avatar", "thumbnail")
_TYPES: Final = {
    "vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json", "html": "text/html",
    "htm": "text/html", "txt": "text/plain",
}  # fmt: skip


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
        shown = reprlib.repr(value)
        self.findings.append(Finding(code=code, message=f"{key} is {shown}", place=place, hint=f"Give {wanted}."))


def named(row: Any) -> str | None:
    """The name in a row that is a text or a mapping."""
    if isinstance(row, dict):
        return next((str(v) for k, v in row.items() if keys.folded(str(k)) in ("name", "title", "fullname")), None)
    return row.strip() if isinstance(row, str) else None


def people_of(header: Header, entry: Entry) -> None:
    """Take the people of an entry; ``hosts`` and ``guests`` are that, others speakers unless rows name a role."""
    add_people(header, entry, {"hosts": "host", "guests": "guest"}.get(entry.name, "speaker"))


def add_people(header: Header, entry: Entry, role: str) -> None:
    """Take the people of an entry whose key names their ``role``."""
    listed = isinstance(entry.value, list)
    for index, row in enumerate(islice(entry.value if listed else [entry.value], 200)):
        place = entry.place(index) if listed else entry.place()
        for one in _persons(row, role, place):
            if all((p.name, p.role) != (one.name, one.role) for p in header.people):
                header.people.append(one)


def _persons(row: Any, role: str, place: Place) -> Iterator[Person]:
    if isinstance(row, str):
        names = split_names(row) or ([row.strip()] if 0 < len(row.strip()) <= 60 else [])
        yield from (Person(name=name, role=role, group=group_of(role), place=place) for name in names)
    elif isinstance(row, dict):
        name = named(row)
        folded = {keys.folded(str(k)): v for k, v in row.items()}
        if name is None and len(row) == 1 and (only := clean_name(str(next(iter(row))))):
            name, folded = only, {"url": next(iter(row.values()))}
        if name:
            given = folded.get("role")
            role = (role_of(given) or given.strip().casefold() or role) if isinstance(given, str) else role
            group = folded.get("group")
            yield Person(
                name=name.strip(),
                role=role,
                group=group.strip().casefold() if isinstance(group, str) else group_of(role),
                href=_address(folded, URL_KEYS),
                img=_address(folded, IMAGE_KEYS),
                place=place,
            )


def _address(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((row[n].strip() for n in names if isinstance(row.get(n), str) and row[n].strip()), None)


def links_of(header: Header, entry: Entry) -> None:
    """Take links: addresses, rows with address and words, Markdown links, or words to addresses."""
    value = entry.value
    if isinstance(value, dict):
        value = [{"title": k, "url": v} for k, v in value.items()]
    for index, row in enumerate(islice(value if isinstance(value, list) else [value], MAX_ROWS)):
        url, text = _link_row(row)
        if url and re.match(r"https?://|mailto:", url):
            header.links.append(Link(url=url, text=text, place=entry.place(index)))


def _link_row(row: Any) -> tuple[str | None, str | None]:
    if isinstance(row, str):
        made = from_markup(row)
        return made.url or (row.strip() if row.strip().startswith("http") else None), made.text or None
    if isinstance(row, dict):
        folded = {keys.folded(str(k)): v for k, v in row.items()}
        url = _address(folded, URL_KEYS)
        if url is None and len(row) == 1:
            text, url = next(iter(row.items()))
            return (url, str(text)) if isinstance(url, str) else (None, None)
        return url, _address(folded, _TITLE)
    return None, None


def transcripts_of(header: Header, entry: Entry) -> None:
    """Take transcripts: file names or addresses whose type their ending or the row tells."""
    value = entry.value
    for row in islice(value if isinstance(value, list) else [value], 50):
        folded = {keys.folded(str(k)): v for k, v in row.items()} if isinstance(row, dict) else {"url": row}
        url = _address(folded, (*URL_KEYS, "file", "path"))
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
            header.wrong(f"a row of {entry.key}", row, "a start such as 1:06 and a title", entry.place(*path), "FT207")
    elif rows and not keys.is_weak(entry.key):
        header.wrong(entry.key, entry.value, "a list of rows with start and title", entry.place(), "FT207")


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


def _chapter(row: Any, place: Place) -> Chapter | None:
    if isinstance(row, str):
        return _chapter_text(row, place)
    if not isinstance(row, dict):
        return None
    folded = {keys.folded(str(k)): v for k, v in row.items()}
    if len(row) == 1 and not any(k in folded for k in _START):
        (start, title), *_ = row.items()
        folded = (
            {"start": start, "title": title}
            if values.milliseconds(start) is not None
            else {"start": title, "title": start}
        )
    start = next((ms for k in _START if (ms := values.milliseconds(folded.get(k))) is not None), None)
    title = next((values.text(folded[k]) for k in _TITLE if folded.get(k) is not None), None)
    if start is None or (title is None and not any(k in folded for k in (*URL_KEYS, *IMAGE_KEYS))):
        return None
    made = from_markup(title or "")
    toc = folded.get("toc")
    end = next((ms for k in _END if (ms := values.milliseconds(folded.get(k))) is not None), None)
    return Chapter(
        start=start,
        title=made.text,
        end=end,
        url=_address(folded, URL_KEYS) or made.url,
        image=_address(folded, IMAGE_KEYS),
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
