"""What every test may ask for: the project's folders, outside tools, independent judges, and a ban on input/output.

    repo            the project's root
    shared          the folder of outside material beside the project; the test is skipped where there is none
    tool(name)      the path of an installed program
    judge_audio(path), judge_feed(path), ajv(schema, *files)     see tests/oracles/judges.py
    no_io()         a context in which opening, connecting or starting a process raises
    update_golden   whether expected files are to be rewritten

A missing tool skips the test on a developer's machine and fails it in CI (`CI=true`).
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

REPO = Path(__file__).resolve().parent.parent
ORACLES = REPO / "tests" / "oracles"
sys.path.insert(0, str(ORACLES))

import judges  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: rewrite the expected files, then read the diff."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of golden tests")


def missing(what: str) -> NoReturn:
    """Skip the test for want of something; in CI, where the set-up brings everything, fail it."""
    message = f"{what} is missing: run `tools/setup.sh`"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def repo() -> Path:
    """The project's root."""
    return REPO


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside material beside the project. Mark tests that use it `corpus`."""
    folder = REPO.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no outside material beside the project")
    return folder


def find_tool(name: str) -> Path:
    """Where a program is installed."""
    found = shutil.which(name)
    return Path(found) if found else missing(name)


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """`tool("ffprobe")`: where the program is installed."""
    return find_tool


def need_npm_judges() -> None:
    """Make sure that node and the packages under tests/oracles are there."""
    find_tool("node")
    if not (ORACLES / "node_modules").is_dir():
        missing("tests/oracles/node_modules")


@pytest.fixture(scope="session")
def judge_audio() -> Callable[[Path], dict[str, Any]]:
    """`judge_audio(path)`: what each independent reader finds in an audio file (`judges.audio`)."""

    def judge(path: Path) -> dict[str, Any]:
        for name in ("ffprobe", "kid3-cli"):
            find_tool(name)
        need_npm_judges()
        return judges.audio(path)

    return judge


@pytest.fixture(scope="session")
def judge_feed() -> Callable[[Path], dict[str, Any]]:
    """`judge_feed(path)`: what each independent reader finds in a feed (`judges.feed`)."""

    def judge(path: Path) -> dict[str, Any]:
        need_npm_judges()
        return judges.feed(path)

    return judge


@pytest.fixture(scope="session")
def ajv() -> Callable[..., dict[Path, Any]]:
    """`ajv(schema, *files)`: ajv's verdict on each JSON file (`judges.ajv`)."""

    def judge(schema: Path, *files: Path) -> dict[Path, Any]:
        need_npm_judges()
        return judges.ajv(schema, *files)

    return judge


@pytest.fixture(scope="session")
def silence() -> Callable[[float], bytes]:
    """`silence(60)`: an MP3 of that many seconds, 1 kB a second: MPEG-2 layer III, 24 kHz, 8 kbit/s, mono."""

    def frames(seconds: float) -> bytes:
        frame = b"\xff\xf3\x14\xc0" + bytes(20)  # 576 samples, 24 ms
        return frame * round(seconds / 0.024)

    return frames


FORBIDDEN = ("open", "os.", "shutil.", "socket.", "subprocess.", "tempfile.", "urllib.", "http.client.")
HARMLESS = frozenset({"os.fwalk", "os.putenv", "os.unsetenv"})
_banned: list[tuple[int, list[str]]] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _banned or not event.startswith(FORBIDDEN) or event in HARMLESS:
        return
    thread, seen = _banned[-1]
    if thread == threading.get_ident() and not _importing(sys._getframe(1)):
        seen.append(f"{event}{arguments!r}"[:200])
        raise PermissionError(f"not pure: {seen[-1]}")


def _importing(frame: FrameType | None) -> bool:
    """Whether the caller is Python itself, loading a module."""
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


sys.addaudithook(_audit)


@contextmanager
def _no_io() -> Iterator[None]:
    seen: list[str] = []
    _banned.append((threading.get_ident(), seen))
    try:
        yield
    finally:
        _banned.pop()
    assert not seen, f"not pure, and the refusal was swallowed: {seen}"


@pytest.fixture(scope="session")
def no_io() -> Callable[[], Any]:
    """`with no_io(): …`: opening files, connecting and starting processes raise in this thread; imports may load.

    Call what is tested once before the block where it reads the package's own data at first use.
    """
    return _no_io
