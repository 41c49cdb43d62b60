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


class Pool:
    """An executor that several builds share: ``opened`` makes it for the first task, and anew when a worker died.

    A context, which shuts it down.
    """

    def __init__(self, opened: Callable[[], Executor]) -> None:
        self.opened = opened
        self._executor: Executor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor:
            self._executor.shutdown(wait=True)
            self._executor = None

    @property
    def executor(self) -> Executor:
        """The executor, made now if need be."""
        self._executor = self._executor or self.opened()
        return self._executor

    def renew(self) -> None:
        """Give up the executor: the next task gets another."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


def each(
    work: Callable[[_Task], _Result],
    tasks: Iterable[_Task],
    opened: Callable[[], Executor] | Pool | None = None,
) -> Iterator[tuple[_Task, _Result | Exception]]:
    """Each task with its result, or the exception it ended in, in the order of ``tasks``.

    ``opened`` makes an executor, or is a pool, which stays open; without it the work is done here. When a worker dies,
    the tasks that were under way are run again, each in an executor of its own, so that only the one that kills its
    worker fails.
    """
    if opened is None:
        yield from ((task, _outcome(partial(work, task))) for task in tasks)
    elif isinstance(opened, Pool):
        yield from _in_pool(work, iter(tasks), opened)
    else:
        with Pool(opened) as pool:
            yield from _in_pool(work, iter(tasks), pool)


def _in_pool(
    work: Callable[[_Task], _Result], todo: Iterator[_Task], pool: Pool
) -> Iterator[tuple[_Task, _Result | Exception]]:
    while batch := [*islice(todo, BATCH)]:
        outcomes = _together(work, batch, pool.executor)
        if any(map(_died, outcomes)):
            pool.renew()
            outcomes = [_alone(work, t, pool.opened) if _died(o) else o for t, o in zip(batch, outcomes, strict=True)]
        yield from zip(batch, outcomes, strict=True)


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
