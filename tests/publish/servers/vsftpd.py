"""vsftpd for whoever runs the tests, on a free port of the loopback: no MLSD, no MFMT, TLS sessions to be continued."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = shutil.which("vsftpd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or ""
USER = "anonymous"


class Vsftpd:
    """A running server of ``root``; ``port``, ``ca`` (a PEM file)."""

    def __init__(self, folder: Path) -> None:
        import trustme

        self.root, self.ca, self._log = folder / "root", folder / "ca.pem", folder / "log"
        (folder / "empty").mkdir(parents=True)
        self.root.mkdir()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca))
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(f"{folder}/pem")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        settings = {
            "listen": "YES", "background": "NO", "listen_address": "127.0.0.1", "listen_port": self.port,
            "run_as_launching_user": "YES", "seccomp_sandbox": "NO", "secure_chroot_dir": folder / "empty",
            "anonymous_enable": "YES", "local_enable": "NO", "anon_root": self.root, "write_enable": "YES",
            "anon_upload_enable": "YES", "anon_mkdir_write_enable": "YES", "anon_other_write_enable": "YES",
            "anon_world_readable_only": "NO", "no_anon_password": "NO", "anon_umask": "022", "ssl_enable": "YES",
            "allow_anon_ssl": "YES", "force_anon_logins_ssl": "YES", "force_anon_data_ssl": "YES",
            "require_ssl_reuse": "YES", "rsa_cert_file": folder / "pem", "utf8_filesystem": "YES",
            "log_ftp_protocol": "YES", "xferlog_enable": "YES", "vsftpd_log_file": self._log,
        }  # fmt: skip
        (folder / "conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        self._process = subprocess.Popen([PROGRAM, folder / "conf"])
        self._wait()

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError(f"vsftpd did not start: {self._process.poll()}")
