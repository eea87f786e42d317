#!/bin/sh
# Freezes the program and tries what came out: no network, nothing to write to, a window. Sets up what it needs.
#   sh packaging/test-frozen.sh [--no-build]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" test-frozen "$@"
