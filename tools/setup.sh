#!/usr/bin/env bash
# Bring what `make test` needs and is not there yet: Debian programs that judge our outputs, npm readers, Python tools.
# Run it again at any time; when nothing is missing it takes a second. SLOW=true also brings what slow tests need.
set -euo pipefail
cd "$(dirname "$0")/.."

# Debian package:program that tests ask for with tool("program")
wanted="ffmpeg:ffmpeg ffmpeg:ffprobe kid3-cli:kid3-cli lame:lame mkvtoolnix:mkvmerge mkvtoolnix:mkvextract
        chromium:chromium nodejs:node npm:npm strace:strace util-linux:prlimit
        mediainfo:mediainfo libimage-exiftool-perl:exiftool xfsprogs:xfs_io rclone:rclone"
# Servers that Debian starts once they are installed: only where nothing would start them, or CI asks for all.
if [ "${CI:-}" = true ] || [ ! -d /run/systemd/system ]; then
    wanted+=" openssh-server:/usr/sbin/sshd vsftpd:/usr/sbin/vsftpd"
fi
# What only slow tests want (`make slow`).
if [ "${SLOW:-}" = true ]; then
    wanted+=" apache2-bin:/usr/sbin/apache2 openssl:openssl memcached:memcached swift-proxy:swift-proxy-server
              swift-account:swift-account-server swift-container:swift-container-server swift-object:swift-object-server"
fi

missing=()
for pair in $wanted; do
    package=${pair%%:*}
    command -v "${pair#*:}" >/dev/null || [[ " ${missing[*]-} " == *" $package "* ]] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    echo "setup: installing ${missing[*]}"
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    if command -v apt-get >/dev/null && { [ -z "$as_root" ] || command -v sudo >/dev/null; }; then
        $as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    elif [ "${CI:-}" = true ]; then
        echo "setup: cannot install them here" >&2
        exit 1
    else
        echo "setup: install them by hand; until then their tests are skipped" >&2
    fi
fi

oracles=tests/oracles
if [ "$oracles/package-lock.json" -nt "$oracles/node_modules/.package-lock.json" ] && command -v npm >/dev/null; then
    echo "setup: npm readers"
    npm --prefix "$oracles" ci --silent
    touch "$oracles/node_modules/.package-lock.json"
fi

venv=.venv
if [ pyproject.toml -nt "$venv/dev.stamp" ]; then
    echo "setup: Python tools"
    [ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install -qq --disable-pip-version-check --editable '.[dev]'
    touch "$venv/dev.stamp"
fi
