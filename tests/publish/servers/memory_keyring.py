"""A keyring in memory. In a process of its own it starts with what FEEDTOOL_TEST_KEYRING (JSON) holds."""

from __future__ import annotations

import json
import os
from typing import ClassVar

import keyring.backend
import keyring.errors


class Keyring(keyring.backend.KeyringBackend):
    """All passwords by service and name."""

    priority = 1
    kept: ClassVar[dict[str, str]] = json.loads(os.environ.get("FEEDTOOL_TEST_KEYRING", "{}"))

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(f"{service}:{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[f"{service}:{username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop(f"{service}:{username}", None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


class Broken(keyring.backend.KeyringBackend):
    """A keyring that always fails, as one whose service is gone does."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no bus")

    set_password = delete_password = get_password
