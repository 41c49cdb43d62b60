"""What a target raised, as findings and errors of the tool's own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from feedtool.findings import Conflict, EnvironmentFault, Finding
from feedtool.publish import errors
from feedtool.publish.redact import mask

if TYPE_CHECKING:
    from collections.abc import Iterator


def fault(error: Exception, where: str, path: str = "") -> Finding:
    """A target's error as a finding; ``path`` is the file it was about."""
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), "FT904")
    place = f"{path} at {where}" if path else where
    return Finding(code=code, message=mask(f"{place}: {error}"), hint=mask(getattr(error, "hint", "")))


_CODES: Final = {
    errors.DeniedError: "FT903",
    errors.ConflictError: "FT905",
    errors.CorruptError: "FT907",
    errors.FullError: "FT915",
}


@contextmanager
def faults_of(where: str) -> Iterator[None]:
    """A target's errors inside, as faults of the environment, or as conflicts."""
    try:
        yield
    except errors.ConflictError as error:
        raise Conflict(fault(error, where)) from error
    except errors.TargetError as error:
        raise EnvironmentFault(fault(error, where)) from error
