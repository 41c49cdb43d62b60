#!/usr/bin/env bash
# Bring OpenStack Swift, an S3 server without conditional writes, and run every S3 test on it too. As root; three minutes.
# Only Debian has it as packages; its tests are `slow` and not among those of every commit.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v swift-proxy-server memcached >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        swift-proxy swift-account swift-container swift-object memcached >/dev/null
fi
CI=true exec .venv/bin/pytest -q -m 'slow or not slow' tests/publish/test_s3.py tests/publish/test_s3_swift.py "$@"
