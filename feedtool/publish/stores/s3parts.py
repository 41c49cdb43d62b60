"""Uploads in parts; and by one of these, a new tag before audio that the bucket has already.

All parts but the last have one size, copied ones too: R2 wants it so, and it is right everywhere.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import ConflictError, MissingError, TargetError
from feedtool.publish.stores.s3bucket import Bucket, bare, changed, condition_of, md5_header, md5_of, opened
from feedtool.publish.stores.s3errors import is_refusal, said
from feedtool.publish.stores.s3hooks import Sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedtool.publish.store import Remote, Retag, Upload

SMALLEST: Final = 5 << 20
"""Bytes that a part must have, the last one excepted."""
_MANY: Final = 1000
"""Parts of a file at most: Scaleway's limit; the others take 10,000."""
_END: Final = 1 << 16


@dataclass(slots=True, kw_only=True)
class Parts:
    """One upload in parts that is under way. Sent or copied one after the other, then completed.

    ``there`` are the ETags of the parts that the server kept of an earlier attempt, by number. ``looks``: the server
    judges a source's version wrongly, so whoever copies looks at it by itself.
    """

    bucket: Bucket
    path: str
    id: str
    there: Mapping[int, str] = field(default_factory=dict)
    looks: bool = False
    done: list[dict[str, Any]] = field(default_factory=list)

    def send(self, data: bytes, progress: Callable[[int], None] | None) -> None:
        """Send the next part, unless the server has it."""
        md5 = md5_of(data)
        if self.there.get(len(self.done) + 1) == md5:
            self._had({"ETag": f'"{md5}"'})
            if progress:
                progress(len(data))
            return
        with said():
            answer = self.bucket.client.upload_part(
                **self._next(), Body=Sending(BytesIO(data), progress), ContentMD5=md5_header(md5)
            )
        self.bucket.is_md5("part", bare(answer), md5)
        self._had(answer)

    def copy(self, source: str, version: str, start: int, data: bytes) -> None:
        """Let the server take the next part out of a file it has, whose bytes from ``start`` on are ``data``.

        Swift refuses the right version of a file that was itself made of parts; then it is looked at instead.
        """
        span = {"CopySourceRange": f"bytes={start}-{start + len(data) - 1}"}
        condition = {"CopySourceIfMatch": f'"{version}"'}
        try:
            answer = self._copy(source, span if self.looks else span | condition)
        except ConflictError:
            look_at_source(self.bucket, source, version)
            self.looks = True
            answer = self._copy(source, span)
        self.bucket.is_md5("part", bare(answer), md5_of(data))
        self._had(answer)

    def copy_whole(self, source: str) -> None:
        """Let the server take the next part from a file it has."""
        self._had(self._copy(source, {}))

    def complete(self, expect: str | None = None, *, conditional: bool = False) -> None:
        """Make the file of its parts, if the one that stands there is the one expected.

        Looks just before. A ``conditional`` server is asked to look as well; one that does not know conditions here, or
        that refuses though nothing changed, is asked once more without.
        """
        if expect is not None:
            self.bucket.look(self.path, expect)
        if expect is None or not conditional:
            self._complete({})
            return
        try:
            self._complete(condition_of(expect))
        except TargetError as error:
            if not (is_refusal(error) or isinstance(error, ConflictError | MissingError)):
                raise
            self.bucket.look(self.path, expect)
            self._complete({})

    def abort(self) -> None:
        """Let the server forget the parts, as far as it can be reached; :func:`sweep` does the rest one day."""
        with suppress(TargetError), said():
            self.bucket.client.abort_multipart_upload(**self.bucket.at(self.path), UploadId=self.id)

    def _copy(self, source: str, asked: dict[str, str]) -> dict[str, Any]:
        with said():
            found: dict[str, Any] = self.bucket.client.upload_part_copy(
                **self._next(), CopySource=self.bucket.at(source), **asked
            )["CopyPartResult"]
        return found

    def _complete(self, condition: dict[str, str]) -> None:
        with said():
            self.bucket.client.complete_multipart_upload(
                **self.bucket.at(self.path), **condition, UploadId=self.id, MultipartUpload={"Parts": self.done}
            )

    def _next(self) -> dict[str, Any]:
        return {**self.bucket.at(self.path), "UploadId": self.id, "PartNumber": len(self.done) + 1}

    def _had(self, answer: dict[str, Any]) -> None:
        self.done.append({"ETag": answer["ETag"], "PartNumber": len(self.done) + 1})


def begun(bucket: Bucket, upload: Upload) -> Parts:
    """A new upload in parts."""
    with said():
        answer = bucket.client.create_multipart_upload(**bucket.at(upload.path), **bucket.headers(upload))
    return Parts(bucket=bucket, path=upload.path, id=answer["UploadId"])


@contextmanager
def parts_of(bucket: Bucket, upload: Upload) -> Iterator[Parts]:
    """Begin an upload in parts; whatever goes wrong within, the server is told to forget it."""
    parts = begun(bucket, upload)
    try:
        yield parts
    except BaseException:
        parts.abort()
        raise


def splice(
    bucket: Bucket,
    retag: Retag,
    expect: str | None,
    progress: Callable[[int], None] | None = None,
    *,
    conditional: bool = False,
) -> Remote | None:
    """Make a file of a new tag, which is sent, and of audio that the server copies from what it has.

    Every copied part is compared with ours by its MD5 where the server's ETags are that, before anything is replaced;
    a server that ignores the condition on the source is found out by looking again. Tells what then stands there.
    """
    with parts_of(bucket, retag.upload) as parts:
        for start, data in pieces(retag.upload, SMALLEST):
            if start < len(retag.head):
                parts.send(data, progress)
            else:
                parts.copy(retag.source, retag.version, retag.skip + start - len(retag.head), data)
        look_at_source(bucket, retag.source, retag.version)
        parts.complete(expect, conditional=conditional)
    return bucket.stat(retag.upload.path)


def spliced_cost(*, head: int, size: int, source: int) -> int:
    """Bytes that :func:`splice` sends. All of it where one part holds it, or where the source is too small: Amazon
    copies no part from a file of up to 5 MiB.
    """
    if min(size, source) <= SMALLEST:
        return size
    part = _part_size(size, SMALLEST)
    return min(-(-head // part) * part, size)


def look_at_source(bucket: Bucket, source: str, version: str) -> None:
    """Raise ConflictError unless what a file is made of is still the same."""
    try:
        bucket.look(source, version)
    except ConflictError as error:
        raise ConflictError(f"{source}, which it is made of, {error}") from None


def is_spliced(bucket: Bucket, upload: Upload, made: Remote) -> bool:
    """Whether a spliced file has its size, beginning and end."""
    if made.size != upload.size:
        return False
    with opened(upload) as stream:
        for start in (0, max(upload.size - _END, 0)):
            stream.seek(start)
            if b"".join(bucket.read(upload.path, start, _END)) != stream.read(_END):
                return False
    return True


def _part_size(size: int, least: int) -> int:
    return max(least, -(-size // _MANY))


def pieces(upload: Upload, least: int) -> Iterator[tuple[int, bytes]]:
    """Where each part starts, and its bytes. TargetError in the end if the file was another than was to be sent."""
    found, start = hashlib.sha256(), 0
    size = _part_size(upload.size, least)
    with opened(upload) as stream:
        while data := stream.read(size):
            yield start, data
            found.update(data)
            start += len(data)
    if found.hexdigest() != upload.sha256:
        raise changed()
