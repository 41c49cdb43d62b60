"""An SFTP server by asyncssh, in a process of its own, with a password. Run as a program it serves.

It can lack what others lack: "old" has no extension of OpenSSH, "strict" lets no time or mode be set, "full" has no room
and says so, "evil" lists names that lead elsewhere, "fullmute" fails at the second megabyte and does not say why.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

USER, PASSWORD = "maker", "hunter2 ä"


class Server:
    """A running server of ``root``; ``port``, ``known_hosts``."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.root, self.known_hosts = folder / "root", folder / "known_hosts"
        self.root.mkdir(parents=True)
        self._process = subprocess.Popen([sys.executable, __file__, self.root, *flags], stdout=subprocess.PIPE)
        port, key = self._process.stdout.readline().decode().strip().split(" ", 1)
        self.port, self.host_key = int(port), key
        self.known_hosts.write_text(f"[127.0.0.1]:{port} {key}\n")

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


def files(root: str, flags: tuple[str, ...]) -> Any:
    """What makes the server's side of a connection."""
    import asyncssh

    class Files(asyncssh.SFTPServer):
        def __init__(self, chan: Any) -> None:
            super().__init__(chan, chroot=root)

    class Strict(Files):
        def setstat(self, path: bytes, attrs: Any) -> None:
            raise asyncssh.SFTPPermissionDenied("not here")

    class Full(Files):
        def statvfs(self, path: bytes) -> Any:
            return asyncssh.SFTPVFSAttrs(bsize=4096, frsize=4096, blocks=9, bavail=1)

    class FullMute(Files):
        def statvfs(self, path: bytes) -> Any:
            raise asyncssh.SFTPOpUnsupported("no")

        def write(self, file: Any, offset: int, data: bytes) -> int:
            if offset > 1 << 20:
                raise asyncssh.SFTPFailure(f"Failure, {PASSWORD}")
            return super().write(file, offset, data)

    class Evil(Files):
        async def scandir(self, path: bytes) -> Any:
            async for name in super().scandir(path):
                yield name
                yield asyncssh.SFTPName(b"../../" + name.filename, attrs=name.attrs)

    kinds = {"strict": Strict, "full": Full, "fullmute": FullMute, "evil": Evil}
    return next((kinds[flag] for flag in flags if flag in kinds), Files)


def door() -> Any:
    """What lets one user in."""
    import asyncssh

    class Door(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    return Door


async def main(root: str, *flags: str) -> None:
    """Serve until killed; port and host key are printed first."""
    import asyncio

    import asyncssh
    from asyncssh import sftp

    if "old" in flags:
        sftp.SFTPServerHandler._extensions = []
    key = asyncssh.generate_private_key("ssh-ed25519")
    server = await asyncssh.listen(
        "127.0.0.1", 0, server_host_keys=[key], server_factory=door(), sftp_factory=files(root, flags), allow_scp=False
    )
    print(server.get_port(), key.export_public_key().decode().strip(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    import asyncio

    asyncio.run(main(*sys.argv[1:]))
