#!/bin/sh
# Runs a tool of the development environment, seen from the checkout:
#   sh packaging/tool.sh ruff check
#   sh packaging/tool.sh python -m pytest --version
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=packaging/find-python.sh
. "$here/find-python.sh"
exec "$python" -E -s -B "$here/start.py" tool "$@"
