"""Work done for many episodes, here or by any :class:`concurrent.futures.Executor`.

The interface to parallelism is the executor alone: threads, processes and a cluster are the same to the build. A task
may run twice, so each only reads and returns; whoever asked puts files in place.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

BATCH = 32
"""Tasks under way at a time: results wait for their turn, and memory must not grow with the number of episodes."""


def each(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], opened: Callable[[], Executor] | None = None
) -> Iterator[tuple[_Task, _Result | Exception]]:
    """Each task with its result, or the exception it ended in, in the order of ``tasks``.

    ``opened`` makes an executor; without it the work is done here. When a worker dies, the tasks that were under way
    are run again, each in an executor of its own, so that only the one that kills its worker fails.
    """
    todo = iter(tasks)
    if opened is None:
        yield from ((task, _outcome(partial(work, task))) for task in todo)
        return
    pool = opened()
    try:
        while batch := [*islice(todo, BATCH)]:
            outcomes = _together(work, batch, pool)
            if any(map(_died, outcomes)):
                pool.shutdown(wait=False, cancel_futures=True)
                outcomes = [_alone(work, t, opened) if _died(o) else o for t, o in zip(batch, outcomes, strict=True)]
                pool = opened()
            yield from zip(batch, outcomes, strict=True)
    finally:
        pool.shutdown(wait=True)


def _together(work: Callable[[_Task], _Result], batch: Sequence[_Task], pool: Executor) -> list[_Result | Exception]:
    futures = [_outcome(partial(pool.submit, work, task)) for task in batch]
    return [f if isinstance(f, Exception) else _outcome(f.result) for f in futures]


def _alone(work: Callable[[_Task], _Result], task: _Task, opened: Callable[[], Executor]) -> _Result | Exception:
    with opened() as pool:
        return _together(work, [task], pool)[0]


def _outcome(call: Callable[[], _Result]) -> _Result | Exception:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - it is handed on, and named with its episode
        return error


def _died(outcome: object) -> bool:
    """Whether a worker went away: executors say so each in their own words."""
    return isinstance(outcome, Exception) and type(outcome).__name__ in {
        "BrokenProcessPool",
        "BrokenThreadPool",
        "BrokenExecutor",
        "KilledWorker",
    }
