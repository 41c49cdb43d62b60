"""The list of what was published, kept on the store itself, so that any machine knows what stands there.

A listing tells size and version of a file; the list adds what a version's bytes are. A file whose version is another
than the list's was changed by somebody else, and is judged by its bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding
from feedtool.publish.store import OWN, Upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.publish.store import Store

PATH: Final = f"{OWN}/published.json"
_VERSION: Final = 1
_MAX: Final = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a published file is: the version it has, its bytes' SHA-256, and of tagged audio where the sound begins
    (``head``, bytes) and the SHA-256 from there on (``rest``).
    """

    version: str
    size: int
    sha256: str
    head: int = 0
    rest: str = ""


def read(store: Store) -> tuple[dict[str, Known], list[Finding]]:
    """The list on the store; a damaged one is empty, and said."""
    data = b"".join(store.read(PATH, 0, _MAX))
    try:
        value: Any = json.loads(data)
        if value["version"] != _VERSION:
            raise ValueError
        return {path: Known(**row) for path, row in value["files"].items()}, []
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        message = f"{PATH} on {store.where} cannot be read"
        return {}, [Finding(code="FT917", message=message)]


def upload(files: Mapping[str, Known]) -> Upload:
    """The list as a file to be put."""
    rows = {path: asdict(files[path]) for path in sorted(files)}
    data = json.dumps({"version": _VERSION, "files": rows}, ensure_ascii=False, separators=(",", ":")).encode()
    return Upload(
        path=PATH,
        body=data,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        media_type="application/json",
        cache_control="no-store",
    )
