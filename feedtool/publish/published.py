"""What stands at a host, as far as this machine knows: ``.feedtool/published-TARGET.json``.

By guid, the host's id of each episode and the hashes of what was sent of it. It saves sending what is there; where it
is lost, episodes are recognised by what the host tells of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from feedtool import files, manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One episode: its id at the host, its address there, its title, and by part the hash of what was sent."""

    id: str
    title: str
    url: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


class Published:
    """The record at ``path`` of the podcast ``where``; that of another podcast counts as none. Kept by :meth:`keep`.

    ``lost`` says why there is none where there should be one.
    """

    def __init__(self, path: Path, where: str) -> None:
        self.path, self.where, self.lost = path, where, ""
        self.rows: dict[str, Row] = {}
        try:
            found = json.loads(path.read_bytes())
            rows = {guid: Row(**row) for guid, row in found["episodes"].items()}
            if not all(map(_fits, rows.values())):
                raise TypeError
        except FileNotFoundError:
            self.lost = "there is no record of what was published"
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.lost = f"{path.name} is damaged"
        else:
            if found.get("where") == where:
                self.rows = rows
            else:
                self.lost = f"{path.name} is of another podcast"

    def keep(self, guid: str, row: Row) -> None:
        """Write down an episode, at once and whole. Raises EnvironmentFault."""
        self.rows[guid] = row
        self._write()

    def keep_all(self, rows: Mapping[str, Row]) -> None:
        """Write down several."""
        if rows:
            self.rows |= rows
            self._write()

    def forget(self, guid: str) -> None:
        """Let an episode count as never published."""
        if self.rows.pop(guid, None):
            self._write()

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = {guid: asdict(row) for guid, row in sorted(self.rows.items())}
        value = {"where": self.where, "episodes": rows}
        data = json.dumps(value, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")  # a host's words
        files.write_bytes(self.path, data + b"\n")


def _fits(row: Row) -> bool:
    """Whether a row that was read holds what it should."""
    if type(row.parts) is not dict:
        return False
    return all(type(text) is str for text in (row.id, row.title, row.url, *row.parts.values()))


def path_of(root: Path, target: str) -> Path:
    """Where the record of a target of the project in ``root`` stands."""
    return root / manifest.FOLDER / f"published-{target}.json"


def journal_of(root: Path, target: str) -> Path:
    """Where its journal stands."""
    return root / manifest.FOLDER / f"publish-{target}.jsonl"
