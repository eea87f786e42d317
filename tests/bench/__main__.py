"""``python -m tests.bench [--rows N] [--stages NAME,...] [--json FILE] [--against FILE]``.

Speed and memory of the whole program and of its parts, on a made-up file. Nothing is
judged here: the figures are printed, and written for who wants to compare.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.place import Place
from tests.bench.run_stages import run_stages
from tests.bench.stages import NAMES
from tests.bench.table import lines_of

ROWS = 1_000_000


def main(argv: list[str]) -> int:
    arguments = _parser().parse_args(argv)
    against = _read(arguments.against) if arguments.against else None
    with tempfile.TemporaryDirectory(prefix="relief-desk-bench-") as folder:
        if arguments.form:
            shutil.copy(arguments.form, Place(Path(folder)).form)
        elif "forms" in arguments.stages:
            print("forms: no blank was given (--form FILE); a made-up one is filled",
                  file=sys.stderr)  # fmt: skip
        result = run_stages(Path(folder), arguments.rows, arguments.stages)
    for line in lines_of(result, against):
        print(line)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Measures speed and memory.")
    parser.add_argument("--rows", type=_count, default=ROWS, metavar="N", help=f"default {ROWS:,}")
    parser.add_argument(
        "--stages", type=_stages, default=list(NAMES), metavar="NAME,...",
        help=f"of {', '.join(NAMES)}; default all",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    parser.add_argument(
        "--against", type=Path, metavar="FILE", help="figures of another time, shown as ratios"
    )
    parser.add_argument(
        "--form", type=Path, metavar="FILE", help="a real blank form for the stage forms"
    )
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 100:
        raise argparse.ArgumentTypeError("at least 100 rows are needed")
    return number


def _stages(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"know {', '.join(NAMES)}, not {', '.join(unknown)!r}")
    return names


def _read(path: Path) -> dict[str, object]:
    try:
        content: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SystemExit(
            f"bench: {path} holds no figures of an earlier bench ({error})."
        ) from error
    return content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
