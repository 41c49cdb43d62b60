"""What a target raised, as findings and errors of the tool's own.

One rule for all that a target does: of what its module raises, :class:`feedtool.publish.errors.TargetError` and the
tool's own errors are meant for people and pass; anything else is a fault of the module, and becomes a BrokenError that
names the target, its type and the exception. With FEEDTOOL_TRACEBACK in the environment the traceback is printed too.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.findings import Conflict, EnvironmentFault, FeedtoolError, Finding
from feedtool.publish import errors
from feedtool.publish.redact import brief, mask, tame
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRACEBACK: Final = "FEEDTOOL_TRACEBACK"
"""The variable of the environment that has tracebacks of broken modules printed."""


def fault(error: Exception, where: str, path: str = "", *, code: str = "") -> Finding:
    """A target's error as a finding; ``path`` is the file it was about, ``code`` the finding's if known."""
    code = code or next((code for kind, code in _CODES.items() if isinstance(error, kind)), "FT904")
    place = _place(error, where, path)
    text = error.strerror or "cannot be read" if isinstance(error, OSError) else str(error)
    message = f"{place}: {text}" if place else text
    return Finding(code=code, message=mask(message), hint=hint(error, RULES[code].fix))


def hint(error: Exception, otherwise: str) -> str:
    """What to do about an error, ``otherwise`` where it does not say; TARGET is the target's name if that is known."""
    text = getattr(error, "hint", "") or otherwise
    return mask(text.replace("TARGET", getattr(error, "target", "") or "TARGET"))


def _place(error: Exception, where: str, path: str) -> str:
    if isinstance(error, OSError):  # of a file of this machine
        return str(error.filename or path)
    if isinstance(error, BrokenError):  # it names the target
        return path
    return f"{path} at {where}" if path else where


@contextmanager
def faults_of(where: str) -> Iterator[None]:
    """A target's errors inside, as faults of the environment, or as conflicts."""
    try:
        yield
    except errors.ConflictError as error:
        raise Conflict(fault(error, where)) from error
    except errors.TargetError as error:
        raise EnvironmentFault(fault(error, where)) from error


class BrokenError(errors.TargetError):
    """The target's module raised what it must not raise."""


_CODES: Final = {
    errors.DeniedError: "FT903",
    errors.ConflictError: "FT905",
    errors.CorruptError: "FT907",
    errors.FullError: "FT915",
    BrokenError: "FT919",
}


class Who(NamedTuple):
    """Whose module it is: a type's, asked by a target of that type if it has a name."""

    type: str
    target: str = ""

    def __str__(self) -> str:
        return f"target {self.target} (type {self.type})" if self.target else f"type {self.type}"


@contextmanager
def blamed(who: Who) -> Iterator[None]:
    """Whatever is raised inside and is not meant for people, as a BrokenError of ``who``; others learn its name."""
    try:
        yield
    except errors.TargetError as error:
        error.target = who.target
        raise
    except FeedtoolError:
        raise
    except Exception as error:
        if os.environ.get(TRACEBACK):
            sys.stderr.write(tame(traceback.format_exc()))
        said = brief(" ".join(str(error).split()))
        broken = BrokenError(f"the module of {who} failed with {type(error).__name__}{said and f': {said}'}")
        broken.target = who.target
        raise broken from error


class Guarded:
    """A store or host whose methods raise no other errors than they may."""

    def __init__(self, inner: Any, who: Who) -> None:
        self._inner, self._who = inner, who

    def __getattr__(self, name: str) -> Any:
        if not hasattr(type(self._inner), name):  # an attribute that may be missing, such as ``hints``
            return getattr(self._inner, name)
        with blamed(self._who):
            found = getattr(self._inner, name)
        return self._call(found) if callable(found) else found

    def _call(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            with blamed(self._who):
                made = method(*given, **named)
            return self._each(made) if hasattr(made, "__next__") else made

        return call

    def _each(self, values: Iterator[Any]) -> Iterator[Any]:
        with blamed(self._who):
            yield from values
