"""What a host refused, in words for a podcaster: what is wrong, and what to do about it.

The status and the host's own words stand behind, in brackets; see :mod:`feedtool.publish.errors`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.publish.errors import (
    ConflictError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.host import RefusedError, SpentError
from feedtool.publish.redact import brief, legible
from feedtool.publish.reply import failure

if TYPE_CHECKING:
    from feedtool.publish.reply import Reply

STRANGE: Final = "Check url, if you set it; a network that wants a sign-in may also answer in the host's place."
"""What to do where an answer is none of the host's API."""
NAMED: Final = "Correct what it names; where it names nothing of yours, look at the limits of your plan there."
LATER: Final = "Publish again later: it goes on where it stopped."
_LONGEST: Final = 4096
"""Bytes of an answer that are looked at for the host's own words."""
_DEEPEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How to speak of a target: its ``name``, what proves who we are there, the settings that name the show, and a
    sentence that may help where it does not let us in.
    """

    name: str
    proof: str
    settings: str
    also: str = ""


class _Row(NamedTuple):
    kind: type[TargetError]
    text: str
    hint: str


_ANEW: Final = (
    "Give it anew: feedtool auth login {name}. `feedtool auth show {name}` says where the one in use is from. {also}"
)
_FOUND: Final = (
    "Check {settings} under [targets.{name}] in feedtool.toml, and that what you log in with may see that show. {also}"
)
_ROWS: Final = {
    401: _Row(DeniedError, "{proof} is not accepted", _ANEW),
    402: _Row(SpentError, "your plan there does not cover this", "Look at your plan at the host, then publish again."),
    403: _Row(DeniedError, "{proof} does not allow this", "It must be of somebody who may publish the show. " + _ANEW),
    404: _Row(MissingError, "there is no such show or episode", _FOUND),
    405: _Row(UnsupportedError, "it knows no such request", STRANGE),
    409: _Row(ConflictError, "it has that already, or somebody changes it right now", "Look at the host."),
    410: _Row(MissingError, "what was asked for is gone", _FOUND),
    413: _Row(FullError, "the file is too large for it", "Make it smaller, or look at what your plan there takes."),
    429: _Row(RefusedError, "it takes no more requests for now", "Publish again {when}: it goes on where it stopped."),
    507: _Row(SpentError, "it has no room left", "Make room at the host, then publish again."),
}  # fmt: skip
_WRONG: Final = _Row(TargetError, "it does not take what was sent", NAMED)
_BROKEN: Final = _Row(TransientError, "it has trouble of its own", LATER)


def refusal(reply: Reply, wording: Wording) -> TargetError:
    """The error that an answer of 400 or above means."""
    known = failure(reply)
    row = _ROWS.get(reply.status, _BROKEN if isinstance(known, TransientError) else _WRONG)
    wait: float | None = getattr(known, "retry_after", None)
    filled = {"name": wording.name, "proof": wording.proof, "settings": wording.settings, "also": wording.also,
              "when": f"in {in_words(wait)}" if wait else "in some minutes"}  # fmt: skip
    text, hint = f"{row.text.format(**filled)} ({said(reply)})", row.hint.format(**filled).strip()
    if issubclass(row.kind, TransientError):
        return row.kind(text, hint=hint, retry_after=wait)
    return row.kind(text, hint=hint)


def said(reply: Reply) -> str:
    """The status of an answer, and the reason that the host gave if it did: no page, no secret, no address's query."""
    try:
        reason = _reason(json.loads(reply.body[:_LONGEST]))
    except (ValueError, RecursionError):
        reason = ""
    reason = re.sub(r"(https?://[^\s?]*)\?\S*", r"\1?…", legible(brief(reason, _LONGEST)))[:200].strip()
    return f"{reply.status}: {reason}" if reason else str(reply.status)


_REASONS: Final = ("detail", "message", "messages", "error_description", "errors", "error", "title", "response")
_FIELDS: Final = ("form_errors", "field_errors")


def _reason(value: Any, depth: int = 0) -> str:
    """The words in an answer that say why."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(filter(None, (_reason(row, depth + 1) for row in value[:3])))
    if not isinstance(value, dict):
        return ""
    by_field = [_by_field(value.get(key), depth + 1) for key in _FIELDS]
    found = (_reason(value.get(key), depth + 1) for key in _REASONS)
    return ", ".join(filter(None, by_field)) or next(filter(None, found), "")


def _by_field(value: Any, depth: int) -> str:
    if not isinstance(value, dict):
        return _reason(value, depth)
    rows = ((str(name), _reason(found, depth + 1)) for name, found in [*value.items()][:3])
    return ", ".join(f"{name}: {found}" if found else name for name, found in rows)


def in_words(seconds: float) -> str:
    """A time to wait.

    >>> in_words(3600)
    '60 minutes'
    """
    for size, one in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds > 1.5 * size:
            return f"{round(seconds / size)} {one}s"
    return f"{max(round(seconds), 1)} seconds"
