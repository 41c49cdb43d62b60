"""Keeping secrets out of whatever is printed or written: who hands one out tells it here, who prints asks here.

A server may send back what it was given, and a library may put it into an error; so every text that was not made of
constants is masked where it leaves the program: findings, journals, tracebacks.
"""

from __future__ import annotations

import base64
import html
import json
import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

MASK: Final = "•••"
"""What stands in the place of a secret."""
SHORTEST: Final = 4
"""Characters: masking a shorter secret would hide every other word, and show by that what it is."""
CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, a line's end apart, and what cannot be written in UTF-8."""
_LINE: Final = 16
"""Characters of a line of a longer secret, a key in PEM say, that is masked by itself too."""

_known: set[str] = set()
_pattern: re.Pattern[str] | None = None
_lock: Final = threading.Lock()


def remember(value: str) -> str:
    """Mask ``value`` from now on, also percent-encoded, in JSON, in HTML, and inside base64; gives it back as it is."""
    if len(value.strip()) >= SHORTEST and value not in _known:
        with _lock:
            _known.add(value)
            _compile()
        _guard()
    return value


def mask(text: str) -> str:
    """``text`` with every secret that was remembered replaced by :data:`MASK`."""
    return _pattern.sub(MASK, text) if _pattern else text


def tame(text: str) -> str:
    """``text`` without secrets, and what would steer the terminal: a feed, or a server, chose some of its words."""
    return CONTROLS.sub("\ufffd", mask(text))


def legible(text: str) -> str:
    """``text`` masked and in one line: what cannot be seen is a space, and hides no secret that it stands within."""
    close = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    masked = mask(close)
    if masked == close:
        masked = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(masked.split())


def brief(text: str, size: int = 200) -> str:
    """The beginning of ``text``, masked first: half a secret would not be known again."""
    return mask(text)[:size]


def _compile() -> None:
    """One pattern of every form of every secret; the longest first, so that none leaves its end behind."""
    global _pattern  # noqa: PLW0603 - one registry a process, as there is one stderr
    plain = {form for value in _known for form in _written(value)}
    coded = {core for value in _known for core in _cores(value)}
    rows = [(len(form), re.escape(form)) for form in plain] + [(len(core), _around(core)) for core in coded]
    _pattern = re.compile("|".join(pattern for _, pattern in sorted(rows, reverse=True)))


def _written(value: str) -> Iterator[str]:
    """The ways a secret is written out."""
    for text in (value, *(line for line in value.splitlines() if len(line) >= _LINE)):
        data = text.encode("utf-8", "surrogatepass")
        coded = (quote(data), quote(data, safe=""), quote_plus(data))
        yield text
        yield from coded
        yield from (re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), form) for form in coded)
        yield json.dumps(text)[1:-1]
        yield json.dumps(text, ensure_ascii=False)[1:-1]
        yield repr(text)[1:-1]
        yield html.escape(text)
        yield html.escape(text, quote=False)


def _cores(value: str) -> Iterator[str]:
    """What base64 makes of a secret wherever it starts in what is encoded: the part that nothing around it changes.

    ``user:password`` of an Authorization header is such a text.
    """
    data = value.encode("utf-8", "surrogatepass")
    for before in range(3):
        coded = base64.b64encode(bytes(before) + data).decode().rstrip("=")
        cut = 1 if (before + len(data)) % 3 else 0
        core = coded[(0, 2, 3)[before] : len(coded) - cut]
        if len(core) >= SHORTEST:
            yield core


def _around(core: str) -> str:
    """A pattern of ``core`` in either alphabet of base64, with the letters beside it that hold bits of the secret."""
    either = "".join({"+": "[-+]", "/": "[_/]"}.get(letter, letter) for letter in core)
    return f"[\\w+/-]{{0,3}}?{either}[\\w+/-]{{0,3}}={{0,2}}"


def _guard() -> None:
    """Mask tracebacks of what nobody catches, where Python's own hooks are still in place."""
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _told
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _told_of_thread


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    sys.stderr.write(tame("".join(traceback.format_exception(kind, error, trace))))


def _told_of_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value and not issubclass(failure.exc_type, SystemExit):
        _told(failure.exc_type, failure.exc_value, failure.exc_traceback)
