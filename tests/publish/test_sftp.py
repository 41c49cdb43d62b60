"""SFTP against OpenSSH's server, and against one that lacks its extensions."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from asyncssh_server import PASSWORD, USER, Server
from proxy import Proxy
from storecases import BesideCases, CoreCases, RetagCases, StoreCases, assert_no_secret, folder, parts, upload, whole

from feedtool.findings import UsageError
from feedtool.publish.errors import DeniedError, FullError, TargetError, TransientError, UnsupportedError
from feedtool.publish.store import Capabilities, Retag
from feedtool.publish.stores import sftp
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def given(root: Path, options: dict[str, Any], secrets: dict[str, str] | None = None) -> Given:
    defaults = {option.name: option.default for option in sftp.OPTIONS}
    return Given(name="t", options=defaults | options, secret=lambda name: (secrets or {}).get(name, ""), root=root)


@pytest.fixture
def there(sshd: Any, request: pytest.FixtureRequest) -> Path:
    return sshd.root / folder(request)


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


class TestOpenSsh(StoreCases, RetagCases, BesideCases):
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


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    started: dict[tuple[str, ...], Server] = {}

    def server(*flags: str) -> Server:
        if flags not in started:
            started[flags] = Server(tmp_path_factory.mktemp("asyncssh"), *flags)
        return started[flags]

    yield server
    for one in started.values():
        one.stop()


class Served:
    """asyncssh's server, which wants a password, with ``flags``."""

    flags: tuple[str, ...] = ()

    @pytest.fixture
    def server(self, servers: Any) -> Server:
        return servers(*self.flags)

    @pytest.fixture
    def there(self, server: Server, request: pytest.FixtureRequest) -> Path:
        return server.root / folder(request)

    @pytest.fixture
    def make(self, server: Server, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Any]]:
        made = []

        def one(password: str = PASSWORD) -> Any:
            options = {"host": "127.0.0.1", "port": server.port, "user": USER, "path": folder(request)}
            options |= {"known_hosts": str(server.known_hosts), "key": ""}
            made.append(sftp.connect(given(tmp_path, options, {"password": password})))
            return made[-1]

        yield one
        for store in made:
            store.close()


class TestAsyncssh(Served, StoreCases, RetagCases, BesideCases):
    """A second server with every extension."""

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, retag=True, atomic=True)

    def test_wrong_password(self, make: Any) -> None:
        with pytest.raises(DeniedError, match="does not let maker in") as caught:
            make("other hunter2").stat("a")
        assert_no_secret(caught)


class TestOld(Served, CoreCases, BesideCases):
    """A server without extensions: no posix-rename, hardlink, fsync, statvfs, copy-data."""

    flags = ("old",)

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True)

    def test_no_retag(self, store: Any) -> None:
        made = store.put(upload("a.mp3", b"0123456789"))
        with pytest.raises(UnsupportedError):
            store.retag(
                Retag(source="a.mp3", version=made.version, skip=3, head=b"x", upload=upload("a.mp3", b"x3456789"))
            )
        assert whole(store, "a.mp3") == b"0123456789"


class TestStrict(Served):
    """A server that lets no time be set."""

    flags = ("strict",)

    def test_replaced_within_a_second(self, make: Any) -> None:
        store = make()
        one, two = store.put(upload("a", b"one")), store.put(upload("a", b"two"))
        assert one.version != two.version
        assert whole(store, "a") == b"two"


class TestFull(Served):
    """A server without room."""

    flags = ("full",)

    def test_no_room(self, make: Any, there: Path) -> None:
        store = make()
        store.put(upload("a", bytes(4096)))
        with pytest.raises(FullError, match=r"2.1 MB are to be sent, and the disk there has room for 0.0 MB"):
            store.put(upload("a", bytes(2 << 20)))
        assert (there / "a").read_bytes() == bytes(4096)
        assert parts(there) == []


class TestEvil(Served):
    """A server that lists names which lead elsewhere."""

    flags = ("evil",)

    def test_names_that_lead_elsewhere_are_left_out(self, make: Any) -> None:
        store = make()
        store.put(upload("a/b", b"x"))
        assert [f.path for f in store.files()] == ["a/b"]


class TestFullMute(Served):
    """A server that runs out of room and does not say why."""

    flags = ("fullmute",)

    def test_no_room(self, make: Any, there: Path) -> None:
        with pytest.raises(TargetError, match=r"it refused \(Failure") as caught:
            make().put(upload("b/a", bytes(4 << 20)))
        assert_no_secret(caught)
        assert list((there / "b").iterdir()) == []


def test_unknown_host_key(make, sshd, tmp_path) -> None:
    """The message shows the fingerprint ssh-keygen shows, and a line that, once added, lets us in."""
    known = tmp_path / "known"
    with pytest.raises(DeniedError) as caught:
        make(known_hosts=str(known)).stat("a")
    shown = subprocess.run(["ssh-keygen", "-lf", f"{sshd.host_key}.pub"], check=True, capture_output=True, text=True)
    assert shown.stdout.split()[1] in str(caught.value)
    assert f"{known} does not know" in str(caught.value)
    known.write_text(caught.value.hint.partition("add this line to that file: ")[2] + "\n")
    assert make(known_hosts=str(known)).stat("a") is None


def test_hashed_known_hosts(make, sshd, tmp_path) -> None:
    known = tmp_path / "known"
    known.write_bytes(sshd.known_hosts().read_bytes())
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", known], check=True, stderr=subprocess.DEVNULL)
    assert "127.0.0.1" not in known.read_text()
    assert make(known_hosts=str(known)).stat("a") is None


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_changed_host_key(make, sshd, tmp_path, kind) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", tmp_path / "other"], check=True)
    name, key, *_ = (tmp_path / "other.pub").read_text().split()
    known = tmp_path / "known"
    known.write_text(f"[127.0.0.1]:{sshd.port} {name} {key}\n")
    with pytest.raises(DeniedError, match="somebody may be listening in") as caught:
        make(known_hosts=str(known)).stat("a")
    assert "ssh-keygen -R" in caught.value.hint
    assert "SHA256:" in str(caught.value)


def test_revoked_host_key(make, sshd, tmp_path) -> None:
    known = tmp_path / "known"
    known.write_text(f"@revoked {sshd.known_hosts().read_text()}{sshd.known_hosts().read_text()}")
    with pytest.raises(DeniedError, match="revoked"):
        make(known_hosts=str(known)).stat("a")


def test_known_hosts_that_is_none(make, tmp_path) -> None:
    (tmp_path / "known").write_text("one\n")
    with pytest.raises(DeniedError, match="cannot be read as a list of host keys"):
        make(known_hosts=str(tmp_path / "known")).stat("a")


def test_keys_that_do_not_open(make, tmp_path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "hunter2", "-f", tmp_path / "locked"], check=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "stranger"], check=True)
    for key, passphrase, text in (
        ("locked", "", "needs a passphrase"),
        ("locked", "hunter22", "passphrase is wrong"),
        ("locked", "hunter2", "does not let"),
        ("stranger", "", "does not let .* in with the key .*stranger"),
        ("nowhere", "", "cannot be read"),
    ):
        with pytest.raises(DeniedError, match=text) as caught:
            make({"passphrase": passphrase}, key=str(tmp_path / key)).stat("a")
        assert_no_secret(caught)


def test_server_gone_and_back(make, sshd, proxy) -> None:
    store = make(port=proxy.port, known_hosts=str(sshd.known_hosts(proxy.port)))
    store.put(upload("a", b"one"))
    proxy.break_off()
    with suppress(TransientError):
        store.stat("a")
    assert whole(store, "a") == b"one"
    proxy.close()
    for _ in range(2):
        with pytest.raises(TransientError):
            store.stat("a")


BIG, SIZE = 20 << 20, 6 << 20
LOST = 3 << 20
"""Bytes that may be sent twice when an upload is gone on with."""


@pytest.fixture
def far(make, sshd, proxy) -> Callable[..., Any]:
    """Like ``make``, by way of the proxy."""
    return lambda: make(port=proxy.port, known_hosts=str(sshd.known_hosts(proxy.port)))


@pytest.fixture
def broken_off(far, proxy, there, request) -> bytes:
    """An upload over an old file that was cut off in its middle: its bytes, of which a part lies there."""
    store, data = far(), os.urandom(getattr(request, "param", SIZE))
    store.put(upload("a.mp3", b"old"))
    proxy.cut(len(data) * 3 // 4)
    with pytest.raises(TransientError):
        store.put(upload("a.mp3", data))
    proxy.cut(None)
    assert (there / "a.mp3").read_bytes() == b"old"
    assert len(parts(there)) == 1
    return data


@pytest.mark.parametrize("broken_off", [BIG], indirect=True)
def test_an_upload_that_was_cut_is_gone_on_with(far, proxy, there, broken_off) -> None:
    store, told = far(), []
    assert [f.path for f in store.files()] == ["a.mp3"]
    store.put(upload("a.mp3", broken_off), progress=told.append)
    print(f"{proxy.sent} bytes sent for {BIG}")
    assert proxy.sent <= BIG + LOST
    assert sum(told) == BIG
    assert (there / "a.mp3").read_bytes() == broken_off
    assert parts(there) == []


def test_an_upload_that_was_killed_is_gone_on_with(far, proxy, there, sshd, options, tmp_path) -> None:
    source = tmp_path / "a.mp3"
    source.write_bytes(os.urandom(BIG))
    known = str(sshd.known_hosts(proxy.port))
    child = [sys.executable, "-c", KILLED, json.dumps(options | {"port": proxy.port, "known_hosts": known}), source]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(child, check=False, env=environment).returncode == -signal.SIGKILL
    assert [p.name for p in there.iterdir()] == [p.name for p in parts(there)]
    store = far()
    assert list(store.files()) == []
    store.put(upload("a.mp3", source))
    print(f"{proxy.sent} bytes sent for {BIG}")
    assert proxy.sent <= BIG + LOST
    assert (there / "a.mp3").read_bytes() == source.read_bytes()
    assert parts(there) == []


KILLED = """
import json, os, signal, sys
from pathlib import Path
from storecases import upload
from feedtool.publish.stores import sftp
from feedtool.publish.target import Given

store = sftp.connect(Given(name="t", options=json.loads(sys.argv[1]), secret=lambda _: "", root=Path()))
left = 10 << 20

def sent(count):
    global left
    left -= count
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

store.put(upload("a.mp3", Path(sys.argv[2])), progress=sent)
"""


def _flip(part: Path) -> None:
    with part.open("r+b") as stream:
        stream.seek(1 << 20)
        stream.write(b"not what was sent")


def _hollow(part: Path) -> None:
    """As after a power cut: the length is there, the bytes are not."""
    os.truncate(part, 0)
    os.truncate(part, SIZE)


@pytest.mark.parametrize(
    "tamper",
    [
        _flip,
        _hollow,
        lambda part: os.truncate(part, 7),
        lambda part: part.write_bytes(bytes(SIZE + 1)),
        lambda part: part.unlink(),
    ],
)
def test_a_part_that_was_tampered_with_does_no_harm(far, there, broken_off, tamper) -> None:
    tamper(parts(there)[0])
    store = far()
    store.put(upload("a.mp3", broken_off))
    assert (there / "a.mp3").read_bytes() == broken_off
    assert parts(there) == []


def test_a_part_that_is_no_file_is_an_error(far, there, broken_off) -> None:
    parts(there)[0].unlink()
    (there / part_of(broken_off)).mkdir()
    with pytest.raises(TargetError):
        far().put(upload("a.mp3", broken_off))
    assert (there / "a.mp3").read_bytes() == b"old"


def part_of(data: bytes, path: str = "a.mp3") -> str:
    content = hashlib.sha256(data).hexdigest()
    return f".feedtool-part-{hashlib.sha256(f'{content} {path}'.encode()).hexdigest()[:32]}"


def test_who_still_writes_for_a_broken_connection_changes_no_byte(far, there, broken_off) -> None:
    """A process of the server may have pieces left: they come while the part is gone on with, and after its rename."""
    with parts(there)[0].open("r+b") as late:

        def piece(at: int) -> None:
            late.seek(at)
            late.write(broken_off[at : at + (255 << 10)])
            late.flush()

        far().put(upload("a.mp3", broken_off), progress=lambda _: piece(1 << 20))
        piece(2 << 20)
    assert (there / "a.mp3").read_bytes() == broken_off


def test_two_who_write_the_same_part_get_the_same_file(make, there) -> None:
    data = os.urandom(SIZE)

    def put(store: Any) -> bool:
        with suppress(TransientError):
            return bool(store.put(upload("a.mp3", data)))
        return False

    with ThreadPoolExecutor() as pool:
        assert any(pool.map(put, [make(), make()]))
    assert (there / "a.mp3").read_bytes() == data
    assert parts(there) == []


def test_a_part_that_is_of_no_use_is_not_kept(make, there, tmp_path) -> None:
    source = tmp_path / "a.mp3"
    source.write_bytes(os.urandom(5 << 20))
    promised = upload("a.mp3", source)
    source.write_bytes(os.urandom(5 << 20))
    with pytest.raises(TargetError, match="changed while"):
        make().put(promised)
    assert parts(there) == []


def test_a_part_that_nobody_goes_on_with_is_removed_after_a_day(far, there, broken_off) -> None:
    list(far().files())
    assert len(parts(there)) == 1
    os.utime(parts(there)[0], (time.time() - 100_000,) * 2)
    list(far().files())
    assert parts(there) == []


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The requests that go over the wire."""
    from asyncssh import sftp as theirs

    names = {getattr(theirs, name): name[4:] for name in dir(theirs) if name.startswith("FXP_")}
    real, found = theirs.SFTPClientHandler._make_request, []

    async def request(self: Any, kind: Any, *given: Any) -> Any:
        found.append(kind.decode().partition("@")[0] if isinstance(kind, bytes) else names[kind])
        return await real(self, kind, *given)

    monkeypatch.setattr(theirs.SFTPClientHandler, "_make_request", request)
    return found


def test_what_is_asked(make, asked, there) -> None:
    """Every request, so that none comes back unseen. Each file is on disk before it gets its name: fsync."""
    store = make()
    store.probe()
    there.joinpath("audio").mkdir()
    list(store.files())
    store = make()
    store._known = Capabilities(exclusive=True)
    list(store.files())
    asked.clear()
    made = store.put(upload("audio/a", b"new"), expect="")
    assert asked == ["OPEN", "WRITE", "fsync", "CLOSE", "STAT", "hardlink", "REMOVE"]
    os.utime(there / "audio/a", (1_700_000_000,) * 2)
    asked.clear()
    store.put(upload("audio/a", b"other"))
    assert asked == ["OPEN", "WRITE", "fsync", "CLOSE", "STAT", "STAT", "posix-rename"]
    asked.clear()
    assert b"".join(store.read("audio/a", 0, 5)) == b"other"
    assert asked == ["OPEN", "READ", "CLOSE"]
    asked.clear()
    assert whole(store, "audio/a") == b"other"
    assert asked == ["OPEN", "FSTAT", "READ", "CLOSE"]
    asked.clear()
    store.put(upload("audio/b", bytes(3 << 20)), expect="")
    assert [kind for kind in asked if kind != "WRITE"] == [
        "STAT", "OPEN", "FSTAT", "statvfs", "fsync", "CLOSE", "STAT", "hardlink", "REMOVE",
    ]  # fmt: skip
    assert asked.count("WRITE") == 13
    assert made.size == 3


def test_each_folder_is_made_once(make, asked, there) -> None:
    store = make()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.put(upload(f"x/y/{n}", b"x")), range(8)))
    assert sorted(p.name for p in (there / "x/y").iterdir()) == [str(n) for n in range(8)]
    missing = len(["root of the test", "show ä", "x", "y"])
    assert asked.count("MKDIR") <= 2 * missing
    asked.clear()
    other = make()
    list(other.files())
    other.put(upload("x/y/z", b"x"))
    assert asked.count("MKDIR") == 0


def test_a_folder_that_is_removed_meanwhile_is_made_again(make, there) -> None:
    store = make()
    store.put(upload("x/a", b"x"))
    (there / "x/a").unlink()
    (there / "x").rmdir()
    store.put(upload("x/b", b"x"))
    assert [p.name for p in (there / "x").iterdir()] == ["b"]


def test_a_file_where_a_folder_is_wanted(make, there) -> None:
    there.mkdir(parents=True)
    (there / "x").write_bytes(b"")
    with pytest.raises(TargetError, match=r"x is a file, and a folder is wanted there") as caught:
        make().put(upload("x/y/a", b"x"))
    assert "path" in caught.value.hint


def test_killed_server_leaves_no_half_file(servers, tmp_path) -> None:
    server = Server(tmp_path / "server")
    options = {
        "host": "127.0.0.1",
        "port": server.port,
        "user": USER,
        "path": ".",
        "known_hosts": str(server.known_hosts),
    }
    store = sftp.connect(given(tmp_path, options, {"password": PASSWORD}))
    store.put(upload("a.mp3", b"old"))
    with pytest.raises(TransientError):
        store.put(upload("a.mp3", bytes(20 << 20)), progress=lambda _: server.stop())
    assert [p.name for p in server.root.iterdir() if not p.name.startswith(".feedtool-part-")] == ["a.mp3"]
    assert (server.root / "a.mp3").read_bytes() == b"old"
    store.close()


def test_links_are_followed_but_not_for_ever(make, there) -> None:
    (there / "real/deep").mkdir(parents=True)
    (there / "real/a").write_bytes(b"a")
    (there / "link").symlink_to("real")
    (there / "real/deep/up").symlink_to(there)
    (there / "real/self").symlink_to(".")
    (there / "b").symlink_to("real/a")
    (there / "dangling").symlink_to("nowhere")
    assert sorted(f.path for f in make().files()) == ["b", "link/a", "real/a"]


def test_mode_stays(make, there) -> None:
    store = make()
    store.put(upload("a", b"one"))
    (there / "a").chmod(0o640)
    store.put(upload("a", b"two"))
    assert (there / "a").stat().st_mode & 0o777 == 0o640


def test_a_thousand_folders_are_one_pass(make, there, sshd) -> None:
    for number in range(1000):
        (there / f"episodes/{number}").mkdir(parents=True)
        (there / f"episodes/{number}/index.html").write_bytes(b"x")
    store = make()
    store.stat("a")
    before = len(sshd.log())
    began = time.monotonic()
    assert len(list(store.files())) == 1000
    print(f"{time.monotonic() - began:.2f} s")
    assert [line for line in sshd.log()[before:] if line.startswith("open ")] == []


def test_a_folder_where_a_file_is_wanted(make, there) -> None:
    (there / "feed.xml").mkdir(parents=True)
    for expect in (None, ""):
        with pytest.raises(TargetError, match="is a folder there"):
            make().put(upload("feed.xml", b"x"), expect=expect)


def test_a_server_that_is_not_reached_is_asked_once(make, silence_at_a_port) -> None:
    """Neither parts that are to be removed nor other files ask it again at once."""
    port, asked = silence_at_a_port
    with pytest.raises(TransientError):
        make(port=port).probe()
    assert len(asked) == 1


def test_what_is_said_of_servers_that_are_not_there(make) -> None:
    for options, text in (
        ({"host": "nowhere.invalid"}, "no server of this name"),
        ({"port": 1}, "no SSH server answers at port 1"),
    ):
        with pytest.raises(TargetError, match=text) as caught:
            make(**options).stat("a")
        assert "`host`" in caught.value.hint


def test_without_asyncssh(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    with pytest.raises(UsageError, match="SFTP needs asyncssh"):
        sftp.connect(given(tmp_path, {"host": "h", "user": "u"}))
