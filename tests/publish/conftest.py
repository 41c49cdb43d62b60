"""What tests of publishing ask for: servers on the loopback, started when first wanted. Larger ones are in servers/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVERS = Path(__file__).resolve().parent / "servers"
sys.path.insert(0, str(SERVERS))


@pytest.fixture(autouse=True)
def nothing_masked_after() -> Iterator[None]:
    """The secrets that a test made up are words in others."""
    from feedtool.publish import redact

    known, pattern = set(redact._known), redact._pattern
    yield
    redact._known.intersection_update(known)
    redact._pattern = pattern


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, without a keyring and without a secret in the environment."""
    import os

    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("FEEDTOOL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return home


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> str:
    """A type of target from another distribution (foreign/), for this test and, as PYTHONPATH, for its processes."""
    import os

    folder = str(SERVERS.parent / "foreign")
    monkeypatch.syspath_prepend(folder)
    return os.pathsep.join([folder, str(SERVERS)])


@pytest.fixture
def notifiers() -> Iterator[Any]:
    """A WebSub hub, podping.cloud and the Podcast Index (servers/notifiers.py)."""
    from notifiers import serve

    server, state = serve()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def small_show(tmp_path: Path, silence: Callable[[float], bytes]) -> Path:
    """A project of three episodes with audio and chapters, not built; add its [targets.NAME] to feedtool.toml."""
    root = tmp_path / "show"
    (root / "episodes").mkdir(parents=True)
    (root / "feedtool.toml").write_text(
        '[show]\ntitle = "Show"\nlink = "https://example.org/"\ndescription = "About."\nlanguage = "en"\n'
        'base_url = "https://example.org/"\ntimezone = "UTC"\n'
    )
    for number, name in enumerate(("one", "two", "three"), 1):
        text = f"---\ntitle: The {name}\ndate: 2026-01-0{number}\n---\nWords.\n\n0:00 Intro\n0:0{number} Main\n"
        (root / "episodes" / f"{name}.md").write_text(text)
        (root / "episodes" / f"{name}.mp3").write_bytes(silence(10 + number))
    return root


@pytest.fixture
def silence_at_a_port() -> Iterator[tuple[int, list[Any]]]:
    """A port that takes connections and ends each at once; and the connections it took."""
    import socket
    import threading

    asked: list[Any] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                asked.append(listener.accept()[0])
            except OSError:
                return
            asked[-1].close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], asked
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory, tool: Any) -> Iterator[Any]:
    """OpenSSH's server (servers/openssh.py)."""
    import openssh

    if not openssh.PROGRAM:
        tool("sshd")
    server = openssh.Sshd(tmp_path_factory.mktemp("sshd"))
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["moto", pytest.param("swift", marks=pytest.mark.slow)])
def s3_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An S3 server: moto's, and among the slow tests OpenStack Swift's (servers/s3server.py)."""
    import os

    import s3server

    try:
        with getattr(s3server, request.param)(tmp_path_factory.mktemp(request.param)) as server:
            yield server
    except LookupError as program:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(f"{program} is missing: run `make slow`")


@pytest.fixture(scope="session")
def dav_servers(tmp_path_factory: pytest.TempPathFactory, tool: Any) -> Iterator[Callable[[str], Any]]:
    """`dav_servers("wsgidav")`: a WebDAV server (servers/davserver.py), started when first wanted."""
    import os

    import davserver

    running: dict[str, Any] = {}

    def get(name: str) -> Any:
        if name == "rclone":
            tool("rclone")
        if name == "apache" and not Path(davserver.APACHE).exists():
            refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            refuse("Apache is missing: run `make slow`")
        if name not in running:
            running[name] = davserver.KINDS[name](tmp_path_factory.mktemp(name))
        return running[name]

    yield get
    for server in running.values():
        server.stop()


@pytest.fixture(scope="session", params=["wsgidav", "rclone", pytest.param("apache", marks=pytest.mark.slow)])
def dav_server(request: pytest.FixtureRequest, dav_servers: Callable[[str], Any]) -> Any:
    """Each WebDAV server; Apache's is among the slow tests."""
    return dav_servers(request.param)
