"""FTP over TLS against pyftpdlib, complete and lacking what others lack, and against vsftpd."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from ftps_server import PASSWORD, USER, Server
from proxy import Proxy
from storecases import StoreCases, parts, upload, whole

from feedtool.publish import ftps
from feedtool.publish.errors import DeniedError, TargetError, TransientError, UnsupportedError
from feedtool.publish.store import Capabilities, Retag
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    started: dict[tuple[str, ...], Server] = {}

    def server(*flags: str) -> Server:
        if flags not in started:
            started[flags] = Server(tmp_path_factory.mktemp("ftp"), *flags)
        return started[flags]

    yield server
    for one in started.values():
        one.stop()


def folder(node: pytest.FixtureRequest) -> str:
    return f"{hashlib.md5(node.node.nodeid.encode()).hexdigest()}/show ä"


class Cases(StoreCases):
    """Everything a store does, on a server with ``flags``."""

    flags: tuple[str, ...] = ()

    @pytest.fixture
    def server(self, servers: Any) -> Server:
        return servers(*self.flags)

    @pytest.fixture
    def there(self, server: Server, request: pytest.FixtureRequest) -> Path:
        return server.root / folder(request)

    @pytest.fixture
    def make(self, server: Server, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Any]]:
        yield from making(server, folder(request), tmp_path, insecure="clear" in self.flags)


def making(server: Any, path: str, root: Path, **more: Any) -> Iterator[Callable[..., Any]]:
    made = []

    def one(password: str = PASSWORD, **changed: Any) -> Any:
        options = {option.name: option.default for option in ftps.OPTIONS}
        options |= {"host": "127.0.0.1", "port": server.port, "user": USER, "path": path, "ca": str(server.ca)}
        made.append(
            ftps.connect(Given(name="t", options=options | more | changed, secret=lambda _: password, root=root))
        )
        return made[-1]

    yield one
    for store in made:
        store.close()


class TestFull(Cases):
    """A server that has what there is."""

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=True)


class TestOld(Cases):
    """A server without MLSD, MLST and MFMT."""

    flags = ("old",)

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=True)


class TestNoRename(Cases):
    """A server that renames over no file."""

    flags = ("norename",)

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=False)


class TestClear(Cases):
    """A server without TLS, and a target that says so."""

    flags = ("clear",)

    def test_is_said(self, make: Any, caplog: pytest.LogCaptureFixture) -> None:
        assert make().where.startswith("ftp://")
        assert "in the clear" in caplog.text
        assert "hunter2" not in caplog.text
