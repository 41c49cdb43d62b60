"""What networks and servers do to a publication by HTTP: the faults B1 to B6, met by the command line at every place.

Between feedtool and a real server stands a proxy that answers with errors, loses answers, cuts uploads, waits, lies.
Whatever happens, listeners have the old feed or the new one, whole, and the next run brings the rest and no more.
`pytest -m slow` tries every fault at every place.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import destinations
import faulty
import pytest
from click.testing import CliRunner

from feedtool import remote
from feedtool.cli import main
from feedtool.kinds import FEED_PATH
from feedtool.publish import public, retry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from destinations import Destination
    from faulty import Do, Faulty

SLOW = pytest.mark.slow
KILLER = Path(destinations.__file__).with_name("killer.py")
PLACES = {
    "s3": {
        "list": ("GET", "list-type=2"),
        "lock": ("PUT", ".feedtool/lock"),
        "audio": ("PUT", "/audio/two-"),
        "chapters": ("PUT", "/chapters/two.json"),
        "record": ("PUT", "published.json"),
        "feed": ("PUT", "/feed.xml"),
        "proof": ("GET", "/audio/two-"),
    },
    "wsgidav": {
        "list": ("PROPFIND", ""),
        "lock": ("MKCOL", ".feedtool/lock"),
        "audio": ("PUT", "/audio/"),
        "chapters": ("MOVE", "/chapters/two.json"),
        "record": ("MOVE", "published.json"),
        "feed": ("MOVE", "/feed.xml"),
        "proof": ("GET", "/audio/two-"),
    },
}
"""By kind of server, the request at which a fault is met: its method, and what its path holds."""


@dataclass(frozen=True)
class Way:
    """A published show of which a chapter changed, and the way to its target, on which faults can be met."""

    show: Path
    there: Destination
    proxy: Faulty
    kind: str
    old: bytes

    def publish(self) -> tuple[int, str]:
        """Exit code, and what was said on stderr."""
        arguments = ["publish", "home", "--no-notify", "-C", str(self.show)]
        said = CliRunner().invoke(main, arguments, env=self.there.secrets, prog_name="feedtool")
        assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
        return said.exit_code, said.stderr

    def fault(self, at: str, do: Do, times: int = 1) -> None:
        """Meet it at a place."""
        self.proxy.fault(*PLACES[self.kind][at], do, times)

    def requests(self, at: str) -> list[Any]:
        """What came to a place."""
        return self.proxy.requests(*PLACES[self.kind][at])

    def built(self) -> dict[str, bytes]:
        """What was to be published."""
        return destinations.in_folder(self.show / "output")

    def is_done(self) -> bool:
        """Whether the target holds what was built."""
        files, built = self.there.files(), self.built()
        return {path: files.get(path) for path in built} == built

    def listeners_are_well(self) -> bool:
        """Whether the feed is the old one, or the new one with all it names."""
        return self.there.files()[FEED_PATH] == self.old or self.is_done()

    def goes_on(self) -> bool:
        """Whether the next run brings what is missing, and only that."""
        arrived = {path for path, data in self.built().items() if self.there.files().get(path) == data}
        self.proxy.heal()
        written = len(self.there.writes())
        code, said = self.publish()
        assert code == 0, said
        again = arrived.intersection(self.there.writes()[written:])
        return not again and self.is_done()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that nobody asked for are short, and the public address is nobody's."""

    def away(*_: object, **__: object) -> None:
        raise remote.UnreachedError("is not asked here")

    monkeypatch.setattr(retry, "SHORTEST_WAIT", 0.01)
    monkeypatch.setattr(public, "PAUSES", (0.0,))
    monkeypatch.setattr(remote, "get", away)


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An S3 server of our own: its log is only ours."""
    import s3server

    with s3server.moto(tmp_path_factory.mktemp("moto-faults")) as server:
        yield server


@pytest.fixture
def way_to(small_show: Path, request: pytest.FixtureRequest, own_home: Path) -> Iterator[Callable[[str], Way]]:
    """`way_to("s3")`: see :class:`Way`."""
    proxies: list[Faulty] = []

    def made(kind: str) -> Way:
        new = f"p{uuid4().hex[:12]}"
        if kind == "s3":
            server = request.getfixturevalue("moto_server")
            there = destinations.s3(server, new)
        else:
            server = request.getfixturevalue("dav_servers")(kind)
            there = destinations.webdav(server, new)
        proxies.append(proxy := faulty.Faulty(server.port))
        settings = there.settings.replace(f":{server.port}", f":{proxy.port}")
        with (small_show / "feedtool.toml").open("a") as stream:
            stream.write(f"\n[targets.home]\n{settings}\n")
        way = Way(small_show, there, proxy, kind, b"")
        code, said = way.publish()
        assert code == 0, said
        retitle(small_show)
        proxy.heal()
        return Way(small_show, there, proxy, kind, there.files()[FEED_PATH])

    yield made
    for proxy in proxies:
        proxy.close()


def retitle(show: Path) -> None:
    path = show / "episodes" / "two.md"
    path.write_text(path.read_text().replace("Main", "The middle"))


def some_of(*places: str, usual: list[tuple[str, str]]) -> list[Any]:
    """As :func:`some`, of these places alone."""
    return [one for one in some(*usual) if one.values[1] in places]


def some(*all_but_slow: tuple[str, str]) -> list[Any]:
    """Every kind of server with every place; all but these are slow."""
    pairs = [(kind, at) for kind, places in PLACES.items() for at in places]
    assert {*all_but_slow} <= {*pairs}
    return [pytest.param(*pair, marks=() if pair in all_but_slow else SLOW, id="-".join(pair)) for pair in pairs]


@pytest.mark.parametrize(("kind", "at"), some(("s3", "audio"), ("wsgidav", "feed")))
def test_too_many_requests_are_waited_for_as_told(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    way = way_to(kind)
    way.fault(at, faulty.status(429, "Retry-After: 1"))
    code, said = way.publish()
    assert code == 0, said
    first, second = way.requests(at)[:2]
    assert 1.0 <= second.at - first.at < 5.0
    assert [row.done for row in way.requests(at)].count("429") == 1
    assert way.is_done()


@pytest.mark.parametrize(("kind", "at"), some(("wsgidav", "audio"), ("s3", "feed"), ("s3", "lock")))
def test_a_server_that_is_down_for_a_moment_is_asked_again(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    way = way_to(kind)
    way.fault(at, faulty.status(503), times=2)
    code, said = way.publish()
    assert code == 0, said
    assert [row.done for row in way.requests(at)][:3] == ["503", "503", "passed"]
    assert way.is_done()


@pytest.mark.parametrize(("kind", "at"), some(("s3", "audio"), ("wsgidav", "feed"), ("wsgidav", "list")))
def test_a_server_that_stays_down_is_given_up_on(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    way = way_to(kind)
    way.fault(at, faulty.status(500), times=99)
    code, said = way.publish()
    assert code == (3 if at in {"list", "lock"} else 4), said
    assert "(500)" in said
    asked = 2 if (kind, at) == ("wsgidav", "list") else 1  # at once, then folder by folder
    assert len(way.requests(at)) == asked * retry.ATTEMPTS
    assert way.there.files()[FEED_PATH] == way.old
    assert way.goes_on()


@pytest.mark.parametrize(("kind", "at"), some(("s3", "feed")))
def test_a_server_that_asks_for_too_long_a_wait_is_given_up_on(
    way_to: Callable[[str], Way], kind: str, at: str
) -> None:
    way = way_to(kind)
    way.fault(at, faulty.status(429, "Retry-After: 3600"))
    code, said = way.publish()
    assert code == (3 if at in {"list", "lock"} else 4), said
    assert len(way.requests(at)) == 1
    assert way.there.files()[FEED_PATH] == way.old
    assert way.goes_on()


@pytest.mark.parametrize(
    ("kind", "at"), some(*(("s3", at) for at in ("audio", "feed", "lock", "record")), ("wsgidav", "feed"))
)
def test_an_answer_that_is_lost_makes_nothing_twice(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    """The server did it, and nobody heard: the next attempt finds our own work, not somebody else's."""
    way = way_to(kind)
    way.fault(at, faulty.dropped)
    code, said = way.publish()
    assert code == 0, said
    assert way.requests(at)[0].done == "dropped"
    assert len([row for row in way.requests(at) if row.method in {"PUT", "MOVE", "MKCOL"}]) <= 2
    assert way.is_done()
    assert way.goes_on()


@pytest.mark.parametrize(("kind", "at"), some(("s3", "audio"), ("wsgidav", "audio")))
def test_an_upload_that_is_cut_is_sent_again(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    way = way_to(kind)
    way.fault(at, faulty.cut)
    code, said = way.publish()
    assert code == 0, said
    assert [row.done for row in way.requests(at)][:2] == ["cut", "passed"]
    assert way.is_done()


@pytest.mark.parametrize(("kind", "at"), some(("s3", "feed")))
def test_a_slow_server_is_asked_once(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    way = way_to(kind)
    way.fault(at, faulty.late(0.5))
    code, said = way.publish()
    assert code == 0, said
    assert [row.done for row in way.requests(at)].count("waited") == 1
    assert way.is_done()


@pytest.mark.parametrize(("kind", "at"), some_of("audio", "feed", usual=[("s3", "audio"), ("wsgidav", "feed")]))
def test_what_is_said_to_be_kept_is_looked_at(way_to: Callable[[str], Way], kind: str, at: str) -> None:
    way = way_to(kind)
    way.fault(at, faulty.lying, times=99)
    code, said = way.publish()
    assert code == 4, said
    assert way.there.files()[FEED_PATH] == way.old
    assert way.goes_on()


@pytest.mark.parametrize("kind", [*PLACES])
def test_a_feed_that_somebody_else_replaced_is_left_alone(way_to: Callable[[str], Way], kind: str) -> None:
    way = way_to(kind)
    way.fault("feed", faulty.status(412), times=99)
    code, said = way.publish()
    assert code == 5, said
    assert "FT905" in said
    assert len(way.requests("feed")) == 1
    assert way.there.files()[FEED_PATH] == way.old


@contextmanager
def publishing(way: Way) -> Iterator[subprocess.Popen[str]]:
    """A publication in a process of its own, at the moment when its fault is met."""
    program = [sys.executable, str(KILLER), "0", str(way.show / "count")]
    with subprocess.Popen(
        [*program, "publish", "home", "--no-notify", "-C", str(way.show)],
        env={**os.environ, **way.there.secrets},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert way.proxy.held.wait(30)
        yield run


@pytest.mark.parametrize("kind", ["s3", pytest.param("wsgidav", marks=SLOW)])
def test_asked_twice_it_waits_for_nobody(way_to: Callable[[str], Way], kind: str) -> None:
    """The server is silent for longer than anybody waits. The next run takes the lock back."""
    way = way_to(kind)
    way.fault("audio", faulty.late(40))
    with publishing(way) as run:
        run.send_signal(signal.SIGINT)
        assert run.stderr
        assert any("Ctrl-C again" in line for line in run.stderr)
        run.send_signal(signal.SIGINT)
        asked = time.monotonic()
        assert run.wait(30) == 130
        assert time.monotonic() - asked < 5
        assert "Traceback" not in run.stderr.read()
    assert way.there.files()[FEED_PATH] == way.old
    assert way.goes_on()


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("s3", signal.SIGINT),
        ("wsgidav", signal.SIGTERM),
        pytest.param("s3", signal.SIGTERM, marks=SLOW),
        pytest.param("wsgidav", signal.SIGINT, marks=SLOW),
    ],
)
def test_asked_to_stop_it_leaves_no_lock_behind(way_to: Callable[[str], Way], kind: str, number: int) -> None:
    way = way_to(kind)
    way.fault("audio", faulty.late(1.0))
    with publishing(way) as run:
        run.send_signal(number)
        _, said = run.communicate(timeout=30)
    assert run.returncode == {signal.SIGINT: 4, signal.SIGTERM: 143}[number], said
    assert "Traceback" not in said
    assert way.proxy.log[-1].method == "DELETE"
    assert way.proxy.log[-1].path.rstrip("/").endswith(".feedtool/lock")
    assert way.there.files()[FEED_PATH] == way.old
    assert way.goes_on()
