"""SFTP against OpenSSH's server, and against one that lacks its extensions."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from proxy import Proxy
from storecases import RetagCases, StoreCases, parts, upload, whole

from feedtool.publish import sftp
from feedtool.publish.errors import DeniedError, TargetError, TransientError
from feedtool.publish.store import Capabilities, Retag
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def given(root: Path, options: dict[str, Any], secrets: dict[str, str] | None = None) -> Given:
    defaults = {option.name: option.default for option in sftp.OPTIONS}
    return Given(name="t", options=defaults | options, secret=lambda name: (secrets or {}).get(name, ""), root=root)


@pytest.fixture
def there(sshd: Any, request: pytest.FixtureRequest) -> Path:
    return sshd.root / f"{abs(hash(request.node.nodeid))}" / "show ä"


@pytest.fixture
def options(sshd: Any, there: Path) -> dict[str, Any]:
    return {
        "host": "127.0.0.1", "port": sshd.port, "user": sshd.user, "path": str(there),
        "known_hosts": str(sshd.known_hosts()), "key": str(sshd.key),
    }  # fmt: skip


@pytest.fixture
def make(options: dict[str, Any], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    made = []

    def one(secrets: dict[str, str] | None = None, **changed: Any) -> Any:
        made.append(sftp.connect(given(tmp_path, options | changed, secrets)))
        return made[-1]

    yield one
    for store in made:
        store.close()


@pytest.fixture
def proxy(sshd: Any) -> Iterator[Proxy]:
    made = Proxy(sshd.port)
    yield made
    made.close()


class TestOpenSsh(StoreCases, RetagCases):
    """Everything a store does."""


def test_capabilities(make) -> None:
    assert make().probe() == Capabilities(exclusive=True, retag=True, atomic=True)


def test_retag_of_sixty_megabytes_sends_less_than_one(sshd, make, proxy, there, tmp_path) -> None:
    audio = tmp_path / "audio.mp3"
    audio.write_bytes(b"t" * 250_000 + os.urandom(1 << 20) * 60)
    store = make(port=proxy.port, known_hosts=str(sshd.known_hosts(proxy.port)))
    made = store.put(upload("audio.mp3", audio))
    new = b"T" * 300_000
    audio.write_bytes(new + audio.read_bytes()[250_000:])
    before = proxy.sent
    began = time.monotonic()
    store.retag(
        Retag(source="audio.mp3", version=made.version, skip=250_000, head=new, upload=upload("new.mp3", audio))
    )
    print(f"{proxy.sent - before} bytes in {time.monotonic() - began:.2f} s")
    assert proxy.sent - before < 1_000_000
    assert (there / "new.mp3").read_bytes() == audio.read_bytes()
