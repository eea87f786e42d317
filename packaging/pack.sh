#!/bin/sh
# Packs the frozen program for this system into dist/packed, with checksums.
#   sh packaging/freeze.sh && sh packaging/pack.sh [--fast]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" pack "$@"
