"""Trying again: how often, after what, how long, and without a word from the library that does it."""

from __future__ import annotations

import time

import pytest
import stamina

from feedtool.publish import retry
from feedtool.publish.errors import ConflictError, TransientError


class Flaky:
    """Fails with each of ``errors``, then gives 7."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.calls = [*errors], 0

    def __call__(self) -> int:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return 7


@pytest.fixture
def at_once():
    """No pauses between attempts; their number stays."""
    with stamina.set_testing(True, attempts=retry.ATTEMPTS):
        yield


def test_tries_again_until_it_works(at_once) -> None:
    do = Flaky(TransientError("a"), TransientError("b"))
    assert (retry.again(do), do.calls) == (7, 3)


def test_raises_what_the_last_attempt_raised(at_once) -> None:
    do = Flaky(*[TransientError(str(number)) for number in range(9)])
    with pytest.raises(TransientError, match=r"^4$"):
        retry.again(do)
    assert do.calls == retry.ATTEMPTS


@pytest.mark.parametrize(
    "error", [ConflictError("x"), ValueError("x"), TransientError("x", retry_after=retry.LONGEST_WAIT + 1),
              TransientError("x", retry_after=float("nan")), TransientError("x", retry_after=float("inf"))]
)  # fmt: skip
def test_some_things_are_not_tried_again(error: Exception) -> None:
    do = Flaky(error)
    with pytest.raises(type(error)):
        retry.again(do)
    assert do.calls == 1


@pytest.mark.parametrize(("asked", "waited"), [(0.9, 0.9), (0.0, 0.5)])
def test_waits_as_long_as_the_server_asked(asked: float, waited: float) -> None:
    do, began = Flaky(TransientError("x", retry_after=asked)), time.monotonic()
    retry.again(do)
    assert waited <= time.monotonic() - began < waited + 0.4


def test_says_nothing(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    retry.again(Flaky(TransientError("x", retry_after=0.0)))
    assert (*capfd.readouterr(), caplog.text) == ("", "", "")
