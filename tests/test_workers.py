"""One build, whoever does the work; a task that kills its worker takes nobody with it."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pytest

from feedtool.workers import BATCH, Pool, each


def square(number: int) -> int:
    if number == 13:
        raise ValueError("unlucky")
    return number * number


def deadly(number: int) -> int:
    if number in {5, BATCH + 3}:
        os._exit(9)
    return number


EXECUTORS = {
    "here": None,
    "threads": partial(ThreadPoolExecutor, 2),
    "processes": partial(ProcessPoolExecutor, 2),
}


@pytest.mark.parametrize("opened", EXECUTORS.values(), ids=EXECUTORS)
def test_results_in_order_and_errors_in_their_place(opened) -> None:
    numbers = range(2 * BATCH + 7)
    results = list(each(square, numbers, opened))
    assert [task for task, _ in results] == list(numbers)
    assert all(result == task * task for task, result in results if task != 13)
    assert isinstance(results[13][1], ValueError)


def test_a_dead_worker_names_its_task_and_leaves_the_others() -> None:
    numbers = range(BATCH + 20)
    results = dict(each(deadly, numbers, partial(ProcessPoolExecutor, 2)))
    failed = [task for task, result in results.items() if isinstance(result, Exception)]
    assert failed == [5, BATCH + 3]
    assert all(results[n] == n for n in numbers if n not in failed)


def test_nothing_to_do() -> None:
    assert list(each(square, [], partial(ThreadPoolExecutor, 1))) == []


def test_a_pool_is_shared_until_a_worker_of_it_dies_and_shut_down_in_the_end() -> None:
    made: list[ProcessPoolExecutor] = []

    def opened() -> ProcessPoolExecutor:
        made.append(ProcessPoolExecutor(2))
        return made[-1]

    with Pool(opened) as pool:
        assert made == []
        for _ in range(3):
            assert dict(each(square, range(4), pool)) == {n: n * n for n in range(4)}
        assert len(made) == 1
        results = dict(each(deadly, range(4, 8), pool))
        assert [n for n, result in results.items() if isinstance(result, Exception)] == [5]
        assert dict(each(square, range(4), pool)) == {n: n * n for n in range(4)}
        assert pool.executor is made[-1]
        assert len(made) >= 3  # the first, one for each task that was under way, and the one that is used now
    with pytest.raises(RuntimeError, match="shutdown"):
        made[-1].submit(square, 1)
