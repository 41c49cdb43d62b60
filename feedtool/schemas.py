"""The schemas that stand in ``schemas/``: inside the package once installed, beside it in a checkout."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "schemas", _HERE.parent / "schemas")


@cache
def text(name: str) -> bytes:
    """The bytes of the schema file ``name``, such as ``chapters.schema.json``. Raises KeyError for an unknown one."""
    for folder in _FOLDERS:
        path = folder / name
        if path.is_file():
            return path.read_bytes()
    raise KeyError(name)


@cache
def load(name: str) -> Any:
    """The JSON Schema file ``name``, parsed."""
    return json.loads(text(name))


def names() -> list[str]:
    """The file names of all schemas, sorted."""
    folder = next(f for f in _FOLDERS if f.is_dir())
    return sorted(p.name for p in folder.iterdir() if p.suffix in {".json", ".rng", ".sch"})
