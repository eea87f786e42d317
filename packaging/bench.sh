#!/bin/sh
# Measures speed and memory; sets up what it needs the first time.
#   sh packaging/bench.sh [--rows N] [--stages NAME,...] [--json FILE] [--against FILE]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" bench "$@"
