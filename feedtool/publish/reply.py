"""What a server answered over HTTP, and which of our errors a failure is."""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

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
            raise TargetError("answered with something that is no JSON") from None


def failure(reply: Reply, what: str = "") -> TargetError:
    """The error that a status means: 401 and 403 denied, 404 missing, 409 and 412 conflict, 429 and 5xx transient."""
    text = f"{what or 'answered'} {reply.status}{_reason(reply)}"
    if reply.status in {408, 425, 429} or (reply.status >= 500 and reply.status not in {501, 505, 507}):
        return TransientError(text, retry_after=_retry_after(reply.headers.get("retry-after", "")))
    kinds: dict[int, type[TargetError]] = {
        401: DeniedError, 403: DeniedError, 404: MissingError, 410: MissingError, 409: ConflictError,
        412: ConflictError, 423: ConflictError, 413: FullError, 507: FullError, 405: UnsupportedError,
        501: UnsupportedError,
    }  # fmt: skip
    return kinds.get(reply.status, TargetError)(text)


def _reason(reply: Reply) -> str:
    """What the server gave as its reason, if it is JSON with a message; no page, no secret, no address's query."""
    import json

    try:
        value = json.loads(reply.body[:LONGEST_REASON])
    except (ValueError, RecursionError):
        return ""
    text = _message(value) if isinstance(value, dict) else ""
    text = "".join(letter if letter.isprintable() else " " for letter in redact.mask(text))
    text = re.sub(r"(https?://[^\s?]*)\?\S*", r"\1?…", text)
    return f" ({text[:200]})" if text.strip() else ""


def _message(value: dict[str, Any]) -> str:
    for key in ("message", "detail", "title", "description", "error_description", "error", "errors"):
        found = value.get(key)
        if isinstance(found, list) and found:
            found = found[0]
        if isinstance(found, dict):
            found = found.get("message") or found.get("detail") or found.get("title")
        if isinstance(found, str) and found:
            return found
    return ""


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
