"""What a server answered over HTTP, and which of our errors a failure is."""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.publish import redact
from feedtool.publish.errors import (
    ConflictError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_REASON: Final = 4096
"""Bytes of a failure's body that are looked at."""
_REASONS: Final = (
    "detail", "message", "messages", "error_description", "errors", "error", "description", "title", "response",
)  # fmt: skip
"""Where JSON says why: RFC 9457, 3.1, OAuth (RFC 6749, 5.2), and what hosts have; the first that is there."""
_FIELDS: Final = ("form_errors", "field_errors")
_DEEPEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered: status, headers in lower case, and the body (of a failure: its beginning).

    ``whole`` is False when the body was cut at the size asked for.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    whole: bool = True

    def json(self) -> Any:
        """The body as JSON. TargetError where it is none: a lying or half answer."""
        import json

        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise TargetError("the answer is none of this service", hint=_ADDRESS) from None


class _Meaning(NamedTuple):
    """What a status says to who publishes: our error, a clause for people, and what to do about it."""

    kind: type[TargetError]
    text: str
    hint: str = ""


_LOGIN: Final = "Look at `feedtool auth show`; `feedtool auth login TARGET` takes it anew."
_ADDRESS: Final = "Look at the address in the settings."
_LATER: Final = "Publish again later; if it stays so, tell those who run the server."
_MEANINGS: Final[Mapping[int, _Meaning]] = {
    400: _Meaning(TargetError, "the server does not understand what was asked of it"),
    401: _Meaning(DeniedError, "the name, password or key is not accepted", _LOGIN),
    402: _Meaning(DeniedError, "the account there has to be paid for first", "Look at your account there."),
    403: _Meaning(DeniedError, "this login is not allowed to do that", "Let it write there, or use another login."),
    404: _Meaning(MissingError, "there is nothing at this address", _ADDRESS),
    405: _Meaning(UnsupportedError, "nothing can be published at this address", _ADDRESS),
    407: _Meaning(DeniedError, "the proxy in between wants a login", "Look at HTTPS_PROXY."),
    408: _Meaning(TransientError, "the server waited too long for what was sent"),
    409: _Meaning(ConflictError, "something that stands there is in the way"),
    410: _Meaning(MissingError, "there is nothing at this address any more", _ADDRESS),
    411: _Meaning(UnsupportedError, "the server does not take files as they are sent here"),
    412: _Meaning(ConflictError, "was changed by somebody else"),
    413: _Meaning(FullError, "is larger than the server takes", "Ask those who run the server to take larger files."),
    415: _Meaning(TargetError, "the server does not take files of this kind"),
    422: _Meaning(TargetError, "the server does not accept what was sent"),
    423: _Meaning(ConflictError, "is locked by somebody else", "Close the program that has it open there, or wait."),
    425: _Meaning(TransientError, "the server wants to be asked later", _LATER),
    429: _Meaning(TransientError, "the server was asked too often", "Publish again in some minutes."),
    501: _Meaning(UnsupportedError, "nothing can be published at this address", _ADDRESS),
    505: _Meaning(TargetError, "the server speaks another kind of HTTP"),
    507: _Meaning(FullError, "there is no room left", "Make room there, or publish to another target."),
    511: _Meaning(DeniedError, "the network in between wants a login", "Open a web page in a browser, and log in."),
}  # fmt: skip
_TROUBLE: Final = _Meaning(TransientError, "the server is in trouble", _LATER)
_ELSEWHERE: Final = _Meaning(TargetError, "the server sends us to another address", _ADDRESS)
_UNKNOWN: Final = _Meaning(TargetError, "the server gave an answer that makes no sense here")


def failure(reply: Reply) -> TargetError:
    """The error that an answer means, by its status; what the server said stands behind, in brackets."""
    kind, text, hint = _meaning(reply.status)
    said = f"{text} ({status_of(reply)})"
    if kind is TransientError:
        return TransientError(said, hint=hint, retry_after=_retry_after(reply.headers.get("retry-after", "")))
    return kind(said, hint=hint)


def status_of(reply: Reply) -> str:
    """The status of an answer, and the reason that the server gave if it did."""
    words = reason(reply)
    return f"{reply.status}: {words}" if words else str(reply.status)


def to_listeners(status: int) -> str:
    """What a status says of an address that everybody should be able to read, as a clause."""
    if status in {401, 403, 407}:
        return f"is not public: it is refused, or wants a login ({status})"
    if status in {404, 410}:
        return f"is not there ({status})"
    return f"cannot be read: {_meaning(status).text} ({status})"


def _meaning(status: int) -> _Meaning:
    ranges = {3: _ELSEWHERE, 5: _TROUBLE}
    return _MEANINGS.get(status) or ranges.get(status // 100, _UNKNOWN)


def reason(reply: Reply) -> str:
    """Why, in the server's own words where it gave JSON that has some; no page, no secret, no address's query."""
    import json

    try:
        words = _words(json.loads(reply.body[:LONGEST_REASON]))
    except (ValueError, RecursionError):
        return ""
    return re.sub(r"(https?://[^\s?]*)\?\S*", r"\1?…", redact.legible(words))[:200].strip()


def _words(value: Any, depth: int = 0) -> str:
    """The words in an answer that say why."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(filter(None, (_words(row, depth + 1) for row in value[:3])))
    if not isinstance(value, dict):
        return ""
    by_field = [_by_field(value.get(key), depth + 1) for key in _FIELDS]
    found = (_words(value.get(key), depth + 1) for key in _REASONS)
    return ", ".join(filter(None, by_field)) or next(filter(None, found), "")


def _by_field(value: Any, depth: int) -> str:
    if not isinstance(value, dict):
        return _words(value, depth)
    rows = ((str(name), _words(found, depth + 1)) for name, found in [*value.items()][:3])
    return ", ".join(f"{name}: {found}" if found else name for name, found in rows)


def _retry_after(text: str) -> float | None:
    """Seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3)."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text.strip()):
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(when.timestamp() - time.time(), 0.0)
