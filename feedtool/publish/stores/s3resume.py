"""Large files go in parts; an upload that was broken off is gone on with by the next attempt, or the next run.

An upload is noted on this machine, in the project's own folder, before its first part goes out: so nobody goes on with
what another machine may be sending. Of what the server kept, only parts whose ETag is the MD5 of our bytes count, and
a file is made of parts by their ETags: an upload that somebody else meddled with never ends in another file.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from feedtool import files
from feedtool.findings import FeedtoolError
from feedtool.publish.errors import DeniedError, StoppedError, TargetError, TransientError
from feedtool.publish.stores.s3bucket import bare
from feedtool.publish.stores.s3errors import NoUploadError, said
from feedtool.publish.stores.s3parts import Parts, begun, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feedtool.publish.store import Remote, Upload
    from feedtool.publish.stores.s3bucket import Bucket

PART: Final = 8 << 20
"""Bytes of a part of a large file: what is sent twice, at most, where an upload broke off."""

_GOES_ON: Final = (TransientError, DeniedError, StoppedError)
"""After these, an upload is left as it is."""


def put_in_parts(
    bucket: Bucket,
    upload: Upload,
    expect: str | None,
    progress: Callable[[int], None] | None = None,
    *,
    conditional: bool = False,
) -> Remote:
    """Put a large file; it appears whole once its last part is there. ``progress`` is told of parts found there too."""
    if expect is not None:
        bucket.look(upload.path, expect)
    with _under_way(bucket, upload) as parts:
        for _, data in pieces(upload, PART):
            parts.send(data, progress)
        parts.complete(expect, conditional=conditional)
    return bucket.kept(upload)


@contextmanager
def _under_way(bucket: Bucket, upload: Upload) -> Iterator[Parts]:
    """The unfinished upload of this very file, with the parts that the server has; else a new one.

    It stays unfinished where the connection, the access key or the user's patience gives out within; after any other
    error the server is told to forget it.
    """
    note = _note_of(bucket, upload.path)
    what = hashlib.sha256(json.dumps(bucket.headers(upload), sort_keys=True).encode()).hexdigest()
    parts = _noted(bucket, upload.path, note, what)
    if parts is None:
        parts = begun(bucket, upload)
        with suppress(FeedtoolError, OSError):  # what cannot be noted begins anew next time
            note.parent.mkdir(parents=True, exist_ok=True)
            files.write_bytes(note, f"{what} {parts.id}".encode())
    try:
        yield parts
    except Exception as error:
        if not isinstance(error, _GOES_ON) or isinstance(error, NoUploadError):
            parts.abort()
            _forget(note)
        raise
    _forget(note)


def _note_of(bucket: Bucket, path: str) -> Path:
    """Where an upload to this place is noted."""
    place = "\n".join((bucket.name, bucket.prefix, path))
    return bucket.notes / hashlib.sha256(place.encode()).hexdigest()[:32]


def _forget(note: Path) -> None:
    with suppress(OSError):
        note.unlink()


def _noted(bucket: Bucket, path: str, note: Path, what: str) -> Parts | None:
    """The upload that was noted, if it is of this file, type and settings, and can be gone on with."""
    try:
        noted, _, its_id = note.read_text().partition(" ")
    except (OSError, ValueError):
        return None
    if not its_id:  # by an empty one, a server might understand the file itself
        return None
    parts = Parts(bucket=bucket, path=path, id=its_id)
    there = _kept(parts) if noted == what else None
    if there is None:
        parts.abort()
        return None
    parts.there = there
    return parts


def _kept(parts: Parts) -> dict[int, str] | None:
    """The ETags of the parts that the server has, by number; None where it forgot them or does not let us look."""
    pages = parts.bucket.client.get_paginator("list_parts")
    try:
        with said():
            found = pages.paginate(**parts.bucket.at(parts.path), UploadId=parts.id)
            return {row["PartNumber"]: bare(row) for page in found for row in page.get("Parts", ())}
    except NoUploadError:
        return None
    except TransientError:
        raise
    except TargetError:
        return None
