"""What a host refused, in words for a podcaster: what is wrong, and what to do about it.

The status and the host's own words stand behind, in brackets; see :mod:`feedtool.publish.errors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

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
from feedtool.publish.reply import failure, status_of

if TYPE_CHECKING:
    from feedtool.publish.reply import Reply

STRANGE: Final = "Check url, if you set it; a network that wants a sign-in may also answer in the host's place."
"""What to do where an answer is none of the host's API."""
NAMED: Final = "Correct what it names; where it names nothing of yours, look at the limits of your plan there."
LATER: Final = "Publish again later: it goes on where it stopped."


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
    text, hint = f"{row.text.format(**filled)} ({status_of(reply)})", row.hint.format(**filled).strip()
    if issubclass(row.kind, TransientError):
        return row.kind(text, hint=hint, retry_after=wait)
    return row.kind(text, hint=hint)


def in_words(seconds: float) -> str:
    """A time to wait.

    >>> in_words(3600)
    '60 minutes'
    """
    for size, one in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds > 1.5 * size:
            return f"{round(seconds / size)} {one}s"
    return f"{max(round(seconds), 1)} seconds"
