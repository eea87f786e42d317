# shellcheck shell=sh
# Sourced by the scripts beside it. Finds a Python that can run the program and
# leaves it in $python; explains itself and ends with status 5 when there is none.
# $RELIEF_DESK_PYTHON names one to use instead of looking.

# shellcheck disable=SC2034 # the scripts that source this file use $python
_probe='import sys
if not (3, 11) <= sys.version_info[:2] < (3, 15):
    sys.exit(3)
import ctypes, hashlib, json, ssl, subprocess, venv, zlib
print("suits")'

_suits() {
    command -v "$1" >/dev/null 2>&1 && [ "$("$1" -I -c "$_probe" 2>/dev/null)" = suits ]
}

_fail() {
    printf '%s\n' "$@" >&2
    exit 5
}

python=
if [ -n "${RELIEF_DESK_PYTHON:-}" ]; then
    _suits "$RELIEF_DESK_PYTHON" || _fail \
        "RELIEF_DESK_PYTHON names $RELIEF_DESK_PYTHON, which is not a complete Python 3.11 to 3.14. Name another, or unset it."
    python=$RELIEF_DESK_PYTHON
else
    for _candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if _suits "$_candidate"; then
            python=$_candidate
            break
        fi
    done
fi
[ -n "$python" ] || _fail \
    "Relief Desk needs Python 3.11, 3.12, 3.13 or 3.14, complete with its standard library, and none was found on this computer." \
    "On Debian 12, Ubuntu 24.04 or later, type:  sudo apt-get install python3 python3-venv" \
    "On Fedora, type:  sudo dnf install python3" \
    "On macOS and Windows, run the installer from the Python website. If Python stands elsewhere, set RELIEF_DESK_PYTHON to it."
