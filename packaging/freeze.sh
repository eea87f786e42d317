#!/bin/sh
# Freezes the program into dist/: one folder that runs without Python. Sets up what it needs.
#   sh packaging/freeze.sh
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" freeze "$@"
