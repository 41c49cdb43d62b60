"""Trying again: a few times, with growing pauses, and as long as a server asked to wait.

What is bounded is how often and how long we wait, not how long the work takes: an upload that broke off after an hour
deserves another attempt as much as one that broke off at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from feedtool.publish.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS: Final = 5
SHORTEST_WAIT: Final = 0.5
"""Seconds, also where a server says that none is needed."""
LONGEST_WAIT: Final = 120.0
"""Seconds: a server that asks for more is given up on."""

T = TypeVar("T")


def again(do: Callable[[], T]) -> T:
    """What ``do`` returns, tried at most :data:`ATTEMPTS` times while it raises TransientError; then that is raised."""
    import stamina

    # its own report of a retry would go to stderr (or, with structlog, stdout) between ours
    stamina.instrumentation.set_on_retry_hooks(())
    attempts = stamina.retry_context(
        on=_wait, attempts=ATTEMPTS, timeout=None, wait_initial=SHORTEST_WAIT, wait_max=30.0, wait_jitter=0.5
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
    return max(error.retry_after, SHORTEST_WAIT) if error.retry_after <= LONGEST_WAIT else False
