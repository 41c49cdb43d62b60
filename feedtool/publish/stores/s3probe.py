"""Finding out what an S3 server does, by small files of our own; what it should be set to; what we once left there."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from feedtool.publish.errors import ConflictError, MissingError, TargetError
from feedtool.publish.store import OWN, Capabilities, Upload
from feedtool.publish.stores.s3bucket import condition_of
from feedtool.publish.stores.s3errors import NoBucketError, is_refusal, said
from feedtool.publish.stores.s3parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.publish.stores.s3bucket import Bucket

_PROBE: Final = f"{OWN}/probe-"
_OLD: Final = timedelta(days=1)
_TYPE: Final = "text/x-feedtool-probe"
_CACHE: Final = "max-age=61"
_CORS: Final = (
    "the bucket has no CORS rule for GET, so players on web pages cannot load its chapters and transcripts:"
    ' allow GET and HEAD for the origin "*"'
)


def probe(bucket: Bucket) -> Capabilities:
    """What the server does. Its files are removed again; what older runs left is too."""
    sweep(bucket)
    path = _PROBE + secrets.token_hex(6)
    try:
        exclusive = _is_exclusive(bucket, path)
        first = bucket.put(_upload(path, b"first"), {"ACL": bucket.acl} if bucket.acl else {})
        typed = _is_typed(bucket, path)
        retag = _outcome(lambda: _copy(bucket, path)) == "done"
        return Capabilities(
            conditional=_is_conditional(bucket, path, first.version),
            exclusive=exclusive,
            retag=retag,
            atomic=True,  # S3 shows a file once all of it is there, and no protocol of parts beside it
            typed=typed,
        )
    finally:
        for made in (path, f"{path}-copy"):
            bucket.delete(made)


def hints(bucket: Bucket) -> tuple[str, ...]:
    """What of the bucket's settings listeners would miss; nothing where the server does not tell."""
    try:
        with said():
            rules = bucket.client.get_bucket_cors(Bucket=bucket.name).get("CORSRules", ())
    except NoBucketError:
        return ()
    except MissingError:
        rules = ()
    except TargetError:
        return ()
    if any("GET" in rule.get("AllowedMethods", ()) and "*" in rule.get("AllowedOrigins", ()) for rule in rules):
        return ()
    return (_CORS,)


def sweep(bucket: Bucket) -> None:
    """Remove what broken-off runs left more than a day ago: unseen parts of files, and probes.

    The bucket is listed first: where that fails, nothing else will work, and the reason is the plainest.
    """
    before = datetime.now(UTC) - _OLD
    for row in [*bucket.rows(_PROBE)]:
        if row["LastModified"] < before:
            with suppress(TargetError):
                bucket.delete(row["Key"][len(bucket.prefix) :])
    with suppress(TargetError), said():
        pages = bucket.client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=bucket.name, Prefix=bucket.prefix):
            for row in page.get("Uploads", ()):
                if row["Initiated"] < before:
                    bucket.client.abort_multipart_upload(Bucket=bucket.name, Key=row["Key"], UploadId=row["UploadId"])


def _is_exclusive(bucket: Bucket, path: str) -> bool:
    """Whether it makes a file that is not there, and then refuses to make it again."""

    def create(body: bytes) -> Literal["done", "conflict", "cannot"]:
        return _outcome(lambda: bucket.put(_upload(path, body), condition_of("")))

    return create(b"zeroth") == "done" and create(b"again") == "conflict" and _reads(bucket, path) == b"zeroth"


def _is_conditional(bucket: Bucket, path: str, version: str) -> bool:
    """Whether it refuses to replace another version than the one expected, and replaces that one."""

    def replace(expect: str) -> Literal["done", "conflict", "cannot"]:
        return _outcome(lambda: bucket.put(_upload(path, b"second"), condition_of(expect)))

    return replace("0" * 32) == "conflict" and _reads(bucket, path) == b"first" and replace(version) == "done"


def _is_typed(bucket: Bucket, path: str) -> bool:
    with said():
        found = bucket.client.head_object(**bucket.at(path))
    return (found.get("ContentType"), found.get("CacheControl")) == (_TYPE, _CACHE)


def _copy(bucket: Bucket, path: str) -> None:
    """Make a file of another one by a copied part. CorruptError if it becomes another."""
    made = _upload(f"{path}-copy", b"first")
    with parts_of(bucket, made) as parts:
        parts.copy_whole(path)
        parts.complete()
    if _reads(bucket, made.path) != made.body:
        raise TargetError("it makes another file of a copied part")


def _outcome(do: Callable[[], Any]) -> Literal["done", "conflict", "cannot"]:
    """How a request went. What says nothing of the server (no permission, a broken connection) is raised."""
    try:
        do()
    except ConflictError:
        return "conflict"
    except TargetError as error:
        if is_refusal(error):
            return "cannot"
        raise
    return "done"


def _reads(bucket: Bucket, path: str) -> bytes:
    return b"".join(bucket.read(path, 0, 64))


def _upload(path: str, body: bytes) -> Upload:
    found = hashlib.sha256(body).hexdigest()
    return Upload(path=path, body=body, size=len(body), sha256=found, media_type=_TYPE, cache_control=_CACHE)
