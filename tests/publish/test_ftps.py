"""FTP over TLS against pyftpdlib, complete and lacking what others lack, and against vsftpd."""

from __future__ import annotations

import ftplib
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from ftps_server import PASSWORD, USER, Server
from proxy import Proxy
from storecases import BesideCases, CoreCases, StoreCases, assert_no_secret, folder, parts, upload, whole

from feedtool.publish.errors import DeniedError, FullError, MissingError, TargetError, TransientError, UnsupportedError
from feedtool.publish.store import Capabilities, Retag
from feedtool.publish.stores import ftp, ftps
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


class Served:
    """pyftpdlib's server with ``flags``."""

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


class TestFull(Served, StoreCases, BesideCases):
    """A server that has what there is."""

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=True)


class TestOld(Served, StoreCases, BesideCases):
    """A server without MLSD, MLST and MFMT."""

    flags = ("old",)

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=True)


class TestNoRename(Served, CoreCases, BesideCases):
    """A server that renames over no file."""

    flags = ("norename",)

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=False)


class TestClear(Served, CoreCases, BesideCases):
    """A server without TLS, and a target that says so."""

    flags = ("clear",)

    def test_is_said(self, make: Any, caplog: pytest.LogCaptureFixture) -> None:
        assert make().where.startswith("ftp://")
        assert "in the clear" in caplog.text
        assert "hunter2" not in caplog.text


@pytest.fixture(scope="module")
def vsftpd(tmp_path_factory: pytest.TempPathFactory, tool: Any) -> Iterator[Any]:
    import vsftpd as program

    if not program.PROGRAM:
        tool("vsftpd")
    server = program.Vsftpd(tmp_path_factory.mktemp("vsftpd"))
    yield server
    server.stop()


@pytest.mark.slow
class TestVsftpd(StoreCases, BesideCases):
    """vsftpd, which wants every data connection to continue the TLS session, and knows no MLSD."""

    @pytest.fixture
    def there(self, vsftpd: Any, request: pytest.FixtureRequest) -> Path:
        return vsftpd.root / folder(request)

    @pytest.fixture
    def make(self, vsftpd: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Any]]:
        yield from making(vsftpd, folder(request), tmp_path, user="anonymous")

    def test_capabilities(self, store: Any) -> None:
        assert store.probe() == Capabilities(exclusive=True, atomic=True)


@pytest.fixture
def server(servers: Any) -> Server:
    return servers()


@pytest.fixture
def there(server: Server, request: pytest.FixtureRequest) -> Path:
    return server.root / folder(request)


@pytest.fixture
def make(server: Server, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    yield from making(server, folder(request), tmp_path)


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    made = Proxy(server.port)
    yield made
    made.close()


def test_wrong_password(make) -> None:
    with pytest.raises(DeniedError, match="does not let maker in") as caught:
        make("hunter22").stat("a")
    assert_no_secret(caught)


def test_certificate_nobody_vouches_for(make, tmp_path) -> None:
    import trustme

    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    for store in (make(ca=""), make(ca=str(tmp_path / "other.pem"))):
        with pytest.raises(DeniedError, match="certificate is not valid") as caught:
            store.stat("a")
        assert_no_secret(caught)


def test_certificate_of_another_host(make, monkeypatch) -> None:
    found = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest: found("127.0.0.1", *rest))
    with pytest.raises(DeniedError, match="certificate is not valid"):
        make(host="ftp.example").stat("a")


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_ca_that_is_none(make, tmp_path, text) -> None:
    if text:
        (tmp_path / "ca.pem").write_text(text)
    with pytest.raises(DeniedError, match="cannot be read"):
        make(ca="ca.pem")


def test_no_password_goes_to_a_server_without_tls(servers, make) -> None:
    clear = servers("clear")
    with pytest.raises(DeniedError, match="offers no encryption"):
        make(port=clear.port).stat("a")
    assert "USER" not in clear._log.read_text().split("AUTH TLS")[-1]


def test_insecure_where_tls_is_wanted(make) -> None:
    with pytest.raises(DeniedError, match="may ask for encryption") as caught:
        make(insecure=True).stat("a")
    assert_no_secret(caught)


def test_no_retag(make) -> None:
    with pytest.raises(UnsupportedError):
        make().retag(Retag(source="a", version="", skip=0, head=b"", upload=upload("a", b"")))


def test_names_that_would_be_commands_are_refused(make, there) -> None:
    store = make()
    store.put(upload("a", b"keep"))
    for act in (store.stat, store.delete, lambda p: store.put(upload(p, b"x")), lambda p: whole(store, p)):
        with pytest.raises(TargetError):
            act("x\r\nDELE a")
    assert whole(store, "a") == b"keep"


def test_server_gone_and_back(make, proxy) -> None:
    store = make(port=proxy.port)
    store.put(upload("a", b"one"))
    proxy.break_off()
    with suppress(TransientError):
        store.stat("a")
    assert whole(store, "a") == b"one"
    proxy.close()
    for _ in range(2):
        with pytest.raises(TransientError):
            store.stat("a")


def test_kept_connections_that_ended_are_not_used(make, proxy, monkeypatch) -> None:
    store = make(port=proxy.port)
    store.put(upload("a", b"one"))
    proxy.break_off()
    monkeypatch.setattr(ftp, "_IDLE", 0.0)
    assert whole(store, "a") == b"one"


def test_killed_server_leaves_no_half_file(make, tmp_path) -> None:
    server = Server(tmp_path / "server")
    store = make(port=server.port, ca=str(server.ca), path="/")
    store.put(upload("a.mp3", b"old"))
    with pytest.raises(TransientError):
        store.put(upload("a.mp3", bytes(20 << 20)), progress=lambda _: server.stop())
    assert [p.name for p in server.root.iterdir() if not p.name.startswith(".feedtool-part-")] == ["a.mp3"]
    assert (server.root / "a.mp3").read_bytes() == b"old"


def test_no_room(servers, tmp_path) -> None:
    server = servers("clear", "full")
    for one in making(server, "full", tmp_path, insecure=True):
        store = one()
        store.put(upload("a", b"old"))
        with pytest.raises(TransientError, match="426") as caught:  # pyftpdlib says no more
            store.put(upload("a", bytes(20 << 20)))
        assert "disk there may be full" in caught.value.hint
        assert whole(store, "a") == b"old"
        assert [f.path for f in store.files()] == ["a"]
        assert parts(server.root) == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("452 Insufficient storage space", FullError), ("552 Quota exceeded", FullError),
        ("426 No space left on device", FullError), ("421 Too many users", TransientError),
        ("450 Busy", TransientError), ("550 No such file", MissingError), ("550 Permission denied", DeniedError),
        ("530 Not logged in", DeniedError),
        ("502 Not implemented", UnsupportedError), ("599 hunter2 is odd", TargetError),
    ],
)  # fmt: skip
def test_what_answers_mean(answer: str, kind: type[TargetError]) -> None:
    login = ftp.Login(host="h", port=21, user="u", password="hunter2", context=None)
    with pytest.raises(TargetError) as caught, ftp._told(login):
        raise (ftplib.error_temp if answer[0] == "4" else ftplib.error_perm)(answer)
    assert type(caught.value) is kind
    assert_no_secret(caught)


def test_a_lock_file_of_another_protocol_is_a_lock(make, there) -> None:
    (there / ".feedtool").mkdir(parents=True)
    (there / ".feedtool/lock").write_bytes(b"by SFTP")
    store = make()
    assert store.lock(b"mine") == b"by SFTP"
    store.unlock()
    assert store.lock(b"mine") is None
    assert (there / ".feedtool/lock/note").read_bytes() == b"mine"


def test_a_folder_that_may_not_be_written_to(servers, tmp_path) -> None:
    server = servers("readonly")
    (server.root / "a").write_bytes(b"old")
    for one in making(server, "/", tmp_path):
        store = one()
        for act in (lambda s: s.put(upload("a", b"x")), lambda s: s.delete("a"), lambda s: s.lock(b"")):
            with pytest.raises(DeniedError):
                act(store)
        assert whole(store, "a") == b"old"


def test_a_folder_where_a_file_is_wanted(make, there) -> None:
    (there / "feed.xml").mkdir(parents=True)
    with pytest.raises(TargetError, match="is a folder there"):
        make().put(upload("feed.xml", b"x"))


def test_a_server_that_is_not_reached_is_asked_once(make, silence_at_a_port) -> None:
    port, asked = silence_at_a_port
    with pytest.raises(TransientError):
        make(port=port).probe()
    assert len(asked) == 1


def test_what_is_said_of_servers_that_are_not_there(make) -> None:
    for options, text in (
        ({"host": "nowhere.invalid"}, "no server of this name"),
        ({"port": 1}, "no FTP server answers at port 1"),
    ):
        with pytest.raises(TargetError, match=text):
            make(**options).stat("a")


def test_a_server_that_says_nothing_of_what_was_sent(make, monkeypatch, there) -> None:
    """As pyftpdlib does over TLS when its disk is full."""
    store = make()
    store.put(upload("a", b"old"))
    with monkeypatch.context() as patch:
        patch.setattr(ftp.Control, "voidresp", lambda _: (_ for _ in ()).throw(TimeoutError()))
        with pytest.raises(TransientError, match="does not answer whether") as caught:
            store.put(upload("a", b"new"))
    assert "disk may be full" in caught.value.hint
    assert (there / "a").read_bytes() == b"old"


def test_a_rename_that_is_not_allowed_removes_nothing(make, monkeypatch, there) -> None:
    store = make()
    store.put(upload("a", b"old"))

    def refuse(*_: Any) -> None:
        raise ftplib.error_perm("550 Permission denied.")

    monkeypatch.setattr(ftp.Control, "rename", refuse)
    with pytest.raises(DeniedError):
        store.put(upload("a", b"new"))
    assert (there / "a").read_bytes() == b"old"


def test_what_is_asked(make, there, monkeypatch) -> None:
    """Every command, so that none comes back unseen."""
    asked, real = [], ftplib.FTP.putcmd
    monkeypatch.setattr(ftplib.FTP, "putcmd", lambda self, line: asked.append(line.split(" ")[0]) or real(self, line))
    store = make()
    for number in range(3):
        store.put(upload(f"audio/{number}", b"x"), expect="")
    assert asked.count("MKD") == len(["root of the test", "show ä", "audio"])
    asked.clear()
    store.put(upload("audio/a", b"x"), expect="")
    assert asked == ["PASV", "STOR", "MLST", "MLST", "RNFR", "RNTO"]
    asked.clear()
    assert b"".join(store.read("audio/a", 0, 1)) == b"x"
    assert asked == ["PASV", "RETR"]
    store = make()
    asked.clear()
    list(store.files())
    store.put(upload("audio/b", b"x"), expect="")
    assert "MKD" not in asked
    assert asked.count("USER") == 1


def test_names_that_lead_elsewhere_are_left_out(make, monkeypatch) -> None:
    facts = "type=file;size=1;modify=20260101000000;"
    names = ["", ".", "..", "../x", "/etc/x", "a/b", "a", " a", "a;b=c d"]
    monkeypatch.setattr(ftp.Control, "_lines", lambda *_: [f"{facts} {name}" for name in names])
    assert sorted(f.path for f in make().files()) == [" a", "a", "a;b=c d"]


@pytest.mark.parametrize(
    "line",
    [
        "-rw-r--r--    1 1000     1000         1234 Jan 01 12:00 a b -> c.mp3",
        "-rw-r--r--+ 1 user group 1234 Jan 1 2024 a b -> c.mp3",
    ],
)
def test_lines_of_list(line: str) -> None:
    found = ftp._LIST.fullmatch(line)
    assert found
    assert found.groups() == ("-", "1234", "a b -> c.mp3")
