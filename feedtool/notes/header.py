"""Front matter and sidecars to the values of an episode, each with its place; what cannot be taken is found."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding
from feedtool.notes import keys, tags, values
from feedtool.notes.rows import (
    IMAGE_KEYS,
    URL_KEYS,
    Entry,
    Header,
    chapters_of,
    transcripts_of,
)
from feedtool.notes.rows_links import links_beside, links_of
from feedtool.notes.rows_people import add_people, named, people_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feedtool.findings import Place
    from feedtool.located import Located, Path

MAX_UNKNOWN: Final = 30


def read(data: Located | None, by: str) -> Header:
    """The header that ``data`` is; an empty one for None."""
    header = Header(by)
    if data is None or not isinstance(data.value, dict):
        return header
    known: list[Entry] = []
    others: list[Entry] = []
    for path, key, value in _entries(data.value):
        name, rank = keys.KNOWN.get(keys.folded(key), ("", 0))
        entry = Entry(rank, name, key, path, value, data)
        if name:
            known.append(entry)
        elif role := keys.role_key(key):
            add_people(header, entry, role)
        else:
            others.append(entry)
    for entry in sorted(known, key=lambda e: e.rank):
        if entry.value is not None and entry.value != "":
            _READERS[entry.name](header, entry)
    header.findings += islice(_strange(header, others), MAX_UNKNOWN)
    return header


def _strange(header: Header, others: Sequence[Entry]) -> Iterator[Finding]:
    """Take the addresses that stand under keys not known here, and find the keys that nobody is known to use."""
    for entry in others:
        beside = links_beside(entry)
        header.links += beside
        if keys.folded(entry.key) not in keys.IGNORED and (not beside or keys.nearest(entry.key)):
            yield _unknown(entry.key, entry.place())


def _entries(value: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
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


def _plain(read_value: Callable[[Any], Any], wanted: str) -> Callable[[Header, Entry], None]:
    def take(header: Header, entry: Entry) -> None:
        made = read_value(entry.value)
        if made is not None and made != "":
            header.take(entry.name, made, entry.place())
        elif not (keys.is_weak(entry.key) or entry.name in header.fields or made == ""):
            header.wrong(entry.key, entry.value, wanted, entry.place())

    return take


def _published(header: Header, entry: Entry) -> None:
    if isinstance(entry.value, bool):
        if not entry.value:
            header.take("draft", True, entry.place())
        return
    made = values.moment(entry.value)
    if made is not None:
        header.take(entry.name, made, entry.place())
    elif entry.name not in header.fields:
        wanted = "a date such as 2024-05-31, or a moment such as 2024-05-31T18:00:00+02:00"
        header.wrong(entry.key, entry.value, wanted, entry.place(), "FT206")


def _one_or_mapping(value: Any) -> str | None:
    """A text, or the address inside a mapping or list that site themes wrap it into."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        folded = {keys.folded(str(k)): v for k, v in value.items()}
        value = next(
            (
                folded[k]
                for k in (*URL_KEYS, "file", "path", "mp3", "m4a", "opus", "ogg", *IMAGE_KEYS, "name", "title")
                if k in folded
            ),
            None,
        )
    return value.strip() if isinstance(value, str) else None


def _author(value: Any) -> str | None:
    rows = value if isinstance(value, list) else [value]
    names = [next(iter(row), "") if isinstance(row, dict) and "name" not in row else named(row) for row in rows[:20]]
    return ", ".join(str(n) for n in names if n) or None


def _type(value: Any) -> str | None:
    word = str(value).strip().casefold()
    return word if word in ("full", "trailer", "bonus") else None


def _show(header: Header, entry: Entry) -> None:
    """The show's title; some sites keep the audio's address under the same key."""
    made = values.text(entry.value)
    if made and "://" in made:
        header.take("audio", made, entry.place())
    elif made:
        header.take(entry.name, made, entry.place())


def _notes(header: Header, entry: Entry) -> None:
    if isinstance(entry.value, str) and "\n" in entry.value.strip():
        header.take(entry.name, entry.value, entry.place())


def _audio(header: Header, entry: Entry) -> None:
    """The audio file; an address with type and size beside it is an enclosure that lies elsewhere."""
    tags.enclosure(header, entry)
    _AUDIO(header, entry)


_AUDIO = _plain(_one_or_mapping, "a file name or an address")
_TEXT = _plain(values.text, "a text")
_READERS: Final[dict[str, Callable[[Header, Entry], None]]] = {
    "title": _TEXT,
    "subtitle": _TEXT,
    "description": _TEXT,
    "notes": _notes,
    "chapters": chapters_of,
    "people": people_of,
    "hosts": people_of,
    "guests": people_of,
    "links": links_of,
    "season": _plain(values.whole, "a whole number such as 2"),
    "season_name": _TEXT,
    "episode": _plain(values.number, "a number such as 35"),
    "episode_display": _TEXT,
    "episode_type": _plain(_type, "full, trailer or bonus"),
    "published": _published,
    "duration": _plain(values.milliseconds, "a length such as 57:50, or seconds"),
    "show": _show,
    "author": _plain(_author, "a name"),
    "explicit": _plain(values.flag, "true or false"),
    "block": _plain(values.flag, "true or false"),
    "language": _TEXT,
    "slug": _TEXT,
    "guid": _TEXT,
    "guid_is_permalink": _plain(values.flag, "true or false"),
    "feed_description": _TEXT,
    "verbatim": _plain(values.flag, "true or false"),
    "link": _plain(_one_or_mapping, "an address"),
    "image": _plain(_one_or_mapping, "a file name or an address"),
    "audio": _audio,
    "transcripts": transcripts_of,
    "draft": _plain(values.flag, "true or false"),
    **tags.READERS,
}
