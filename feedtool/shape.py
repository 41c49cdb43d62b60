"""Plain data (TOML, YAML, JSON) to values: the shape of a row, and readers of texts, numbers, times and addresses.

Keys in any capitals, with or without ``_`` and ``-``, are one. What does not fit raises :class:`Unfit` with the path to
it, so that the caller can name the line.
"""

from __future__ import annotations

import math
import re
import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from feedtool import fragments, uris
from feedtool.timecode import from_seconds, parse

Path = tuple[str | int, ...]
Read = Callable[[Any], Any]
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MAX_ROWS: Final = 1000


class Unfit(ValueError):  # noqa: N818 - it reads as what it is where it is raised
    """``path`` within the value holds something else than ``wanted``."""

    def __init__(self, wanted: str, value: Any = None, path: Path = ()) -> None:
        super().__init__("something is missing" if value is None else f"{reprlib.repr(value)} does not fit")
        self.wanted, self.value, self.path = wanted, value, path


class Field(NamedTuple):
    """One field of a value: its name, the key it is written under, how it is read, and whether it must be there."""

    name: str
    key: str
    read: Read
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What one value is made of, and the reader of it.

    A bare text stands for the field ``bare``; ``check`` says what does not go together.
    """

    made: Callable[..., Any]
    fields: tuple[Field, ...]
    bare: str = ""
    check: Callable[[Any], str | None] = lambda _: None

    def __call__(self, value: Any) -> Any:
        """The value that ``value`` describes. Raises Unfit."""
        if self.bare and isinstance(value, str):
            value = {self.bare: value}
        if not isinstance(value, dict):
            raise Unfit(
                "a table with " + ", ".join(f.key for f in self.fields if f.needed or f.key == self.bare), value
            )
        made = self.made(**self._read({folded(str(key)): (str(key), inner) for key, inner in value.items()}))
        if fault := self.check(made):
            raise Unfit(fault, value)
        return made

    def _read(self, given: dict[str, tuple[str, Any]]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for field in self.fields:
            key, value = given.pop(folded(field.key), (field.key, None))
            if value is not None:
                read[field.name] = within(field.read, value, key)
            elif field.needed:
                raise Unfit(f"{field.key} as well")
        if given:
            key, value = next(iter(given.values()))
            raise Unfit("one of the keys " + ", ".join(field.key for field in self.fields), value, (key,))
        return read


def folded(key: str) -> str:
    """``key`` in lower case, letters and digits only: ``startTime`` and ``start_time`` are one."""
    return re.sub(r"[\W_]", "", key.casefold())


def within(read: Read, value: Any, *path: str | int) -> Any:
    """What ``read`` makes of ``value``; an Unfit carries the path to the fault."""
    try:
        return read(value)
    except Unfit as fault:
        raise Unfit(fault.wanted, fault.value, (*path, *fault.path)) from None


def rows(read: Read) -> Read:
    """A reader of a list, or of one alone, as a tuple."""

    def take(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            return (read(value),)
        if len(value) > MAX_ROWS:
            raise Unfit(f"at most {MAX_ROWS} of them", len(value))
        return tuple(within(read, row, index) for index, row in enumerate(value))

    return take


def text(value: Any) -> str:
    """Some text, or a number as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise Unfit("a text", value)
    return value.strip()


def short(value: Any) -> str:
    """A text of at most 128 characters, which is what aggregators keep (spec: podcast-namespace §0)."""
    made = text(value)
    if len(made) > 128:
        raise Unfit("a text of at most 128 characters", value)
    return made


def url(value: Any) -> str:
    """An absolute http or https address, percent-encoded."""
    if not isinstance(value, str) or not uris.is_web(value.strip()):
        raise Unfit("an absolute http or https address", value)
    return uris.encode(value)


def uri(value: Any) -> str:
    """An address with any scheme."""
    if not isinstance(value, str) or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S", value.strip()):
        raise Unfit("an address that begins with its scheme", value)
    return uris.encode(value)


def whole(value: Any) -> int:
    """A whole number from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unfit("a whole number", value)
    return value


def number(value: Any) -> float:
    """A number from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise Unfit("a number", value)
    return value


def decimal(value: Any) -> str:
    """A decimal number as text, its digits as written."""
    made = value if isinstance(value, str) else format(number(value), ".11f").rstrip("0").rstrip(".")
    if not re.fullmatch(r"\d+(\.\d+)?", made, re.ASCII):
        raise Unfit("a decimal number", value)
    return made


def flag(value: Any) -> bool:
    """true or false; in old habit also yes and no."""
    made = {"yes": True, "true": True, "no": False, "false": False}.get(str(value).strip().casefold())
    if made is None:
        raise Unfit("true or false", value)
    return made


def span(value: Any) -> int:
    """A time or a length in milliseconds: seconds as a number, or 1:02:03.5."""
    if isinstance(value, time):
        return ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000
    made = parse(value) if isinstance(value, str) else from_seconds(number(value))
    if made is None or made > 10**9:
        raise Unfit("seconds, or a time such as 1:02:03", value)
    return made


def moment(value: Any) -> datetime:
    """A date and time; without a zone where the author wrote none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise Unfit("a moment such as 2026-05-31T18:00:00+02:00", value) from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise Unfit("a moment such as 2026-05-31T18:00:00+02:00", value)
    return value


def guid(value: Any) -> str:
    """A ``podcast:guid``."""
    if not isinstance(value, str) or not _GUID.fullmatch(value.strip()):
        raise Unfit("a UUID", value)
    return value.strip().lower()


def xml(value: Any) -> str:
    """One XML element that declares its namespaces (:mod:`feedtool.fragments`)."""
    made = fragments.parsed(value) if isinstance(value, str) else None
    if made is None:
        raise Unfit("one well-formed XML element that declares its own namespaces", value)
    return made


def one_of(*words: str) -> Read:
    """A reader of one of some words, in any case."""

    def take(value: Any) -> str:
        made = next((word for word in words if str(value).strip().casefold() == word.casefold()), None)
        if made is None:
            raise Unfit("one of " + ", ".join(words), value)
        return made

    return take


def matching(pattern: re.Pattern[str], wanted: str) -> Read:
    """A reader of text of one form."""

    def take(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value.strip()):
            raise Unfit(wanted, value)
        return value.strip()

    return take
