"""Real servers as places to publish to: the settings to put into a project, the secrets, and a visitor's view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Destination:
    """``settings``: the lines of [targets.home]; ``secrets``: environment; ``files()``: what stands there, by path,
    without the target's own folder; ``writes()``: the paths that the server's own log says were written, in order.
    """

    name: str
    settings: str
    secrets: dict[str, str] = field(default_factory=dict)
    files: Callable[[], dict[str, bytes]]
    writes: Callable[[], list[str]]
    types: Callable[[str], str] | None = None
    retags: bool = True


def in_folder(root: Path) -> dict[str, bytes]:
    """What stands under a folder."""
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {path: data for path, data in found.items() if ".feedtool" not in path}


def local(folder: Path) -> Destination:
    """A folder; nobody keeps a log of it, so times tell."""

    def writes() -> list[str]:
        files = [path for path in folder.rglob("*") if path.is_file() and ".feedtool" not in str(path)]
        return [str(path.relative_to(folder)) for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)]

    return Destination(
        name="local", settings=f'type = "local"\npath = "{folder}"', files=lambda: in_folder(folder), writes=writes
    )


def s3(server: Any, bucket: str) -> Destination:
    """A new bucket of an S3 server."""
    client = server.client()
    client.create_bucket(Bucket=bucket)

    def files() -> dict[str, bytes]:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="pod/")
        keys = [row["Key"] for page in pages for row in page.get("Contents", ())]
        got = {key.removeprefix("pod/"): client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}
        return {path: data for path, data in got.items() if not path.startswith(".feedtool/")}

    def writes() -> list[str]:
        start = f"/{bucket}/pod/"
        rows = (line.partition(" ") for line in server.log())
        # a file in parts is there once it is completed, which is a POST
        puts = (
            path.removeprefix(start).partition("?")[0]
            for verb, _, path in rows
            if path.startswith(start)
            and ((verb == "PUT" and "uploadId=" not in path) or (verb == "POST" and "uploadId=" in path))
        )
        return [path for path in puts if not path.startswith(".feedtool/")]

    return Destination(
        name=server.name,
        settings=f'type = "s3"\nbucket = "{bucket}"\nendpoint = "{server.url}"\nprefix = "pod"\naddressing = "path"',
        secrets={"FEEDTOOL_HOME_ACCESS_KEY": server.access_key, "FEEDTOOL_HOME_SECRET_KEY": server.secret_key},
        files=files,
        writes=writes,
        types=lambda path: str(client.head_object(Bucket=bucket, Key=f"pod/{path}")["ContentType"]),
    )


def sftp(server: Any, folder: str) -> Destination:
    """A folder of an SSH server."""
    root = server.root / folder

    def writes() -> list[str]:
        moved = [line.split(" ")[-1] for line in server.log() if line.startswith(("posix-rename", "hardlink"))]
        paths = [unquote(path).removeprefix(f"{root}/") for path in moved if str(root) in path]
        return [path for path in paths if not path.startswith(".feedtool/")]

    return Destination(
        name="openssh",
        settings=(
            f'type = "sftp"\nhost = "127.0.0.1"\nport = {server.port}\nuser = "{server.user}"\npath = "{root}"\n'
            f'known_hosts = "{server.known_hosts()}"\nkey = "{server.key}"'
        ),
        files=lambda: in_folder(root) if root.exists() else {},
        writes=writes,
    )


def webdav(server: Any, folder: str) -> Destination:
    """A folder of a WebDAV server."""
    root = server.root / folder

    def writes() -> list[str]:
        lines = [line.partition(f" /{folder}/") for line in server.log() if line.startswith(("PUT ", "MOVE "))]
        paths = [path.rpartition(f" /{folder}/")[2] for _, found, path in lines if found]
        return [path for path in paths if ".feedtool" not in path]

    return Destination(
        name=server.name,
        settings=f'type = "webdav"\nurl = "{server.url}{folder}/"\nuser = "{server.user}"',
        secrets={"FEEDTOOL_HOME_PASSWORD": server.password},
        files=lambda: in_folder(root) if root.exists() else {},
        writes=writes,
        retags=False,
    )


def ftps(server: Any, folder: str) -> Destination:
    """A folder of an FTP server with TLS."""
    from ftps_server import PASSWORD, USER

    root = server.root / folder

    def writes() -> list[str]:
        moved = [line.partition(f"/{folder}/")[2] for line in server.log() if line.startswith("RNTO ")]
        return [path for path in moved if path and not path.startswith(".feedtool/")]

    return Destination(
        name="pyftpdlib",
        settings=(
            f'type = "ftps"\nhost = "127.0.0.1"\nport = {server.port}\nuser = "{USER}"\npath = "{folder}"\n'
            f'ca = "{server.ca}"'
        ),
        secrets={"FEEDTOOL_HOME_PASSWORD": PASSWORD},
        files=lambda: in_folder(root) if root.exists() else {},
        writes=writes,
        retags=False,
    )


def archive(server: Any, item: str) -> Destination:
    """A new item of the Internet Archive's likeness."""

    def files() -> dict[str, bytes]:
        server.settle()
        return {path: data for path, data in server.items.get(item, {}).items() if not path.startswith(".feedtool/")}

    def writes() -> list[str]:
        puts = (line.partition(f"PUT /{item}/")[2] for line in server.log())
        return [path for path in puts if path and not path.startswith(".feedtool/")]

    return Destination(
        name="archive",
        settings=(
            f'type = "internet_archive"\nidentifier = "{item}"\nendpoint = "{server.endpoint}"\nsite = "{server.site}"'
        ),
        secrets={"FEEDTOOL_HOME_ACCESS": server.access, "FEEDTOOL_HOME_SECRET": server.secret},
        files=files,
        writes=writes,
        retags=False,
    )
