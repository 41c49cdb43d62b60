"""Trying again: a few times, with growing pauses, and as long as a server asked to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from feedtool.publish.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS: Final = 5
LONGEST_WAIT: Final = 120.0
"""Seconds: a server that asks for more is given up on."""
IN_ALL: Final = 600.0
"""Seconds for all attempts of one step."""

T = TypeVar("T")


def again(do: Callable[[], T]) -> T:
    """What ``do`` returns, tried at most :data:`ATTEMPTS` times while it raises TransientError; then that is raised."""
    import stamina

    attempts = stamina.retry_context(
        on=_wait, attempts=ATTEMPTS, timeout=IN_ALL, wait_initial=0.5, wait_max=30.0, wait_jitter=0.5
    )
    for attempt in attempts:
        with attempt:
            return do()
    raise AssertionError("stamina raises what the last attempt raised")


def _wait(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if not isinstance(error, TransientError):
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LONGEST_WAIT else False
