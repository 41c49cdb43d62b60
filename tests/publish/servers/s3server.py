"""S3 servers on loopback: moto's, which has conditional writes, and OpenStack Swift's, which has none.

Both are started as processes of their own on free ports; every one is ended by its own number.
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server, and a key it accepts."""

    name: str
    port: int
    access_key: str
    secret_key: str
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> list[str]:
        """`METHOD /path?query` of each request that was answered, in order, percent-encoding undone."""
        text = unquote(self.log_file.read_text(errors="replace"))
        rows = re.findall(r"(GET|HEAD|PUT|POST|DELETE) (/.*?) HTTP/1", text)
        if self.name == "swift":  # its four servers write one log, the proxy twice
            rows = re.findall(
                r"^proxy-server: \S+ \S+ \S+ (GET|HEAD|PUT|POST|DELETE) (/(?!v1/).*?) HTTP/1", text, re.MULTILINE
            )
        return [f"{method} {unquote(path)}" for method, path in rows]

    def client(self) -> Any:
        """A plain boto3 client: a second opinion."""
        import boto3
        from botocore.config import Config

        session = boto3.Session(self.access_key, self.secret_key, region_name="us-east-1")
        config = Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required")
        return session.client("s3", endpoint_url=self.url, config=config)


@contextmanager
def moto(folder: Path) -> Iterator[Server]:
    """moto's server. It accepts any key until `strict` asks for known ones."""
    log = folder / "moto.log"
    with (
        log.open("wb") as stream,
        _running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], stream),
    ):
        port = int(_await(lambda: re.search(r"Running on http://127\.0\.0\.1:(\d+)", log.read_text()))[1])
        yield Server(
            name="moto", port=port, access_key="AKIAIOSFODNN7EXAMPLE", secret_key="wJalrXUtnFEMIK7MDENG", log_file=log
        )


@contextmanager
def strict(server: Server) -> Iterator[None]:
    """Let moto know no key at all meanwhile."""

    def free_requests(count: str) -> None:
        kind = {"Content-Type": "text/plain"}
        request = urllib.request.Request(f"{server.url}/moto-api/reset-auth", data=count.encode(), headers=kind)
        urllib.request.urlopen(request).close()

    free_requests("0")
    try:
        yield
    finally:
        free_requests("inf")


@contextmanager
def swift(folder: Path) -> Iterator[Server]:
    """OpenStack Swift: one zone, one replica, one folder for a disk. LookupError without what `make slow` brings."""
    commands = [[_program("memcached"), "-u", getpass.getuser(), "-l", "127.0.0.1"]]
    commands += [[_program(f"swift-{name}-server"), str(folder / f"{name}-server.conf"), "-v"] for name in _PIPELINES]
    ports = {name: _free_port() for name in ("cache", *_PIPELINES)}
    (folder / "disks" / "d1").mkdir(parents=True)
    for name, pipeline in _PIPELINES.items():
        (folder / f"{name}-server.conf").write_text(_config(name, pipeline, folder, ports))
    for name in ("account", "container", "object"):
        builder = folder / f"{name}.builder"
        for step in (["create", "4", "1", "0"], ["add", f"r1z1-127.0.0.1:{ports[name]}/d1", "1"], ["rebalance"]):
            subprocess.run(["swift-ring-builder", builder, *step], check=True, capture_output=True)
    commands[0] += ["-p", str(ports["cache"]), "-U", "0"]
    log = folder / "swift.log"
    with log.open("ab") as stream, ExitStack() as stack:
        for command in commands:
            stack.enter_context(_running(command, stream))
        _await(lambda: all(_listens(port) for port in ports.values()))
        yield Server(name="swift", port=ports["proxy"], access_key="test:tester", secret_key="testing", log_file=log)


_PIPELINES = {
    "account": "account-server",
    "container": "container-server",
    "object": "object-server",
    "proxy": "catch_errors proxy-logging cache listing_formats s3api tempauth copy slo dlo versioned_writes symlink"
    " proxy-logging proxy-server",
}
_FILTERS = """
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{cache}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
minimum_segment_size = 1
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
"""


def _config(name: str, pipeline: str, folder: Path, ports: dict[str, int]) -> str:
    proxy = name == "proxy"
    return (
        f"[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {ports[name]}\nuser = {getpass.getuser()}\nworkers = 0\nswift_dir = {folder}\n"
        f"devices = {folder / 'disks'}\nmount_check = false\nlog_level = INFO\nlog_address = {folder / 'no-syslog'}\n"
        f"[pipeline:main]\npipeline = {pipeline}\n"
        f"[app:{name}-server]\nuse = egg:swift#{name}\n"
        + ("account_autocreate = true\nallow_account_management = true\n" + _FILTERS.format(**ports) if proxy else "")
    )


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        raise LookupError(name)
    return found


@contextmanager
def _running(command: list[str], log) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(ready):
    until = time.monotonic() + _PATIENCE
    while not (found := ready()):
        assert time.monotonic() < until, "a server did not start"
        time.sleep(0.05)
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
