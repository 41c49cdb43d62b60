"""WebDAV servers on the loopback: wsgidav, rclone and Apache. `python davserver.py ROOT` runs wsgidav.

Each has ``url`` (of its root), ``root`` (that folder on disk), ``user``, ``password``, ``port`` and

    log()    "METHOD /path" of each request that it noted, a MOVE with the path it went to behind
    stop()   end it; kill() at once
"""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

USER, PASSWORD = "podcaster", "hunter2-canary"
APACHE = "/usr/sbin/apache2"
_MODULES = "mpm_event authn_core authn_file authz_core authz_user auth_basic mime dav dav_fs"


class Server:
    """A process that serves ``folder``/root."""

    lines = re.compile("")

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.user, self.password = folder, folder / "root", USER, PASSWORD
        self.root.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(self.program(), stdout=log, stderr=log)
        for _ in range(400):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError((folder / "log").read_text())

    def program(self) -> list[str]:
        """What to run."""
        raise NotImplementedError

    def log(self) -> list[str]:
        """See above."""
        text = (self.folder / "log").read_text(errors="replace")
        return [self.told(*match.groups("")) for match in self.lines.finditer(text)]

    def told(self, verb: str, path: str, to: str) -> str:
        """A line of the log."""
        return f"{verb} {unquote(path)} {unquote(urlsplit(to).path)}".rstrip()

    def stop(self) -> None:
        """End it."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait(20)


class WsgiDav(Server):
    """wsgidav: heeds conditions, writes a PUT in place."""

    name = "wsgidav"
    lines = re.compile(r' - INFO .*?"([A-Z]+) (/.*?)" (?:dest="(.*?)")?')

    def program(self) -> list[str]:
        """This file."""
        return [sys.executable, __file__, str(self.root), str(self.port)]


class Rclone(Server):
    """rclone serve webdav: ignores conditions."""

    name = "rclone"
    lines = re.compile(r"INFO  : (.*?): (?:(?!MOVE)([A-Z]+) from|Moved .server-side. to: (.*))")

    def told(self, path: str, verb: str, to: str) -> str:
        """A line of the log; of a MOVE it names the files alone."""
        return f"{verb} {path}" if verb else f"MOVE /{path} /{to}"

    def program(self) -> list[str]:
        """Debian's rclone."""
        login = ["--user", USER, "--pass", PASSWORD]
        place = ["--addr", f"127.0.0.1:{self.port}", "--config", str(self.folder / "none")]
        place += ["--dir-cache-time", "0s"]  # tests put files there behind its back
        return [shutil.which("rclone") or "", "serve", "webdav", str(self.root), *place, *login, "-vv"]


class Apache(Server):
    """Apache's mod_dav: weak tags in a file's first second, a PUT that is whole or not at all."""

    name = "apache"
    lines = re.compile(r"^([A-Z]+) (/.*?) \| (.*)$", re.MULTILINE)

    def __init__(self, folder: Path) -> None:
        # not below pytest's own folder, which another run of pytest closes to www-data
        super().__init__(Path(tempfile.mkdtemp(prefix=f"{folder.name}-")))

    def told(self, verb: str, path: str, to: str) -> str:
        """A line of the log, which writes bytes beyond ASCII as \\xc3."""
        raw = re.sub(r"\\x([0-9a-f]{2})", r"%\1", path)
        return super().told(verb, raw, to.removeprefix("-"))

    def stop(self) -> None:
        """End it, and leave nothing."""
        super().stop()
        shutil.rmtree(self.folder)

    def program(self) -> list[str]:
        """Debian's Apache, in the foreground, writing as www-data where root runs it."""
        hashed = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], check=True, capture_output=True, text=True)
        (self.folder / "users").write_text(f"{USER}:{hashed.stdout}")
        state = self.folder / "state"
        state.mkdir()
        loads = [f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES.split()]
        (self.folder / "httpd.conf").write_text(
            "\n".join(loads)
            + f"""
ServerRoot {self.folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{self.port}
PidFile {state}/pid
ErrorLog {state}/errors
Mutex file:{state} default
User www-data
Group www-data
TypesConfig /etc/mime.types
LogFormat "%m %U | %{{Destination}}i" plain
CustomLog {self.folder}/log plain
DavLockDB {state}/locks
DocumentRoot "{self.root}"
<Directory "{self.root}">
  Dav On
  AuthType Basic
  AuthName dav
  AuthUserFile {self.folder}/users
  Require valid-user
</Directory>
"""
        )
        for path in (self.root, state):
            shutil.chown(path, "www-data", "www-data")
        self.folder.chmod(0o755)
        return [APACHE, "-d", str(self.folder), "-f", str(self.folder / "httpd.conf"), "-D", "FOREGROUND"]


KINDS = {kind.name: kind for kind in (WsgiDav, Rclone, Apache)}


def main() -> None:
    """Serve a folder by wsgidav."""
    from cheroot import wsgi
    from wsgidav.wsgidav_app import WsgiDAVApp

    _, root, port = sys.argv
    app = WsgiDAVApp({
        "provider_mapping": {"/": root},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "lock_storage": True,
        "verbose": 3,
        "logging": {"enable": True},
    })  # fmt: skip
    server = wsgi.Server(("127.0.0.1", int(port)), app)
    server.start()


if __name__ == "__main__":
    main()
