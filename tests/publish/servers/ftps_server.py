"""An FTP server by pyftpdlib, in a process of its own. Run as a program it serves; imported, it starts such a process.

It can lack what others lack: "old" commands (MLSD, MLST, MFMT), "norename" over a file, "clear" TLS, "full" room for
more than a MiB, "readonly" the right to write.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

USER, PASSWORD = "maker", "hunter2 ä"


class Server:
    """A running server of ``root``; ``port``, ``ca`` (a PEM file)."""

    def __init__(self, folder: Path, *flags: str) -> None:
        import trustme

        self.root, self.ca, self._log = folder / "root", folder / "ca.pem", folder / "log"
        self.root.mkdir(parents=True)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca))
        authority.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(f"{folder}/pem")
        program = [sys.executable, __file__, self.root, folder / "pem", *flags]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=log)
        self.port = int(self._process.stdout.readline())

    def log(self) -> list[str]:
        """The commands of clients that name a file, a line each: "STOR /path"."""
        return re.findall(r"<- ((?:STOR|RETR|DELE|MKD|RMD|RNFR|RNTO|MLSD|LIST) .*)", self._log.read_text())

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


class Small:
    """A file on a disk that is full after a MiB."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        if self._file.tell() > 1 << 20:
            raise OSError(28, "No space left on device")
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def main(root: str, pem: str, *flags: str) -> None:
    """Serve until killed; the port is printed first."""
    import logging
    import os

    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.filesystems import AbstractedFS
    from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
    from pyftpdlib.servers import FTPServer

    class Files(AbstractedFS):
        def rename(self, src: str, dst: str) -> None:
            if "norename" in flags and os.path.exists(dst):  # noqa: PTH110
                raise FileExistsError(17, "File exists")
            super().rename(src, dst)

        def open(self, filename: str, mode: str) -> Any:
            file = super().open(filename, mode)
            return Small(file) if "full" in flags and "w" in mode else file

    kind = FTPHandler if "clear" in flags else TLS_FTPHandler
    lacks = {"MLSD", "MLST", "MFMT"} if "old" in flags else set()

    class Handler(kind):
        authorizer = DummyAuthorizer()
        abstracted_fs = Files
        certfile = pem
        tls_control_required = tls_data_required = "clear" not in flags

        def ftp_FEAT(self, line: str) -> None:  # noqa: N802
            if "old" in flags:
                self.push("211-Features:\r\n SIZE\r\n MDTM\r\n211 End\r\n")
            else:
                super().ftp_FEAT(line)

    Handler.proto_cmds = {name: row for name, row in kind.proto_cmds.items() if name not in lacks}
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    Handler.authorizer.add_user(USER, PASSWORD, root, perm="elr" if "readonly" in flags else "elradfmwMT")
    server = FTPServer(("127.0.0.1", 0), Handler)
    print(server.address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
