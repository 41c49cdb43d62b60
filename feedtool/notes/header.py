"""Front matter and sidecars to the values of an episode, each with its place; what cannot be taken is found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding
from feedtool.model import Chapter, Link, Person, Transcript
from feedtool.notes import keys, values
from feedtool.notes.fact import Fact
from feedtool.notes.people import clean_name, group_of, role_of, split_names
from feedtool.notes.times import marks
from feedtool.notes.titles import from_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.findings import Place
    from feedtool.located import Located

MAX_ROWS: Final = 10_000
MAX_UNKNOWN: Final = 30
_START: Final = ("start", "starttime", "time", "timestamp", "begin", "at", "from", "position", "offset", "timecode", "startsat", "t", "seconds", "sec", "startat", "starttimestamp")  # fmt: skip
_END: Final = ("end", "endtime", "to", "until", "stop", "finish")
_TITLE: Final = ("title", "text", "name", "label", "topic", "chapter", "description", "content", "subject", "headline", "event", "caption", "what", "song")  # fmt: skip
_URL: Final = ("url", "href", "link", "src", "website", "homepage", "uri")
_IMAGE: Final = ("image", "img", "picture", "photo", "avatar", "thumbnail")
_TYPES: Final = {
    "vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json", "html": "text/html",
    "htm": "text/html", "txt": "text/plain",
}  # fmt: skip


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
        shown = repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "…"
        self.findings.append(Finding(code=code, message=f"{key} is {shown}", place=place, hint=f"Give {wanted}."))


def read(data: Located | None, by: str) -> Header:
    """The header that ``data`` is; an empty one for None."""
    header = Header(by)
    if data is None or not isinstance(data.value, dict):
        return header
    known: list[tuple[int, str, str, tuple[str | int, ...], Any]] = []
    unknown: list[tuple[str, Place]] = []
    for path, key, value in _entries(data.value):
        folded = keys.folded(key)
        if folded in keys.KNOWN:
            name, rank = keys.KNOWN[folded]
            known.append((rank, name, key, path, value))
        elif role := keys.role_key(key):
            _people(header, data, path, value, role)
        elif folded not in keys.IGNORED:
            unknown.append((key, data.place(path)))
    for _, name, key, path, value in sorted(known, key=lambda row: row[0]):
        if value is not None and value != "":
            _READERS[name](header, name, key, data, path, value)
    header.findings += [_unknown(key, place) for key, place in unknown[:MAX_UNKNOWN]]
    return header


def _entries(value: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict) and keys.folded(str(key)) in keys.CONTAINERS:
            yield from (((key, k), str(k), v) for k, v in inner.items() if not isinstance(v, dict))
        else:
            yield (key,), str(key), inner


def _unknown(key: str, place: Place) -> Finding:
    near = keys.nearest(key)
    hint = f"Did you mean {near}?" if near else "It changes nothing; take it out, or leave it for your site."
    message = f"the key {key[:60]} is not known here"
    return Finding(code="FT204" if near else "FT214", message=message, place=place, hint=hint)


_Reader = "Callable[[Header, str, str, Located, tuple[str | int, ...], Any], None]"


def _plain(read_value: Callable[[Any], Any], wanted: str, code: str = "FT205") -> Callable[..., None]:
    def take(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
        made = read_value(value)
        if made is not None and made != "":
            header.take(name, made, data.place(path))
        elif not (keys.is_weak(key) or name in header.fields or made == ""):
            header.wrong(key, value, wanted, data.place(path), code)

    return take


def _published(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
    if isinstance(value, bool):
        if not value:
            header.take("draft", True, data.place(path))
        return
    made = values.moment(value)
    if made is not None:
        header.take(name, made, data.place(path))
    elif name not in header.fields:
        wanted = "a date such as 2024-05-31, or a moment such as 2024-05-31T18:00:00+02:00"
        header.wrong(key, value, wanted, data.place(path), "FT206")


def _one_or_mapping(value: Any) -> str | None:
    """A text, or the address inside a mapping or list that site themes wrap it into."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        folded = {keys.folded(str(k)): v for k, v in value.items()}
        value = next((folded[k] for k in (*_URL, "file", "path", *_IMAGE, "name", "title") if k in folded), None)
    return value.strip() if isinstance(value, str) else None


def _author(value: Any) -> str | None:
    rows = value if isinstance(value, list) else [value]
    names = [next(iter(row), "") if isinstance(row, dict) and "name" not in row else _named(row) for row in rows[:20]]
    return ", ".join(str(n) for n in names if n) or None


def _named(row: Any) -> str | None:
    if isinstance(row, dict):
        return next((str(v) for k, v in row.items() if keys.folded(str(k)) in ("name", "title", "fullname")), None)
    return row.strip() if isinstance(row, str) else None


def _type(value: Any) -> str | None:
    word = str(value).strip().casefold()
    return word if word in ("full", "trailer", "bonus") else None


def _people_key(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
    _people(header, data, path, value, {"hosts": "host", "guests": "guest"}.get(name, "speaker"))


def _people(header: Header, data: Located, path: tuple[str | int, ...], value: Any, role: str) -> None:
    rows = value if isinstance(value, list) else [value]
    for index, row in enumerate(islice(rows, 200)):
        place = data.place((*path, index) if isinstance(value, list) else path)
        for one in _persons(row, role, place):
            if all((p.name, p.role) != (one.name, one.role) for p in header.people):
                header.people.append(one)


def _persons(row: Any, role: str, place: Place) -> Iterator[Person]:
    if isinstance(row, str):
        names = split_names(row) or ([row.strip()] if 0 < len(row.strip()) <= 60 else [])
        yield from (Person(name=name, role=role, group=group_of(role), place=place) for name in names)
    elif isinstance(row, dict):
        name = _named(row)
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
                href=_address(folded, _URL),
                img=_address(folded, _IMAGE),
                place=place,
            )


def _address(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((row[n].strip() for n in names if isinstance(row.get(n), str) and row[n].strip()), None)


def _links(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
    if isinstance(value, dict):
        value = [{"title": k, "url": v} for k, v in value.items()]
    for index, row in enumerate(islice(value if isinstance(value, list) else [value], MAX_ROWS)):
        url, text = _link_row(row)
        if url and re.match(r"https?://|mailto:", url):
            header.links.append(Link(url=url, text=text, place=data.place((*path, index))))


def _link_row(row: Any) -> tuple[str | None, str | None]:
    if isinstance(row, str):
        made = from_markup(row)
        return made.url or (row.strip() if row.strip().startswith("http") else None), made.text or None
    if isinstance(row, dict):
        folded = {keys.folded(str(k)): v for k, v in row.items()}
        url = _address(folded, _URL)
        if url is None and len(row) == 1:
            text, url = next(iter(row.items()))
            return (url, str(text)) if isinstance(url, str) else (None, None)
        return url, _address(folded, _TITLE)
    return None, None


def _transcripts(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
    for row in islice(value if isinstance(value, list) else [value], 50):
        folded = {keys.folded(str(k)): v for k, v in row.items()} if isinstance(row, dict) else {"url": row}
        url = _address(folded, (*_URL, "file", "path"))
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


def _chapters(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
    if header.chapters:
        return
    rows = list(_chapter_rows(value, path))
    made, bad = [], []
    for row_path, row in islice(rows, MAX_ROWS):
        chapter = _chapter(row, data.place(row_path))
        (made.append(chapter) if chapter else bad.append((row_path, row)))
    if made and (len(made) > 1 or len(made) == len(rows)):
        header.chapters = tuple(made)
        for row_path, row in bad[:MAX_UNKNOWN]:
            header.wrong(f"a row of {key}", row, "a start such as 1:06 and a title", data.place(row_path), "FT207")
    elif rows and not keys.is_weak(key):
        header.wrong(key, value, "a list of rows with start and title", data.place(path), "FT207")


def _chapter_rows(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, str):
        yield from ((path, line) for line in value.splitlines() if line.strip())
    elif isinstance(value, dict):
        inner = value.get("chapters")
        if isinstance(inner, list):
            yield from (((*path, "chapters", i), row) for i, row in enumerate(inner))
        else:
            yield from (((*path, k), {"start": k, "title": v}) for k, v in value.items())
    elif isinstance(value, list):
        yield from (((*path, i), row) for i, row in enumerate(value))


def _chapter(row: Any, place: Place) -> Chapter | None:
    if isinstance(row, str):
        return _chapter_text(row, place)
    if not isinstance(row, dict):
        return None
    folded = {keys.folded(str(k)): v for k, v in row.items()}
    if len(row) == 1 and not any(k in folded for k in _START):
        (start, title), *_ = row.items()
        folded = {"start": start, "title": title} if values.milliseconds(start) is not None else {"start": title, "title": start}
    start = next((ms for k in _START if (ms := values.milliseconds(folded.get(k))) is not None), None)
    title = next((values.text(folded[k]) for k in _TITLE if folded.get(k) is not None), None)
    if start is None or (title is None and not any(k in folded for k in (*_URL, *_IMAGE))):
        return None
    made = from_markup(title or "")
    toc = folded.get("toc")
    end = next((ms for k in _END if (ms := values.milliseconds(folded.get(k))) is not None), None)
    return Chapter(
        start=start,
        title=made.text,
        end=end if end is not None and end > start else None,
        url=_address(folded, _URL) or made.url,
        image=_address(folded, _IMAGE),
        toc=toc if isinstance(toc, bool) else not folded.get("hidden", False),
        place=place,
    )


def _chapter_text(row: str, place: Place) -> Chapter | None:
    from feedtool.notes.candidates import candidates
    from feedtool.notes.line import Line
    from feedtool.notes.plain import anchors

    row = row.strip()
    if not marks(row):
        return None
    found = candidates(0, Line(row, anchors(row)))
    if len(found) != 1 or not found[0].title:
        return None
    one = found[0]
    made = from_markup(one.title)
    return Chapter(start=one.mark.ms, end=one.mark.until, title=made.text, url=one.url or made.url, place=place)


def _notes(header: Header, name: str, key: str, data: Located, path: tuple[str | int, ...], value: Any) -> None:
    if isinstance(value, str) and "\n" in value.strip():
        header.take(name, value, data.place(path))


_TEXT = _plain(values.text, "a text")
_READERS: dict[str, Callable[..., None]] = {
    "title": _TEXT,
    "subtitle": _TEXT,
    "description": _TEXT,
    "notes": _notes,
    "chapters": _chapters,
    "people": _people_key,
    "hosts": _people_key,
    "guests": _people_key,
    "links": _links,
    "season": _plain(values.whole, "a whole number such as 2"),
    "season_name": _TEXT,
    "episode": _plain(values.number, "a number such as 35"),
    "episode_display": _TEXT,
    "episode_type": _plain(_type, "full, trailer or bonus"),
    "published": _published,
    "duration": _plain(values.milliseconds, "a length such as 57:50, or seconds"),
    "show": _plain(values.text, "the show's title"),
    "author": _plain(_author, "a name"),
    "explicit": _plain(values.flag, "true or false"),
    "block": _plain(values.flag, "true or false"),
    "language": _TEXT,
    "slug": _TEXT,
    "guid": _TEXT,
    "link": _plain(_one_or_mapping, "an address"),
    "image": _plain(_one_or_mapping, "a file name or an address"),
    "audio": _plain(_one_or_mapping, "a file name or an address"),
    "transcripts": _transcripts,
    "draft": _plain(values.flag, "true or false"),
}
