#!/bin/sh
# Runs the tests; sets up what they need the first time.
#   sh packaging/test.sh                 all but the slow ones, two at a time
#   sh packaging/test.sh --slow          the slow ones too
#   sh packaging/test.sh tests/rules     what pytest is asked for, seen from the checkout
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" test "$@"
