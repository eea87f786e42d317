#!/bin/sh
# Writes the lock files anew from pyproject.toml:
#   sh packaging/lock.sh              keep what is locked, add and drop what pyproject.toml says
#   sh packaging/lock.sh --upgrade    take newer versions where pyproject.toml allows them
#
# The locks are requirements files for every platform, with hashes and without
# any address, so that an office can install from a mirror of its own.
set -eu

checkout=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$checkout"

uv=${UV:-uv}
if ! command -v "$uv" >/dev/null 2>&1; then
    uv="$checkout/.venv/bin/uv"
fi

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}

compile pyproject.toml --output-file packaging/requirements.txt "$@"
compile pyproject.toml --group dev --constraint packaging/requirements.txt \
    --output-file packaging/requirements-dev.txt "$@"
compile packaging/requirements-uv.in --output-file packaging/requirements-uv.txt "$@"
