"""OpenSSH's own server, for the user who runs the tests, on a free port of the loopback."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAM = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or ""
SFTP = "/usr/lib/openssh/sftp-server"


class Sshd:
    """A running server: ``port``, ``user``, ``key`` (a client's), ``known_hosts`` (lines for any port), ``root``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.user = folder, folder / "root", getpass.getuser()
        self.root.mkdir(parents=True)
        self.key, self.host_key = folder / "client", folder / "host"
        for path in (self.key, self.host_key):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], check=True)
        (folder / "authorized").write_bytes(Path(f"{self.key}.pub").read_bytes())
        if getpass.getuser() == "root":
            Path("/run/sshd").mkdir(exist_ok=True)
        self.port = _free_port()
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.host_key}\nPidFile {folder / 'pid'}\n"
            f"AuthorizedKeysFile {folder / 'authorized'}\nUsePAM no\nPasswordAuthentication no\nStrictModes no\n"
            "KbdInteractiveAuthentication no\nMaxStartups 50\nLogLevel VERBOSE\n"
            # by the user's shell, so that its own log can be told where to go
            f"Subsystem sftp {SFTP} -e -l INFO 2>>{folder / 'sftp-log'}\n"
        )
        program = [PROGRAM, "-D", "-f", folder / "config", "-E", folder / "log"]
        self._process = subprocess.Popen(program)
        _wait_for(self.port)

    def known_hosts(self, port: int | None = None) -> Path:
        """A file that knows the host's key under a port."""
        path = self.folder / f"known-{port or self.port}"
        kind, key, *_ = Path(f"{self.host_key}.pub").read_text().split()
        path.write_text(f"[127.0.0.1]:{port or self.port} {kind} {key}\n")
        return path

    def log(self) -> list[str]:
        """What clients did to files, a line each: "open /path", "posix-rename /old /new", "remove /path"."""
        text = (self.folder / "sftp-log").read_text(errors="replace").replace("\r", "")
        lines = re.findall(r"^(?:debug\d: )?(open|posix-rename|rename|remove|hardlink|mkdir) (.*)$", text, re.MULTILINE)
        return [" ".join([verb, *re.findall(r'"([^"]*)"', rest)]) for verb, rest in lines]

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
