"""Front matter to what an item's tags say: one reader for all of :data:`feedtool.shapes.ITEM`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding
from feedtool.notes import keys
from feedtool.shape import Unfit
from feedtool.shapes import ENCLOSURE, ITEM
from feedtool.uris import is_web

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes.rows import Entry, Header

_LOOSE: Final = {"license", "locations", "keywords", "topics", "values", "chat", "images", "funding", "texts"}
"""What sites also keep in plain words of their own, which are passed over where they do not fit."""


def _reader(read: Callable[[Any], Any]) -> Callable[[Header, Entry], None]:
    def take(header: Header, entry: Entry) -> None:
        if entry.name == "locations" and isinstance(entry.value, str):
            return
        try:
            header.take(entry.name, read(entry.value), entry.place())
        except Unfit as fault:
            if entry.name in _LOOSE and not isinstance(entry.value, dict):
                return
            key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault.path)
            message = f"{entry.key}{key}: {fault}"
            hint = f"Give {fault.wanted}."
            place = entry.place(*fault.path)
            header.findings.append(Finding(code="FT205", message=message, place=place, hint=hint))

    return take


def enclosure(header: Header, entry: Entry) -> None:
    """Take an enclosure that lies elsewhere: an address with its type and size in bytes."""
    value = entry.value
    folded = {keys.folded(str(key)): inner for key, inner in value.items()} if isinstance(value, dict) else {}
    if isinstance(folded.get("url"), str) and is_web(folded["url"]) and {"type", "length"} <= set(folded):
        _reader(ENCLOSURE)(header, entry._replace(name="enclosure"))


READERS: Final = {field.name: _reader(field.read) for field in ITEM}
NAMES: Final = ("enclosure", *READERS)
"""The episode's fields that are filled here."""
