"""Are two frozen folders the same, and where not, why: ``compare_builds.py FOLDER FOLDER``.

Exit status 0 when every file is, 1 otherwise. The lists ``files.sha256`` are compared and the files
themselves; a difference is named with what usually makes it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_REASONS = (
    (
        re.compile(r"^relief-desk(\.exe)?$|^Relief Desk\.exe$"),
        "the archive of Python code: other code, another PYTHONHASHSEED or time of commit",
    ),
    (re.compile(r"base_library\.zip$"), "Python's own library: another Python"),
    (
        re.compile(r"\.(so|dll|dylib|pyd)(\.|$)"),
        "a library: another version, or stripped otherwise",
    ),
    (re.compile(r"(parts\.cdx\.json|THIRD-PARTY-NOTICES\.txt)$"), "the lists: other parts"),
    (re.compile(r"resources/|tests/"), "the program's own files: another commit"),
    (re.compile(r"files\.sha256$"), "follows from the others"),
)


def differences(one: Path, other: Path) -> Iterator[str]:
    """A sentence for each file that is missing or differs."""
    first, second = _files(one), _files(other)
    for place in sorted(first.keys() ^ second.keys()):
        yield f"{place} is only in {(one if place in first else other).name}"
    for place in sorted(first.keys() & second.keys()):
        if first[place] != second[place]:
            yield f"{place} differs ({_reason(place)})"


def _files(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[place] = f"link to {path.readlink()}"
        elif path.is_file():
            rights = path.stat().st_mode & 0o777
            found[place] = f"{rights:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return found


def _reason(place: str) -> str:
    return next((why for pattern, why in _REASONS if pattern.search(place)), "no known reason")


def main(arguments: list[str]) -> int:
    """Print what differs."""
    one, other = map(Path, arguments)
    found = list(differences(one, other))
    for line in found:
        print(line)
    print(f"{len(_files(one)):,} files compared, {len(found):,} differ.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
