"""Large files by S3, slow: `make slow` runs them against moto and OpenStack Swift."""

from __future__ import annotations

import os
import tracemalloc
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.publish.errors import ConflictError, TransientError
from feedtool.publish.store import ABSENT, Upload
from feedtool.publish.stores import s3
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(s3_server: Any, request: pytest.FixtureRequest) -> str:
    name = f"large-{os.getpid()}-{abs(hash(request.node.name))}"
    s3_server.client().create_bucket(Bucket=name)
    return name


@pytest.fixture
def store(s3_server: Any, bucket: str, tmp_path: Path) -> Any:
    secrets = {"access_key": s3_server.access_key, "secret_key": s3_server.secret_key}
    options = {option.name: option.default for option in s3.OPTIONS} | {"bucket": bucket, "endpoint": s3_server.url}
    made = s3.connect(Given(name="t", options=options, secret=lambda n: secrets.get(n, ""), root=tmp_path))
    yield made
    made.close()


def big(path: Path, size: int) -> Upload:
    piece, hashed = os.urandom(1 << 20), sha256()
    with path.open("wb") as file:
        for _ in range(size >> 20):
            file.write(piece)
            hashed.update(piece)
    return Upload(path="audio/ä.mp3", body=path, size=size, sha256=hashed.hexdigest(), media_type="audio/mpeg")


@pytest.mark.parametrize("size", [64 << 20, 65 << 20, 200 << 20])
def test_large_files_are_never_in_memory(store: Any, tmp_path: Path, size: int) -> None:
    upload, told = big(tmp_path / "a", size), []
    tracemalloc.start()
    made = store.put(upload, expect=ABSENT, progress=told.append)
    read = sha256()
    for piece in store.read(upload.path):
        read.update(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 48 << 20
    assert sum(told) == made.size == size
    assert read.hexdigest() == upload.sha256
    assert [file.version for file in store.files()] == [made.version]
    with pytest.raises(ConflictError):
        store.put(upload, expect=ABSENT)


def test_swift_refuses_what_arrives_broken(store: Any, s3_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """moto takes no notice of Content-MD5, so the ETag must tell there; here the server does."""
    if s3_server.name != "swift":
        pytest.skip("only Swift compares")
    body = b"as it is"
    upload = Upload(path="a", body=body, size=8, sha256=sha256(body).hexdigest(), media_type="text/plain")
    monkeypatch.setattr("feedtool.publish.stores.s3bucket.md5_header", lambda _: "1B2M2Y8AsgTpgAmY7PhCfg==")
    with pytest.raises(TransientError, match="what arrived was not what was sent"):
        store.put(upload)
    assert list(store.files()) == []
