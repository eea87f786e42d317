#!/bin/sh
# Starts Relief Desk; sets up what it needs the first time.
#   sh packaging/run.sh                  the window
#   sh packaging/run.sh practice         the window on made-up people
#   sh packaging/run.sh COMMAND ...      a terminal command; --help lists them
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" run "$@"
